from pathlib import Path

import pytest
from builders.pumps import Pumps, document, matrix

from qms_site.engine import Request, run

HEAD = "| EI | Task | Execution Summary | Task Outcome | Performed By - Date |\n|---|---|---|---|---|\n"
CR = "QMS/CR/CR-001/CR-001.md"
CONFIRMED = "Confirm the acceptance of PUMP"
DIFFERS = "qualified commit {} against production: 1 file differs: 1 changed"


@pytest.fixture
def pumps(tmp_path: Path) -> Pumps:
    """Production was changed after the qualified commit, and before anything is closed."""
    pumps = Pumps(tmp_path / "pumps").merge()
    pumps.commit({"src/pump.py": "2\n"}, "CR-001: at the last minute", 9)
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    return pumps


def close(pumps: Pumps, task: str = CONFIRMED, outcome: str = "Pass", status: str = "CLOSED") -> None:
    row = f"| EI-1 | {task} | Compared | {outcome} | Ada - 2026-01-20 |\n"
    pumps.commit({CR: document("CR-001", status, HEAD + row)}, "CR-001: close", 20)


def told(pumps: Pumps) -> list[str]:
    findings = (judged.finding for judged in run(Request(folder=pumps.repository.root)).findings)
    return [f"{one.severity} {one.location} {one.subject}: {one.message}" for one in findings if one.code == "QUA105"]


@pytest.mark.verifies("REQ-QUA-005")
@pytest.mark.parametrize("task", [CONFIRMED, "Acceptance of Pump controller is confirmed"])
def test_acceptance_that_was_confirmed_while_files_differed_is_told(pumps: Pumps, task: str) -> None:
    close(pumps, task)
    reason = DIFFERS.format(pumps.qualified[:12])
    assert told(pumps) == [
        f"warning {CR}:12 CR-001#EI-1: CR-001 confirms the acceptance of Pump controller, and was closed while {reason}"
    ]


@pytest.mark.parametrize(
    ("task", "outcome", "status"),
    [
        ("Confirm the acceptance criteria of PUMP", "Pass", "CLOSED"),
        ("Confirm the acceptance of VALVE", "Pass", "CLOSED"),
        ("Plan the acceptance of PUMP", "Pass", "CLOSED"),
        (CONFIRMED, "Fail", "CLOSED"),
        (CONFIRMED, "Pass", "IN_EXECUTION"),
    ],
)
def test_what_confirms_nothing_is_clean(pumps: Pumps, task: str, outcome: str, status: str) -> None:
    close(pumps, task, outcome, status)
    assert told(pumps) == []


def test_what_was_changed_after_the_record_was_closed_is_clean(pumps: Pumps) -> None:
    pumps.commit({"src/pump.py": "1\n"}, "CR-001: put back", 11)
    close(pumps)
    assert told(pumps) == []
    pumps.commit({"src/pump.py": "3\n"}, "CR-001: later", 21)
    assert told(pumps) == []


@pytest.mark.parametrize(("day", "is_told"), [(7, True), (25, False)])
def test_an_environment_counts_as_it_was_when_the_record_was_closed(tmp_path: Path, day: int, *, is_told: bool) -> None:
    pumps = Pumps(tmp_path / "pumps").merge()
    pumps.repository.branch("test/pump-001")
    pumps.commit({"src/pump.py": "4\n"}, "Try", day)
    pumps.repository.checkout("main")
    close(pumps)
    expected = "closed while test/pump-001 against production: 1 file differs: 1 changed"
    assert [line.endswith(expected) for line in told(pumps)] == [True] * is_told
