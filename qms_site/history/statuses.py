"""Status as front matter had it, commit by commit: along production's first-parent line, commits are the audit trail."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import msgspec

from qms_site.sources.snapshot import Change, CommitRecord, History


class StatusPoint(msgspec.Struct, frozen=True, kw_only=True):
    """What one commit made of one document: its path then, and its front matter's status and version (None: absent).

    ``on_production`` is False for a commit that only the revision read has; ``is_boundary`` marks the end of a shallow
    clone, where it is not known since when things were so.
    """

    document: str
    path: str
    commit: CommitRecord
    status: str | None
    version: str | None
    digest: str
    on_production: bool = True
    is_boundary: bool = False
    effective: date | None = None
    """The day that the text gives for coming into force."""


class Declared(msgspec.Struct, frozen=True):
    """What one text declares of the document it is of (None: of none): status, version, digest of the text, effective day."""

    document: str | None
    status: str | None
    version: str | None
    digest: str
    effective: date | None = None


StatusReader = Callable[[str, bytes], Declared]
"""(path, bytes) to what the text declares."""


def wanted_blobs(history: History, is_wanted: Callable[[str], bool]) -> frozenset[str]:
    """Blobs that the documents' files had at any commit of the line."""
    return frozenset(change.after for _, change in _changes(history, is_wanted) if change.after)


def read_statuses(
    history: History, blobs: Iterable[tuple[str, bytes]], is_wanted: Callable[[str], bool], read: StatusReader
) -> Mapping[str, tuple[StatusPoint, ...]]:
    """Points of each document by its id, oldest first; blobs that could not be had leave no point.

    A document that was removed takes its points along: whoever has the id later is another document. One that was
    moved keeps them.
    """
    paths: dict[str, set[str]] = {}
    for _, change in _changes(history, is_wanted):
        if change.after:
            paths.setdefault(change.after, set()).add(change.path)
    declared = {(path, name): read(path, data) for name, data in blobs for path in paths.get(name, ())}
    production = None if history.production_line is None else frozenset(history.production_line)
    points: dict[str, list[StatusPoint]] = {}
    holder: dict[str, str] = {}
    held: Counter[str] = Counter()
    for commit, change in _changes(history, is_wanted):
        if change.after is None:
            document = holder.pop(change.path, "")
            held[document] -= 1
            if not held[document]:
                points.pop(document, None)
            continue
        found = declared.get((change.path, change.after))
        if found is None or found.document is None:
            continue
        held[holder.get(change.path, "")] -= 1
        held[found.document] += 1
        holder[change.path] = found.document
        points.setdefault(found.document, []).append(
            StatusPoint(
                document=found.document,
                path=change.path,
                commit=commit,
                status=found.status,
                version=found.version,
                digest=found.digest,
                on_production=production is None or commit.hash in production,
                is_boundary=commit.hash in history.boundary,
                effective=found.effective,
            )
        )
    return {document: tuple(found) for document, found in points.items()}


def last_changes(history: History) -> dict[str, CommitRecord]:
    """The newest commit that touched each path."""
    newest: dict[str, CommitRecord] = {}
    for commit in history.commits:
        for change in commit.changes:
            newest.setdefault(change.path, commit)
    return newest


def _changes(history: History, is_wanted: Callable[[str], bool]) -> Iterator[tuple[CommitRecord, Change]]:
    """Changes to wanted paths, oldest first; within a commit removals come last, so that a move is seen as one."""
    for commit in _line(history):
        wanted = (change for change in commit.changes if is_wanted(change.path))
        for change in sorted(wanted, key=lambda change: change.after is None):
            yield commit, change


def _line(history: History) -> Iterator[CommitRecord]:
    """Production's first-parent line as far as it led to the revision, then what the revision's own line adds."""
    by_hash = {commit.hash: commit for commit in history.commits}
    production = history.production_line or ()
    on_production = frozenset(production)
    own = (name for name in history.first_parents if name not in on_production)
    for names in (production, tuple(own)):
        yield from (by_hash[name] for name in reversed(names) if name in by_hash)
