"""Reads the trees of all systems: a few questions to each repository, however many commits, environments and files there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from qms_site.graph.code_states import CodeState, MeantCode
from qms_site.graph.environment_turns import turns_of
from qms_site.graph.repositories import KnownRepository, Repositories
from qms_site.graph.results import counting_commits
from qms_site.graph.system_trees import EnvironmentTree, SystemTree, SystemTrees, Turn
from qms_site.graph.systems import UNNAMED
from qms_site.graph.tree_places import TreePlaces, places_of
from qms_site.graph.verification import Verification, Verifications
from qms_site.history.ancestry import Ancestry
from qms_site.history.commit_graph import build_commit_graph
from qms_site.settings import Settings
from qms_site.sources.snapshot import TreeFile
from qms_site.timeline.branches import Branch

_ENVIRONMENTS = frozenset({"test", "genesis"})
_SHORT = 12
_Read = tuple[SystemTree | None, str | None]
"""A tree, or why there is none."""


def read_system_trees(
    settings: Settings,
    repositories: Repositories,
    verifications: Verifications,
    branches: Iterable[Branch],
    documents_root: str,
    base: str,
) -> Mapping[str, SystemTrees]:
    """The trees of every configured system, by its name. ``base`` is the folder of the settings."""
    by_system: dict[str, list[Branch]] = defaultdict(list)
    for branch in branches:
        if branch.role.name in _ENVIRONMENTS and branch.system:
            by_system[branch.system].append(branch)
    results = frozenset(result.commit for result in verifications.results if result.commit)
    known = {one.key: one for one in repositories.known}
    ancestries: dict[str | None, Ancestry] = {}
    found = {}
    for system in settings.system:
        own = known.get(system.repository)
        reader = _Reader(
            name=system.name,
            repositories=repositories,
            own=own,
            places=places_of(system, base, own.folder if own and system.repository else None, documents_root),
            verification=verification_of(system.name, verifications, settings),
            ancestries=ancestries,
        )
        near = [branch for branch in by_system[system.name] if branch.repository in (None, system.repository)]
        found[system.name] = reader.read(near, results, documents_root)
    return MappingProxyType(found)


def verification_of(name: str, verifications: Verifications, settings: Settings) -> Verification | None:
    """The evidence of a configured system; specifications that name no system are of the only one."""
    own = verifications.by_system.get(f"SDLC-{name}")
    return own or (verifications.by_system.get(UNNAMED) if len(settings.system) == 1 else None)


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """Reads for one system. ``ancestries`` are those of the commits of each repository, built when an environment calls for one."""

    name: str
    repositories: Repositories
    own: KnownRepository | None
    places: TreePlaces
    verification: Verification | None
    ancestries: dict[str | None, Ancestry]

    def read(self, branches: Sequence[Branch], results: frozenset[str], documents_root: str) -> SystemTrees:
        empty = SystemTrees(
            system=self.name, repository=self.places.repository, qualified_commit=self.qualified or self.stated
        )
        if unknown := self._why_unknown():
            environments = tuple(
                _environment(branch, Turn.COUNTS if branch.role.name == "test" else Turn.OTHER, (None, unknown))
                for branch in branches
            )
            return replace(
                empty,
                unknown=unknown,
                unknown_qualified=unknown if self.stated else None,
                environments=environments,
            )
        turns = self._turns(branches)
        asked = [branch for branch in branches if branch.role.name != "test" or turns[branch.label] is Turn.COUNTS]
        counting = [branch for branch in asked if branch.role.name == "test"]
        forks = [branch.fork for branch in counting] if len(counting) > 1 else []
        self._foresee(asked, forks)
        production, unknown = self._production()
        tip = self._inner(self.own.tip, is_production=True) if self.own and self.places.folder else None
        return replace(
            empty,
            production=production,
            unknown=unknown,
            own_tip=tip,
            qualified=self._inner(self.qualified) if self.qualified else None,
            unknown_qualified=self._why_unqualified(),
            environments=tuple(
                self._read_environment(branch, turns[branch.label], is_asked=branch in asked, is_joined=bool(forks))
                for branch in branches
            ),
            predecessors=self._predecessors(production),
            counting=self._counting(production, results, documents_root),
        )

    @property
    def stated(self) -> str | None:
        """The qualified commit as the baseline writes it."""
        return self.verification.commit if self.verification and self.verification.is_stated else None

    @cached_property
    def qualified(self) -> str | None:
        """The qualified commit in full, where the system's own repository has it."""
        if not self.stated or self.own is None or not self.own.is_available:
            return None
        return self.repositories.code.find_commits(self.own.key, [self.stated])[0]

    @property
    def called(self) -> str:
        """The system's repository, as a sentence names it."""
        return f"repository {self.places.repository!r}" if self.places.repository else "this repository"

    def _why_unknown(self) -> str | None:
        if self.own is None or not self.own.is_available:
            return f"{self.called} is not available" if self.places.repository else "there is no git history"
        return None if self.places.code else f"the settings do not say which paths are the code of {self.name}"

    def _why_unqualified(self) -> str | None:
        if self.qualified or not self.stated:
            return None
        return f"the qualified commit {self.stated[:_SHORT]} is not in {self.called}"

    def _turns(self, branches: Sequence[Branch]) -> Mapping[str, Turn]:
        """The turn of each environment, by its label; those of each repository are compared with each other."""
        found: dict[str, Turn] = {}
        for repository in dict.fromkeys(branch.repository for branch in branches):
            own = [branch for branch in branches if branch.repository == repository and branch.role.name == "test"]
            qualified = self.qualified if repository == self.places.repository else None
            if repository != self.places.repository:
                own = self._without_those_beyond(own)
            turns = turns_of(own, self._ancestry(repository), qualified) if own else {}
            found |= {branch.label: turns[branch.name] for branch in own}
        return {branch.label: found.get(branch.label, Turn.OTHER) for branch in branches}

    def _without_those_beyond(self, branches: Sequence[Branch]) -> list[Branch]:
        """Environments of this repository, without those that hold the submodule at what the qualified commit does not lead to."""
        tips = [branch.tip for branch in branches if branch.tip]
        if not tips or self.qualified is None:
            return list(branches)
        listed = dict(zip(tips, self._list_outer(tips), strict=True))
        pointers = {tip: self.places.pointer_in(files) for tip, files in listed.items() if files}
        held = self._ancestry(self.places.repository).of(self.qualified)
        beyond = {tip for tip, pointer in pointers.items() if pointer and pointer not in held}
        return [branch for branch in branches if branch.tip not in beyond]

    def _ancestry(self, repository: str | None) -> Ancestry:
        if repository not in self.ancestries:
            known = next((one for one in self.repositories.known if one.key == repository), None)
            graph = build_commit_graph(known.commits if known else ())
            self.ancestries[repository] = Ancestry(graph, known.tip if known else None)
        return self.ancestries[repository]

    def _foresee(self, asked: Iterable[Branch], forks: Iterable[str | None]) -> None:
        """Read at once what all these commits hold: those of this repository first, which tell of pointers."""
        own, outer = [self.qualified, self.own.tip if self.own else None], [self.repositories.own.tip]
        for commit, repository in [*((one.tip, one.repository) for one in asked), *((fork, None) for fork in forks)]:
            (own if repository == self.places.repository else outer).append(commit)
        if self.places.folder:
            listed = self._list_outer([commit for commit in dict.fromkeys(outer) if commit])
            own += [self.places.pointer_in(files) for files in listed if files]
        self.repositories.code.foresee(self.places.repository, [commit for commit in dict.fromkeys(own) if commit])

    def _list_outer(self, commits: Sequence[str]) -> tuple[Mapping[str, TreeFile] | None, ...]:
        return self.repositories.code.list_files(None, commits, self.places.wants_outside, self.places.outside)

    def _list_inner(self, commit: str) -> Mapping[str, TreeFile] | None:
        return self.repositories.code.list_files(
            self.places.repository, [commit], self.places.wants, self.places.inside
        )[0]

    def _inner(self, commit: str | None, *, is_production: bool = False) -> SystemTree | None:
        """The tree at a commit of the system's own repository."""
        files = self._list_inner(commit) if commit else None
        return (
            None
            if commit is None or files is None
            else self.places.own_tree(commit, files, is_production=is_production)
        )

    def _outer(self, commit: str, *, is_production: bool = False) -> _Read:
        """The tree at a commit of this repository, of a system that has one of its own."""
        (files,) = self._list_outer([commit])
        if files is None:
            return None, f"commit {commit[:_SHORT]} is not in this repository"
        pointer = self.places.pointer_in(files)
        inner = self._list_inner(pointer) if pointer else None
        if pointer and inner is None:
            return None, f"commit {pointer[:_SHORT]}, which the submodule is held at, is not in {self.called}"
        return self.places.outer_tree(commit, files, inner, is_production=is_production), None

    def _production(self) -> _Read:
        """What production holds: by the pointer where the system is a submodule there, else what its own production holds."""
        tip = self.repositories.own.tip
        if self.places.folder and self.repositories.own.is_available and tip:
            tree, unknown = self._outer(tip, is_production=True)
            if unknown or (tree and (tree.pointer or tree.files)) or self._was_pointed_at():
                return tree, unknown
        inner = self._inner(self.own.tip if self.own else None, is_production=True)
        return inner, None if inner else f"production of {self.called} is not known to this clone"

    def _was_pointed_at(self) -> bool:
        """Whether the system's repository is a submodule on some way, so that production may be without it."""
        return any(name == self.places.repository for _, name in self.repositories.pointers)

    def _predecessors(self, production: SystemTree | None) -> tuple[str, ...]:
        found = list(production.before) if production else []
        tip = self.repositories.own.tip
        if production and production.repository is not None and tip:
            outer, _ = self._outer(tip, is_production=True)
            found += outer.before if outer else ()
        return tuple(dict.fromkeys(found))

    def _read_environment(self, branch: Branch, turn: Turn, *, is_asked: bool, is_joined: bool) -> EnvironmentTree:
        if not is_asked:
            return _environment(branch, turn, (None, None))
        if branch.tip is None:
            return _environment(
                branch, turn, (None, f"the last commit of {branch.label} is lost: it was squashed, and is gone")
            )
        read = self._tree_of(branch.repository, branch.tip)
        base = (
            self._tree_of(branch.repository, branch.fork)[0]
            if is_joined and branch.fork and turn is Turn.COUNTS
            else None
        )
        return replace(_environment(branch, turn, read), base=base)

    def _tree_of(self, repository: str | None, commit: str) -> _Read:
        if repository != self.places.repository:
            return self._outer(commit)
        tree = self._inner(commit)
        return tree, None if tree else f"commit {commit[:_SHORT]} is not in {self.called}"

    def _counting(self, production: SystemTree | None, results: frozenset[str], documents_root: str) -> frozenset[str]:
        """Commits of results whose code and tests are the same objects as production's."""
        commit = (production.pointer or production.commit) if production else None
        if (
            commit is None
            or not production
            or (production.repository != self.places.repository and not production.pointer)
        ):
            return frozenset()
        paths = frozenset() if "." in self.places.code else self.places.code
        meant = MeantCode(
            system=self.name,
            paths=paths,
            repository=self.places.repository,
            stated=commit,
            is_stated=False,
            matrices=(),
        )
        state = CodeState(
            repository=meant.repository, commit=commit, paths=frozenset(), tests=(), markers=(), problems=()
        )
        tests = _test_files(self.verification)
        return counting_commits(meant, state, tests, results, self.repositories.code, documents_root)


def _test_files(verification: Verification | None) -> frozenset[str]:
    """The files of the tests that the matrices of a system name; of all tests where none of them is known."""
    if verification is None:
        return frozenset()
    named = frozenset(test.id.partition("::")[0] for test in verification.named.values() if test.id)
    return named or frozenset(test.path for test in (verification.code.tests if verification.code else ()))


def _environment(branch: Branch, turn: Turn, read: _Read) -> EnvironmentTree:
    tree, unknown = read
    return EnvironmentTree(
        branch=branch.name,
        repository=branch.repository,
        role=branch.role.name,
        is_deleted=branch.is_deleted,
        commit=branch.tip,
        turn=turn,
        tree=tree,
        unknown=unknown,
    )
