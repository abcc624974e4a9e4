"""Whose the paths of a repository are: documents, governed code of systems, pointers of submodules."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import msgspec

from qms_site.paths import MARKDOWN_SUFFIXES, is_inside, path_below
from qms_site.settings import Settings
from qms_site.sources.snapshot import Change, CommitRecord
from qms_site.timeline.system_code import SystemCode

_HIDDEN = frozenset({".meta", ".audit", ".archive"})
_VERSIONED = re.compile(r"(.+?)(?:-v\d+(?:\.\d+)*|-draft)?", re.IGNORECASE)


class PointerMove(msgspec.Struct, frozen=True, gc=False):
    """A commit that made a submodule's path point at another commit: None before it was added, or after it was removed."""

    path: str
    before: str | None
    after: str | None


class Touch(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a commit changed: ids of documents, names of systems whose code, paths of that code, pointers."""

    documents: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    pointers: tuple[PointerMove, ...] = ()
    pointer_systems: tuple[str, ...] = ()
    """Systems whose submodule was made to point elsewhere."""
    pointer_paths: tuple[str, ...] = ()
    """Where these submodules are."""
    moves: tuple[tuple[str, str], ...] = ()
    """(path, the other path) of files that were moved and not changed, both ways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """The paths of one repository, by who governs them. The memory of folders that were asked for is kept here."""

    repository: str | None
    code: SystemCode
    systems_by_pointer: Mapping[str, tuple[str, ...]]
    documents_root: str | None
    """None in a repository that holds no documents."""
    id_of: Callable[[str], str | None]
    """(path below the documents root) to the id of the document that the file belongs to."""
    _owners: dict[str, tuple[str | None, tuple[str, ...]]] = field(default_factory=dict)

    def touched_by(self, commit: CommitRecord) -> Touch:
        """What a commit changed of whom."""
        documents: dict[str, None] = {}
        systems: dict[str, None] = {}
        paths: list[str] = []
        pointers: list[PointerMove] = []
        for change in commit.changes:
            if change.is_pointer:
                pointers.append(PointerMove(change.path, change.before, change.after))
                continue
            id_, named = self.owner_of(change.path)
            if id_:
                documents[id_] = None
            if named:
                paths.append(change.path)
                for name in named:
                    systems[name] = None
        moves = _moves(commit.changes) if paths else ()
        if not pointers:
            return Touch(documents=tuple(documents), systems=tuple(systems), paths=tuple(paths), moves=moves)
        held = [move.path for move in pointers if move.path in self.systems_by_pointer]
        return Touch(
            documents=tuple(documents),
            systems=tuple(systems),
            paths=tuple(paths),
            pointers=tuple(pointers),
            pointer_systems=tuple(dict.fromkeys(name for path in held for name in self.systems_by_pointer[path])),
            pointer_paths=tuple(held),
            moves=moves,
        )

    def owner_of(self, path: str) -> tuple[str | None, tuple[str, ...]]:
        """The document, or else the systems, that a file belongs to; most files are changed many times."""
        found = self._owners.get(path)
        if found is None:
            found = (self.id_of(path), ()) if self.is_document(path) else (None, self.systems_of(path))
            self._owners[path] = found
        return found

    def is_document(self, path: str) -> bool:
        """Whether a path belongs to the controlled documents, which are governed by themselves."""
        return self.documents_root is not None and is_document_path(path, self.documents_root)

    def systems_of(self, path: str) -> tuple[str, ...]:
        """Names of the systems whose code a file is."""
        return tuple(dict.fromkeys(self.code.of_path(self.repository, path)))


def is_document_path(path: str, documents_root: str) -> bool:
    """Whether a path belongs to the documents below a folder; where that is all there is, Markdown and what is hidden do."""
    if not is_inside(path, documents_root):
        return False
    if documents_root != ".":
        return True
    place = PurePosixPath(path)
    return place.suffix.lower() in MARKDOWN_SUFFIXES or not _HIDDEN.isdisjoint(place.parts[:-1])


def _moves(changes: tuple[Change, ...]) -> tuple[tuple[str, str], ...]:
    """Files that lie elsewhere with the same contents; empty ones are all alike, and no proof."""
    if not any(change.after is None for change in changes):
        return ()
    gone = {change.before: change.path for change in changes if change.after is None and change.before not in _EMPTY}
    pairs = [(change.path, gone[change.after]) for change in changes if change.before is None and change.after in gone]
    return (*pairs, *((before, after) for after, before in pairs))


_EMPTY = frozenset(
    [
        "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
    ]
)
"""The objects of an empty file, in both kinds of hashes that git has."""


def own_territory(
    settings: Settings,
    code: SystemCode,
    documents_root: str,
    folders: Mapping[str, str],
    id_of: Callable[[str], str | None],
) -> Territory:
    """The repository that is read. ``folders`` are those of the other repositories, by name."""
    pointed: dict[str, tuple[str, ...]] = {}
    for system in settings.system:
        folder = folders.get(system.repository or "")
        if folder:
            pointed[folder] = (*pointed.get(folder, ()), system.name)
    return Territory(repository=None, code=code, systems_by_pointer=pointed, documents_root=documents_root, id_of=id_of)


def other_territory(code: SystemCode, repository: str) -> Territory:
    """Another repository, which holds no documents."""
    return Territory(repository=repository, code=code, systems_by_pointer={}, documents_root=None, id_of=lambda _: None)


def document_finder(
    paths: Mapping[str, str], parse: Callable[[str], str | None], documents_root: str
) -> Callable[[str], str | None]:
    """Finds whose file a path is: by ``paths``, the files that are there, else by its name (``CR-001-v1.0.md``)."""
    known: dict[str, str | None] = dict(paths)

    def id_of(path: str) -> str | None:
        if path not in known:
            place = PurePosixPath(path_below(path, documents_root))
            match = _VERSIONED.fullmatch(place.stem)
            # Files beside a record (CR-001/picture.png) belong to it as its folder says.
            names = [*((match[1],) if match else ()), *reversed(place.parts[:-1])]
            known[path] = next(filter(None, map(parse, names)), None)
        return known[path]

    return id_of
