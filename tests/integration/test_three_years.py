"""A repository in the style of front matter, three years old: what its commits made of its documents, day by day."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from builders import GitRepository
from integration.commands import qms_site
from integration.sites import Repository, run_host

PROCEDURE = "quality/4-quality-management-system/QP-4.2-01.md"
POLICY = "quality/5-management-responsibility/POL-001.md"
PLAN = "quality/7-product-realisation/PLAN-007.md"
CHANGE = "quality/8-improvement/CR-001.md"


def text(id_: str, status: str, version: str, body: str = "The text.", **more: str) -> str:
    fields = {"id": id_, "title": f"Title of {id_}", "status": status, "version": f'"{version}"'}
    people = {"author": "Ada Example", "reviewers": "[Bo Example]", "approvers": "[Cy Example]"}
    matter = "".join(f"{key}: {value}\n" for key, value in {**fields, **people, **more}.items())
    return f"---\n{matter}---\n\n# {id_}: Title of {id_}\n\n{body}\n"


def procedure(status: str, version: str, body: str = "Keep records.", **more: str) -> dict[str, str]:
    return {PROCEDURE: text("QP-4.2-01", status, version, body, **more)}


STEPS: tuple[tuple[str, Mapping[str, str | None], str], ...] = (
    ("2023-02-01", procedure("draft", "0.1"), "Draft the control of records"),
    ("2023-02-20", procedure("In Review", "0.1"), "Ask for review"),
    ("2023-03-01", procedure("approved", "1.0"), "Approve 1.0"),
    ("2023-03-02", {POLICY: text("POL-001", "approved", "1.0")}, "Adopt the policy"),
    ("2023-06-15", procedure("approved", "1.0", "Keep all records."), "Correct a word without a new version"),
    ("2023-09-01", procedure("draft", "2.0", "Keep them for ten years."), "Reopen as a draft"),
    ("2023-11-01", procedure("in-review", "2.0", "Keep them for ten years."), "Ask for review"),
    ("2024-01-15", procedure("Approved", "2.0", "Keep them for ten years."), "Approve 2.0"),
    ("2024-02-01", {CHANGE: text("CR-001", "open", "1.0", "Replace PLAN-007.")}, "Open a change"),
    (
        "2024-03-01",
        {PLAN: text("PLAN-007", "approved", "1.0", effective_date="2024-05-01")},
        "Approve ahead of its day",
    ),
    ("2024-06-01", {CHANGE: text("CR-001", "closed", "1.0", "Replaced PLAN-007.")}, "Close the change"),
    ("2024-07-01", procedure("approved", "3.0", "Keep them for five years."), "Approve 3.0"),
    ("2024-07-20", procedure("approved", "2.0", "Keep them for ten years."), "Revert: five years are too few"),
    ("2025-02-01", {POLICY: text("POL-001", "obsolete", "1.0")}, "Withdraw the policy"),
    (
        "2025-06-01",
        {
            PROCEDURE: None,
            PROCEDURE.replace("4-", "04-"): procedure("approved", "2.0", "Keep them for ten years.")[PROCEDURE],
        },
        "Rename the folder",
    ),
    ("2026-01-10", {PROCEDURE.replace("4-", "04-"): procedure("approved", "4.0")[PROCEDURE]}, "Approve 4.0"),
)


@pytest.fixture(scope="module")
def aged(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The repository after its three years, with the settings that ``init`` proposed, as they are."""
    repository = GitRepository.create(tmp_path_factory.mktemp("years") / "pump-house")
    for day, files, message in STEPS:
        repository.commit(files, message, date=f"{day}T10:00:00+00:00")
    done = qms_site(Repository(path=repository.root), "init")
    assert done.code == 0, done.output
    return Repository(path=repository.root)


def facts(repository: Repository, *options: str) -> dict[str, dict[str, object]]:
    done = qms_site(repository, "facts", *options)
    assert done.code == 0, done.output
    return {document["id"]: document for document in json.loads(done.stdout)["documents"]}


@pytest.mark.verifies("REQ-SET-007", "REQ-CLI-001", "REQ-CLI-014")
def test_init_is_all_that_it_needs(aged: Repository) -> None:
    settings = tomllib.loads((aged.path / "qms.toml").read_text(encoding="utf-8"))
    assert settings["project"] | {"name": ""} == {
        "name": "",
        "documents": "quality",
        "profile": "iso13485",
        "production": "main",
    }
    assert settings["aliases"] == {
        "approved": "EFFECTIVE",
        "obsolete": "RETIRED",
    }
    done = qms_site(aged, "check", "--fail-on", "error")
    told, blank, total = done.stdout.rstrip("\n").rsplit("\n", 2)
    # The one thing that is wrong with it: "Correct a word without a new version".
    assert (done.code, blank, total) == (0, "", "4 documents checked: 0 errors, 1 warning, 0 notes")
    assert "warning AUD204" in told
    assert "changed 2 lines of QP-4.2-01, whose version 1.0 was EFFECTIVE" in told


@pytest.mark.verifies("REQ-DOC-012", "REQ-DOC-013", "REQ-DOC-014")
@pytest.mark.parametrize(
    ("day", "procedure_", "policy", "plan"),
    [
        ("2023-02-28", None, None, None),
        ("2023-03-01", "1.0", None, None),
        ("2023-06-30", "1.0", "1.0", None),
        ("2023-12-24", "1.0", "1.0", None),
        ("2024-01-14", "1.0", "1.0", None),
        ("2024-01-15", "2.0", "1.0", None),
        ("2024-04-30", "2.0", "1.0", None),
        ("2024-05-01", "2.0", "1.0", "1.0"),
        ("2024-07-10", "3.0", "1.0", "1.0"),
        ("2024-07-20", "2.0", "1.0", "1.0"),
        ("2025-01-31", "2.0", "1.0", "1.0"),
        ("2025-02-01", "2.0", None, "1.0"),
        ("2025-12-31", "2.0", None, "1.0"),
        ("2026-01-10", "4.0", None, "1.0"),
    ],
)
def test_the_version_in_force_is_that_of_the_day(
    aged: Repository, day: str, procedure_: str | None, policy: str | None, plan: str | None
) -> None:
    found = facts(aged, "--as-of", day)
    in_force = [found[id_]["in_force"] for id_ in ("QP-4.2-01", "POL-001", "PLAN-007")]
    assert in_force == [procedure_, policy, plan]


@pytest.mark.verifies("REQ-DOC-013")
def test_the_stretches_say_the_same(aged: Repository) -> None:
    periods = facts(aged)["QP-4.2-01"]["periods"]
    assert isinstance(periods, list)
    assert [(period["version"], period["from"][:10], (period["to"] or "")[:10]) for period in periods] == [
        ("1.0", "2023-03-01", "2024-01-15"),
        ("2.0", "2024-01-15", "2024-07-01"),
        ("3.0", "2024-07-01", "2024-07-20"),
        ("2.0", "2024-07-20", "2026-01-10"),
        ("4.0", "2026-01-10", ""),
    ]


@pytest.mark.verifies("REQ-DOC-012")
def test_states_are_those_of_the_lifecycle_whatever_they_are_called(aged: Repository) -> None:
    found = facts(aged)
    assert {id_: document["status"] for id_, document in found.items()} == {
        "CR-001": "CLOSED",
        "PLAN-007": "EFFECTIVE",
        "POL-001": "RETIRED",
        "QP-4.2-01": "EFFECTIVE",
    }
    assert {document["type"] for document in found.values()} == {"CR", "PLAN", "POL", "QP"}


def test_every_version_has_the_digest_of_its_approved_text(aged: Repository) -> None:
    versions = facts(aged)["QP-4.2-01"]["versions"]
    assert isinstance(versions, list)
    assert [version["version"] for version in versions] == ["0.1", "1.0", "2.0", "3.0", "4.0"]
    assert all(version["digest"] for version in versions)
    assert len({version["digest"] for version in versions}) == len(versions)


def test_the_terminal_answers_for_a_day(aged: Repository) -> None:
    done = qms_site(aged, "show", "QP-4.2-01", "--as-of", "2024-07-10")
    assert "  in force  version 3.0 on 2024-07-10\n" in done.stdout
    assert "  in force  version 2.0 from 2024-01-15 to 2024-07-01\n" in done.stdout


def test_an_earlier_state_of_the_repository_knows_no_later_one(aged: Repository) -> None:
    earlier = aged.git("log", "--format=%H", "--until=2023-12-31T00:00:00Z", "-1")
    found = facts(aged, "--rev", earlier)
    assert (found["QP-4.2-01"]["in_force"], found["QP-4.2-01"]["draft"]) == ("1.0", "2.0")
    assert sorted(found) == ["POL-001", "QP-4.2-01"]


def test_the_site_is_built_without_further_edits(aged: Repository, tmp_path: Path) -> None:
    done = run_host(aged, tmp_path / "site")
    assert done.code == 0, done.output
    assert done.output.count("WARNING") == 1
    assert (tmp_path / "site/quality/04-quality-management-system/QP-4.2-01/index.html").is_file()
