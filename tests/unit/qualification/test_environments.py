"""Which test environments are no part of a qualification: what fed an earlier release does not count for ever."""

from pathlib import Path

import pytest
from builders import GitRepository
from builders.pumps import TEST, Pumps, document, matrix

from qms_site.qualification.gates import GateName
from qms_site.qualification.system_history import SystemHistory
from qms_site.qualification.systems import SystemStatus
from qms_site.reports.readiness import render_markdown, render_text
from qms_site.reports.system_facts import system_facts

NO_HISTORY = SystemHistory(periods=())

ENVIRONMENT = "test/pump-001"
WHY = "all of it was part of PUMP-1.0, which CR-001 declared, and no record since names it"


def second(id_: str, status: str, release: str, day: str, more: str = "") -> dict[str, str]:
    head = "| EI | Task | Execution Summary | Task Outcome | Performed By - Date |\n|---|---|---|---|---|\n"
    row = f"| EI-1 | Declare the release of {release} | Released | Pass | Ada - {day} |\n"
    return {f"QMS/CR/{id_}/{id_}.md": document(id_, status, f"{head}{row}{more}")}


def pumps_of(root: Path, more: str = "", *, is_declared: bool = True, goes_on: bool = False) -> Pumps:
    """PUMP-1.0 came from a test environment; PUMP-2.0 was made on an execution branch, under CR-002."""
    pumps = Pumps(root)
    repository = pumps.repository
    repository.checkout("main").branch(ENVIRONMENT)
    tested = pumps.commit({"src/pump.py": "1\n", "tests/test_pump.py": TEST}, "CR-001: the pump", 6)
    repository.checkout("main")
    repository.git("branch", "-D", "cr-001/exec")
    repository.merge(ENVIRONMENT, f"Merge branch '{ENVIRONMENT}'", date="2026-01-08T09:00:00+00:00")
    pumps.commit(matrix(tested), "CR-001: the matrix", 9)
    if is_declared:
        pumps.close()
    else:
        pumps.commit(second("CR-001", "CLOSED", "the pump", "2026-01-20"), "CR-001: close", 20)
    pumps.commit(second("CR-002", "IN_EXECUTION", "PUMP-2.0", "2026-01-26", more), "CR-002: begin", 21)
    if goes_on:
        repository.checkout(ENVIRONMENT)
        pumps.commit({"src/valve.py": "1\n"}, "CR-002: a valve", 22)
        repository.checkout("main")
        repository.merge(ENVIRONMENT, f"Merge branch '{ENVIRONMENT}'", date="2026-01-22T10:00:00+00:00")
    repository.branch("cr-002/exec")
    pumps.qualified = pumps.commit({"src/pump.py": "2\n"}, "CR-002: another pump", 23)
    repository.checkout("main")
    repository.merge("cr-002/exec", "Merge branch 'cr-002/exec'", date="2026-01-24T09:00:00+00:00")
    pumps.commit(matrix(pumps.qualified, release="PUMP-2.0"), "CR-002: the matrix", 25)
    pumps.commit(second("CR-002", "CLOSED", "PUMP-2.0", "2026-01-26", more), "CR-002: close", 26)
    return pumps


def acceptance(status: SystemStatus) -> tuple[str, str]:
    gate = next(gate for gate in status.gates if gate.name is GateName.ACCEPTANCE)
    return gate.state, gate.reason


@pytest.mark.verifies("REQ-QUA-008")
def test_what_fed_the_release_before_is_left_out_and_told(tmp_path: Path) -> None:
    status = pumps_of(tmp_path / "r").status()
    assert [(one.environment, one.reason) for one in status.left_out] == [(ENVIRONMENT, WHY)]
    state, reason = acceptance(status)
    assert (state, reason.partition(" against")[0]) == (
        "met",
        f"qualified commit {status.commit[:12] if status.commit else ''}",
    )
    assert f"  left out  {ENVIRONMENT} is no part of this qualification: {WHY}\n" in render_text(
        (status,), {status.name: NO_HISTORY}
    )
    assert f"- {ENVIRONMENT} is no part of this qualification: {WHY}\n" in render_markdown(
        (status,), {status.name: NO_HISTORY}
    )
    assert [one.reason for one in system_facts(status, NO_HISTORY).left_out] == [WHY]


@pytest.mark.verifies("REQ-QUA-008")
@pytest.mark.parametrize("named", [f"Tested in {ENVIRONMENT}.", f"See `{ENVIRONMENT}`"])
def test_one_that_a_record_of_this_release_names_counts(tmp_path: Path, named: str) -> None:
    status = pumps_of(tmp_path / "r", f"\n{named}\n").status()
    assert status.left_out == ()
    assert acceptance(status)[0] == "not-met"
    assert f"{ENVIRONMENT} against production: 1 file differs: 1 changed" in acceptance(status)[1]


def test_the_name_of_another_environment_is_not_its_name(tmp_path: Path) -> None:
    assert len(pumps_of(tmp_path / "r", f"\nTested in {ENVIRONMENT}-b.\n").status().left_out) == 1


@pytest.mark.verifies("REQ-QUA-008")
def test_one_that_went_on_since_counts(tmp_path: Path) -> None:
    status = pumps_of(tmp_path / "r", goes_on=True).status()
    assert status.left_out == ()
    assert acceptance(status)[1].startswith(f"{ENVIRONMENT} against production")


def test_where_no_release_was_declared_before_nothing_is_left_out(tmp_path: Path) -> None:
    status = pumps_of(tmp_path / "r", is_declared=False).status()
    assert (status.left_out, acceptance(status)[0]) == ((), "not-met")


@pytest.mark.verifies("REQ-QUA-008")
def test_the_release_that_it_fed_is_judged_by_it_on_its_own_day(tmp_path: Path) -> None:
    pumps = pumps_of(tmp_path / "r")
    then = pumps.repository.git("rev-list", "-1", "--before=2026-01-21T00:00:00Z", "main").strip()
    status = pumps.status(commit=then, revision=then)
    assert status.left_out == ()
    assert acceptance(status)[1].startswith(f"{ENVIRONMENT} against production: all")


def test_one_that_the_qualified_commit_does_not_hold_is_listed_too(tmp_path: Path) -> None:
    pumps = pumps_of(tmp_path / "r")
    pumps.repository.branch("test/pump-002")
    pumps.commit({"src/pump.py": "3\n"}, "Try more", 27)
    pumps.repository.checkout("main")
    assert [(one.environment, one.reason) for one in pumps.status().left_out] == [
        (ENVIRONMENT, WHY),
        ("test/pump-002", "the qualified commit does not hold it"),
    ]


@pytest.mark.verifies("REQ-QUA-008")
@pytest.mark.parametrize("is_declared", [True, False])
def test_what_was_tested_here_before_the_code_had_a_repository_of_its_own(tmp_path: Path, *, is_declared: bool) -> None:
    tool = GitRepository.create(tmp_path / "tool")
    tool.commit({"t.py": "2\n"}, date="2026-01-21T09:00:00+00:00")
    tip = tool.commit({"t.py": "3\n"}, date="2026-01-23T09:00:00+00:00")
    pumps = Pumps(tmp_path / "parent")
    parent = pumps.repository
    parent.branch(ENVIRONMENT)
    tested = pumps.commit({"src/t.py": "2\n"}, "CR-001: a tool", 7)
    parent.checkout("main")
    parent.merge(ENVIRONMENT, f"Merge branch '{ENVIRONMENT}'", date="2026-01-08T09:00:00+00:00")
    pumps.commit(matrix(tested), "CR-001: the matrix", 9)
    if is_declared:
        pumps.close()
    own = "[repositories.tool]\npath = 'tool'\n[[system]]\nname = 'PUMP'\nrepository = 'tool'\nmoved = { 'src/t.py' = 'tool/' }\n"
    parent.add_submodule(tool, "tool")
    pumps.commit({"qms.toml": f"[project]\nname = 'Pumps'\n{own}", "src/t.py": None}, "CR-002: move it", 24)
    pumps.commit(matrix(tip, release="PUMP-2.0"), "CR-002: the matrix", 25)
    status = pumps.status(commit=tip)
    assert [(one.environment, one.reason) for one in status.left_out] == ([(ENVIRONMENT, WHY)] if is_declared else [])
    assert acceptance(status)[1].startswith(f"qualified commit {tip[:12]}" if is_declared else ENVIRONMENT)
