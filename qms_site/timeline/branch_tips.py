"""One tip for each name: the branch of the clone itself and those of its remotes are one branch, as this clone knows it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

import msgspec

from qms_site.history.commit_graph import CommitGraph, Difference, compare_tips
from qms_site.sources.snapshot import BranchRef

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Tip(msgspec.Struct, frozen=True, kw_only=True):
    """The newest commit of a branch, and where there is a ref of its name."""

    commit: str
    is_local: bool
    remotes: tuple[str, ...]


def choose_tips(graph: CommitGraph, branches: Iterable[BranchRef]) -> Mapping[str, Tip]:
    """By name; where refs differ, the one that holds the others, or else the newest."""
    refs: dict[str, list[BranchRef]] = defaultdict(list)
    for branch in branches:
        refs[branch.name].append(branch)
    differing = {name: tuple(dict.fromkeys(ref.commit for ref in own)) for name, own in refs.items()}
    compared = compare_tips(graph, (pair for commits in differing.values() for pair in _pairs(commits)))
    return {
        name: Tip(
            commit=_choose(graph, differing[name], compared),
            is_local=any(ref.remote is None for ref in own),
            remotes=tuple(sorted({ref.remote for ref in own if ref.remote is not None})),
        )
        for name, own in refs.items()
    }


def _pairs(commits: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return ((one, other) for one in commits for other in commits if one != other)


def _choose(graph: CommitGraph, commits: tuple[str, ...], compared: Mapping[tuple[str, str], Difference]) -> str:
    def holds(one: str, other: str) -> bool:
        difference = compared.get((one, other))
        return difference is not None and difference.behind == 0

    whole = (one for one in commits if all(holds(one, other) for other in commits if other != one))
    return next(whole, None) or max(commits, key=lambda name: (_when(graph, name), name))


def _when(graph: CommitGraph, name: str) -> datetime:
    commit = graph.commits.get(name)
    return (commit.committed if commit else None) or _LONG_AGO
