"""What documents declared of themselves, commit by commit: along production's first-parent line, commits are the audit trail."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from types import MappingProxyType

import msgspec

from qms_site.sources.snapshot import Change, CommitRecord, History


class StatusPoint(msgspec.Struct, frozen=True, kw_only=True):
    """What one commit made of one document: the path that said so, and status and version as it said them (None: absent).

    ``on_production`` is False for a commit that only the revision read has; ``is_boundary`` marks the end of a shallow
    clone, where it is not known since when things were so. ``digest`` is that of the text, None where there was none.
    """

    document: str
    path: str
    commit: CommitRecord
    status: str | None
    version: str | None
    digest: str | None
    on_production: bool = True
    is_boundary: bool = False
    effective: date | None = None
    """The day that the text gives for coming into force."""
    is_metadata: bool = False
    """Whether a sidecar said so, and not the text itself."""
    in_force: str | None = None
    """The version that a sidecar says is in force beside the newest one."""
    shown: str | None = None
    """Digest of the text that is no draft; None where there is only a draft."""


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """What one file, a text or its metadata, declares of the document it is of (None: of none)."""

    document: str | None
    status: str | None
    version: str | None
    digest: str | None = None
    effective: date | None = None
    is_metadata: bool = False
    in_force: str | None = None


class Reuse(msgspec.Struct, frozen=True, kw_only=True):
    """An id that a later document took: the last point of the one before, its removal, and the first of the one after."""

    before: StatusPoint
    removed: CommitRecord
    after: StatusPoint


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was removed with all its files: its last point, and the commit.

    ``points`` are all of its points, oldest first; none where another document has its id now.
    """

    before: StatusPoint
    removed: CommitRecord
    points: tuple[StatusPoint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statuses:
    """Points of each document by its id, oldest first; and the ids that were used again after their document was gone."""

    points: Mapping[str, tuple[StatusPoint, ...]] = field(default_factory=lambda: MappingProxyType({}))
    reuses: tuple[Reuse, ...] = ()
    losses: tuple[Loss, ...] = ()
    """Documents that were removed and did not come back, also where their ids were used again."""
    blobs_by_digest: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The object in which git has each text, by the digest of the text."""
    declared: Mapping[tuple[str, str], Declared] = field(default_factory=lambda: MappingProxyType({}))
    """What each file declared, by its path and object."""


StatusReader = Callable[[str, bytes], Declared]
"""(path, bytes) to what the file declares."""


DeclaredByPlace = Mapping[tuple[str, str], Declared]
"""By path and blob."""


DocumentChanges = Sequence[tuple[CommitRecord, Sequence[Change]]]
"""Commits of the line, the oldest first, and what they changed of files that are wanted."""


def wanted_changes(history: History, is_wanted: Callable[[str], bool]) -> DocumentChanges:
    """Changes to wanted paths along the line; within a commit removals come last, so that a move is seen as one."""
    index = history.changes
    wanted = frozenset(filter(is_wanted, index.places_by_path))
    touching = {commit.hash: commit for commit in index.touching(wanted)}
    return [
        (
            commit,
            sorted(
                (change for change in commit.changes if change.path in wanted), key=lambda change: change.after is None
            ),
        )
        for name in _line(history)
        if (commit := touching.get(name))
    ]


def wanted_blobs(touching: DocumentChanges, known: DeclaredByPlace = MappingProxyType({})) -> frozenset[str]:
    """Blobs that files had at any commit, unless it is known what they declare."""
    return frozenset(
        change.after
        for _, changes in touching
        for change in changes
        if change.after and (change.path, change.after) not in known
    )


def read_statuses(
    history: History,
    touching: DocumentChanges,
    blobs: Iterable[tuple[str, bytes]],
    read: StatusReader,
    known: DeclaredByPlace = MappingProxyType({}),
) -> Statuses:
    """What the wanted files declared at each commit; blobs that could not be had leave no point.

    A document that was removed takes its points along: whoever has the id later is another document. One that was
    moved, or came back as it was, keeps them.
    """
    paths: dict[str, set[str]] = {}
    for _, changes in touching:
        for change in changes:
            if change.after:
                paths.setdefault(change.after, set()).add(change.path)
    found = {(path, name): read(path, data) for name, data in blobs for path in paths.get(name, ())}
    found |= {place: told for place, told in known.items() if place[0] in paths.get(place[1], ())}
    declared = dict(sorted(found.items(), key=lambda entry: entry[0][1]))
    production = None if history.production_line is None else frozenset(history.production_line)
    fold = _Fold()
    for commit, changes in touching:
        touched = fold.take(changes, declared)
        fold.note(
            touched,
            commit,
            on_production=production is None or commit.hash in production,
            is_boundary=commit.hash in history.boundary,
        )
    return Statuses(
        points=MappingProxyType({document: tuple(points) for document, points in fold.points.items()}),
        reuses=tuple(fold.reuses),
        losses=tuple(fold.losses()),
        blobs_by_digest=MappingProxyType({told.digest: name for (_, name), told in declared.items() if told.digest}),
        declared=MappingProxyType(declared),
    )


class _Fold:
    """The files as they were after each commit, and the points that the commits made."""

    def __init__(self) -> None:
        self.points: dict[str, list[StatusPoint]] = {}
        self.reuses: list[Reuse] = []
        self._gone: dict[str, tuple[list[StatusPoint], CommitRecord]] = {}
        self._holder: dict[str, str] = {}
        self._files: dict[str, dict[str, Declared]] = {}

    def take(self, changes: Iterable[Change], declared: Mapping[tuple[str, str], Declared]) -> Mapping[str, list[str]]:
        """Bring the files up to a commit; the documents that it touched, with the paths that it wrote."""
        touched: dict[str, list[str]] = {}
        for change in changes:
            found = declared.get((change.path, change.after)) if change.after else None
            if change.after and (found is None or found.document is None):
                continue
            document = self._holder.pop(change.path, None)
            if document is not None:
                del self._files[document][change.path]
                touched.setdefault(document, [])
            if found and found.document:
                self._holder[change.path] = found.document
                self._files.setdefault(found.document, {})[change.path] = found
                touched.setdefault(found.document, []).append(change.path)
        return touched

    def losses(self) -> Iterator[Loss]:
        """The documents that are gone, and those whose ids another one has."""
        yield from (Loss(before=reuse.before, removed=reuse.removed) for reuse in self.reuses)
        yield from (
            Loss(before=points[-1], removed=commit, points=tuple(points))
            for points, commit in self._gone.values()
            if points
        )

    def note(
        self, touched: Mapping[str, list[str]], commit: CommitRecord, *, on_production: bool, is_boundary: bool
    ) -> None:
        """The points of a commit; a document without a file left is gone."""
        for document, written in touched.items():
            files = self._files[document]
            if not files:
                points = self.points.pop(document, [])
                if points:
                    self._gone[document] = points, commit
                continue
            for path, found in _speaking(files, written):
                point = StatusPoint(
                    document=document,
                    path=path,
                    commit=commit,
                    status=found.status,
                    version=found.version,
                    digest=found.digest or _newest_text(files),
                    on_production=on_production,
                    is_boundary=is_boundary,
                    effective=found.effective,
                    is_metadata=found.is_metadata,
                    in_force=found.in_force,
                    shown=_newest_text(files, has_drafts=False),
                )
                if document not in self.points and document in self._gone:
                    before, removed = self._gone.pop(document)
                    if _is_same(before[-1], point):
                        self.points[document] = before
                    else:
                        self.reuses.append(Reuse(before=before[-1], removed=removed, after=point))
                self.points.setdefault(document, []).append(point)


def _is_same(before: StatusPoint, after: StatusPoint) -> bool:
    """Whether a document that was removed came back: with its text, or in the state and version in which it went."""
    has_state = before.status is not None and (before.status, before.version) == (after.status, after.version)
    return before.digest == after.digest or has_state


def last_changes(history: History) -> dict[str, CommitRecord]:
    """The newest commit that touched each path."""
    return {path: history.commits[places[0]] for path, places in history.changes.places_by_path.items()}


def _speaking(files: Mapping[str, Declared], written: Iterable[str]) -> Iterator[tuple[str, Declared]]:
    """The files that tell a document's state after a commit: its sidecar where there is one, else the texts just written."""
    sidecar = next(((path, found) for path, found in sorted(files.items()) if found.is_metadata), None)
    if sidecar:
        yield sidecar
    else:
        yield from ((path, files[path]) for path in written)


def _newest_text(files: Mapping[str, Declared], *, has_drafts: bool = True) -> str | None:
    """The text that a sidecar speaks of: the draft, while there is one; or else the first that is none."""
    texts = {
        (not _is_draft(path), path): found.digest
        for path, found in files.items()
        if found.digest and (has_drafts or not _is_draft(path))
    }
    return texts[min(texts)] if texts else None


def _is_draft(path: str) -> bool:
    return "-draft" in path.lower() and PurePosixPath(path).stem.lower().endswith("-draft")


def _line(history: History) -> Iterator[str]:
    """Production's first-parent line, then what the revision's own line adds; hashes, the oldest first."""
    production = history.production_line or ()
    on_production = frozenset(production)
    yield from reversed(production)
    yield from reversed([name for name in history.first_parents if name not in on_production])
