"""Archived versions against git: what was put into an archive stays as it is."""

from collections.abc import Callable, Iterator

import msgspec

from qms_site.history.audit_logs import settled
from qms_site.sources.snapshot import Change, CommitRecord, History
from qms_site.text import digest_of


class ArchiveChange(msgspec.Struct, frozen=True, kw_only=True):
    """A commit that changed an archived version, or removed it."""

    path: str
    commit: CommitRecord
    is_removed: bool


def find_archive_changes(history: History, is_archived: Callable[[str], bool]) -> tuple[ArchiveChange, ...]:
    """Changes to texts that lay in an archive, oldest commit first, on all ways to the revision.

    Moving within the archive is none, nor is another writing of line ends, nor a merge that brings what a branch did.
    """
    candidates = list(_candidates(history, is_archived))
    wanted = frozenset(blob for _, change in candidates for blob in (change.before, change.after) if blob)
    digests = {name: digest_of(settled(data)) for name, data in history.read_blobs(wanted)} if wanted else {}
    return tuple(
        ArchiveChange(path=change.path, commit=commit, is_removed=change.after is None)
        for commit, change in candidates
        if change.after is None or digests.get(change.before or "") != digests.get(change.after)
    )


def _candidates(history: History, is_archived: Callable[[str], bool]) -> Iterator[tuple[CommitRecord, Change]]:
    first: dict[str, str] = {}
    known: set[tuple[str, str | None]] = set()
    for commit in reversed(history.commits):
        for change in _moved_as_one(commit, is_archived):
            is_told = len(commit.parents) > 1 and (change.path, change.after) in known
            known.add((change.path, change.after))
            if change.after:
                first.setdefault(change.path, change.after)
            if change.before is None:
                continue
            if not is_told and change.after != first.get(change.path):
                yield commit, change


def _moved_as_one(commit: CommitRecord, is_archived: Callable[[str], bool]) -> Iterator[Change]:
    """Changes to the archive; what was removed at one place and added at another under its name is one change there."""
    changes = [change for change in commit.changes if is_archived(change.path) and not change.is_pointer]
    if not changes:
        return
    added = {change.after for change in commit.changes if change.before is None}
    removed = {_name(change.path): change for change in changes if change.after is None}
    moved = {_name(change.path) for change in changes if change.before is None} & removed.keys()
    for change in changes:
        name = _name(change.path)
        if change.before is None and name in moved:
            yield Change(change.path, removed[name].before, change.after, is_pointer=False)
        elif change.after is not None or (name not in moved and change.before not in added):
            yield change


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]
