"""The code that the evidence of each system is about: which repository, at which commit, and what stands in it.

The commit that counts is the one that the baseline of the matrix states, else the one that was read.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import PurePosixPath

from qms_site.graph.systems import UNNAMED, system_name
from qms_site.paths import is_inside
from qms_site.records.code import CodeReader
from qms_site.records.documents import Document
from qms_site.records.named_tests import parts_of
from qms_site.records.testcode.blocks import CodeProblem
from qms_site.records.testcode.document_paths import OpenedPath
from qms_site.records.testcode.markers import CodeMarker
from qms_site.records.testcode.reading import TestFunction
from qms_site.settings import Settings, SystemSettings
from qms_site.sources.snapshot import RepositoryState, Snapshot, Wanted

_HASH = re.compile(r"(?<![\w-])[0-9a-f]{7,64}(?![\w-])", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;()`]+")
# Host and owner of an address, which may be called like a repository and are none.
_OWNER = re.compile(r"(?:\w+://[^/]*/|[\w.-]+@[\w.-]+:)[^/]*/")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeState:
    """The code of one repository at one commit, as far as it speaks of requirements. ``repository`` is None for this one."""

    repository: str | None
    commit: str | None
    paths: frozenset[str]
    tests: tuple[TestFunction, ...]
    markers: tuple[CodeMarker, ...]
    problems: tuple[CodeProblem, ...]
    opened: tuple[tuple[str, OpenedPath], ...] = ()
    """Paths that files with tests open, behind the files' own."""
    partly_read: frozenset[str] = frozenset()
    """Files that may hold more tests than were recognised, as of a class whose bases are defined elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeantCode:
    """Which code counts for a system.

    ``stated`` is the commit as the baseline writes it, or the one that the repository is held at where it writes none
    (``is_stated`` tells); None where the one read counts. ``paths`` are those that the settings call its code; none where
    they do not say, or mean all of the repository.
    """

    system: str
    paths: frozenset[str]
    repository: str | None
    stated: str | None
    is_stated: bool
    matrices: tuple[Document, ...]

    @property
    def place(self) -> tuple[str | None, str | None]:
        """Repository and commit, as a key."""
        return self.repository, self.stated

    def is_code(self, path: str) -> bool:
        """Whether the settings call a file the system's own."""
        return any(path == place or is_inside(path, place) for place in self.paths)


CodeStates = Mapping[tuple[str | None, str | None], CodeState | None]
"""By place; None where the repository or the commit is not there."""


def find_meant_code(
    documents: Iterable[Document], settings: Settings, snapshot: Snapshot, base: str
) -> Iterator[MeantCode]:
    """The code that counts for each system that has a specification or a matrix, by the systems' names.

    ``base`` is the folder of the settings, which their paths are relative to.
    """
    by_system: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        if (system := system_name(document, settings)) is not None:
            by_system[system].append(document)
    configured = {f"SDLC-{system.name}": system for system in settings.system}
    if len(settings.system) == 1:
        configured[UNNAMED] = settings.system[0]
    repositories = {repository.name: repository for repository in snapshot.repositories}
    for system, own in sorted(by_system.items()):
        matrices = tuple(document for document in own if settings.role_of(document.type) == "matrix")
        chosen = configured.get(system)
        repository = (chosen.repository if chosen else None) or _stated_repository(matrices, repositories)
        state = repositories.get(repository) if repository else None
        stated = _stated_commit(matrices)
        yield MeantCode(
            system=system,
            paths=_code_paths(chosen, base if repository is None else "."),
            repository=repository,
            stated=stated or (state and (state.pointer or state.head)) or None,
            is_stated=stated is not None,
            matrices=matrices,
        )


def names_in(one: MeantCode) -> Iterator[str]:
    """What the matrices of a system name, each once."""
    return iter(
        dict.fromkeys(
            name
            for document in one.matrices
            for file in document.current_files
            for trace in file.contents.traces
            for name in trace.evidence.tests
        )
    )


def read_code_states(meant: Iterable[MeantCode], snapshot: Snapshot, reader: CodeReader) -> CodeStates:
    """The code of all these systems, each state once, and that of the state that was read.

    At a commit of its own a system's evidence is not in code that the settings give to other systems, unless a matrix names
    it: such code is left out, or its reading would grow with the number of systems times the code of them all.
    """
    by_place: dict[tuple[str | None, str | None], list[MeantCode]] = defaultdict(list)
    given: dict[str | None, set[str]] = defaultdict(set)
    for one in meant:
        by_place[one.place].append(one)
        given[one.repository].update(one.paths)
    given_over = {repository: cache(partial(_given_over, frozenset(places))) for repository, places in given.items()}
    for repository in given:
        snapshot.code.foresee(repository, [stated for place, stated in by_place if place == repository and stated])
    found: dict[tuple[str | None, str | None], CodeState | None] = {}
    for repository, commit in dict.fromkeys([(None, None), *by_place]):
        is_all = commit is None
        is_meant = _everything if is_all else _not_of_others(by_place[repository, commit], given_over[repository])
        found[repository, commit] = _read_state(repository, commit, snapshot, reader, is_meant)
    return found


def _everything(_path: str) -> bool:
    return True


def _not_of_others(here: Iterable[MeantCode], given_over: Callable[[str], frozenset[str]]) -> Wanted:
    """Which paths can hold evidence of some systems: their own, those that are given to none, and files that they name."""
    systems = tuple(here)
    own = frozenset(path for one in systems for path in one.paths)
    named = frozenset(part for one in systems for name in names_in(one) for part in parts_of(name)[:-1])

    def is_meant(path: str) -> bool:
        places = given_over(path)
        return not places or not own.isdisjoint(places) or _stem(path) in named

    return is_meant


def _given_over(given: Collection[str], path: str) -> frozenset[str]:
    """The places among those given to systems that a path lies in, or is."""
    found: list[str] = []
    while path:
        if path in given:
            found.append(path)
        path = posixpath.dirname(path)
    return frozenset(found)


@cache
def _stem(path: str) -> str:
    return PurePosixPath(path).stem


def _read_state(
    repository: str | None, commit: str | None, snapshot: Snapshot, reader: CodeReader, is_meant: Wanted
) -> CodeState | None:
    is_source = reader.wanted(repository)
    tree = snapshot.code.read_files(repository, commit, lambda path: is_source(path) and is_meant(path))
    if tree is None:
        return None
    files = tuple(reader.read(tree.files))
    return CodeState(
        repository=repository,
        commit=tree.commit,
        paths=frozenset(filter(is_meant, tree.paths)),
        tests=tuple(test for file in files for test in file.tests),
        markers=tuple(marker for file in files for marker in file.markers),
        problems=(*(problem for file in files for problem in file.problems), *reader.left_out(tree.too_large)),
        opened=tuple((file.path, opened) for file in files for opened in file.opened),
        partly_read=frozenset(file.path for file in files if not file.is_whole),
    )


def _stated_commit(matrices: Iterable[Document]) -> str | None:
    """The commit of the baseline; of several matrices that of the last one that states one."""
    commits = [
        match.group().lower()
        for document in matrices
        if (baseline := document.file.contents.baseline) and baseline.commit
        if (match := _HASH.search(baseline.commit.value))
    ]
    return commits[-1] if commits else None


def _stated_repository(matrices: Iterable[Document], repositories: Mapping[str, RepositoryState]) -> str | None:
    """The repository that a baseline means: by its whole name or its path, or by a part of its address."""
    for document in matrices:
        baseline = document.file.contents.baseline
        if baseline and baseline.repository:
            words = [f"/{_OWNER.sub('', word)}/".casefold() for word in _BETWEEN.split(baseline.repository.value)]
            said = "".join(word.replace(".git/", "/") for word in words)
            # A longer name may end in a shorter one.
            for name in sorted(repositories, key=len, reverse=True):
                if any(f"/{called.casefold()}/" in said for called in (name, repositories[name].path)):
                    return name
    return None


def _code_paths(system: SystemSettings | None, folder: str) -> frozenset[str]:
    """The paths of a system's code from the root of its repository."""
    written = system.code if system else ()
    paths = frozenset(posixpath.normpath(posixpath.join(folder, path)) for path in written)
    return frozenset() if "." in paths else paths
