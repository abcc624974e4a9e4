from pathlib import Path

import pytest
from builders.pumps import DONE, Pumps, matrix

from qms_site.engine import ReportRequest, Request, run


def told(pumps: Pumps, *, results: bool = True) -> list[str]:
    pumps.status()
    reports = ReportRequest(junit=(pumps.repository.root / "junit.xml",) if results else ())
    outcome = run(Request(folder=pumps.repository.root, reports=reports))
    findings = (judged.finding for judged in outcome.findings)
    return [f"{one.severity} {one.location}: {one.message}" for one in findings if one.code == "QUA101"]


@pytest.fixture
def pumps(tmp_path: Path) -> Pumps:
    return Pumps(tmp_path / "pumps").merge()


@pytest.mark.verifies("REQ-QUA-005")
def test_a_declaration_that_the_gates_contradict_is_told_with_them(pumps: Pumps) -> None:
    pumps.commit(matrix("0123456789"), "CR-001: the matrix", 10)
    gates = "Qualified commit exists, Qualified commit lies on an execution branch, Qualified commit is reachable from production"
    assert told(pumps.close(DONE)) == [
        f"warning QMS/CR/CR-001/CR-001.md:12: CR-001 declares PUMP-1.0, and 3 gates are not met: {gates}"
    ]


@pytest.mark.verifies("REQ-QUA-005")
def test_what_nobody_knows_is_a_note_and_what_is_supported_is_clean(pumps: Pumps) -> None:
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    assert told(pumps.close(DONE), results=False) == [
        "note QMS/CR/CR-001/CR-001.md:12: CR-001 declares PUMP-1.0, and 1 gate is not known to be met: All evidence passes"
    ]
    assert told(pumps) == []


def test_where_nothing_is_declared_nothing_is_told(pumps: Pumps) -> None:
    assert told(pumps) == []


def test_what_came_after_the_release_is_no_contradiction(pumps: Pumps) -> None:
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    pumps.close(DONE).commit({"src/pump.py": "2\n"}, "Nobody asked", 23)
    assert told(pumps) == []
