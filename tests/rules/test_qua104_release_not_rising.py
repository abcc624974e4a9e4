from collections.abc import Mapping
from pathlib import Path

import pytest
from builders.pumps import REQUIREMENTS, RS, RTM, Pumps, document, matrix

from qms_site.engine import Request, run

ARCHIVED = "QMS/.archive/SDLC-PUMP/SDLC-PUMP-RTM-v0.9.md"


@pytest.fixture
def pumps(tmp_path: Path) -> Pumps:
    return Pumps(tmp_path / "pumps").merge()


def told(pumps: Pumps, *codes: str) -> list[str]:
    findings = (judged.finding for judged in run(Request(folder=pumps.repository.root)).findings)
    return [f"{one.severity} {one.location}: {one.message}" for one in findings if one.code in (codes or ("QUA104",))]


def before(pumps: Pumps, release: str, commit: str | None = None) -> Mapping[str, str]:
    return {ARCHIVED: matrix(commit or pumps.qualified, release=release)[RTM]}


@pytest.mark.verifies("REQ-QUA-018")
@pytest.mark.parametrize(
    ("release", "commit", "what"),
    [
        ("PUMP-1.10", None, "after PUMP-1.10"),
        ("PUMP-1.9", "0123456789", "which version 0.9 of SDLC-PUMP-RTM stated for 0123456789"),
    ],
)
def test_a_release_that_falls_or_is_repeated_for_another_commit_is_told(
    pumps: Pumps, release: str, commit: str | None, what: str
) -> None:
    pumps.commit(
        {**matrix(pumps.qualified, release="PUMP-1.9"), **before(pumps, release, commit)}, "CR-001: matrix", 10
    )
    assert told(pumps) == [f"warning {RTM}:20: SDLC-PUMP-RTM states the release PUMP-1.9, {what}"]


@pytest.mark.parametrize(
    ("release", "earlier"), [("PUMP-1.10", "PUMP-1.9"), ("PUMP-1.9", "PUMP-1.9"), ("PUMP-1.0", "VALVE-2.0")]
)
def test_a_release_that_rises_or_is_that_of_the_same_commit_is_clean(pumps: Pumps, release: str, earlier: str) -> None:
    pumps.commit({**matrix(pumps.qualified, release=release), **before(pumps, earlier)}, "CR-001: matrix", 10)
    assert told(pumps) == []


def test_a_document_that_lags_behind_another_is_clean(pumps: Pumps) -> None:
    lagging = {RS: document("SDLC-PUMP-RS", "EFFECTIVE", f"System release: PUMP-1.0\n\n{REQUIREMENTS}")}
    pumps.commit(
        {**matrix(pumps.qualified, release="PUMP-1.2"), **before(pumps, "PUMP-1.1"), **lagging}, "CR-001: matrix", 10
    )
    assert told(pumps) == []


def test_a_matrix_that_is_not_in_force_yet_is_clean(pumps: Pumps) -> None:
    draft = matrix(pumps.qualified, "DRAFT", release="PUMP-1.0")
    pumps.commit({**draft, **before(pumps, "PUMP-1.4")}, "CR-001: matrix", 10)
    assert told(pumps) == []


def test_where_the_release_is_declared_only_the_declaration_is_told(pumps: Pumps) -> None:
    pumps.commit({**matrix(pumps.qualified), **before(pumps, "PUMP-1.4")}, "CR-001: matrix", 10)
    pumps.close()
    (line,) = told(pumps, "QUA101", "QUA104")
    assert line.endswith("CR-001 declares PUMP-1.0, and 1 gate is not met: System release stated, and rising")


def test_a_qualified_commit_of_no_repository_is_told_by_the_rule_of_citations_alone(pumps: Pumps) -> None:
    pumps.commit(matrix("4e1f0a97c2"), "CR-001: matrix", 10)
    assert told(pumps, "GIT201", "QUA101", "QUA104") == [
        f"warning {RTM}:18: SDLC-PUMP-RTM cites commit 4e1f0a97c2, which no repository has"
    ]
