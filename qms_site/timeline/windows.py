"""Execution windows: the intervals in which a record was in execution."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from qms_site.settings import Settings, Stage
from qms_site.timeline.events import Event

Verdict = Literal["inside", "early", "late", "outside", "unknown"]
"""``late`` and ``early`` are customs: no violations, and no authority either."""


class Margins(msgspec.Struct, frozen=True, kw_only=True):
    """How long before its execution a record may be cited already (``early``), and how long after it still (``late``)."""

    lead: timedelta = timedelta()
    grace: timedelta = timedelta(days=1)


_USUAL = Margins()


class Window(msgspec.Struct, frozen=True):
    """An interval in which a record was in execution; ``end`` is None while it still is."""

    start: datetime
    end: datetime | None


def execution_windows(events: tuple[Event, ...], type_name: str, settings: Settings) -> tuple[Window, ...]:
    """The windows of a record, in their order, from its dated events; on a branch, also those of the branch."""
    windows: list[Window] = []
    dated = [(event.when, event) for event in events if event.when and event.to_state]
    for when, event in sorted(dated, key=lambda entry: entry[0]):
        is_open = bool(windows) and windows[-1].end is None
        is_executed = settings.stage_of(type_name, event.to_state) is Stage.EXECUTION
        if is_executed and not is_open:
            windows.append(Window(when, None))
        elif is_open and not is_executed:
            windows[-1] = Window(windows[-1].start, when)
    return tuple(windows)


def unseen_stretches(events: tuple[Event, ...], type_name: str, settings: Settings) -> tuple[Window, ...]:
    """Stretches in which a record may have been in execution although no event of git tells of it.

    A commit may take a record from its plan to its end at once, as a merge does with a branch that holds both; and where
    a shallow clone begins, a record is in execution since nobody knows when.
    """
    states = settings.lifecycle_of(type_name).states
    order = [state for state, stage in states.items() if stage not in _BESIDE]
    executing = next((place for place, state in enumerate(order) if states[state] is Stage.EXECUTION), len(order))
    found: list[Window] = []
    before, since = -1, _EVER
    for event in events:
        if event.source != "git":
            before = len(order)  # a log tells each step
        if event.source != "git" or event.to_state not in order or not event.on_production:
            continue
        place = order.index(event.to_state)
        is_skipped = before < executing < place or (before == executing and since == _EVER)
        if is_skipped and event.when:
            found.append(Window(since, event.when))
        before, since = place, event.when or _EVER
    return tuple(found)


_BESIDE = frozenset({Stage.HOLD, Stage.RETIRED})
_EVER = datetime.min.replace(tzinfo=UTC)


def judge_moment(
    windows: tuple[Window, ...], moment: datetime, margins: Margins = _USUAL, closings: Iterable[datetime] = ()
) -> Verdict:
    """Whether a moment lies inside a window, within the margins around one, or outside.

    The grace begins with the end of an execution, and anew with the closing of the record, which may be later.
    """
    if any(window.start <= moment and (window.end is None or moment <= window.end) for window in windows):
        return "inside"
    ends = (*(window.end for window in windows if window.end is not None), *closings)
    if any(timedelta() < moment - end <= margins.grace for end in ends):
        return "late"
    is_early = any(timedelta() < window.start - moment <= margins.lead for window in windows if window.start != _EVER)
    return "early" if is_early else "outside"
