"""The states of a system over time as its page shows them: newest first, each with what it began with, linked where it can be."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from qms_site.project import Project
from qms_site.qualification.failures import Failure
from qms_site.qualification.system_history import Milestone, SystemHistory, SystemPeriod
from qms_site.qualification.systems import SystemState

_MOST_SHOWN = 20
_MOST_FOLDED = 500
_MOST_MILESTONES = 100
_SHORT = 10
_NAMES = re.compile(r"(?<![\w-])(?:[A-Za-z]\w{0,40}(?:-\w{1,40}){1,8}|[0-9a-f]{10})(?![\w-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a sentence; ``document`` or ``commit`` is what it names."""

    text: str
    document: str | None = None
    commit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """A period. ``lasted`` says how long, empty where that is not known; ``repository`` is the key of that of the commit."""

    state: SystemState
    start: datetime | None
    end: datetime | None
    lasted: str
    pieces: tuple[Piece, ...]
    repository: str | None
    is_declared: bool
    milestones: tuple[tuple[datetime, tuple[Piece, ...]], ...]
    milestones_left_out: int

    @property
    def kind(self) -> str:
        """The state as a word that a style can be named after."""
        return self.state.value.lower().replace(" ", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRow:
    """What failed or was withdrawn."""

    when: datetime | None
    pieces: tuple[Piece, ...]
    repository: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatesView:
    """The states of a system, newest first: ``shown`` openly, older ones ``folded``, very many left out."""

    sentence: tuple[Piece, ...]
    repository: str | None
    """That of the commit which the sentence names."""
    was_complete: bool
    unknown_code: str | None
    shown: tuple[StateRow, ...]
    folded: tuple[StateRow, ...]
    left_out: int
    failures: tuple[FailureRow, ...]
    failures_left_out: int


def build_states(project: Project, history: SystemHistory) -> StatesView:
    """The history of one system."""
    newest = history.periods[::-1]
    last, after = history.last_complete, history.ended_by
    source = after or last
    failures = history.failures[::-1]
    return StatesView(
        sentence=_pieces(project, history.sentence, *(one.commit for one in (last, after) if one)),
        repository=source.repository if source else None,
        was_complete=last is not None,
        unknown_code=history.unknown_code,
        shown=tuple(_row(project, period) for period in newest[:_MOST_SHOWN]),
        folded=tuple(_row(project, period) for period in newest[_MOST_SHOWN:_MOST_FOLDED]),
        left_out=max(0, len(newest) - _MOST_FOLDED),
        failures=tuple(_failure(project, one) for one in failures[:_MOST_SHOWN]),
        failures_left_out=max(0, len(failures) - _MOST_SHOWN),
    )


def _row(project: Project, period: SystemPeriod) -> StateRow:
    newest = period.milestones[::-1]
    return StateRow(
        state=period.state,
        start=period.start,
        end=period.end,
        lasted=_lasted(period.start, period.end),
        pieces=_pieces(project, period.because, period.commit),
        repository=period.repository,
        is_declared=period.is_declared,
        milestones=tuple(_milestone(project, one) for one in newest[:_MOST_MILESTONES]),
        milestones_left_out=max(0, len(newest) - _MOST_MILESTONES),
    )


def _milestone(project: Project, one: Milestone) -> tuple[datetime, tuple[Piece, ...]]:
    return one.when, _pieces(project, one.told)


def _failure(project: Project, one: Failure) -> FailureRow:
    return FailureRow(when=one.when, pieces=_pieces(project, one.told, one.commit), repository=one.repository)


def _lasted(start: datetime | None, end: datetime | None) -> str:
    """``4 days``, ``1 day``, ``less than a day``."""
    if start is None or end is None:
        return ""
    days = (end.astimezone(UTC).date() - start.astimezone(UTC).date()).days
    return "less than a day" if days < 1 else "1 day" if days == 1 else f"{days} days"


def _pieces(project: Project, sentence: str, *commits: str | None) -> tuple[Piece, ...]:
    """A sentence with the documents and commits that it names."""
    by_beginning = {commit[:_SHORT]: commit for commit in commits if commit}
    return tuple(_split(sentence, project.documents_by_id, by_beginning))


def _split(sentence: str, documents: Mapping[str, object], commits: Mapping[str, str]) -> Iterator[Piece]:
    place = 0
    for match in _NAMES.finditer(sentence):
        name = match[0]
        if name in documents or name in commits:
            if match.start() > place:
                yield Piece(text=sentence[place : match.start()])
            yield Piece(text=name, document=name if name in documents else None, commit=commits.get(name))
            place = match.end()
    if place < len(sentence):
        yield Piece(text=sentence[place:])
