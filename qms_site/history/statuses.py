"""Status as front matter had it, commit by commit: along production's first-parent line, commits are the audit trail."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from qms_site.sources.snapshot import Change, CommitRecord, History


class StatusPoint(msgspec.Struct, frozen=True, kw_only=True):
    """What one commit made of one document: its path then, and its front matter's status and version (None: absent)."""

    document: str
    path: str
    commit: CommitRecord
    status: str | None
    version: str | None
    digest: str


StatusReader = Callable[[str, bytes], tuple[str | None, str | None, str | None, str]]
"""(path, bytes) to (document id, status, version, digest of the text)."""


def wanted_blobs(history: History, is_wanted: Callable[[str], bool]) -> frozenset[str]:
    """Blobs that the documents' files had at any commit of the first-parent line."""
    return frozenset(change.after for _, change in _changes(history, is_wanted) if change.after)


def read_statuses(
    history: History, blobs: Mapping[str, bytes], is_wanted: Callable[[str], bool], read: StatusReader
) -> Mapping[str, tuple[StatusPoint, ...]]:
    """Points of each document by its id, oldest first; blobs that could not be had leave no point."""
    known: dict[tuple[str, str], tuple[str | None, str | None, str | None, str]] = {}
    points: dict[str, list[StatusPoint]] = {}
    for commit, change in _changes(history, is_wanted):
        if change.after is None or change.after not in blobs:
            continue
        key = (change.path, change.after)
        if key not in known:
            known[key] = read(change.path, blobs[change.after])
        document, status, version, digest = known[key]
        if document:
            point = StatusPoint(
                document=document, path=change.path, commit=commit, status=status, version=version, digest=digest
            )
            points.setdefault(document, []).append(point)
    return {document: tuple(found) for document, found in points.items()}


def last_changes(history: History) -> Mapping[str, CommitRecord]:
    """The newest commit that touched each path."""
    newest: dict[str, CommitRecord] = {}
    for commit in history.commits:
        for change in commit.changes:
            newest.setdefault(change.path, commit)
    return newest


def _changes(history: History, is_wanted: Callable[[str], bool]) -> Iterator[tuple[CommitRecord, Change]]:
    """Changes to wanted paths along the first-parent line, oldest first."""
    on_line = {name: position for position, name in enumerate(history.first_parents)}
    line = sorted(
        (commit for commit in history.commits if commit.hash in on_line), key=lambda commit: -on_line[commit.hash]
    )
    return ((commit, change) for commit in line for change in commit.changes if is_wanted(change.path))
