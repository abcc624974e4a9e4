from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from builders import ProjectBuilder, a_project, assert_clean, told_by

START = datetime(2026, 1, 10, tzinfo=UTC)
SYSTEM = "[[system]]\nname = 'PUMP'\nrepository = 'pump'\n[repositories.pump]\npath = 'pump'\n"
RECORD = "QMS/CR/CR-001.md"
CHILDREN = ("CR-001-VAR-005", "CR-001-VAR-006", "CR-002-VAR-006")
TARGETS = [f"{number:040x}" for number in range(1, 20)]


def front(status: str) -> str:
    return f'---\nstatus: {status}\nversion: "1.0"\n---\n# CR-001: Change `pump/`\n'


def governed() -> ProjectBuilder:
    """CR-001 approved on 10 January; the submodule came before, under the same record's draft."""
    return (
        a_project()
        .with_settings(SYSTEM)
        .with_commit({RECORD: front("DRAFT")}, START - timedelta(days=5), message="CR-001: draft")
        .with_commit({RECORD: front("IN_EXECUTION")}, START, message="CR-001: release")
    )


def moved(project: ProjectBuilder, *messages: str, first: int = 0) -> ProjectBuilder:
    for number, message in enumerate(messages, start=first):
        project = project.with_pointer("pump", TARGETS[number], START + timedelta(days=1 + number), message=message)
    return project


@pytest.mark.verifies("REQ-HIST-011")
def test_moves_that_cite_no_record_are_one_finding() -> None:
    project = moved(governed(), "CR-001: add", *(f"Update pump {number}" for number in range(7)))
    names = [commit.hash[:10] for commit in project.commits[:5]]
    told = ", ".join(f"{name} (Update pump {6 - place})" for place, name in enumerate(names))
    assert told_by("GIT302", project) == [
        f"warning pump pump: the pointer of submodule pump moved 7 times in commits that cite no record: {told} and 2 more"
    ]


def test_a_record_that_does_not_exist_is_none() -> None:
    (told,) = told_by("GIT302", moved(governed(), "CR-009: add"))
    assert "moved once in commits that cite no record" in told


def test_a_record_that_was_deleted_was_one() -> None:
    written = governed().with_commit({"QMS/CR/CR-009.md": "# CR-009: More\n"}, START, message="CR-009: draft")
    gone = written.with_commit({"QMS/CR/CR-009.md": None}, START, message="Away")
    assert told_by("GIT302", moved(gone, "CR-009: add")) == []


@pytest.mark.verifies("REQ-HIST-011")
def test_moves_before_the_approval_are_another() -> None:
    project = (
        a_project()
        .with_settings(SYSTEM)
        .with_commit({RECORD: front("DRAFT")}, START - timedelta(days=5), message="CR-001: draft")
        .with_pointer("pump", TARGETS[0], START - timedelta(days=2), message="CR-001: add")
        .with_pointer("pump", TARGETS[1], START - timedelta(days=1), message="CR-001: move")
        .with_commit({RECORD: front("IN_EXECUTION")}, START, message="CR-001: release")
    )
    first, second = (commit.hash[:10] for commit in project.commits[1:3])
    assert told_by("GIT302", project) == [
        (
            "warning pump pump: the pointer of submodule pump moved 2 times before the record cited was approved (CR-001): "
            f"{first} (CR-001: move), {second} (CR-001: add)"
        )
    ]


def test_a_record_that_was_never_approved_comes_after_everything() -> None:
    project = (
        a_project()
        .with_settings(SYSTEM)
        .with_commit({RECORD: front("DRAFT")}, START, message="CR-001: draft")
        .with_pointer("pump", TARGETS[0], START + timedelta(days=2), message="CR-001: add")
    )
    (told,) = told_by("GIT302", project)
    assert "moved once before the record cited was approved (CR-001)" in told


def test_moves_under_a_record_are_clean() -> None:
    assert_clean(moved(governed(), "CR-001: add", "Pump, for CR-001"))


@pytest.mark.parametrize(
    "message", ["VAR-005: move", "VAR-006: of one of two", "CR-009/001: move", "cr-001: move", "CR-1-speed: move"]
)
def test_a_move_may_cite_its_record_in_all_ways_that_the_ledger_reads(message: str) -> None:
    children = {f"QMS/CR/{id_}.md": front("IN_EXECUTION").replace("CR-001", id_) for id_ in CHILDREN}
    project = governed().with_commit(children, START, message="CR-001: open variances")
    assert told_by("GIT302", moved(project, message)) == []


def test_a_move_before_the_duty_began_is_not_judged() -> None:
    project = governed().with_settings('[rules]\nGIT302 = { level = "error", since = "SOP-005 1.0" }\n')
    text = '---\nstatus: EFFECTIVE\nversion: "1.0"\n---\n# SOP-005: X\n'
    project = moved(project, "Before").with_commit(
        {"QMS/SOP/SOP-005.md": text}, START + timedelta(days=2), message="SOP-005: take effect"
    )
    (told,) = told_by("GIT302", moved(project, "After", first=3))
    assert "moved once in commits that cite no record" in told


def test_a_move_on_the_evening_before_governance_began_is_none_in_the_zone_of_whoever_made_it() -> None:
    evening = datetime(2026, 1, 11, 23, tzinfo=timezone(timedelta(hours=-11)))
    project = governed().with_settings("[project]\ngovernance-start = 2026-01-12\n")
    project = project.with_pointer("pump", TARGETS[0], evening, message="Add")
    assert told_by("GIT302", project) == []
    assert (
        len(told_by("GIT302", project.with_pointer("pump", TARGETS[1], evening + timedelta(hours=1), message="On")))
        == 1
    )


def test_late_is_not_early() -> None:
    closed = moved(governed(), "CR-001: add").with_commit(
        {RECORD: front("CLOSED")}, START + timedelta(days=2), message="CR-001: close"
    )
    assert told_by("GIT302", moved(closed, "CR-001: move", first=5)) == []


def test_submodules_of_no_system_are_nobodys_business() -> None:
    project = moved(governed(), "CR-001: add", "Update pump")
    unnamed = "[repositories.pump]\npath = 'pump'\n"
    assert told_by("GIT302", replace(project, settings_text=unnamed)) == []


def test_what_came_before_governance_is_history() -> None:
    project = moved(governed(), "Add pump", "Update pump")
    assert told_by("GIT302", project.with_settings("[project]\ngovernance-start = 2026-01-12")) != []
    assert told_by("GIT302", project.with_settings("[project]\ngovernance-start = 2026-01-13")) == []
