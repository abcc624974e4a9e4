from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs

from qms_site.settings import parse_settings
from qms_site.timeline.events import Event
from qms_site.timeline.windows import Window, execution_windows, judge_moment, unseen_stretches

SETTINGS = parse_settings("", "qms.toml")


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


def event(number: int | None, state: str | None) -> Event:
    return Event(
        when=day(number) if number else None, kind="STATUS_CHANGE", actor=None, version=None, from_state=None,
        to_state=state, note=None, source="audit",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("events", "windows"),
    [
        ((), ()),
        ((event(1, "DRAFT"), event(2, "IN_EXECUTION")), (Window(day(2), None),)),
        ((event(2, "IN_EXECUTION"), event(5, "IN_POST_REVIEW")), (Window(day(2), day(5)),)),
        (
            (event(2, "IN_EXECUTION"), event(5, "IN_POST_REVIEW"), event(6, "IN_EXECUTION"), event(9, "CLOSED")),
            (Window(day(2), day(5)), Window(day(6), day(9))),
        ),
        ((event(2, "IN_EXECUTION"), event(3, "IN_EXECUTION"), event(4, None)), (Window(day(2), None),)),
        (
            (event(2, "IN_EXECUTION"), event(4, "ON_HOLD"), event(6, "IN_EXECUTION")),
            (Window(day(2), day(4)), Window(day(6), None)),
        ),
        ((event(5, "CLOSED"), event(2, "IN_EXECUTION")), (Window(day(2), day(5)),)),
        ((event(None, "IN_EXECUTION"), event(5, "CLOSED")), ()),
        ((structs.replace(event(2, "IN_EXECUTION"), on_production=False),), (Window(day(2), None),)),
    ],
    ids=["none", "open", "closed", "rejected", "repeated", "on hold", "out of order", "undated", "on a branch"],
)
def test_a_window_lasts_while_a_record_is_in_execution(events: tuple[Event, ...], windows: tuple[Window, ...]) -> None:
    assert execution_windows(events, "CR", SETTINGS) == windows


@pytest.mark.parametrize(
    ("moment", "verdict"),
    [
        (day(1), "outside"),
        (day(2), "inside"),
        (day(5), "inside"),
        (day(5) + timedelta(hours=24), "late"),
        (day(5) + timedelta(hours=25), "outside"),
        (day(20), "inside"),
    ],
)
def test_a_moment_is_inside_late_or_outside(moment: datetime, verdict: str) -> None:
    assert judge_moment((Window(day(2), day(5)), Window(day(10), None)), moment) == verdict


def by_git(number: int | None, state: str) -> Event:
    return structs.replace(event(number, state), source="git")


EVER = datetime.min.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("events", "stretches"),
    [
        ((by_git(1, "DRAFT"), by_git(9, "CLOSED")), (Window(day(1), day(9)),)),
        ((by_git(9, "CLOSED"),), (Window(EVER, day(9)),)),
        ((by_git(None, "IN_EXECUTION"), by_git(9, "CLOSED")), (Window(EVER, day(9)),)),
        ((by_git(None, "DRAFT"), by_git(5, "IN_EXECUTION"), by_git(9, "CLOSED")), ()),
        ((by_git(1, "DRAFT"), by_git(5, "IN_EXECUTION"), by_git(9, "CLOSED")), ()),
        ((by_git(1, "DRAFT"), by_git(9, "CANCELLED")), ()),
        ((by_git(1, "DRAFT"), by_git(4, "ON_HOLD"), by_git(9, "CLOSED")), (Window(day(1), day(9)),)),
        ((event(1, "DRAFT"), event(9, "CLOSED")), ()),
        ((event(1, "DRAFT"), by_git(9, "CLOSED")), ()),
    ],
    ids=["at once", "only its end", "shallow", "shallow, then seen", "seen", "cancelled", "on hold", "logged", "mixed"],
)
def test_what_one_commit_skips_may_have_been_execution(
    events: tuple[Event, ...], stretches: tuple[Window, ...]
) -> None:
    assert unseen_stretches(events, "CR", SETTINGS) == stretches
