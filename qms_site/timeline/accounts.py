"""The repositories whose commits are judged, each with what is needed to go through them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

import msgspec
from msgspec import structs

from qms_site.history.commit_graph import BuildGraph, build_commit_graph, find_strands, first_parents, reach
from qms_site.history.merge_changes import find_own_changes
from qms_site.settings import Settings
from qms_site.sources.snapshot import Change, CommitRecord, RepositoryHistory, RepositoryState, Snapshot
from qms_site.timeline.authority import find_bringers, find_merges
from qms_site.timeline.governance import commits_before, commits_until
from qms_site.timeline.scopes import KnownPaths
from qms_site.timeline.territory import Territory


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A repository and what is needed to go through its commits."""

    repository: str | None
    commits: tuple[CommitRecord, ...]
    territory: Territory
    on_production: frozenset[str] | None
    """The commits that count; None for all."""
    boundary: frozenset[str]
    before: frozenset[str]
    brought: Mapping[str, CommitRecord]
    """By commit, the merge that brought it; that one may have been brought by another."""
    by_merges: Mapping[str, tuple[Change, ...]]
    """By merge, what it changed itself."""
    bearers: Mapping[str, CommitRecord] = msgspec.field(default_factory=lambda: MappingProxyType({}))
    """By commit, the one of the parent repository whose pointer brought it."""
    brought_above: Mapping[str, CommitRecord] = msgspec.field(default_factory=lambda: MappingProxyType({}))
    """By commit of the parent repository, the merge that brought it."""
    folder: str
    """Path of the repository in this one, with a slash at its end; empty for this one."""

    def is_brought(self, commit: CommitRecord) -> bool:
        """Whether a merge, or a pointer, brought a commit."""
        return commit.hash in self.brought or commit.hash in self.bearers

    def counts(self, commit: CommitRecord) -> bool:
        """Whether a commit is on production, and what it changed is known."""
        is_there = self.on_production is None or commit.hash in self.on_production
        return is_there and commit.hash not in self.boundary


def find_accounts(
    snapshot: Snapshot,
    settings: Settings,
    since: datetime | None,
    territory: Territory,
    others: Mapping[str, Territory],
    build_graph: BuildGraph = build_commit_graph,
) -> Iterator[Account]:
    """The repository that is read, whose territory is given, and the other ones by their names; governance began at ``since``."""
    graph = build_graph(snapshot.history.commits, snapshot.history.boundary)
    strands = find_strands(graph, snapshot.history.first_parents)
    own = Account(
        repository=None,
        commits=snapshot.history.commits,
        territory=territory,
        on_production=None,
        boundary=snapshot.history.boundary,
        before=commits_before(graph, settings),
        brought=find_merges(strands),
        by_merges=find_own_changes(graph, strands, snapshot.history.boundary),
        folder="",
    )
    yield own
    states = {state.name: state for state in snapshot.repositories}
    moves = _moves_by_path(snapshot.history.commits) if snapshot.histories else {}
    for name, history in sorted(snapshot.histories.items()):
        if name in others and name in states:
            yield _other_account(history, others[name], states[name], settings, since, moves, own.brought)


def _other_account(
    history: RepositoryHistory,
    territory: Territory,
    state: RepositoryState,
    settings: Settings,
    since: datetime | None,
    moves: Mapping[str, Sequence[tuple[str, CommitRecord]]],
    above: Mapping[str, CommitRecord],
) -> Account:
    graph, line = build_commit_graph(history.commits), history.production_line or ()
    # Where production is not known, what this repository points at, or what is checked out, is in use.
    tip = line[:1] or tuple(filter(None, (state.pointer or state.head,)))
    strands = find_strands(graph, line)
    return Account(
        repository=history.name,
        commits=history.commits,
        territory=territory,
        on_production=frozenset(reach(graph, tip)) if tip else None,
        boundary=history.boundary,
        before=commits_until(history.commits, since, settings),
        brought=find_merges(strands),
        by_merges=find_own_changes(graph, strands, history.boundary),
        bearers=find_bringers(graph, moves.get(state.path, ())),
        brought_above=above,
        folder=f"{state.path}/",
    )


def proposed_account(
    account: Account,
    snapshot: Snapshot,
    settings: Settings,
    since: datetime | None,
    tip: str,
    proposed: Collection[str],
) -> Account:
    """The account of commits that lead to a tip and are not where they shall go yet, given by their hashes."""
    name, history = account.repository, snapshot.history
    commits = (*history.beside, *history.commits) if name is None else snapshot.histories[name].commits
    graph = build_commit_graph(commits, account.boundary)
    known = graph.commits.keys() - proposed
    strands = find_strands(graph, first_parents(graph, tip, known), known)
    own = graph.sort(proposed)
    return structs.replace(
        account,
        commits=own,
        on_production=None,
        before=commits_until(own, since, settings),
        brought=find_merges(strands),
        by_merges=find_own_changes(graph, strands, account.boundary),
        bearers=MappingProxyType({}),
        brought_above=MappingProxyType({}),
    )


def _moves_by_path(commits: Sequence[CommitRecord]) -> Mapping[str, Sequence[tuple[str, CommitRecord]]]:
    """What each submodule was made to point at, and by which commit, oldest first."""
    moves: dict[str, list[tuple[str, CommitRecord]]] = {}
    for commit in reversed(commits):
        for change in commit.changes:
            if change.is_pointer and change.after:
                moves.setdefault(change.path, []).append((change.after, commit))
    return moves


def known_paths(snapshot: Snapshot, proposed: Iterable[CommitRecord] = ()) -> KnownPaths:
    """All paths that this repository and the others have or had, as this one has them; also by commits that are proposed."""
    own = {*snapshot.history.changes.places_by_path, *(change.path for commit in proposed for change in commit.changes)}
    folders = {state.name: state.path for state in snapshot.repositories}
    foreign = {
        f"{folders.get(name, name)}/{change.path}"
        for name, history in snapshot.histories.items()
        for commit in history.commits
        for change in commit.changes
    }
    return KnownPaths(frozenset(snapshot.paths | own | foreign), frozenset(folders.values()))
