"""Whether a record was in execution at a moment: one clock for each record, from its events."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf

import msgspec

from qms_site.records.documents import Document
from qms_site.settings import Settings, Stage
from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.events import Event
from qms_site.timeline.versions import Timeline
from qms_site.timeline.windows import Margins, Verdict, Window, judge_moment, unseen_stretches


class Moment(msgspec.Struct, frozen=True, gc=False):
    """What a record was at a moment: its state, None before its first event, and what that makes of a commit."""

    state: str | None
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A record over time. ``is_known`` is False where no dated event tells of it."""

    times: tuple[datetime, ...]
    states: tuple[str, ...]
    windows: tuple[Window, ...]
    unseen: tuple[Window, ...]
    closings: tuple[datetime, ...]
    is_known: bool
    counts_committed: bool
    """Whether its states are dated by commits: then the same commit may bring a state and the work under it."""
    releases: frozenset[str] = frozenset()
    """The commits that took it into execution; of a merge nothing tells when its branch did, before the work or after it."""
    _seconds: tuple[float, ...] = field(init=False, repr=False)
    """``times`` as numbers, which compare ten times as fast as dates of different zones; so do those of windows."""
    _starts: tuple[float, ...] = field(init=False, repr=False)
    _ends: tuple[float, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_seconds", tuple(moment.timestamp() for moment in self.times))
        object.__setattr__(self, "_starts", tuple(window.start.timestamp() for window in self.windows))
        ends = (window.end.timestamp() if window.end else inf for window in self.windows)
        object.__setattr__(self, "_ends", tuple(ends))

    def state_at(self, moment: datetime) -> str | None:
        """The state that the record had reached by a moment."""
        place = bisect_right(self._seconds, moment.timestamp())
        return self.states[place - 1] if place else None

    def covers(self, commit: CommitRecord) -> bool:
        """Whether the record was in execution when a commit was made, by the dates that count."""
        made, committed = commit.authored or commit.committed, commit.committed
        if made is None:
            return False
        if self._is_inside(made.timestamp()):
            return True
        return self.counts_committed and committed is not None and self._is_inside(committed.timestamp())

    def judge(self, commit: CommitRecord, margins: Margins, bringers: Iterable[str] = ()) -> Moment:
        """The record when a commit was made: by its author's date, which a later rebase leaves as it is.

        ``bringers`` are the merges that brought the commit.
        """
        made, committed = commit.authored or commit.committed, commit.committed
        if made is None:
            return Moment(None, "unknown")
        state = self.state_at(made)
        # Nearly all commits are inside, so this is asked first.
        if self.covers(commit):
            return Moment(state, "inside")
        moments = (made, committed) if self.counts_committed and committed else (made,)
        verdicts = [judge_moment(self.windows, moment, margins, self.closings) for moment in moments]
        if not self.is_known or any(judge_moment(self.unseen, moment, margins) != "outside" for moment in moments):
            return Moment(state, "unknown")
        told: Verdict = next((verdict for verdict in _BEST_FIRST if verdict in verdicts), "outside")
        is_unseen = told == "outside" and not self.releases.isdisjoint(bringers)
        return Moment(state, "unknown" if is_unseen else told)

    def _is_inside(self, second: float) -> bool:
        """Whether a moment lies in a window; they follow one another."""
        place = bisect_right(self._starts, second)
        return bool(place) and second <= self._ends[place - 1]


_BEST_FIRST: tuple[Verdict, ...] = ("late", "early")


def build_clocks(
    documents: Iterable[Document],
    timelines: Mapping[str, Timeline],
    windows: Mapping[str, tuple[Window, ...]],
    settings: Settings,
) -> Mapping[str, Clock]:
    """A clock for each document of a type that is executed, by id.

    What several children are called by the last part of their ids is somebody's, and nobody knows whose.
    """
    clocks = {
        document.id: clock_of(timelines[document.id].events, windows.get(document.id, ()), document.type, settings)
        for document in documents
        if settings.is_executable(document.type)
    }
    return dict.fromkeys(_shared_names(clocks), _UNKNOWN) | clocks


def _shared_names(ids: Iterable[str]) -> Iterator[str]:
    names = Counter(id_[dash.end() :] for id_ in ids for dash in re.finditer("-", id_))
    return (name for name, count in names.items() if count > 1)


def clock_of(events: tuple[Event, ...], windows: tuple[Window, ...], type_: str, settings: Settings) -> Clock:
    """The clock of a record with these events, which was in execution in these windows."""
    dated = sorted(
        ((_second(event.when), event.to_state) for event in events if event.when and event.to_state),
        key=lambda entry: entry[0],
    )
    return Clock(
        times=tuple(when for when, _ in dated),
        states=tuple(state for _, state in dated),
        windows=tuple(Window(_second(window.start), window.end) for window in windows),
        unseen=unseen_stretches(events, type_, settings),
        closings=tuple(when for when, state in dated if settings.stage_of(type_, state) is Stage.CLOSED)
        if windows
        else (),
        is_known=bool(windows) or bool(dated),
        counts_committed=_is_dated_by_commits(events),
        releases=frozenset(
            event.commit
            for event in events
            if event.commit and settings.stage_of(type_, event.to_state) is Stage.EXECUTION
        ),
    )


_UNKNOWN = Clock(times=(), states=(), windows=(), unseen=(), closings=(), is_known=False, counts_committed=False)


def _is_dated_by_commits(events: Iterable[Event]) -> bool:
    return any(event.source == "git" for event in events)


def _second(moment: datetime) -> datetime:
    """Git knows whole seconds: what a log tells more exactly began in that second."""
    return moment.replace(microsecond=0)


def margins_of(settings: Settings) -> Margins:
    """How far outside an execution a commit may be without being called a violation.

    Of what lies within the difference of two clocks nobody can say that it came before.
    """
    project = settings.project
    skew = timedelta(minutes=settings.audit.clock_skew_minutes)
    return Margins(lead=max(timedelta(days=project.lead_days), skew), grace=timedelta(days=project.grace_days))
