"""A repository as its branches need it: production's line, what was merged into it, and what is known of each name."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Protocol

from qms_site.history.commit_graph import (
    BuildGraph,
    CommitGraph,
    Difference,
    Strand,
    build_commit_graph,
    compare_tips,
    find_strands,
    first_parents,
    reach,
)
from qms_site.settings import Settings
from qms_site.sources.snapshot import CommitRecord, RepositoryHistory
from qms_site.timeline.branch_copies import Copy, find_copies
from qms_site.timeline.branch_merges import Arrival, find_arrivals, find_reverts, find_squashed
from qms_site.timeline.branch_roles import BranchNames
from qms_site.timeline.branch_shares import find_others_work
from qms_site.timeline.branch_squashes import ReadContents, SquashSearch
from qms_site.timeline.branch_tips import Tip, choose_tips
from qms_site.timeline.system_code import SystemCode
from qms_site.timeline.territory import is_document_path


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchReader:
    """By what branches are read: the settings, what names and paths mean by them, and the day judged by."""

    settings: Settings
    names: BranchNames
    code: SystemCode
    documents_root: str
    as_of: date | None
    build_graph: BuildGraph = build_commit_graph

    def is_document(self, repository: str | None, path: str) -> bool:
        """Whether a path of a repository belongs to the controlled documents."""
        return repository is None and is_document_path(path, self.documents_root)

    def changes_documents_only(self, repository: str | None, commit: CommitRecord) -> bool:
        """Whether a commit changed nothing but controlled documents."""
        return all(self.is_document(repository, change.path) for change in commit.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchReading:
    """A repository with what all its branches are judged by."""

    repository: str | None
    production: str
    graph: CommitGraph
    line: tuple[str, ...]
    """Production's first-parent line, newest first."""
    strands: tuple[Strand, ...]
    """What was merged into it."""
    known: Collection[str]
    """All that leads to production."""
    reverts: Mapping[str, str]
    tips: Mapping[str, Tip]
    """By name, production among them."""
    reader: BranchReader
    read_contents: ReadContents
    """Contents of its files by their objects."""


class HasCommits(Protocol):
    """What brought commits."""

    @property
    def commits(self) -> tuple[CommitRecord, ...]:
        """The commits, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBranch:
    """What is known of one branch beside its name.

    ``arrivals`` are the oldest first; ``copy`` holds what did not arrive itself, ``brought`` is the merge on production's line
    that brought its tip.
    """

    tip: Tip | None
    arrivals: tuple[Arrival, ...]
    unmerged: tuple[CommitRecord, ...]
    copy: Copy | None
    difference: Difference | None
    brought: CommitRecord | None
    others_work: frozenset[str] = frozenset()
    """Hashes of those of its commits that are another branch's work."""

    @property
    def commits(self) -> tuple[CommitRecord, ...]:
        """Its commits, each once, newest first: those not merged, then what each merge brought."""
        return joined_commits(self.unmerged, self.arrivals)


def joined_commits(unmerged: Iterable[CommitRecord], merges: Sequence[HasCommits]) -> tuple[CommitRecord, ...]:
    """Commits that are not merged, then those that merges brought (the oldest merge first), each once, newest first."""
    found = {commit.hash: commit for commit in unmerged}
    for merge in reversed(merges):
        for commit in merge.commits:
            found.setdefault(commit.hash, commit)
    return tuple(found.values())


def read_branches_of(history: RepositoryHistory, reader: BranchReader, read_contents: ReadContents) -> BranchReading:
    """A repository, read for its branches; without a line where its clone does not know production."""
    graph = reader.build_graph(history.commits, history.boundary)
    line = tuple(filter(graph.commits.__contains__, history.production_line or ()))
    strands = find_strands(graph, line)
    return BranchReading(
        repository=history.name or None,
        production=reader.settings.production_of(history.name or None),
        graph=graph,
        line=line,
        strands=strands,
        known={*line, *(commit.hash for strand in strands for commit in strand.commits)},
        reverts=find_reverts(graph, line) if strands else {},
        tips=choose_tips(graph, history.branches),
        reader=reader,
        read_contents=read_contents,
    )


def known_branches(reading: BranchReading) -> Mapping[str, KnownBranch]:
    """All branches but production, by their names."""
    graph, known = reading.graph, reading.known
    tips = {name: tip for name, tip in reading.tips.items() if name != reading.production}
    unmerged = {
        name: graph.sort(reach(graph, [tip.commit], known)) for name, tip in tips.items() if tip.commit not in known
    }
    arrivals: dict[str, dict[tuple[str, str | None], Arrival]] = defaultdict(dict)
    for arrival in _arrivals(reading, tips, unmerged):
        if arrival.name not in (reading.production, arrival.into):
            arrivals[arrival.name].setdefault((arrival.commit.hash, arrival.tip), arrival)
    copies = find_copies(_squash_search(reading, arrivals), known, unmerged) if reading.line else {}
    head = next(iter(reading.line), "")
    differences = compare_tips(graph, ((tip.commit, head) for tip in tips.values()))
    brought = _brought(reading.strands, {tip.commit for tip in tips.values()})
    found = {
        name: KnownBranch(
            tip=tip,
            arrivals=tuple(sorted(own.values(), key=lambda arrival: -graph.places[arrival.commit.hash])),
            unmerged=unmerged.get(name, ()),
            copy=copies.get(name),
            difference=differences.get((tip.commit, head)) if tip else None,
            brought=brought.get(tip.commit) if tip else None,
        )
        for name in {*tips, *arrivals}
        for tip, own in [(tips.get(name), arrivals.get(name, {}))]
    }
    others_work = find_others_work(
        graph,
        {name: branch.commits for name, branch in found.items()},
        {name: branch.arrivals for name, branch in found.items()},
        {name: tip.commit for name, tip in tips.items() if _is_named(reading, name)},
    )
    return {name: replace(branch, others_work=others_work.get(name, frozenset())) for name, branch in found.items()}


def _squash_search(
    reading: BranchReading, arrivals: Mapping[str, Mapping[tuple[str, str | None], Arrival]]
) -> SquashSearch:
    return SquashSearch(
        graph=reading.graph,
        line=reading.line,
        alone={
            name: tuple(
                arrival.commits[0]
                for arrival in own.values()
                if arrival.into == reading.production
                and len(arrival.commits) == 1
                and len(arrival.commits[0].parents) == 1
            )
            for name, own in arrivals.items()
        },
        is_document=partial(reading.reader.is_document, reading.repository),
        read_contents=reading.read_contents,
    )


def _arrivals(reading: BranchReading, tips: Mapping[str, Tip], unmerged: Iterable[str]) -> Iterator[Arrival]:
    """What production took in, then what branches did that are not merged themselves."""
    graph, is_named = reading.graph, partial(_is_named, reading)

    yield from find_arrivals(graph, reading.strands, reading.production, tips, is_named)
    yield from find_squashed(graph, reading.line, reading.production)
    for name in sorted(unmerged):
        own = first_parents(graph, tips[name].commit, reading.known)
        yield from find_arrivals(graph, find_strands(graph, own, reading.known), name, tips, is_named)


def _is_named(reading: BranchReading, name: str) -> bool:
    """Whether the settings say what a branch of this name is."""
    return reading.reader.names.role_of(name, reading.production).is_known


def _brought(strands: Sequence[Strand], tips: Collection[str]) -> Mapping[str, CommitRecord]:
    """Of these commits those that a merge brought to production, with the merge on its line that did."""
    outer: list[CommitRecord] = []
    found: dict[str, CommitRecord] = {}
    for strand in strands:
        outer.append(strand.merge if strand.inside is None else outer[strand.inside])
        found.update((commit.hash, outer[-1]) for commit in strand.commits if commit.hash in tips)
    return found
