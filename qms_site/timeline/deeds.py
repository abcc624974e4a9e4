"""What git tells of the work that the rows of a record's tables claim: who changed the record while it was executed.

Which commit filled a row is not asked: that would be reading every version of every record. Whoever committed a change of the
record's text while it was executed, or made a commit that the row names, is a second source for the name in the row.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath
from types import MappingProxyType

from qms_site.paths import MARKDOWN_SUFFIXES
from qms_site.records.documents import Document
from qms_site.records.signed_cells import SignedCell
from qms_site.sources.snapshot import CommitRecord, History
from qms_site.timeline.people import People
from qms_site.timeline.windows import Margins, Window, judge_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Commits while a record was executed, by who wrote them, the oldest first; a merge is not the work of who merged."""

    windows: tuple[Window, ...] = ()
    changes: Mapping[str, tuple[CommitRecord, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Those that changed the text of the record, by identity."""
    named: Mapping[tuple[str, str], CommitRecord] = field(default_factory=lambda: MappingProxyType({}))
    """Those that the record names, by identity and token."""

    def find(self, identity: str, day: date | None, tokens: Iterable[str]) -> tuple[CommitRecord, bool] | None:
        """The commit of somebody that speaks best for what they did on a day, and whether it is one of the ``tokens``."""
        named = [self.named[identity, token] for token in tokens if (identity, token) in self.named]
        found = named or self.changes.get(identity, ())
        return (min(found, key=lambda commit: days_between(commit, day)), bool(named)) if found else None


def days_between(commit: CommitRecord, day: date | None) -> timedelta:
    """How far a commit is from a day; nothing where no day is told."""
    moment = _moment(commit)
    return abs(moment.date() - day) if moment and day else timedelta()


def find_work(
    records: Mapping[str, Document],
    windows: Mapping[str, tuple[Window, ...]],
    history: History,
    cited: Mapping[tuple[str, str], CommitRecord],
    people: People,
    margins: Margins,
) -> Mapping[str, Work]:
    """The work of each record whose tables name somebody and whose execution is known.

    ``cited`` are the commits that documents name, by document and token. What a commit changed at which a shallow clone
    ends nobody knows.
    """
    asked = {id_ for id_, document in records.items() if windows.get(id_) and signed_in(document)}
    margins = Margins(lead=timedelta(), grace=margins.grace)
    changes: dict[str, dict[str, list[CommitRecord]]] = {id_: defaultdict(list) for id_ in asked}
    named: dict[str, dict[tuple[str, str], CommitRecord]] = {id_: {} for id_ in asked}
    id_of = _finder({id_: records[id_] for id_ in asked})
    for commit in reversed(history.commits):
        if len(commit.parents) > 1 or commit.hash in history.boundary:
            continue
        for id_ in {found for change in commit.changes if change.after and (found := id_of(change.path))}:
            if _is_meanwhile(commit, windows[id_], margins):
                changes[id_][people.author_of(commit).identity].append(commit)
    for (id_, token), commit in cited.items():
        if id_ in asked and _is_meanwhile(commit, windows[id_], margins):
            named[id_][people.author_of(commit).identity, token] = commit
    return MappingProxyType(
        {
            id_: Work(
                windows=windows[id_],
                changes=MappingProxyType({name: tuple(commits) for name, commits in changes[id_].items()}),
                named=MappingProxyType(named[id_]),
            )
            for id_ in sorted(asked)
        }
    )


def signed_in(document: Document) -> tuple[SignedCell, ...]:
    """The cells that name somebody, in all files of a document that are no archive."""
    return tuple(cell for file in document.current_files for cell in file.contents.signed)


def _is_meanwhile(commit: CommitRecord, windows: tuple[Window, ...], margins: Margins) -> bool:
    moment = _moment(commit)
    return moment is not None and judge_moment(windows, moment, margins) in ("inside", "late")


def _moment(commit: CommitRecord) -> datetime | None:
    return commit.authored or commit.committed


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
