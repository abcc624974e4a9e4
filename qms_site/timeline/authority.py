"""Which records speak for a commit: those that it cites, else those of the merge or the pointer that brought it."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from qms_site.history.merge_subjects import read_merge_subject
from qms_site.records.ids import IdScheme
from qms_site.settings import Settings
from qms_site.sources.snapshot import CommitRecord

_MOST_PARTS = 8
"""Parts of a branch's name that its record may be called by."""

_MOST_MERGES = 20
"""Merges of merges that are gone through."""


def find_merges(commits: Iterable[CommitRecord], line: Iterable[str]) -> Mapping[str, CommitRecord]:
    """By commit, the merge that brought it onto the line it was brought to; a first-parent line is given, newest first.

    What a merge brought may have been brought by another before: that one has a bringer of its own, up to a merge on the line.
    """
    by_hash = {commit.hash: commit for commit in commits}
    names = tuple(line)
    brought: dict[str, CommitRecord] = {}
    seen = set(names)
    for name in reversed(names):
        waiting = [by_hash[name]] if name in by_hash else []
        while waiting:
            merge = waiting.pop()
            for tip in merge.parents[1:]:
                fresh = list(_own_line(tip, by_hash, seen))
                seen.update(commit.hash for commit in fresh)
                brought.update((commit.hash, merge) for commit in fresh)
                waiting.extend(commit for commit in fresh if len(commit.parents) > 1)
    return brought


def _own_line(tip: str, by_hash: Mapping[str, CommitRecord], seen: Collection[str]) -> Iterator[CommitRecord]:
    """The commits of a branch itself, newest first, down to what is known already."""
    while tip in by_hash and tip not in seen:
        commit = by_hash[tip]
        yield commit
        tip = commit.parents[0] if commit.parents else ""


def find_bringers(
    commits: Iterable[CommitRecord], moves: Iterable[tuple[str, CommitRecord]]
) -> Mapping[str, CommitRecord]:
    """By commit of a submodule, the commit of its parent that first pointed at it or past it; moves are oldest first."""
    by_hash = {commit.hash: commit for commit in commits}
    brought: dict[str, CommitRecord] = {}
    for target, mover in moves:
        waiting = [target]
        while waiting:
            name = waiting.pop()
            if name in brought or name not in by_hash:
                continue
            brought[name] = mover
            waiting.extend(by_hash[name].parents)
    return brought


def bringers_of(
    commit: CommitRecord,
    brought: Mapping[str, CommitRecord],
    bearers: Mapping[str, CommitRecord],
    brought_above: Mapping[str, CommitRecord],
) -> Iterator[CommitRecord]:
    """The merges that brought a commit, the nearest first, then what moved the pointer to it, and the merges that brought that."""
    yield from _merges_of(commit, brought)
    bearer = bearers.get(commit.hash)
    if bearer:
        yield bearer
        yield from _merges_of(bearer, brought_above)


def _merges_of(commit: CommitRecord, brought: Mapping[str, CommitRecord]) -> Iterator[CommitRecord]:
    merge = brought.get(commit.hash)
    for _ in range(_MOST_MERGES):
        if merge is None:
            return
        yield merge
        merge = brought.get(merge.hash)


def with_ancestors(commits: Iterable[CommitRecord], names: Iterable[str]) -> frozenset[str]:
    """These commits and all their ancestors, as far as they are known."""
    parents = {commit.hash: commit.parents for commit in commits}
    waiting = [name for name in names if name in parents]
    seen = set(waiting)
    while waiting:
        fresh = [parent for parent in parents.get(waiting.pop(), ()) if parent not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return frozenset(seen)


def branches_of(merge: CommitRecord) -> tuple[str, ...]:
    """The branches that a merge names in its subject, as git and hosting sites word it."""
    found = read_merge_subject(merge.subject)
    return tuple(filter(None, found.names)) if found else ()


def record_of_branch(branch: str, settings: Settings, scheme: IdScheme) -> str | None:
    """The record that the name of an execution branch begins with: CR-091 of ``cr-091-interaction-system``."""
    if not any(rule.role == "execution" and re.fullmatch(rule.pattern, branch) for rule in settings.branches):
        return None
    parts = re.split(r"[-_/]", branch.upper())[:_MOST_PARTS]
    for count in range(len(parts), 1, -1):
        id_ = scheme.parse("-".join(parts[:count]))
        if id_ and settings.is_executable(id_.type):
            return id_.text
    return None


def records_of_merge(
    merge: CommitRecord, cited: Callable[[CommitRecord], tuple[str, ...]], settings: Settings, scheme: IdScheme
) -> Iterator[str]:
    """The records that a merge cites; else those that the names of the execution branches begin with that it merged."""
    named = cited(merge)
    yield from named
    records = () if named else (record_of_branch(branch, settings, scheme) for branch in branches_of(merge))
    yield from dict.fromkeys(filter(None, records))
