"""The later bulk read of code: files of a repository at a commit that documents name, and the identity of its trees."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from qms_site.errors import SourceError
from qms_site.sources.git import read_blobs, read_tree, resolve_revision, run_git
from qms_site.sources.snapshot import CodeAccess, CodeTree, Wanted

_IRREGULAR_MODES = frozenset({"120000", "160000"})


def code_access(
    root: Path, folders: Mapping[str, str], read_state: Callable[[Wanted], CodeTree], limit: int
) -> CodeAccess:
    """Access to the repository at a root and to those in its folders, by name; larger files than ``limit`` bytes are left out."""
    places: Mapping[str | None, Path] = {None: root, **{name: root / folder for name, folder in folders.items()}}

    def read_files(repository: str | None, commit: str | None, wanted: Wanted) -> CodeTree | None:
        if repository is None and commit is None:
            return read_state(wanted)
        place = places.get(repository)
        return _read_commit(place, commit, wanted, limit) if place and commit else None

    def find_objects(repository: str | None, names: Sequence[tuple[str, str]]) -> tuple[str | None, ...]:
        place = places.get(repository)
        return tuple(_find_objects(place, names)) if place else (None,) * len(names)

    return CodeAccess(read_files=read_files, find_objects=find_objects)


def _read_commit(place: Path, commit: str, wanted: Wanted, limit: int) -> CodeTree | None:
    try:
        name = resolve_revision(place, commit)
    except SourceError:
        return None
    blobs = {path: blob for mode, blob, path, _ in read_tree(place, name) if mode not in _IRREGULAR_MODES}
    return read_code_blobs(place, blobs, name, wanted, limit)


def read_code_blobs(place: Path, blobs: Mapping[str, str], commit: str, wanted: Wanted, limit: int) -> CodeTree:
    """The files of a commit whose tree is known: blobs by path."""
    chosen = {path: blob for path, blob in blobs.items() if wanted(path)}
    contents = dict(read_blobs(place, chosen.values(), limit))
    files = {path: contents[blob] for path, blob in chosen.items() if blob in contents}
    return CodeTree(commit=commit, paths=frozenset(blobs), files=files)


def _find_objects(place: Path, names: Sequence[tuple[str, str]]) -> Iterator[str | None]:
    """One process for all; a path with a line feed cannot be asked for, and is not found."""
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
