"""Branches whose changes arrived on production while their commits did not: squashed into one commit, or copied one by one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal

import msgspec

from qms_site.history.commit_graph import CommitGraph
from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.branch_squashes import SquashSearch, find_squashes

_LONG_AGO = datetime.min.replace(tzinfo=UTC)

_Written = tuple[str, datetime | None, str]
"""What a commit keeps when it is copied: who wrote it, when, and its subject."""


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """The commit of production that holds all changes of a branch, or the last of those that hold one each (``hashes``)."""

    how: Literal["squash", "rebase"]
    commit: CommitRecord
    hashes: tuple[str, ...]


def find_copies(
    search: SquashSearch, known: Collection[str], unmerged: Mapping[str, tuple[CommitRecord, ...]]
) -> Mapping[str, Copy]:
    """Copies of the commits of these branches (newest first) among those of production, by the branches' names.

    ``known`` are the hashes of all commits that lead to production.
    """
    own = {name: [commit for commit in commits if _is_work(commit)] for name, commits in unmerged.items()}
    own = {name: commits for name, commits in own.items() if commits}
    if not own:
        return {}
    twins = _find_twins(search.graph, known, (commit for commits in own.values() for commit in commits))
    rebased = {name: found for name, commits in own.items() if (found := _rebased(commits, twins))}
    squashes = find_squashes(search, {name: unmerged[name] for name in own if name not in rebased})
    return rebased | {
        name: Copy(how="squash", commit=commit, hashes=(commit.hash,)) for name, commit in squashes.items()
    }


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
