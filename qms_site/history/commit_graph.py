"""The graph of commits: which lead to a tip, how far two tips have gone apart, and what each merge brought.

Everything here is one pass over the commits, or a walk that ends where something known begins. A pass that asks of many tips
at once gives each of them a bit, and hands the bits down from children to parents.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import is_
from types import MappingProxyType

import msgspec
from msgspec import structs

from qms_site.sources.snapshot import CommitRecord

_MOST_TIPS = 256
"""Tips that one pass asks of: what it counts grows with their number times the places at which lines meet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitGraph:
    """Commits by their hashes, each before its parents; ``places`` are their numbers in this order.

    At ``boundary`` a shallow clone ends: what lies before is not known, and neither is what these commits changed, though git shows
    all that they hold as if they had; here they changed nothing.
    """

    commits: Mapping[str, CommitRecord] = field(default_factory=lambda: MappingProxyType({}))
    places: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    boundary: frozenset[str] = frozenset()

    def sort(self, names: Iterable[str]) -> tuple[CommitRecord, ...]:
        """These commits, newest first; unknown ones are left out."""
        found = (name for name in names if name in self.places)
        return tuple(self.commits[name] for name in sorted(found, key=self.places.__getitem__))


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """How far one tip has gone from another: commits that only the first has, and those that only the other has.

    ``base`` is the newest commit that both have, None where their histories are unrelated. ``is_whole`` is False where a
    shallow clone ends in between: then the numbers are at least what they say.
    """

    ahead: int
    behind: int
    base: str | None
    is_whole: bool


class Strand(msgspec.Struct, frozen=True, kw_only=True):
    """What a merge brought along one of its further parents (``number`` counts the first parent as 0).

    ``commits`` are those that were not there before, on the line of first parents from the tip, newest first; ``fork`` is
    where that line left what was there, None where it begins by itself or nobody knows. Strands that were merged into this one
    follow it in their list, up to ``until``.
    """

    merge: CommitRecord
    number: int
    commits: tuple[CommitRecord, ...]
    fork: str | None
    until: int
    inside: int | None
    """Place of the strand that the merge lies in; None for the line that was asked for."""

    @property
    def tip(self) -> str:
        """The commit that was merged."""
        return self.merge.parents[self.number]


def build_commit_graph(commits: Iterable[CommitRecord], boundary: frozenset[str] = frozenset()) -> CommitGraph:
    """The graph of these commits, in the order given where each stands before its parents there."""
    by_hash = {commit.hash: commit for commit in commits}
    cut = [by_hash[name] for name in boundary if name in by_hash]
    by_hash.update({commit.hash: structs.replace(commit, changes=()) for commit in cut})
    places = {name: place for place, name in enumerate(by_hash)}
    if not _is_sorted(by_hash):
        by_hash = {name: by_hash[name] for name in _sorted(by_hash)}
        places = {name: place for place, name in enumerate(by_hash)}
    return CommitGraph(commits=MappingProxyType(by_hash), places=MappingProxyType(places), boundary=boundary)


BuildGraph = Callable[[tuple[CommitRecord, ...], frozenset[str]], CommitGraph]
"""Commits and the boundary of a shallow clone to their graph."""


def share_graphs() -> BuildGraph:
    """Builds graphs as ``build_commit_graph`` does, and of the same commits only one, for all that ask one builder."""
    built: list[tuple[tuple[CommitRecord, ...], frozenset[str], CommitGraph]] = []

    def build(commits: tuple[CommitRecord, ...], boundary: frozenset[str]) -> CommitGraph:
        for known, end, graph in built:
            if len(known) == len(commits) and end == boundary and all(map(is_, known, commits)):
                return graph
        built.append((commits, boundary, build_commit_graph(commits, boundary)))
        return built[-1][2]

    return build


def first_parents(graph: CommitGraph, tip: str | None, *known: Collection[str]) -> tuple[str, ...]:
    """Hashes from a tip back along first parents, as far as the clone goes, and up to what is known already."""
    line: list[str] = []
    commits = graph.commits
    while tip is not None and tip in commits and not any(tip in names for names in known):
        line.append(tip)
        parents = commits[tip].parents
        tip = parents[0] if parents else None
    return tuple(line)


def reach(graph: CommitGraph, tips: Iterable[str], known: Collection[str] = frozenset()) -> set[str]:
    """Hashes of the commits that lead to some tips, up to what is known already."""
    waiting = [tip for tip in tips if tip in graph.commits and tip not in known]
    found = set(waiting)
    while waiting:
        for parent in graph.commits[waiting.pop()].parents:
            if parent not in found and parent not in known and parent in graph.commits:
                found.add(parent)
                waiting.append(parent)
    return found


def compare_tips(graph: CommitGraph, pairs: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Difference]:
    """How far the first of each pair has gone from the second; pairs of which a commit is not there are left out."""
    wanted = [pair for pair in dict.fromkeys(pairs) if all(name in graph.commits for name in pair)]
    found: dict[tuple[str, str], Difference] = {}
    portion: list[tuple[str, str]] = []
    tips: set[str] = set()
    for pair in wanted:
        if len(tips.union(pair)) > _MOST_TIPS:
            found.update(_compare(graph, portion))
            portion, tips = [], set()
        portion.append(pair)
        tips.update(pair)
    found.update(_compare(graph, portion))
    return found


def find_strands(graph: CommitGraph, line: Sequence[str], known: Collection[str] = frozenset()) -> tuple[Strand, ...]:
    """What was merged into a line of first parents (newest first), the oldest merge first, each before what it holds itself.

    ``known`` are commits that were there before the line, so that no merge on it brought them.
    """
    seen = set(line)
    begun: list[tuple[CommitRecord, int, tuple[str, ...], int | None]] = []
    ends: dict[int, int] = {}
    stack: list[tuple[int | None, Iterator[tuple[CommitRecord, int]]]] = [(None, _joins(graph, line))]
    while stack:
        inside, joins = stack[-1]
        join = next(joins, None)
        if join is None:
            stack.pop()
            if inside is not None:
                ends[inside] = len(begun)
            continue
        merge, number = join
        chain = first_parents(graph, merge.parents[number], seen, known)
        seen.update(chain)
        stack.append((len(begun), _joins(graph, chain)))
        begun.append((merge, number, chain, inside))
    return tuple(
        Strand(
            merge=merge,
            number=number,
            commits=tuple(graph.commits[name] for name in chain),
            fork=_parent_of(graph, chain[-1]) if chain else None,
            until=ends[place],
            inside=inside,
        )
        for place, (merge, number, chain, inside) in enumerate(begun)
    )


def commits_of(graph: CommitGraph, strands: Sequence[Strand], place: int) -> tuple[CommitRecord, ...]:
    """All that the merge of a strand brought along it, with what had been merged into it, newest first."""
    held = strands[place : strands[place].until]
    if len(held) == 1:
        return held[0].commits
    return graph.sort(commit.hash for strand in held for commit in strand.commits)


def _joins(graph: CommitGraph, line: Sequence[str]) -> Iterator[tuple[CommitRecord, int]]:
    """Merges on a line, the oldest first, with the numbers of their further parents."""
    for commit in map(graph.commits.get, reversed(line)):
        if commit and len(commit.parents) > 1:
            yield from ((commit, number) for number in range(1, len(commit.parents)))


def _parent_of(graph: CommitGraph, name: str) -> str | None:
    return next((parent for parent in graph.commits[name].parents if parent in graph.commits), None)


def _compare(graph: CommitGraph, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], Difference]]:
    bits = {name: 1 << place for place, name in enumerate(dict.fromkeys(name for pair in pairs for name in pair))}
    counts, firsts, cut = _spread(graph, bits)
    for one, other in pairs:
        mine, theirs = bits[one], bits[other]
        ahead = sum(count for mask, count in counts.items() if mask & mine and not mask & theirs)
        behind = sum(count for mask, count in counts.items() if mask & theirs and not mask & mine)
        shared = (name for mask, name in firsts.items() if mask & mine and mask & theirs)
        yield (
            (one, other),
            Difference(
                ahead=ahead,
                behind=behind,
                base=min(shared, key=graph.places.__getitem__, default=None),
                is_whole=not any(bool(mask & mine) != bool(mask & theirs) for mask in cut),
            ),
        )


def _spread(graph: CommitGraph, bits: Mapping[str, int]) -> tuple[Counter[int], dict[int, str], set[int]]:
    """How many commits lead to the same tips, the first of them, and which of these groups a shallow clone cuts."""
    counts: Counter[int] = Counter()
    firsts: dict[int, str] = {}
    cut: set[int] = set()
    pending: dict[str, int] = {}
    everything, waiting = sum(bits.values()), dict(bits)
    for name, commit in graph.commits.items() if bits else ():
        mask = pending.pop(name, 0) | waiting.pop(name, 0)
        if not mask:
            continue
        counts[mask] += 1
        firsts.setdefault(mask, name)
        if name in graph.boundary:
            cut.add(mask)
        if mask == everything and not pending:
            break  # all that is left leads to every tip
        for parent in commit.parents:
            if parent in graph.commits:
                pending[parent] = pending.get(parent, 0) | mask
    return counts, firsts, cut


def _is_sorted(by_hash: Mapping[str, CommitRecord]) -> bool:
    """Whether each commit stands before those of its parents that are there."""
    passed: set[str] = set()
    for name, commit in by_hash.items():
        if not passed.isdisjoint(commit.parents):
            return False
        passed.add(name)
    return True


def _sorted(by_hash: Mapping[str, CommitRecord]) -> Iterator[str]:
    """Hashes in an order in which each commit stands before its parents, otherwise as given."""
    children = Counter(parent for commit in by_hash.values() for parent in dict.fromkeys(commit.parents))
    ready = [name for name in reversed(tuple(by_hash)) if not children[name]]
    while ready:
        name = ready.pop()
        yield name
        for parent in dict.fromkeys(by_hash[name].parents):
            children[parent] -= 1
            if not children[parent] and parent in by_hash:
                ready.append(parent)
