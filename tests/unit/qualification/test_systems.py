"""One repository whose system is qualified, gate by gate, and the same with one thing wrong."""

from pathlib import Path

import pytest
from builders import GitRepository
from builders.pumps import REQUIREMENTS, RS, RTM, SETTINGS, Pumps, document, matrix

from qms_site.engine import Request, run
from qms_site.qualification.gates import GateName, GateState
from qms_site.qualification.systems import SystemState, SystemStatus


@pytest.fixture
def pumps(tmp_path: Path) -> Pumps:
    return Pumps(tmp_path / "pumps")


@pytest.fixture
def qualified(pumps: Pumps) -> Pumps:
    """All is done, and stated."""
    pumps.merge()
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    return pumps.close()


def open_gates(status: SystemStatus) -> dict[GateName, str]:
    return {gate.name: f"{gate.state.value}: {gate.reason}" for gate in status.open_gates}


@pytest.mark.verifies("REQ-QUA-002")
@pytest.mark.verifies("REQ-QUA-003")
@pytest.mark.verifies("REQ-QUA-004")
def test_where_every_gate_is_met_the_system_is_complete(qualified: Pumps) -> None:
    status = qualified.status()
    assert open_gates(status) == {}
    assert (status.state, status.formal, status.strict) == (SystemState.COMPLETE, GateState.MET, GateState.MET)
    assert status.declaration is not None
    assert (status.declaration.release, status.declaration.by, status.commit) == (
        "PUMP-1.0",
        "Ada",
        qualified.qualified,
    )


@pytest.mark.verifies("REQ-QUA-001")
@pytest.mark.parametrize(
    ("result", "state", "why"),
    [
        ("<failure/>", GateState.NOT_MET, "failed"),
        ("<skipped/>", GateState.NOT_MET, "was skipped, or passed only after it was run again"),
    ],
)
def test_evidence_that_does_not_pass_is_told_by_its_requirement(
    qualified: Pumps, result: str, state: GateState, why: str
) -> None:
    (gate,) = (gate for gate in qualified.status(result).gates if gate.name is GateName.PASSING)
    assert (gate.state, gate.details) == (state, (f"REQ-PUMP-001: tests/test_pump.py::test_stops {why}",))


def test_functional_tests_that_do_not_pass_are_named_by_acceptance(qualified: Pumps) -> None:
    (gate,) = (gate for gate in qualified.status("<failure/>").gates if gate.name is GateName.ACCEPTANCE)
    assert (gate.reason, gate.details, gate.clears) == (
        "1 of 1 functional test did not pass on production",
        ("tests/test_pump.py::test_stops: it failed",),
        "whoever tests Pump controller",
    )


def test_what_no_matrix_states_is_for_the_owner_of_the_matrix(pumps: Pumps) -> None:
    pumps.commit(matrix(""), "CR-001: the matrix", 10)
    asked = {GateName.QUALIFIED_COMMIT, GateName.REACHABLE, GateName.RECORDS_CLOSED, GateName.PRODUCTION_UNCHANGED}
    gates = {gate.name: gate for gate in pumps.status().gates}
    assert {(gates[name].reason, gates[name].clears) for name in asked} == {
        ("no matrix states the qualified commit", "Ada")
    }
    assert gates[GateName.ACCEPTANCE].clears == "whoever tests Pump controller, and Ada"


def test_code_that_the_settings_do_not_name_is_for_whoever_keeps_them(pumps: Pumps) -> None:
    pumps.commit(
        {**matrix(pumps.qualified), "qms.toml": SETTINGS.replace('code = ["src", "tests"]', "")}, "CR-001: state it", 10
    )
    gates = {gate.name: gate for gate in pumps.status().gates}
    asked = (GateName.RECORDS_CLOSED, GateName.PRODUCTION_UNCHANGED, GateName.ACCEPTANCE)
    assert {gates[name].clears for name in asked} == {"whoever keeps qms.toml"}


@pytest.mark.verifies("REQ-QUA-001")
@pytest.mark.verifies("REQ-QUA-003")
def test_a_result_of_other_code_is_not_known_to_count(qualified: Pumps) -> None:
    status = qualified.status(commit="f" * 40)
    assert open_gates(status) == {
        GateName.PASSING: "unknown: the evidence of 0 of 1 requirement is known to pass",
        GateName.ACCEPTANCE: "not-met: no result of a functional test states the production commit, or one with an equal tree",
    }
    assert (status.formal, status.strict) == (GateState.MET, GateState.NOT_MET)
    assert status.state is SystemState.PENDING


@pytest.mark.verifies("REQ-QUA-001")
@pytest.mark.verifies("REQ-QUA-003")
def test_without_any_result_nothing_is_known(qualified: Pumps) -> None:
    (status,) = run(Request(folder=qualified.repository.root)).statuses
    assert {gate.name: gate.state for gate in status.open_gates} == dict.fromkeys(
        (GateName.PASSING, GateName.ACCEPTANCE), GateState.UNKNOWN
    )
    assert (status.formal, status.strict) == (GateState.MET, GateState.UNKNOWN)


@pytest.mark.verifies("REQ-QUA-008")
def test_what_was_changed_and_put_back_has_not_left_the_baseline(qualified: Pumps) -> None:
    qualified.commit({"src/pump.py": "2\n"}, "CR-001: try", 21)
    assert "src/pump.py has other contents in production" in str(qualified.status().open_gates)
    qualified.commit({"src/pump.py": "1\n"}, "CR-001: put back", 22)
    assert open_gates(qualified.status()) == {}


@pytest.mark.verifies("REQ-QUA-001")
def test_documents_that_are_not_in_force_are_told_with_their_owner(qualified: Pumps) -> None:
    qualified.commit({RS: document("SDLC-PUMP-RS", "DRAFT", REQUIREMENTS, "2.0")}, "CR-001: again", 21)
    status = qualified.status()
    (gate,) = (gate for gate in status.gates if gate.name is GateName.REQUIREMENTS)
    assert gate.state is GateState.MET  # the version before is still in force
    assert "version 1.0 of SDLC-PUMP-RS is in force" in gate.reason
    qualified.commit({RTM: None}, "CR-001: gone", 22)
    (gate,) = (gate for gate in qualified.status().gates if gate.name is GateName.MATRIX)
    assert (gate.state, gate.reason) == (GateState.NOT_MET, "Pump controller has no trace matrix")


@pytest.mark.verifies("REQ-QUA-002")
def test_a_matrix_that_verified_another_text_does_not_fit(qualified: Pumps) -> None:
    changed = REQUIREMENTS.replace("stop.", "stop at once.")
    qualified.commit({RS: document("SDLC-PUMP-RS", "EFFECTIVE", changed, "2.0")}, "CR-001: new text", 21)
    (gate,) = (gate for gate in qualified.status().gates if gate.name is GateName.FIT)
    assert (gate.state, gate.details) == (GateState.NOT_MET, ("REQ-PUMP-001 reads otherwise",))


@pytest.mark.verifies("REQ-QUA-002")
def test_a_matrix_that_verified_the_same_text_in_another_version_fits(qualified: Pumps) -> None:
    more = REQUIREMENTS + "\nMore words.\n"
    qualified.commit({RS: document("SDLC-PUMP-RS", "EFFECTIVE", more, "2.0")}, "CR-001: new words", 21)
    assert open_gates(qualified.status()) == {}


@pytest.mark.verifies("REQ-QUA-006")
def test_requirements_that_rest_on_another_commit_are_named(pumps: Pumps) -> None:
    other = pumps.commit({"src/pump.py": "0\n"}, "CR-001: before", 5)
    pumps.repository.git(
        "merge", "--quiet", "--no-ff", "-X", "theirs", "--message=Merge branch 'cr-001/exec'", "cr-001/exec"
    )
    more = f"| REQ-PUMP-002 | tests/test_pump.py::test_stops @ {other} | PASS |\n"
    pumps.commit(matrix(pumps.qualified, more=more), "CR-001: the matrix", 10)
    (gate,) = (gate for gate in pumps.close().status().gates if gate.name is GateName.SINGLE_COMMIT)
    assert (gate.state, gate.details) == (GateState.NOT_MET, (f"REQ-PUMP-002 rests on {other[:10]}",))


@pytest.mark.verifies("REQ-QUA-007")
@pytest.mark.verifies("REQ-QUA-020")
def test_a_squash_loses_the_qualified_commit(pumps: Pumps) -> None:
    pumps.repository.git("merge", "--quiet", "--squash", "cr-001/exec")
    pumps.commit({}, "CR-001: all at once", 8)
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    told = open_gates(pumps.close().status())
    assert told[GateName.REACHABLE].startswith(f"not-met: production of Pumps does not lead to {pumps.qualified[:10]}")


@pytest.mark.verifies("REQ-QUA-020")
def test_a_commit_that_lies_on_no_execution_branch_is_not_accepted_where_those_are_required(pumps: Pumps) -> None:
    pumps.repository.git("merge", "--quiet", "--ff-only", "cr-001/exec")
    pumps.repository.git("branch", "--quiet", "-D", "cr-001/exec")
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    told = open_gates(pumps.close().status())
    assert told == {GateName.EXECUTION_BRANCH: f"not-met: {pumps.qualified[:10]} lies on no execution branch"}
    pumps.commit({"qms.toml": SETTINGS.replace('"required"', '"optional"')}, "CR-001: trunk", 21)
    assert open_gates(pumps.status()) == {}


@pytest.mark.verifies("REQ-QUA-007")
def test_a_commit_that_is_nowhere_is_not_met_and_in_a_clone_that_is_not_whole_unknown(pumps: Pumps) -> None:
    pumps.merge().commit(matrix("0123456789"), "CR-001: the matrix", 10)
    told = open_gates(pumps.close().status())
    assert told[GateName.QUALIFIED_COMMIT] == "not-met: 0123456789 is no commit of Pumps"


@pytest.mark.verifies("REQ-QUA-002")
def test_open_records_of_the_baseline_are_named(pumps: Pumps) -> None:
    pumps.merge().commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    (gate,) = (gate for gate in pumps.status().gates if gate.name is GateName.RECORDS_CLOSED)
    assert (gate.state, gate.details) == (GateState.NOT_MET, ("CR-001 is in execution",))


@pytest.mark.verifies("REQ-QUA-009")
@pytest.mark.verifies("REQ-QUA-019")
def test_what_came_after_the_baseline_is_told_with_its_authority(qualified: Pumps) -> None:
    released = document("CR-002", "IN_EXECUTION", "More.\n")
    qualified.commit({"QMS/CR/CR-002/CR-002.md": released}, "CR-002: release", 22)
    later = qualified.commit({"src/pump.py": "2\n"}, "CR-002: change", 23)
    status = qualified.status()
    (gate,) = (gate for gate in status.gates if gate.name is GateName.PRODUCTION_UNCHANGED)
    assert status.state is SystemState.IN_PROGRESS
    assert (gate.reason, gate.details) == (
        "1 commit changed its code since, 1 under a record in execution",
        (f"{later[:10]} CR-002: change: authorised",),
    )
    qualified.commit({"src/pump.py": "3\n"}, "Nobody asked", 24)
    assert qualified.status().state is SystemState.UNCONTROLLED


@pytest.mark.verifies("REQ-QUA-018")
def test_a_release_that_falls_is_not_met(qualified: Pumps) -> None:
    archived = matrix(qualified.qualified, release="PUMP-1.4")[RTM]
    qualified.commit({"QMS/.archive/SDLC-PUMP/SDLC-PUMP-RTM-v0.9.md": archived}, "CR-001: archive", 21)
    told = open_gates(qualified.status())
    assert told == {GateName.RELEASE: "not-met: PUMP-1.0 is stated, after PUMP-1.4"}


@pytest.mark.verifies("REQ-QUA-005")
@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("Released | Pass | [PERFORMER - DATE]", "CR-001 declares PUMP-1.0, and names nobody who does"),
        ("Released | Fail | Ada - 2026-01-20", "no record declares a release of it"),
    ],
)
def test_without_a_named_person_who_declares_it_nothing_is_complete(pumps: Pumps, outcome: str, reason: str) -> None:
    pumps.merge().commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    status = pumps.close(outcome).status()
    assert open_gates(status) == {GateName.DECLARATION: f"not-met: {reason}"}
    assert status.state is SystemState.PENDING


@pytest.mark.verifies("REQ-QUA-019")
def test_before_there_is_anything_the_system_is_not_started_in_test_or_ready(tmp_path: Path) -> None:
    repository = GitRepository.create(tmp_path / "new")
    repository.commit({"qms.toml": SETTINGS, "README.md": "x\n"}, "Begin")

    def state() -> SystemState:
        (status,) = run(Request(folder=repository.root)).statuses
        return status.state

    assert state() is SystemState.NOT_STARTED
    repository.branch("test/pump-001").commit({"src/pump.py": "1\n"}, "Try")
    repository.checkout("main")
    assert state() is SystemState.IN_TEST
    record = document("CR-001", "IN_EXECUTION", "More.\n").replace("CR-001: X of", "CR-001: Qualification of PUMP with")
    repository.commit({"QMS/CR/CR-001/CR-001.md": record}, "CR-001: release")
    assert state() is SystemState.PENDING
    repository.commit({"QMS/CR/CR-001/CR-001.md": record.replace("IN_EXECUTION", "CLOSED")}, "CR-001: close")
    assert state() is SystemState.IN_TEST


@pytest.mark.verifies("REQ-QUA-001")
@pytest.mark.parametrize("result", ["NOT RUN", "Not passed", "pending", "BLOCKED", "Partial", "Error"])
def test_a_matrix_that_says_no_pass_is_not_overruled_by_a_report(pumps: Pumps, result: str) -> None:
    pumps.merge()
    pumps.commit({RTM: matrix(pumps.qualified)[RTM].replace("| PASS |", f"| {result} |")}, "CR-001: the matrix", 10)
    (gate,) = (gate for gate in pumps.close().status().gates if gate.name is GateName.PASSING)
    assert (gate.state, gate.details) == (
        GateState.UNKNOWN,
        (f"REQ-PUMP-001: SDLC-PUMP-RTM says {result.upper()}, which is no pass",),
    )


@pytest.mark.verifies("REQ-QUA-008")
def test_a_change_to_what_is_exempt_is_no_uncontrolled_change(tmp_path: Path) -> None:
    settings = SETTINGS + 'exempt = [{pattern = "src/made/**", reason = "made"}]\n'
    pumps = Pumps(tmp_path / "exempt", {"qms.toml": settings}).merge()
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    pumps.close().commit({"src/made/x.py": "1\n"}, "Make it", 22)
    status = pumps.status()
    (gate,) = (gate for gate in status.gates if gate.name is GateName.PRODUCTION_UNCHANGED)
    assert (gate.state, gate.reason) == (
        GateState.MET,
        "1 commit changed its code since, and nothing differs but 1 file that the settings exempt",
    )
    assert status.state is SystemState.PENDING
