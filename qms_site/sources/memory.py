"""A repository that exists only in memory: the engine's fake for tests and for callers that hold the text already."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

from qms_site.sources.given import Reports
from qms_site.sources.reports import digest_bytes
from qms_site.sources.snapshot import (
    BranchRef,
    CodeAccess,
    CodeTree,
    CommitRecord,
    History,
    RepositoryHistory,
    RepositoryState,
    Revision,
    Snapshot,
    TreeEntry,
    TreeFile,
    Wanted,
)
from qms_site.text import digest_of

CodeByPlace = Mapping[tuple[str | None, str], Mapping[str, str]]
"""(name of a repository or None, commit in full) to the files of that commit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What git knows besides the way to the revision: branches with commits of their own, production, other repositories."""

    beside: tuple[CommitRecord, ...] = ()
    branches: tuple[BranchRef, ...] = ()
    production_line: tuple[str, ...] | None = None
    histories: Mapping[str, RepositoryHistory] = field(default_factory=lambda: MappingProxyType({}))


def read_memory(
    files: Mapping[str, str | bytes],
    *,
    revision: Revision | None = None,
    commits: tuple[CommitRecord, ...] = (),
    around: Around | None = None,
    blobs: Mapping[str, bytes] | None = None,
    repositories: tuple[RepositoryState, ...] = (),
    code: CodeByPlace | None = None,
    reports: Reports | None = None,
) -> Snapshot:
    """A snapshot of literal files, and of commits (newest first, one line of parents) where history matters.

    ``code`` are the files of other commits and repositories that documents may name.
    """
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    known = blobs or {}
    near = around or Around()
    held = {**known, **_objects(contents, code or {})}
    history = History(
        revision=revision or Revision(),
        commits=commits,
        beside=near.beside,
        branches=near.branches,
        production_line=near.production_line,
        first_parents=tuple(commit.hash for commit in commits),
        read_blobs=lambda names: ((name, known[name]) for name in sorted(names) if name in known),
    )
    return Snapshot(
        paths=frozenset(contents),
        files=contents,
        read_history=lambda: history,
        repositories=repositories,
        read_histories=lambda: near.histories,
        read_asset=partial(_read_asset, contents),
        code=replace(
            _code_access(contents, (revision or Revision()).commit, code or {}),
            find_commits=partial(_find_commits, _names(commits, near, code or {})),
            read_objects=lambda _, names: ((name, held[name]) for name in sorted(names) if name in held),
            digest_objects=lambda _, names: {name: digest_bytes(held[name]) for name in names if name in held},
        ),
        reports=reports or Reports(),
    )


def _names(commits: tuple[CommitRecord, ...], near: Around, code: CodeByPlace) -> Mapping[str | None, frozenset[str]]:
    """Hashes of all commits, by repository."""
    found: dict[str | None, set[str]] = {None: {commit.hash for commit in (*commits, *near.beside)}}
    for name, history in near.histories.items():
        found.setdefault(name, set()).update(commit.hash for commit in history.commits)
    for repository, commit in code:
        found.setdefault(repository, set()).add(commit)
    return {repository: frozenset(names) for repository, names in found.items()}


def _find_commits(
    known: Mapping[str | None, frozenset[str]], repository: str | None, names: Sequence[str]
) -> tuple[str | None, ...]:
    meant = ([full for full in known.get(repository, ()) if full.startswith(name)] for name in names)
    return tuple(found[0] if len(found) == 1 else None for found in meant)


def _code_access(contents: Mapping[str, bytes], head: str | None, code: CodeByPlace) -> CodeAccess:
    trees = {place: {path: text.encode() for path, text in files.items()} for place, files in code.items()}
    if head:
        trees.setdefault((None, head), dict(contents))

    def read_files(repository: str | None, commit: str | None, wanted: Wanted) -> CodeTree | None:
        if repository is None and commit is None:
            return _tree(contents, head, wanted)
        name = full_name(repository, commit or "")
        return _tree(trees[repository, name], name, wanted) if name else None

    def find_objects(repository: str | None, names: Sequence[tuple[str, str]]) -> tuple[str | None, ...]:
        known = ((trees.get((repository, full_name(repository, commit) or ""), {}), path) for commit, path in names)
        return tuple(_object_at(files, path) for files, path in known)

    def list_folders(
        repository: str | None, names: Sequence[tuple[str, str]]
    ) -> tuple[Mapping[str, TreeEntry] | None, ...]:
        known = ((trees.get((repository, full_name(repository, commit) or ""), {}), path) for commit, path in names)
        return tuple(_entries_at(files, path) for files, path in known)

    def list_files(
        repository: str | None, commits: Sequence[str], wanted: Wanted, _within: Collection[str]
    ) -> tuple[Mapping[str, TreeFile] | None, ...]:
        known = ((repository, full_name(repository, commit)) for commit in commits)
        return tuple(_list_files(trees[place, name], wanted) if name else None for place, name in known)

    def full_name(repository: str | None, commit: str) -> str | None:
        meant = [name for place, name in trees if place == repository and commit and name.startswith(commit)]
        return meant[0] if len(meant) == 1 else None

    return CodeAccess(
        read_files=read_files, find_objects=find_objects, list_folders=list_folders, list_files=list_files
    )


def _tree(files: Mapping[str, bytes], commit: str | None, wanted: Wanted) -> CodeTree:
    return CodeTree(
        commit=commit,
        paths=frozenset(files),
        files={path: data for path, data in sorted(files.items()) if wanted(path)},
    )


def _object_at(files: Mapping[str, bytes], path: str) -> str | None:
    """A digest of all that lies at a path and below it, which stands for the hash of git's object."""
    found = sorted(
        (name, data) for name, data in files.items() if not path or name == path or name.startswith(f"{path}/")
    )
    return digest_of(repr(found).encode()) if found else None


def _objects(contents: Mapping[str, bytes], code: CodeByPlace) -> Mapping[str, bytes]:
    """Contents of all files, also of those of other commits, by what stands for the hash of git's object."""
    others = ((path, text.encode()) for files in code.values() for path, text in files.items())
    found = ((_object_at({path: data}, path), data) for path, data in (*contents.items(), *others))
    return {name: data for name, data in found if name}


def _entries_at(files: Mapping[str, bytes], folder: str) -> Mapping[str, TreeEntry] | None:
    begin = f"{folder}/" if folder else ""
    below = sorted(path.removeprefix(begin).partition("/")[::2] for path in files if path.startswith(begin))
    return {
        name: TreeEntry(object=_object_at(files, f"{begin}{name}") or "", is_folder=bool(rest)) for name, rest in below
    } or None


def _list_files(files: Mapping[str, bytes], wanted: Wanted) -> Mapping[str, TreeFile]:
    return {
        path: TreeFile(_object_at({path: data}, path) or "", "100644")
        for path, data in sorted(files.items())
        if wanted(path)
    }


def _read_asset(contents: Mapping[str, bytes], path: str) -> bytes:
    if path not in contents:
        raise FileNotFoundError(path)
    return contents[path]
