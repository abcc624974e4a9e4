"""Archived versions against git: what was put into an archive stays as it is."""

import re
from collections.abc import Callable, Iterator, Mapping

import msgspec

from qms_site.history.audit_logs import settled
from qms_site.sources.snapshot import Change, CommitRecord, History
from qms_site.text import digest_of


class ArchiveChange(msgspec.Struct, frozen=True, kw_only=True):
    """A commit that changed an archived version, or removed it; ``is_back`` where it put another text back after a removal."""

    path: str
    commit: CommitRecord
    is_removed: bool
    is_back: bool = False


def find_archive_changes(history: History, is_archived: Callable[[str], bool]) -> tuple[ArchiveChange, ...]:
    """Changes to texts that lay in an archive, oldest commit first, on all ways to the revision.

    Moving within the archive is none, nor is another writing of line ends, nor a merge that brings what a branch did. A text
    that is kept as another version, and no longer as its own, was removed.
    """
    candidates = list(_candidates(history, is_archived))
    wanted = frozenset(blob for _, change, _ in candidates for blob in (change.before, change.after) if blob)
    digests = {name: digest_of(settled(data)) for name, data in history.read_blobs(wanted)} if wanted else {}
    return tuple(
        ArchiveChange(path=change.path, commit=commit, is_removed=change.after is None, is_back=is_back)
        for commit, change, is_back in candidates
        if change.after is None or digests.get(change.before or "") != digests.get(change.after)
    )


def _candidates(history: History, is_archived: Callable[[str], bool]) -> Iterator[tuple[CommitRecord, Change, bool]]:
    first: dict[str, str] = {}
    known: set[tuple[str, str | None]] = set()
    gone: set[str] = set()
    index = history.changes
    for commit in reversed(index.touching(filter(is_archived, index.places_by_path))):
        for change in _moved_as_one(commit, is_archived):
            is_told = len(commit.parents) > 1 and (change.path, change.after) in known
            is_back = change.before is None and change.path in gone
            known.add((change.path, change.after))
            if change.after:
                first.setdefault(change.path, change.after)
            else:
                gone.add(change.path)
            if is_told or change.after == first.get(change.path) or (change.before is None and not is_back):
                continue
            yield (
                commit,
                Change(change.path, change.before or first[change.path], change.after, is_pointer=False),
                is_back,
            )


def _moved_as_one(commit: CommitRecord, is_archived: Callable[[str], bool]) -> Iterator[Change]:
    """Changes to the archive; what was removed at one place and added at another under its name is one change there."""
    changes = [change for change in commit.changes if is_archived(change.path) and not change.is_pointer]
    if not changes:
        return
    places: dict[str | None, list[str]] = {}
    for change in commit.changes:
        if change.before is None:
            places.setdefault(change.after, []).append(change.path)
    removed = {_name(change.path): change for change in changes if change.after is None}
    moved = {_name(change.path) for change in changes if change.before is None} & removed.keys()
    for change in changes:
        name = _name(change.path)
        if change.before is None and name in moved:
            yield Change(change.path, removed[name].before, change.after, is_pointer=False)
        elif change.after is not None or (name not in moved and not _is_among(change, places)):
            yield change


def _is_among(change: Change, places: Mapping[str | None, list[str]]) -> bool:
    """Whether a text that was removed is kept at another place, as the same version."""
    own = _numbers(change.path)
    others = (_numbers(path) for path in places.get(change.before, ()))
    return any(own[: len(other)] == other[: len(own)] for other in others)


def _numbers(path: str) -> tuple[int, ...]:
    """The numbers in the name of a file: those of its document and its version."""
    return tuple(int(digits) for digits in _DIGITS.findall(_name(path)))


_DIGITS = re.compile(r"\d{1,9}")


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]
