"""Branches whose changes arrived on production while their commits did not: squashed into one commit, or copied one by one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal

import msgspec

from qms_site.history.commit_graph import CommitGraph
from qms_site.sources.snapshot import CommitRecord

_LONG_AGO = datetime.min.replace(tzinfo=UTC)

_Written = tuple[str, datetime | None, str]
"""What a commit keeps when it is copied: who wrote it, when, and its subject."""


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """The commit of production that holds all changes of a branch, or the last of those that hold one each (``hashes``)."""

    how: Literal["squash", "rebase"]
    commit: CommitRecord
    hashes: tuple[str, ...]


def find_copies(
    graph: CommitGraph, line: Sequence[str], known: Collection[str], unmerged: Mapping[str, tuple[CommitRecord, ...]]
) -> Mapping[str, Copy]:
    """Copies of the commits of these branches (newest first) among those of production, by the branches' names.

    ``line`` are the hashes on production's first-parent line, ``known`` all that lead to it.
    """
    own = {name: [commit for commit in commits if _is_work(commit)] for name, commits in unmerged.items()}
    own = {name: commits for name, commits in own.items() if commits}
    if not own:
        return {}
    twins = _find_twins(graph, known, (commit for commits in own.values() for commit in commits))
    rebased = {name: found for name, commits in own.items() if (found := _rebased(commits, twins))}
    others = {name: _net_changes(unmerged[name]) for name in own if name not in rebased}
    squashed = dict(_find_squashed(graph, line, others, unmerged))
    return rebased | squashed


def _is_work(commit: CommitRecord) -> bool:
    return len(commit.parents) <= 1 and bool(commit.changes)


def _written(commit: CommitRecord) -> _Written:
    return commit.email, commit.authored, commit.subject


def _find_twins(
    graph: CommitGraph, known: Collection[str], wanted: Iterable[CommitRecord]
) -> Mapping[_Written, list[CommitRecord]]:
    keys = {_written(commit) for commit in wanted}
    moments = {authored for _, authored, _ in keys}
    found: dict[_Written, list[CommitRecord]] = defaultdict(list)
    for name in known:
        commit = graph.commits[name]
        if commit.authored in moments and _written(commit) in keys:
            found[_written(commit)].append(commit)
    return found


def _rebased(own: Sequence[CommitRecord], twins: Mapping[_Written, list[CommitRecord]]) -> Copy | None:
    """The copy of the newest commit, where each has a copy that is not older; what was picked from production is older there."""
    copies = [copy for commit in own for copy in [next(_copies(commit, twins), None)] if copy]
    if len(copies) < len(own):
        return None
    return Copy(how="rebase", commit=copies[0], hashes=tuple(copy.hash for copy in copies))


def _copies(commit: CommitRecord, twins: Mapping[_Written, list[CommitRecord]]) -> Iterator[CommitRecord]:
    paths = {change.path for change in commit.changes}
    for twin in twins.get(_written(commit), ()):
        is_later = (twin.committed or _LONG_AGO) >= (commit.committed or _LONG_AGO)
        if is_later and paths == {change.path for change in twin.changes}:
            yield twin


def _net_changes(commits: Sequence[CommitRecord]) -> frozenset[tuple[str, str | None]]:
    """What the commits of a branch (newest first) changed in all: paths, and what they hold in the end.

    A merge of production counts only for files that the branch itself changed, since its other changes are production's.
    """
    first: dict[str, str | None] = {}
    last: dict[str, str | None] = {}
    for commit in reversed(commits):
        for change in commit.changes:
            if len(commit.parents) <= 1:
                first.setdefault(change.path, change.before)
            if change.path in first:
                last[change.path] = change.after
    return frozenset((path, after) for path, after in last.items() if first[path] != after)


def _find_squashed(
    graph: CommitGraph,
    line: Sequence[str],
    wanted: Mapping[str, frozenset[tuple[str, str | None]]],
    unmerged: Mapping[str, tuple[CommitRecord, ...]],
) -> Iterator[tuple[str, Copy]]:
    """Of each branch the commit on the line that made all its changes, younger than the branch and than what it began from."""
    by_change = defaultdict(list)
    for name, changes in wanted.items():
        if changes:
            by_change[min(changes, key=lambda change: (change[0], change[1] or ""))].append(name)
    places = {name: place for place, name in enumerate(line)} if by_change else {}
    ends = {name: _newest_known(unmerged[name], graph, places) for names in by_change.values() for name in names}
    found: set[str] = set()
    for place, hash_ in enumerate(line if by_change else ()):
        commit = graph.commits.get(hash_)
        if commit is None or len(commit.parents) > 1:
            continue
        for change in commit.changes:
            for name in by_change.get((change.path, change.after), ()):
                made = frozenset((entry.path, entry.after) for entry in commit.changes)
                is_later = place < ends[name] and _is_not_older(commit, unmerged[name][0])
                if name not in found and is_later and made == wanted[name]:
                    found.add(name)
                    yield name, Copy(how="squash", commit=commit, hashes=(commit.hash,))


def _is_not_older(commit: CommitRecord, tip: CommitRecord) -> bool:
    return (commit.committed or _LONG_AGO) >= (tip.committed or _LONG_AGO)


def _newest_known(commits: Sequence[CommitRecord], graph: CommitGraph, places: Mapping[str, int]) -> int:
    """Place on the line of the newest commit that leads to a branch; what is there or beyond was not made from it."""
    own = {commit.hash for commit in commits}
    entries = {parent for commit in commits for parent in commit.parents if parent not in own}
    return min((_place_of(entry, graph, places) for entry in entries), default=len(places))


def _place_of(name: str, graph: CommitGraph, places: Mapping[str, int]) -> int:
    while name not in places and name in graph.commits and graph.commits[name].parents:
        name = graph.commits[name].parents[0]
    return places.get(name, len(places))
