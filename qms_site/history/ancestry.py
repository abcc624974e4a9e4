"""Which commits lead to another, asked of many tips: production is walked once, and each tip asks where it left its line."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from qms_site.history.commit_graph import CommitGraph, first_parents, reach


@dataclass(frozen=True, slots=True, kw_only=True)
class Ancestors(Container[str]):
    """The hashes of the commits that lead to a tip, with itself: ``own``, and what arrived on the line up to a place."""

    own: frozenset[str] = frozenset()
    arrivals: Mapping[str, int]
    until: int = -1

    def __contains__(self, commit: object) -> bool:
        """Whether a commit leads to the tip."""
        return commit in self.own or (
            isinstance(commit, str) and self.arrivals.get(commit, self.until + 1) <= self.until
        )


class Ancestry:
    """The ancestors of any commit of a graph, each by a walk that ends on the line of first parents below ``tip``."""

    def __init__(self, graph: CommitGraph, tip: str | None) -> None:
        self.graph = graph
        self.line = first_parents(graph, tip)[::-1]
        """The hashes of the line, the oldest first."""
        self._places = {name: place for place, name in enumerate(self.line)}
        arrivals: dict[str, int] = {}
        for name, place in self._places.items():
            arrivals.update(dict.fromkeys(reach(graph, [name], arrivals), place))
        self.arrivals = MappingProxyType(arrivals)
        """By commit, the place on the line at which it arrived."""

    def of(self, *commits: str | None) -> Ancestors:
        """The ancestors of some commits, none of those that are not there."""
        tips = [commit for commit in commits if commit is not None and commit in self.graph.commits]
        own = reach(self.graph, tips, self._places)
        parents = {parent for name in own for parent in self.graph.commits[name].parents}
        met = [place for name in (*tips, *parents) if (place := self._places.get(name)) is not None]
        return Ancestors(own=frozenset(own), arrivals=self.arrivals, until=max(met, default=-1))
