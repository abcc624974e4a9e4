"""What git tells of the work that the rows of a record's tables claim: who changed the record while it was executed.

Which commit filled a row is not asked: that would be reading every version of every record. Whoever committed a change of the
record's text while it was executed, or made a commit that the row names, is a second source for the name in the row.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TypeVar

from qms_site.paths import MARKDOWN_SUFFIXES
from qms_site.records.documents import Document
from qms_site.records.signed_cells import SignedCell
from qms_site.sources.snapshot import CommitRecord, History
from qms_site.timeline.people import People
from qms_site.timeline.windows import Window

_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Commits while a record was executed, by who wrote them, in the order of their days; a merge is not the work of who merged."""

    windows: tuple[Window, ...] = ()
    changes: Mapping[str, tuple[CommitRecord, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Those that changed the text of the record, by identity."""
    named: Mapping[tuple[str, str], CommitRecord] = field(default_factory=lambda: MappingProxyType({}))
    """Those that the record names, by identity and token."""

    def find(self, identity: str, day: date | None, tokens: Iterable[str]) -> tuple[CommitRecord, bool] | None:
        """The commit of somebody that speaks best for what they did on a day, and whether it is one of the ``tokens``."""
        named = [self.named[identity, token] for token in tokens if (identity, token) in self.named]
        if named:
            return min(named, key=lambda commit: abs(_day(commit) - day) if day else timedelta()), True
        found = nearest(self.changes.get(identity, ()), day, _day)
        return (found, False) if found else None


def nearest(told: Sequence[_Told], day: date | None, day_of: Callable[[_Told], date]) -> _Told | None:
    """Of what was told in the order of its days that which is closest to a day, or the last; without looking at all of it."""
    if not told or day is None:
        return told[-1] if told else None
    place = bisect_left(told, day, key=day_of)
    return min(told[max(place - 1, 0) : place + 1], key=lambda one: abs(day_of(one) - day))


def was_executed(windows: Sequence[Window], moment: datetime, grace: timedelta = timedelta()) -> bool:
    """Whether a record was in execution at a moment, or had been within the grace period; windows are in their order."""
    place = bisect_right(windows, moment, key=lambda window: window.start)
    end = windows[place - 1].end if place else None
    return place > 0 and (end is None or moment - end <= grace)


def is_near(commit: CommitRecord, day: date) -> bool:
    """Whether a commit is of a day, or of one beside it: clocks and zones differ."""
    return abs(_day(commit) - day) <= timedelta(days=1)


def find_work(
    records: Mapping[str, Document],
    windows: Mapping[str, tuple[Window, ...]],
    history: History,
    cited: Mapping[tuple[str, str], CommitRecord],
    people: People,
    grace: timedelta,
) -> Mapping[str, Work]:
    """The work of each record whose tables name somebody and whose execution is known.

    ``cited`` are the commits that documents name, by document and token. What a commit changed at which a shallow clone
    ends nobody knows.
    """
    asked = {id_ for id_, document in records.items() if windows.get(id_) and signed_in(document)}
    if not asked:
        return MappingProxyType({})
    changes: dict[str, dict[str, list[CommitRecord]]] = {id_: defaultdict(list) for id_ in asked}
    named: dict[str, dict[tuple[str, str], CommitRecord]] = {id_: {} for id_ in asked}
    id_of = _finder({id_: records[id_] for id_ in asked})
    index = history.changes
    for commit in reversed(index.touching(path for path in index.places_by_path if id_of(path))):
        if len(commit.parents) > 1 or commit.hash in history.boundary:
            continue
        for id_ in {found for change in commit.changes if change.after and (found := id_of(change.path))}:
            if was_executed(windows[id_], _moment(commit), grace):
                changes[id_][people.author_of(commit).identity].append(commit)
    for (id_, token), commit in cited.items():
        if id_ in asked and was_executed(windows[id_], _moment(commit), grace):
            named[id_][people.author_of(commit).identity, token] = commit
    return MappingProxyType(
        {
            id_: Work(
                windows=windows[id_],
                changes=MappingProxyType(
                    {name: tuple(sorted(commits, key=_day)) for name, commits in changes[id_].items()}
                ),
                named=MappingProxyType(named[id_]),
            )
            for id_ in sorted(asked)
        }
    )


def signed_in(document: Document) -> tuple[SignedCell, ...]:
    """The cells that name somebody, in all files of a document that are no archive."""
    return tuple(cell for file in document.current_files for cell in file.contents.signed)


def _moment(commit: CommitRecord) -> datetime:
    return commit.authored or commit.committed or _NEVER


def _day(commit: CommitRecord) -> date:
    return _moment(commit).date()


_NEVER = datetime.min.replace(tzinfo=UTC)
"""When a commit without a date was made: before any record was executed."""


def _finder(records: Mapping[str, Document]) -> Callable[[str], str | None]:
    """Finds whose text a path is: that of a file that is there, or that was called like the record."""
    known: dict[str, str | None] = {file.path: id_ for id_, record in records.items() for file in record.current_files}

    def id_of(path: str) -> str | None:
        if path not in known:
            place = PurePosixPath(path)
            name = place.stem.upper().removesuffix("-DRAFT")
            is_text = place.suffix.lower() in MARKDOWN_SUFFIXES and not any(
                part.startswith(".") for part in place.parts
            )
            known[path] = name if is_text and name in records else None
        return known[path]

    return id_of
