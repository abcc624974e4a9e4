"""Whose the commits of a branch are that another has too: what it took in, or was begun from, is that other one's work."""

from collections.abc import Collection, Iterator, Mapping

from qms_site.history.commit_graph import CommitGraph
from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.branch_merges import Arrival


def find_others_work(
    graph: CommitGraph,
    own: Mapping[str, Collection[CommitRecord]],
    arrivals: Mapping[str, Collection[Arrival]],
    tips: Mapping[str, str],
) -> Mapping[str, frozenset[str]]:
    """Of the commits of each branch (newest first) the hashes of those that are another one's, by the branches' names.

    ``arrivals`` are the merges of each branch, ``tips`` the commits at which branches stand that others may have been begun from.
    """
    names_by_tip: dict[str, set[str]] = {}
    for name, tip in tips.items():
        names_by_tip.setdefault(tip, set()).add(name)
    found = {name: set(_begun_from(graph, name, commits, names_by_tip)) for name, commits in own.items()}
    for name, arrived in arrivals.items():
        for arrival in arrived:
            if arrival.into in found and arrival.into != name:
                found[arrival.into].update(commit.hash for commit in arrival.commits)
    return {name: frozenset(hashes) for name, hashes in found.items() if hashes}


def _begun_from(
    graph: CommitGraph, name: str, commits: Collection[CommitRecord], names_by_tip: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """The commits up to the tips of other branches behind the branch's own; of two at one commit neither began from the other."""
    own = dict.fromkeys(commit.hash for commit in commits)
    taken: set[str] = set()
    for tip in list(own)[1:]:
        if tip in names_by_tip and tip not in taken and set(names_by_tip[tip]) - {name}:
            taken |= _behind(graph, tip, own, taken)
    yield from taken


def _behind(graph: CommitGraph, tip: str, own: Collection[str], known: Collection[str]) -> set[str]:
    """The commits among a branch's own that lead to one of them."""
    waiting, found = [tip], {tip}
    while waiting:
        for parent in graph.commits[waiting.pop()].parents:
            if parent in own and parent not in found and parent not in known:
                found.add(parent)
                waiting.append(parent)
    return found
