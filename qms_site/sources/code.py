"""The later bulk read of code: files of a repository at a commit that documents name, and the identity of its trees."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from qms_site.errors import SourceError
from qms_site.sources.git import find_commits, read_blobs, run_git
from qms_site.sources.reports import digest_bytes
from qms_site.sources.reverting import try_merge, try_revert
from qms_site.sources.snapshot import CodeAccess, CodeTree, MergeTrial, TreeEntry, TreeFile, Wanted
from qms_site.sources.trees import FOLDER_MODE, Trees, entries_of, objects_at


def code_access(
    root: Path, folders: Mapping[str, str], read_state: Callable[[Wanted], CodeTree], limit: int
) -> CodeAccess:
    """Access to the repository at a root and to those in its folders, by name; larger files than ``limit`` bytes are left out."""
    # Commits that several systems name have most files in common: each object is read once.
    held: dict[str, bytes] = {}
    places: Mapping[str | None, Path] = {None: root, **{name: root / folder for name, folder in folders.items()}}
    trees = {name: Trees(place) for name, place in places.items()}

    def foresee(repository: str | None, commits: Sequence[str]) -> None:
        if repository in trees:
            trees[repository].load(commits)

    def read_files(repository: str | None, commit: str | None, wanted: Wanted) -> CodeTree | None:
        if repository is None and commit is None:
            return read_state(wanted)
        place = places.get(repository)
        return _read_commit(place, trees[repository], commit, wanted, limit, held) if place and commit else None

    def find_objects(repository: str | None, names: Sequence[tuple[str, str]]) -> tuple[str | None, ...]:
        place = places.get(repository)
        return tuple(objects_at(place, names)) if place else (None,) * len(names)

    def list_folders(
        repository: str | None, names: Sequence[tuple[str, str]]
    ) -> tuple[Mapping[str, TreeEntry] | None, ...]:
        place = places.get(repository)
        return tuple(_list_folders(place, names)) if place else (None,) * len(names)

    def list_files(
        repository: str | None, commits: Sequence[str], wanted: Wanted, within: Collection[str]
    ) -> tuple[Mapping[str, TreeFile] | None, ...]:
        unknown = (None,) * len(commits)
        return trees[repository].list_files(commits, wanted, within) if repository in trees else unknown

    def find(repository: str | None, names: Sequence[str]) -> tuple[str | None, ...]:
        place = places.get(repository)
        return _find_commits(place, names) if place else (None,) * len(names)

    def read_objects(repository: str | None, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        place = places.get(repository)
        return read_blobs(place, names, limit) if place else iter(())

    return CodeAccess(
        find_commits=find,
        read_objects=read_objects,
        foresee=foresee,
        read_files=read_files,
        find_objects=find_objects,
        list_folders=list_folders,
        list_files=list_files,
        try_revert=partial(_try_revert, places),
        try_merge=partial(_try_merge, places),
        digest_objects=partial(_digest_objects, places),
    )


_MOST_DIGESTED_BYTES = 64 * 1024 * 1024
"""Lock files may be larger than any source; a repository is no place for what is larger than this."""


def _digest_objects(
    places: Mapping[str | None, Path], repository: str | None, names: Iterable[str]
) -> Mapping[str, Mapping[str, str]]:
    place = places.get(repository)
    read = read_blobs(place, names, _MOST_DIGESTED_BYTES) if place else iter(())
    return {name: digest_bytes(data) for name, data in read}


def _try_revert(
    places: Mapping[str | None, Path], repository: str | None, commit: str, before: str, onto: str
) -> MergeTrial:
    place = places.get(repository)
    return try_revert(place, commit, before, onto) if place else CodeAccess().try_revert(None, commit, before, onto)


def _try_merge(places: Mapping[str | None, Path], repository: str | None, commit: str, onto: str) -> MergeTrial:
    place = places.get(repository)
    return try_merge(place, commit, onto) if place else CodeAccess().try_merge(None, commit, onto)


def _find_commits(place: Path, names: Sequence[str]) -> tuple[str | None, ...]:
    try:
        return find_commits(place, names)
    except SourceError:
        return (None,) * len(names)


def _read_commit(
    place: Path, trees: Trees, name: str, wanted: Wanted, limit: int, held: dict[str, bytes]
) -> CodeTree | None:
    commit = trees.find_commit(name)
    blobs = trees.files_of(commit) if commit else None
    return read_code_blobs(place, blobs, commit, wanted, limit, held) if commit and blobs is not None else None


def read_code_blobs(
    place: Path,
    blobs: Mapping[str, str],
    commit: str,
    wanted: Wanted,
    limit: int,
    held: dict[str, bytes] | None = None,
) -> CodeTree:
    """The files of a commit whose tree is known: blobs by path. What is ``held`` is not read again; what is read is held."""
    chosen = {path: blob for path, blob in blobs.items() if wanted(path)}
    contents = {} if held is None else held
    contents.update(read_blobs(place, (blob for blob in chosen.values() if blob not in contents), limit))
    files = {path: contents[blob] for path, blob in chosen.items() if blob in contents}
    return CodeTree(
        commit=commit, paths=frozenset(blobs), files=files, too_large=frozenset(chosen.keys() - files.keys())
    )


def _list_folders(place: Path, names: Sequence[tuple[str, str]]) -> Iterator[Mapping[str, TreeEntry] | None]:
    """Two processes for all; what is no folder, or has a line feed in its path, is None.

    Kinds are asked for first: of a file, which may be large, nothing is read.
    """
    asked = [f"{commit}:{path}" for commit, path in names if "\n" not in path]
    if not asked:
        return iter((None,) * len(names))
    try:
        output = run_git(
            place,
            *("cat-file", "--batch-check=%(objectname) %(objecttype)", "--buffer"),
            stdin="".join(f"{name}\n" for name in asked).encode("utf-8", "surrogateescape"),
        )
        answers = [line.split(" ") for line in output.decode("utf-8", "replace").split("\n")]
        trees = [answer[0] if answer[-1] == "tree" else None for answer in answers]
        folders = {tree: _list_folder(data, len(tree) // 2) for tree, data in read_blobs(place, filter(None, trees))}
    except SourceError:
        return iter((None,) * len(names))
    found = iter(trees)
    return (None if "\n" in path else folders.get(next(found, None) or "") for _, path in names)


def _list_folder(tree: bytes, width: int) -> Mapping[str, TreeEntry]:
    return {
        entry.name: TreeEntry(object=entry.object, is_folder=entry.mode == FOLDER_MODE)
        for entry in entries_of(tree, width)
    }
