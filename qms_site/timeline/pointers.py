"""Submodules over time: when each pointer moved, from where to where, citing what; and where it stands now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from qms_site.history.commit_graph import BuildGraph, Difference, build_commit_graph, compare_tips, reach
from qms_site.history.merge_subjects import read_merge_subject
from qms_site.settings import Settings
from qms_site.sources.snapshot import Change, CommitRecord, History, RepositoryHistory, RepositoryState, Snapshot
from qms_site.text import natural_key
from qms_site.timeline.branch_roles import BranchNames

Direction = Literal["added", "removed", "renamed", "ahead", "behind", "sideways", "unknown"]


class PointerMove(msgspec.Struct, frozen=True, kw_only=True):
    """A commit on the line of first parents that moved the pointer of a submodule, against the commit before it.

    ``direction`` is unknown where the submodule's clone, or one of the commits in it, is not there. ``gained`` and ``lost``
    count the submodule's commits that came and went. ``is_on_production``: whether the commit pointed at leads to the
    submodule's production today; None where that is not known.
    """

    path: str
    commit: CommitRecord
    before: str | None
    after: str | None
    cites: tuple[str, ...]
    direction: Direction
    gained: int | None = None
    lost: int | None = None
    is_on_production: bool | None = None
    former_path: str | None = None
    """Where the submodule lay before, for one that was renamed."""

    @property
    def distance(self) -> int | None:
        """How many commits came or went; None where that is not known."""
        return None if self.gained is None or self.lost is None else self.gained + self.lost


class QualifiedCommit(msgspec.Struct, frozen=True, kw_only=True):
    """The commit that the baseline of a system's matrix states, and how far the pointer has gone from it (None: not known)."""

    system: str
    commit: str
    ahead: int | None = None
    behind: int | None = None


class Submodule(msgspec.Struct, frozen=True, kw_only=True):
    """A submodule of this repository, also one that was removed (``pointer`` is None).

    ``head`` is what its clone has checked out, None where there is no clone. ``ahead`` and ``behind`` count commits against the
    tip of its production; None where the clone does not tell. ``moves`` are the oldest first.
    """

    path: str
    repository: str | None
    pointer: str | None
    head: str | None
    production: str
    production_tip: str | None = None
    is_on_production: bool | None = None
    ahead: int | None = None
    behind: int | None = None
    qualified: tuple[QualifiedCommit, ...] = ()
    moves: tuple[PointerMove, ...] = ()

    @property
    def is_available(self) -> bool:
        """Whether its clone is there."""
        return self.head is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A move as the parent's history tells it."""

    path: str
    commit: CommitRecord
    before: str | None
    after: str | None
    former_path: str | None = None


def find_submodules(
    snapshot: Snapshot,
    settings: Settings,
    names: BranchNames,
    baselines: Iterable[tuple[str, QualifiedCommit]],
    build_graph: BuildGraph = build_commit_graph,
) -> tuple[Submodule, ...]:
    """Submodules by their paths. ``baselines`` are the qualified commits with the names of the repositories that have them."""
    steps = _find_steps(snapshot.history)
    states = {state.path: state for state in snapshot.repositories}
    pointers = {state.path: state.pointer for state in snapshot.repositories if state.pointer} | dict(snapshot.pointers)
    qualified: dict[str, list[QualifiedCommit]] = defaultdict(list)
    for repository, commit in baselines:
        qualified[repository].append(commit)
    cites = _citing(snapshot.history, steps, names, build_graph)
    found = []
    for path in sorted({*steps, *pointers}, key=lambda path: (natural_key(path), path)):
        state = states.get(path)
        judged = _Submodule(snapshot, settings, state, qualified.get(state.name, []) if state else [], build_graph)
        found.append(judged.build(path, pointers.get(path), steps.get(path, ()), cites))
    return tuple(found)


def _find_steps(history: History) -> Mapping[str, Sequence[_Step]]:
    """Moves on the line of first parents, oldest first, by the path that each submodule has, or had last."""
    movers = {commit.hash: commit for commit in map(history.commits.__getitem__, history.changes.pointers)}
    found: dict[str, list[_Step]] = {}
    for name in reversed(history.first_parents if movers else ()):
        commit = movers.get(name)
        if commit is None or name in history.boundary:
            continue
        changes = [change for change in commit.changes if change.is_pointer]
        removed = {change.before: change.path for change in changes if change.after is None}
        renamed = {removed[change.after] for change in changes if change.before is None and change.after in removed}
        for change in changes:
            if change.path in renamed:
                continue
            former = removed.get(change.after) if change.before is None else None
            own = found.setdefault(change.path, found.pop(former, []) if former else [])
            before = change.after if former else change.before
            own.append(_Step(path=change.path, commit=commit, before=before, after=change.after, former_path=former))
    return found


def _citing(
    history: History, steps: Mapping[str, Sequence[_Step]], names: BranchNames, build_graph: BuildGraph
) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """What each move cites, by commit and path: the commit's own words; of a merge also those of the commits that it brought."""
    moves = [step for own in steps.values() for step in own]
    brought = _brought(history, {step.commit.hash for step in moves if len(step.commit.parents) > 1}, build_graph)
    found = {}
    for step in moves:
        cited = [*names.ids_in(step.commit.message)]
        for commit in _movers(brought.get(step.commit.hash, ()), step):
            cited += names.ids_in(commit.message)
        found[step.commit.hash, step.path] = tuple(dict.fromkeys(cited)) or tuple(_by_branch(step.commit, names))
    return found


def _brought(
    history: History, merges: Collection[str], build_graph: BuildGraph
) -> Mapping[str, tuple[CommitRecord, ...]]:
    """What these merges on the line of first parents brought first, newest first; commits that move no pointer are left out."""
    if not merges:
        return {}
    graph = build_graph(history.commits, history.boundary)
    known = set(history.first_parents)
    found = {}
    for name in reversed(history.first_parents):
        commit = graph.commits.get(name)
        if commit is None or len(commit.parents) <= 1:
            continue
        new = reach(graph, commit.parents[1:], known)
        known |= new
        if name in merges:
            movers = (each for each in new if any(change.is_pointer for change in graph.commits[each].changes))
            found[name] = graph.sort(movers)
    return found


def _movers(brought: Iterable[CommitRecord], step: _Step) -> Iterable[CommitRecord]:
    """The commits that made the move which a merge brought; of one that a merge made itself, those that moved the pointer apart."""
    own = [commit for commit in brought if any(_is_same(change, step) for change in commit.changes)]
    return own or [commit for commit in brought if any(_is_of(change, step) for change in commit.changes)]


def _is_of(change: Change, step: _Step) -> bool:
    return change.is_pointer and change.path == step.path


def _is_same(change: Change, step: _Step) -> bool:
    return _is_of(change, step) and change.after == step.after


def _by_branch(commit: CommitRecord, names: BranchNames) -> Iterator[str]:
    """The record that a merged branch is called after."""
    subject = read_merge_subject(commit.subject) if len(commit.parents) > 1 else None
    for name in subject.names if subject else ():
        record = names.record_of(name) if name else None
        if record:
            yield record


class _Submodule:
    """One submodule with the graph of its own clone, where that is there."""

    def __init__(
        self,
        snapshot: Snapshot,
        settings: Settings,
        state: RepositoryState | None,
        qualified: Sequence[QualifiedCommit],
        build_graph: BuildGraph,
    ) -> None:
        history = (snapshot.histories.get(state.name) if state else None) or RepositoryHistory(name="")
        self._state = state
        self._graph = build_graph(history.commits, history.boundary)
        self._production = settings.production_of(state.name if state else None)
        self._tip = next(iter(history.production_line or ()), None)
        self._qualified = qualified

    def build(
        self, path: str, pointer: str | None, steps: Sequence[_Step], cites: Mapping[tuple[str, str], tuple[str, ...]]
    ) -> Submodule:
        """The submodule at a path, with all its moves."""
        pairs = [(step.after, step.before) for step in steps] + [(step.after, self._tip) for step in steps]
        pairs += [(pointer, self._tip), *((pointer, one.commit) for one in self._qualified)]
        whole = ((one, other) for one, other in pairs if one and other)
        compared = {pair: found for pair, found in compare_tips(self._graph, whole).items() if found.is_whole}
        now = compared.get((pointer or "", self._tip or ""))
        return Submodule(
            path=path,
            repository=self._state.name if self._state else None,
            pointer=pointer,
            head=self._state.head if self._state else None,
            production=self._production,
            production_tip=self._tip,
            is_on_production=self._is_on_production(pointer, compared),
            ahead=now.ahead if now else None,
            behind=now.behind if now else None,
            qualified=tuple(_measured(one, compared.get((pointer or "", one.commit))) for one in self._qualified),
            moves=tuple(self._move(step, compared, cites[step.commit.hash, step.path]) for step in steps),
        )

    def _move(self, step: _Step, compared: Mapping[tuple[str, str], Difference], cites: tuple[str, ...]) -> PointerMove:
        found = compared.get((step.after or "", step.before or ""))
        return PointerMove(
            path=step.path,
            commit=step.commit,
            before=step.before,
            after=step.after,
            cites=cites,
            direction=_direction(step, found),
            gained=found.ahead if found else None,
            lost=found.behind if found else None,
            is_on_production=self._is_on_production(step.after, compared),
            former_path=step.former_path,
        )

    def _is_on_production(self, commit: str | None, compared: Mapping[tuple[str, str], Difference]) -> bool | None:
        found = compared.get((commit or "", self._tip or ""))
        return found.ahead == 0 if found else None


def _measured(one: QualifiedCommit, found: Difference | None) -> QualifiedCommit:
    return msgspec.structs.replace(one, ahead=found.ahead, behind=found.behind) if found else one


def _direction(step: _Step, found: Difference | None) -> Direction:
    if step.former_path is not None:
        return "renamed"
    if step.before is None or step.after is None:
        return "added" if step.before is None else "removed"
    if found is None:
        return "unknown"
    if found.behind == 0:
        return "ahead"
    return "behind" if found.ahead == 0 else "sideways"
