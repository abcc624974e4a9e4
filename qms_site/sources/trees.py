"""Trees of commits, each object read once: commits have most of their folders in common."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from qms_site.errors import SourceError
from qms_site.paths import is_inside
from qms_site.sources.git import find_commits, read_blobs, run_git
from qms_site.sources.snapshot import TreeFile, Wanted

FOLDER_MODE = b"40000"
_IRREGULAR_MODES = frozenset({b"120000", b"160000"})


class Entry(msgspec.Struct, frozen=True, gc=False):
    """What a folder holds under a name."""

    mode: bytes
    name: str
    object: str


class Trees:
    """The files of commits of one repository; what is read of one commit is not read again for another."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._commits: dict[str, str | None] = {}
        self._roots: dict[str, str | None] = {}
        self._folders: dict[str, tuple[Entry, ...]] = {}
        self._files: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}

    def load(self, names: Sequence[str]) -> None:
        """Read all folders of commits; a few processes, however many commits there are."""
        new = [name for name in dict.fromkeys(names) if name not in self._commits]
        self._commits.update(zip(new, _commits(self._place, new), strict=True))
        commits = [commit for name in new if (commit := self._commits[name])]
        self._roots.update(zip(commits, objects_at(self._place, [(commit, "") for commit in commits]), strict=True))
        waiting = {root for commit in commits if (root := self._roots[commit])} - self._folders.keys()
        while waiting:
            found = {name: tuple(entries_of(data, len(name) // 2)) for name, data in read_blobs(self._place, waiting)}
            self._folders.update(found)
            below = {entry.object for entries in found.values() for entry in entries if entry.mode == FOLDER_MODE}
            waiting = below - self._folders.keys()

    def find_commit(self, name: str) -> str | None:
        """The commit in full that a hash means; None where there is none, or several begin so."""
        self.load([name])
        return self._commits[name]

    def files_of(self, commit: str) -> Mapping[str, str] | None:
        """The objects of all files of a commit that was found, by path, without links; None where a folder cannot be read."""
        files: dict[str, str] = {}
        root = self._roots[commit]
        waiting = [(root, "")] if root else []
        while waiting:
            folder, begin = waiting.pop()
            if folder not in self._folders:
                return None
            inside = [
                (entry.object, f"{begin}{entry.name}/") for entry in self._folders[folder] if entry.mode == FOLDER_MODE
            ]
            if not inside and (folder, begin) not in self._files:  # a folder that many commits have in common
                self._files[folder, begin] = tuple(_files_in(self._folders[folder], begin))
            files.update(_files_in(self._folders[folder], begin) if inside else self._files[folder, begin])
            waiting.extend(inside)
        return files if root else None

    def list_files(
        self, names: Sequence[str], wanted: Wanted, within: Collection[str]
    ) -> tuple[Mapping[str, TreeFile] | None, ...]:
        """The wanted files of each commit by path, links and submodules among them; None where it, or a folder, is not there.

        Only folders are gone through that lie in one of the places ``within`` which they have to be, or on the way there.
        """
        self.load(names)
        return tuple(
            self._list_files(commit, wanted, within) if (commit := self._commits[name]) else None for name in names
        )

    def _list_files(self, commit: str, wanted: Wanted, within: Collection[str]) -> Mapping[str, TreeFile] | None:
        files: dict[str, TreeFile] = {}
        root = self._roots[commit]
        waiting = [(root, "")]
        while waiting:
            folder, begin = waiting.pop()
            if folder is None or folder not in self._folders:
                return None
            for entry in self._folders[folder]:
                path = f"{begin}{entry.name}"
                if entry.mode == FOLDER_MODE:
                    if any(path == place or is_inside(path, place) or is_inside(place, path) for place in within):
                        waiting.append((entry.object, f"{path}/"))
                elif wanted(path):
                    files[path] = TreeFile(entry.object, entry.mode.decode("ascii", "replace"))
        return files


def _files_in(entries: Sequence[Entry], begin: str) -> Iterator[tuple[str, str]]:
    for entry in entries:
        if entry.mode != FOLDER_MODE and entry.mode not in _IRREGULAR_MODES:
            yield f"{begin}{entry.name}", entry.object


def _commits(place: Path, names: Sequence[str]) -> tuple[str | None, ...]:
    try:
        return find_commits(place, names)
    except SourceError:
        return (None,) * len(names)


def objects_at(place: Path, names: Sequence[tuple[str, str]]) -> Iterator[str | None]:
    """The hash of what lies at each (commit, path). One process for all; a path with a line feed is not found."""
    asked = [f"{commit}:{path}" for commit, path in names if "\n" not in path]
    if not asked:
        return iter((None,) * len(names))
    try:
        output = run_git(
            place,
            *("cat-file", "--batch-check=%(objectname)", "--buffer"),
            stdin="".join(f"{name}\n" for name in asked).encode("utf-8", "surrogateescape"),
        )
    except SourceError:
        return iter((None,) * len(names))
    answers = iter(output.decode("ascii", "replace").split("\n"))
    return (None if "\n" in path else _object_in(next(answers)) for _, path in names)


def _object_in(answer: str) -> str | None:
    """The hash that an answer is; what is missing or ambiguous is answered with words."""
    return answer if answer.isalnum() else None


def entries_of(tree: bytes, width: int) -> Iterator[Entry]:
    """The entries of a tree object: mode, name, and a hash of so many bytes."""
    position = 0
    while position < len(tree):
        border = tree.index(b"\0", position)
        mode, _, name = tree[position:border].partition(b" ")
        position = border + 1 + width
        yield Entry(mode, name.decode("utf-8", "surrogateescape"), tree[border + 1 : position].hex())
