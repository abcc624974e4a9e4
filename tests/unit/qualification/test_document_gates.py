"""Gates that documents and evidence answer, each as it is met, not met and not known, in one repository after another."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from builders.pumps import REQUIREMENTS, RS, RTM, SETTINGS, Pumps, document, matrix

from qms_site.qualification.gates import GateName
from qms_site.qualification.systems import SystemState, SystemStatus

DS = "QMS/SDLC-PUMP/SDLC-PUMP-DS.md"
DRAFT_RS = RS.replace(".md", "-draft.md")
VR = "QMS/CR/CR-001/CR-001-VR-001.md"
WANTS_DESIGN = {"qms.toml": f'{SETTINGS}[rules]\nTRC105 = "warning"\n'}
TWO = f"{REQUIREMENTS}| REQ-PUMP-002 | It shall start. |\n"


@pytest.fixture
def qualified(tmp_path: Path) -> Pumps:
    """All is done, and stated."""
    pumps = Pumps(tmp_path / "pumps").merge()
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    return pumps.close()


def gate(status: SystemStatus, name: GateName) -> str:
    (found,) = (one for one in status.gates if one.name is name)
    return "; ".join((f"{found.state.value}: {found.reason}", *found.details))


def without_status(text: str) -> str:
    return text.replace("status: EFFECTIVE\n", "")


def rs(body: str = REQUIREMENTS, version: str = "1.0", status: str = "EFFECTIVE") -> Mapping[str, str]:
    return {RS: document("SDLC-PUMP-RS", status, body, version)}


@pytest.mark.verifies("REQ-QUA-001", "REQ-QUA-002")
@pytest.mark.parametrize(
    ("name", "files", "told"),
    [
        (GateName.REQUIREMENTS, {}, "met: version 1.0 of SDLC-PUMP-RS is in force"),
        (GateName.REQUIREMENTS, {RS: None}, "not-met: Pump controller has no requirements specification"),
        (
            GateName.REQUIREMENTS,
            rs(status="RETIRED"),
            "not-met: Pump controller has no requirements specification",
        ),
        (GateName.MATRIX, {}, "met: version 1.0 of SDLC-PUMP-RTM is in force"),
        (GateName.MATRIX, {RTM: None}, "not-met: Pump controller has no trace matrix"),
        (GateName.DESIGN, WANTS_DESIGN, "not-met: Pump controller has no design specification"),
        (
            GateName.DESIGN,
            {DS: document("SDLC-PUMP-DS", "EFFECTIVE", "How.\n")},
            "met: version 1.0 of SDLC-PUMP-DS is in force",
        ),
        (
            GateName.DESIGN,
            {DS: document("SDLC-PUMP-DS", "IN_REVIEW", "How.\n")},
            "not-met: no version of SDLC-PUMP-DS is in force: it is in review",
        ),
        (
            GateName.DESIGN,
            {DS: without_status(document("SDLC-PUMP-DS", "EFFECTIVE", "How.\n"))},
            "unknown: nothing tells the state of SDLC-PUMP-DS",
        ),
    ],
)
def test_a_document_is_in_force_or_not_or_nothing_tells(
    qualified: Pumps, name: GateName, files: Mapping[str, str | None], told: str
) -> None:
    qualified.commit(files, "CR-001: documents", 21)
    assert gate(qualified.status(), name) == told


@pytest.mark.verifies("REQ-QUA-001")
@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("DRAFT", "not-met: no version of SDLC-PUMP-RTM is in force: it is draft"),
        ("IN_APPROVAL", "not-met: no version of SDLC-PUMP-RTM is in force: it is in approval"),
        ("APPROVED", "not-met: no version of SDLC-PUMP-RTM is in force: it is approved"),
        ("", "unknown: nothing tells the state of SDLC-PUMP-RTM"),
    ],
)
def test_a_matrix_that_never_came_into_force_is_not_in_force(tmp_path: Path, status: str, told: str) -> None:
    pumps = Pumps(tmp_path / "pumps").merge()
    pumps.commit(matrix(pumps.qualified, status), "CR-001: the matrix", 10)
    found = pumps.close().status()
    assert gate(found, GateName.MATRIX) == told
    assert (found.state, found.formal.value) == (SystemState.PENDING, told.partition(":")[0])


def test_a_design_that_nobody_asks_for_is_no_gate(qualified: Pumps) -> None:
    assert GateName.DESIGN not in {one.name for one in qualified.status().gates}


@pytest.mark.verifies("REQ-QUA-001", "REQ-QUA-004")
def test_a_specification_under_revision_stays_in_force_and_its_system_complete(qualified: Pumps) -> None:
    changed = document("SDLC-PUMP-RS", "IN_REVIEW", REQUIREMENTS.replace("stop.", "stop at once."), "1.1")
    qualified.commit({DRAFT_RS: changed}, "CR-001: a draft", 21)
    status = qualified.status()
    assert gate(status, GateName.REQUIREMENTS) == (
        "met: version 1.0 of SDLC-PUMP-RS is in force; version 1.1 of it is on its way"
    )
    assert status.state is SystemState.COMPLETE


@pytest.mark.verifies("REQ-QUA-001", "REQ-QUA-004")
def test_a_specification_that_is_revised_in_place_stays_in_force_in_its_version_before(qualified: Pumps) -> None:
    qualified.commit(rs(TWO, "2.0", "DRAFT"), "CR-001: a draft", 21)
    status = qualified.status()
    assert gate(status, GateName.REQUIREMENTS) == (
        "met: version 1.0 of SDLC-PUMP-RS is in force; version 2.0 of it is on its way"
    )
    assert gate(status, GateName.FIT) == "met: SDLC-PUMP-RTM verified version 1.0 of SDLC-PUMP-RS, which is in force"
    assert gate(status, GateName.EVIDENCE) == "met: 1 of 1 requirement has evidence"
    assert status.state is SystemState.COMPLETE


@pytest.mark.verifies("REQ-QUA-002")
@pytest.mark.parametrize(
    ("files", "stated", "told"),
    [
        ({}, "1.0", "met: SDLC-PUMP-RTM verified version 1.0 of SDLC-PUMP-RS, which is in force"),
        (
            rs(TWO, "2.0"),
            "1.0",
            (
                "not-met: SDLC-PUMP-RTM verified version 1.0 of SDLC-PUMP-RS, and 2.0 is in force: "
                "1 requirement differs; REQ-PUMP-002 is new"
            ),
        ),
        (
            rs(REQUIREMENTS, "2.0"),
            "1.5",
            "not-met: SDLC-PUMP-RTM verified version 1.5 of SDLC-PUMP-RS, and 2.0 is in force; no version 1.5 is known",
        ),
        (
            {},
            "3.0",
            "not-met: SDLC-PUMP-RTM verified version 3.0 of SDLC-PUMP-RS, and 1.0 is in force; no version 3.0 is known",
        ),
        ({}, "", "unknown: no matrix states which version of SDLC-PUMP-RS it verified"),
        ({RS: None}, "1.0", "not-met: there is no requirements specification to compare"),
    ],
)
def test_the_matrix_fits_the_requirements_in_force_or_not_or_does_not_say(
    tmp_path: Path, files: Mapping[str, str | None], stated: str, told: str
) -> None:
    pumps = Pumps(tmp_path / "pumps").merge()
    pumps.commit(matrix(pumps.qualified, rs=stated), "CR-001: the matrix", 10)
    pumps.close().commit(files, "CR-001: documents", 21)
    assert gate(pumps.status(), GateName.FIT) == told


@pytest.mark.verifies("REQ-QUA-002")
def test_a_requirement_that_was_changed_under_the_same_number_does_not_fit(qualified: Pumps) -> None:
    pumps = qualified
    fits = "met: SDLC-PUMP-RTM verified version 1.0 of SDLC-PUMP-RS, which is in force"
    pumps.commit(rs(f"It is a text.\n\n{REQUIREMENTS}"), "CR-001: a sentence", 21)
    assert gate(pumps.status(), GateName.FIT) == fits
    commit = pumps.commit(rs(REQUIREMENTS.replace("stop", "go on")), "CR-001: a word", 22)
    status = pumps.status()
    assert gate(status, GateName.FIT) == (
        f"not-{fits}, and 1 requirement was changed under the same number; REQ-PUMP-001 was changed by {commit[:10]}"
    )
    assert status.state is not SystemState.COMPLETE
    pumps.commit(rs(), "CR-001: put it back", 23)
    assert gate(pumps.status(), GateName.FIT) == fits


@pytest.mark.verifies("REQ-QUA-002")
def test_a_requirement_that_was_withdrawn_asks_for_nothing_any_more(qualified: Pumps) -> None:
    gone = "| REQ-PUMP-002 | Withdrawn. |\n"
    row = f"| REQ-PUMP-002 | tests/test_pump.py::test_stops @ {'0' * 9}1 | N/A |\n"
    qualified.commit(rs(f"{REQUIREMENTS}{gone}", "2.0"), "CR-001: withdrawn", 21)
    qualified.commit(matrix(qualified.qualified, rs="2.0", more=row), "CR-001: the matrix", 22)
    status = qualified.status()
    assert [(one.name, one.reason) for one in status.open_gates] == []
    assert gate(status, GateName.EVIDENCE) == "met: 1 of 1 requirement has evidence"


@pytest.mark.verifies("REQ-QUA-001", "REQ-QUA-002")
@pytest.mark.parametrize(
    ("body", "told"),
    [
        (TWO, "not-met: 1 of 2 requirements have evidence; REQ-PUMP-002 has no trace"),
        ("Nothing in particular.\n", "unknown: no requirement was recognised"),
    ],
)
def test_every_requirement_has_evidence_or_not_or_none_is_recognised(qualified: Pumps, body: str, told: str) -> None:
    qualified.commit(rs(body), "CR-001: documents", 21)
    assert gate(qualified.status(), GateName.EVIDENCE) == told


@pytest.mark.verifies("REQ-QUA-001")
def test_a_specification_whose_state_nothing_tells_is_not_known_to_be_in_force(tmp_path: Path) -> None:
    pumps = Pumps(tmp_path / "pumps", {RS: without_status(document("SDLC-PUMP-RS", "EFFECTIVE", REQUIREMENTS))})
    assert gate(pumps.status(), GateName.REQUIREMENTS) == "unknown: nothing tells the state of SDLC-PUMP-RS"


@pytest.mark.verifies("REQ-QUA-001", "REQ-QUA-003")
def test_a_matrix_that_was_too_large_to_be_read_leaves_unknown_what_it_states(qualified: Pumps) -> None:
    settings = {"qms.toml": SETTINGS.replace("[[system]]", "max-document-kib = 1\n[[system]]")}
    large = matrix(qualified.qualified)[RTM] + "More words.\n" * 100
    qualified.commit({**settings, RTM: large}, "CR-001: too much", 21)
    status = qualified.status()
    names = (
        GateName.FIT,
        GateName.EVIDENCE,
        GateName.SINGLE_COMMIT,
        GateName.QUALIFIED_COMMIT,
        GateName.EXECUTION_BRANCH,
        GateName.REACHABLE,
        GateName.RECORDS_CLOSED,
        GateName.PRODUCTION_UNCHANGED,
        GateName.RELEASE,
    )
    unread = "unknown: the text of SDLC-PUMP-RTM was not read"
    assert {name: gate(status, name) for name in names} == dict.fromkeys(names, unread)
    assert status.formal == "unknown"


@pytest.mark.verifies("REQ-QUA-001", "REQ-QUA-003")
@pytest.mark.parametrize(
    ("cell", "files", "told"),
    [
        ("tests/test_pump.py::test_gone", {}, "not-met: tests/test_pump.py::test_gone does not exist"),
        ("CR-001-VR-001", {}, "not-met: CR-001-VR-001 does not exist"),
        (
            "CR-001-VR-001",
            {VR: document("CR-001-VR-001", "IN_EXECUTION", "Seen.\n")},
            "not-met: CR-001-VR-001 is not closed",
        ),
        (
            "CR-001-VR-001",
            {VR: document("CR-001-VR-001", "CANCELLED", "Seen.\n")},
            "not-met: CR-001-VR-001 is not closed",
        ),
        ("CR-001-VR-001", {VR: document("CR-001-VR-001", "CLOSED", "Seen.\n")}, "met"),
        (
            "CR-001-VR-001",
            {
                VR: document(
                    "CR-001-VR-001",
                    "CLOSED",
                    "| EI | Task | Execution Summary | Task Outcome | Performed By - Date |\n|---|---|---|---|---|\n"
                    "| EI-1 | Look | It did not stop | Fail | Ada - 2026-01-09 |\n",
                )
            },
            "not-met: EI-1 of CR-001-VR-001 failed",
        ),
        ("Qualitative proof: the valve closes by its spring", {}, "met"),
    ],
)
def test_what_a_requirement_rests_on_passes_or_not(
    qualified: Pumps, cell: str, files: Mapping[str, str], told: str
) -> None:
    more = f"| REQ-PUMP-002 | {cell} | PASS |\n"
    qualified.commit({**rs(TWO), **matrix(qualified.qualified, more=more), **files}, "CR-001: documents", 21)
    state, _, why = told.partition(": ")
    passing = 2 if state == "met" else 1
    reason = f"{state}: the evidence of {passing} of 2 requirements is known to pass"
    assert gate(qualified.status(), GateName.PASSING) == reason + (f"; REQ-PUMP-002: {why}" if why else "")


@pytest.mark.verifies("REQ-QUA-001")
def test_a_matrix_that_says_fail_is_believed_before_a_report_that_says_pass(qualified: Pumps) -> None:
    files = {path: text.replace("| PASS |", "| FAIL |") for path, text in matrix(qualified.qualified).items()}
    qualified.commit(files, "CR-001: documents", 21)
    assert gate(qualified.status(), GateName.PASSING) == (
        "not-met: the evidence of 0 of 1 requirement is known to pass; REQ-PUMP-001: SDLC-PUMP-RTM says that it failed"
    )


@pytest.mark.verifies("REQ-QUA-001")
def test_one_test_that_failed_at_the_qualified_commit_is_told_among_those_that_passed(qualified: Pumps) -> None:
    # The same case again in the same run: it passed only when it was run once more.
    assert gate(
        qualified.status("</testcase><testcase classname='tests.test_pump' name='test_stops'><failure/>"),
        GateName.PASSING,
    ) == (
        "not-met: the evidence of 0 of 1 requirement is known to pass; REQ-PUMP-001: tests/test_pump.py::test_stops failed"
    )
    assert gate(qualified.status("<error/>"), GateName.PASSING).startswith("not-met: the evidence of 0 of 1")


@pytest.mark.verifies("REQ-QUA-006")
@pytest.mark.parametrize(
    ("commit", "told"),
    [
        ("", "not-met: no matrix states the commit at which its evidence holds"),
        ("to be stated", "not-met: no matrix states the commit at which its evidence holds"),
    ],
)
def test_a_matrix_without_a_commit_is_at_no_single_one(tmp_path: Path, commit: str, told: str) -> None:
    pumps = Pumps(tmp_path / "pumps").merge()
    pumps.commit(matrix(commit), "CR-001: the matrix", 10)
    status = pumps.close().status()
    assert gate(status, GateName.SINGLE_COMMIT) == told
    assert gate(status, GateName.QUALIFIED_COMMIT) == "not-met: no matrix states the qualified commit"
    assert gate(status, GateName.REACHABLE) == "not-met: no matrix states the qualified commit"
    assert gate(status, GateName.RECORDS_CLOSED) == "not-met: no matrix states the qualified commit"
    assert gate(status, GateName.PRODUCTION_UNCHANGED) == "not-met: no matrix states the qualified commit"
