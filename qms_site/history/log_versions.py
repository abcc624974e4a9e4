"""Which versions an audit log had, commit by commit; at merges also those that the branches brought."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import PurePosixPath

import msgspec

from qms_site.sources.snapshot import Change, CommitRecord, History


class LogVersion(msgspec.Struct, frozen=True, kw_only=True):
    """What one commit made of one log: the objects before and after, None where there was none.

    ``sides`` are the objects that the branches of a merge had, besides its first parent.
    """

    log: str
    """Name of the log without folder and suffix, which is the id of its document."""
    path: str
    commit: CommitRecord
    before: str | None
    after: str | None
    sides: tuple[str, ...] = ()

    @property
    def is_merge(self) -> bool:
        """Whether the commit brings together what others made."""
        return len(self.commit.parents) > 1


def log_versions(history: History, is_log: Callable[[str], bool]) -> Iterator[LogVersion]:
    """Every change to a log on all ways to the revision, oldest commit first. A log that was moved is one log.

    A merge that left out what a branch did to a log is told too, with the object that it kept.
    """
    index = history.changes
    sides = dict(_sides(index.commit_by_hash, tuple(reversed(history.first_parents)), is_log))
    places = {*index.places_of(filter(is_log, index.places_by_path)), *map(index.place_by_hash.__getitem__, sides)}
    on_line = frozenset(history.first_parents)
    state: dict[str, str | None] = {}
    for place in sorted(places, reverse=True):
        commit = history.commits[place]
        brought = sides.get(commit.hash, {})
        changes = [change for change in commit.changes if is_log(change.path) and not change.is_pointer]
        for version in _moved_as_one(changes):
            found = tuple(blob for blob in brought.get(version.path, ()) if blob != version.after)
            yield LogVersion(
                log=name_of_log(version.path),
                path=version.path,
                commit=commit,
                before=version.before,
                after=version.after,
                sides=found,
            )
        if commit.hash not in on_line:
            continue
        state.update((change.path, change.after) for change in changes)
        changed = {change.path for change in changes}
        for path, blobs in brought.items():
            kept = state.get(path)
            lost = tuple(blob for blob in blobs if blob != kept)
            if path not in changed and kept and lost:
                yield LogVersion(log=name_of_log(path), path=path, commit=commit, before=kept, after=kept, sides=lost)


def name_of_log(path: str) -> str:
    """``QMS/.audit/CR/CR-001.jsonl`` is the log of ``CR-001``."""
    return PurePosixPath(path).stem


def _moved_as_one(changes: Iterable[Change]) -> Iterator[Change]:
    """Changes of one commit; a log that was removed at one place and added at another is one change of that other place."""
    ordered = sorted(changes, key=lambda change: (name_of_log(change.path), change.after is None, change.path))
    for _, group in groupby(ordered, key=lambda change: name_of_log(change.path)):
        found = list(group)
        removed = [change for change in found if change.after is None]
        for change in found:
            if change.before is None and removed:
                yield Change(change.path, removed.pop().before, change.after, is_pointer=False)
            elif change.after is not None:
                yield change
        yield from removed


def _sides(
    by_hash: Mapping[str, CommitRecord], line: Sequence[str], is_log: Callable[[str], bool]
) -> Iterator[tuple[str, Mapping[str, tuple[str, ...]]]]:
    """For each merge on the first-parent line: the logs that its branches changed, and the objects that they had."""
    seen: set[str] = set()
    for name in line:
        seen.add(name)
        commit = by_hash.get(name)
        if commit is None or len(commit.parents) < 2:  # noqa: PLR2004 - a merge has two
            continue
        found: dict[str, list[str]] = {}
        for parent in commit.parents[1:]:
            for path, blob in _changed_on(by_hash, parent, seen, is_log).items():
                found.setdefault(path, []).extend((blob,) if blob else ())
        for parent in commit.parents[1:]:
            _mark(by_hash, parent, seen)
        if found:
            yield name, {path: tuple(blobs) for path, blobs in found.items()}


def _changed_on(
    by_hash: Mapping[str, CommitRecord], start: str, seen: set[str], is_log: Callable[[str], bool]
) -> Mapping[str, str | None]:
    """The logs that a branch changed, as it left them."""
    found: dict[str, str | None] = {}
    name: str | None = start
    while name is not None and name not in seen and name in by_hash:
        for change in by_hash[name].changes:
            if is_log(change.path):
                found.setdefault(change.path, change.after)
        name = next(iter(by_hash[name].parents[:1]), None)
    return found


def _mark(by_hash: Mapping[str, CommitRecord], start: str, seen: set[str]) -> None:
    """Note all commits that lead to this one; each is visited once in all."""
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(by_hash[name].parents if name in by_hash else ())
