"""Which files are a system's, and the paths that they have in its production.

Paths are those of the system's own repository; where that is a submodule, this repository may hold its code too: in the folder of
the submodule, or where the path map says that it lay before.
"""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType

from qms_site.graph.path_map import PathMap, after_of, path_map_of
from qms_site.graph.system_trees import SystemTree
from qms_site.paths import is_inside, path_below
from qms_site.settings import SystemSettings
from qms_site.sources.snapshot import TreeFile, Wanted
from qms_site.timeline.territory import is_document_path

_NOTHING: Mapping[str, TreeFile] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class TreePlaces:
    """The places of one system. ``folder`` is where its own repository lies in this one, None where it has none."""

    repository: str | None
    folder: str | None
    code: frozenset[str]
    moves: PathMap
    documents_root: str | None
    """Documents are no code; None in a repository that holds none."""

    @cached_property
    def is_code(self) -> Wanted:
        """Whether a file is governed code. Each path is judged once: commits have most of them in common."""
        return cache(self._is_code)

    @cached_property
    def wants(self) -> Wanted:
        """Whether a file of the system's own repository is code, or lies where code lay before."""
        return cache(
            lambda path: self._is_wanted(path, self.is_code(path) or after_of(self.moves.own, path) is not None)
        )

    @cached_property
    def inside(self) -> frozenset[str]:
        """Where such files are in the system's own repository."""
        return self.code | {move.before for move in self.moves.own}

    @cached_property
    def outside(self) -> frozenset[str]:
        """Where files of this repository are that belong to a system which has one of its own."""
        return frozenset({self.folder or ".", *(move.before for move in self.moves.outside)})

    @cached_property
    def wants_outside(self) -> Wanted:
        """Whether a file of this repository belongs to a system that has one of its own."""
        folder = self.folder or ""
        return cache(
            lambda path: path == folder or is_inside(path, folder) or after_of(self.moves.outside, path) is not None
        )

    def pointer_in(self, files: Mapping[str, TreeFile]) -> str | None:
        """The commit that files of this repository hold the system's own at."""
        held = files.get(self.folder or "")
        return held.object if held and held.is_pointer else None

    def own_tree(self, commit: str, files: Mapping[str, TreeFile], *, is_production: bool) -> SystemTree:
        """The tree of a commit of the system's own repository."""
        found = ((path, after_of(self.moves.own, path), path, file) for path, file in sorted(files.items()))
        return self._joined(self.repository, commit, found, is_production=is_production)

    def outer_tree(
        self, commit: str, files: Mapping[str, TreeFile], inner: Mapping[str, TreeFile] | None, *, is_production: bool
    ) -> SystemTree:
        """The tree of a commit of this repository; ``inner`` are the files that its pointer leads to."""
        folder = self.folder or ""
        found: list[tuple[str, str | None, str, TreeFile]] = [
            (path, after, path, file)
            for path, file in sorted(files.items())
            if (after := after_of(self.moves.outside, path)) is not None
        ]
        lying = {path_below(path, folder): file for path, file in files.items() if is_inside(path, folder)}
        for path, file in sorted({**lying, **(inner or _NOTHING)}.items()):
            if self.wants(path):
                found.append((f"{folder}/{path}", after_of(self.moves.own, path), path, file))
        return self._joined(None, commit, found, pointer=self.pointer_in(files), is_production=is_production)

    def _joined(
        self,
        repository: str | None,
        commit: str,
        found: Iterable[tuple[str, str | None, str, TreeFile]],
        *,
        is_production: bool,
        pointer: str | None = None,
    ) -> SystemTree:
        """The tree of files, each with its path as shown, where it was moved to if it was, and its path in the system's repository.

        In production nothing is moved any more: what lies at a place before is left over.
        """
        files: dict[str, TreeFile] = {}
        before: list[str] = []
        clashes: set[str] = set()
        for shown, after, path, file in found:
            if after is not None:
                before.append(shown)
            place = path if after is None else after
            if is_production and after is not None:
                continue
            if self.is_code(place) and files.setdefault(place, file) != file:
                clashes.add(place)
        return SystemTree(
            repository=repository,
            commit=commit,
            files=MappingProxyType(dict(sorted(files.items()))),
            pointer=pointer,
            before=tuple(before),
            clashes=tuple(sorted(clashes)),
        )

    def _is_code(self, path: str) -> bool:
        return self._is_wanted(path, any(path == place or is_inside(path, place) for place in self.code))

    def _is_wanted(self, path: str, is_meant: bool) -> bool:  # noqa: FBT001 - the answer so far
        return is_meant and not (self.documents_root is not None and is_document_path(path, self.documents_root))


def places_of(system: SystemSettings, base: str, folder: str | None, documents_root: str) -> TreePlaces:
    """The places of a system. ``base`` is the folder of the settings, ``folder`` that of the system's own repository.

    A system that has a repository of its own, and says no more, has all of it.
    """
    begin = "." if system.repository else base
    written = system.code or ((".",) if system.repository else ())
    return TreePlaces(
        repository=system.repository,
        folder=folder,
        code=frozenset(posixpath.normpath(posixpath.join(begin, path)) for path in written),
        moves=path_map_of(system, base, folder),
        documents_root=None if system.repository else documents_root,
    )
