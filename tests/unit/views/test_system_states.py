"""States over time as the page of a system shows them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import a_project
from builders.pumps import Pumps, matrix

from qms_site.engine import Request, run
from qms_site.qualification.failures import Failure
from qms_site.qualification.system_history import Milestone, SystemHistory, SystemPeriod
from qms_site.qualification.systems import SystemState
from qms_site.views.system_states import Piece, StatesView, build_states

PROJECT = a_project().with_settings("").run().project
START = datetime(2026, 1, 1, tzinfo=UTC)


def period(number: int, state: SystemState = SystemState.PENDING, **others: object) -> SystemPeriod:
    start = START + timedelta(days=number)
    told = f"what happened on day {number}"
    return SystemPeriod(state=state, start=start, end=start + timedelta(days=1), because=told, **others)  # type: ignore[arg-type]


def view_of(*periods: SystemPeriod, failures: tuple[Failure, ...] = ()) -> StatesView:
    return build_states(PROJECT, SystemHistory(periods=periods, failures=failures))


@pytest.mark.verifies("REQ-QUA-026")
def test_the_newest_come_first_and_all_but_twenty_are_folded() -> None:
    view = view_of(*(period(number) for number in range(700)))
    assert [len(view.shown), len(view.folded), view.left_out] == [20, 480, 200]
    assert [row.pieces[0].text for row in view.shown[:2]] == ["what happened on day 699", "what happened on day 698"]


@pytest.mark.verifies("REQ-QUA-026")
@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        ((SystemState.PENDING,), "It was never complete, and no record declares a release of it."),
        ((SystemState.PENDING, SystemState.COMPLETE), "It has been complete since 2026-01-02: what happened on day 1."),
        (
            (SystemState.COMPLETE, SystemState.UNCONTROLLED, SystemState.PENDING),
            "It was last complete from 2026-01-01 until 2026-01-02, as declared. What ended it: what happened on day 1.",
        ),
    ],
)
def test_the_first_line_says_when_it_was_last_complete_and_what_ended_it(
    states: tuple[SystemState, ...], sentence: str
) -> None:
    view = view_of(*(period(number, state) for number, state in enumerate(states)))
    assert "".join(piece.text for piece in view.sentence) == sentence


@pytest.mark.parametrize(
    ("hours", "lasted"), [(1, "less than a day"), (24, "1 day"), (24 * 9, "9 days")], ids=["hours", "day", "days"]
)
def test_how_long_a_period_lasted(hours: int, lasted: str) -> None:
    end = START + timedelta(hours=hours)
    one = SystemPeriod(state=SystemState.PENDING, start=START, end=end, because="it began")
    assert [row.lasted for row in view_of(one).shown] == [lasted]


@pytest.mark.verifies("REQ-QUA-026")
def test_documents_and_commits_that_a_sentence_names_are_known(tmp_path: Path) -> None:
    pumps = Pumps(tmp_path / "pumps").merge()
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    pumps.close()
    broken = pumps.commit({"src/pump.py": "2\n"}, "A <b>quick</b> repair", 22)
    made = run(Request(folder=pumps.repository.root))
    view = build_states(made.project, made.histories["PUMP"])
    assert view.shown[0].pieces[:2] == (
        Piece(text=broken[:10], commit=broken),
        Piece(
            text=" (A <b>quick</b> repair) changed its code without authority; by its gates it is Qualification Pending today, "
            "where this is open: All evidence passes, Production has not left the baseline, Acceptance confirmed"
        ),
    )
    assert Piece(text="CR-001", document="CR-001") in view.shown[1].pieces
    assert (view.was_complete, view.shown[1].is_declared, view.shown[1].lasted) == (True, True, "2 days")


@pytest.mark.verifies("REQ-QUA-026")
def test_what_happened_within_a_period_and_what_failed_stand_newest_first() -> None:
    happened = tuple(Milestone(when=START + timedelta(hours=hour), told=f"hour {hour}") for hour in range(120))
    failed = tuple(Failure(when=START, told=f"failure {number}") for number in range(25))
    view = view_of(period(0, milestones=happened), failures=failed)
    (row,) = view.shown
    assert (len(row.milestones), row.milestones[0][1][0].text, row.milestones_left_out) == (100, "hour 119", 20)
    assert (len(view.failures), view.failures[0].pieces[0].text, view.failures_left_out) == (20, "failure 24", 5)
