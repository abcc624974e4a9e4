"""Read a work tree or any revision into a Snapshot; nothing is ever checked out."""

import contextlib
import errno
import os
import posixpath
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TypeVar

from qms_site.errors import SourceError
from qms_site.paths import MARKDOWN_SUFFIXES, is_inside, path_below
from qms_site.sources.code import code_access, read_code_blobs
from qms_site.sources.git import (
    read_blobs,
    read_branches,
    read_log,
    read_signatures,
    read_tree,
    resolve_revision,
    run_git,
)
from qms_site.sources.given import ReportPlan
from qms_site.sources.history import (
    branch_named,
    count_uncommitted,
    describe_revision,
    first_parent_line,
    head_branch,
    head_commit,
    is_below,
    production_line,
    shallow_boundary,
)
from qms_site.sources.kept_log import is_kept, read_kept_log
from qms_site.sources.place import Place, look_at_repositories, read_submodules
from qms_site.sources.reports import read_reports
from qms_site.sources.snapshot import (
    CodeAccess,
    CodeTree,
    CommitRecord,
    History,
    RepositoryHistory,
    RepositoryState,
    Snapshot,
    Unread,
    Wanted,
)

_Read = TypeVar("_Read")
_Later = Callable[[Callable[[], None]], None]
"""Takes what may be done later."""
_NO_REPORTS = ReportPlan()
_MOST_CODE_BYTES = 1024 * 1024
"""Larger source files are not read: no person wrote them."""
_READ_SUFFIXES = MARKDOWN_SUFFIXES | {".json", ".jsonl"}
_LINK_MODE = "120000"
_POINTER_MODE = "160000"
# Folders that are never part of a quality system; only where git cannot say what is ignored.
_SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".cache", "site"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPlan:
    """What to read: the documents root (relative to the repository's root), limits, and the repositories configured."""

    documents: str
    production: str
    max_document_bytes: int
    repositories: Mapping[str, str]
    productions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Production branches of other repositories, by name, where they are not called like this one's."""
    reports: ReportPlan = _NO_REPORTS
    kept: MutableMapping[str, bytes] | None = None
    """What earlier runs kept of the histories; None to read all anew and keep nothing."""
    output: str | None = None
    """Folder of built pages inside the work tree; it is not read, and does not make the tree dirty."""

    def wants(self, path: str) -> bool:
        """Whether the contents of a file are read, and not only its name."""
        return is_inside(path, self.documents) and PurePosixPath(path).suffix.lower() in _READ_SUFFIXES


def read_worktree(place: Place, plan: ReadingPlan) -> Snapshot:
    """The files as they lie on disk, over the history that leads to the commit checked out."""
    if not place.has_git:
        paths = frozenset(_walk(place.root))
        files, unread = _read_files(place.root, paths, plan)
        return Snapshot(
            paths=paths,
            files=files,
            unread=unread,
            problems=(place.problem,) if place.problem else (),
            read_asset=partial(_read_file, place.root),
            code=_code_access(place, (), partial(_read_code, place.root, paths, None)),
            reports=read_reports(place.root, plan.reports),
        )
    head = head_commit(place.root)
    history = _begin(
        lambda later: _read_history(
            place,
            plan,
            head,
            later,
            branch=head_branch(place.root),
            uncommitted=count_uncommitted(place.root, plan.output),
        )
    )
    tracked, pointers = _list_tracked(place.root)
    listed = tracked | _list_untracked(place.root, plan.output)
    files, unread = _read_files(place.root, listed, plan)
    repositories = _repositories(place, plan, pointers, _text_of(place.root / ".gitmodules"))
    return Snapshot(
        read_history=history,
        paths=frozenset(path for path in listed - pointers.keys() if not (place.root / path).is_symlink()),
        files=files,
        unread=unread,
        read_asset=partial(_read_file, place.root),
        repositories=repositories,
        pointers=pointers,
        read_histories=_begin(partial(_read_histories, place, plan, repositories)),
        code=_code_access(place, repositories, partial(_read_code, place.root, listed - pointers.keys(), head)),
        reports=read_reports(place.root, plan.reports),
    )


def read_markdown(folder: Path, documents: str, max_bytes: int) -> Mapping[str, bytes]:
    """Markdown below a documents root as it lies on disk, by path relative to a folder: without history, archives, metadata.

    Files that git ignores are left out, where git can say.
    """
    plan = ReadingPlan(documents=documents, production="", max_document_bytes=max_bytes, repositories={})
    try:
        output = run_git(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", documents)
        paths = frozenset(output.decode("utf-8", "surrogateescape").split("\0"))
    except SourceError:
        paths = frozenset(_walk(folder))
    shown = frozenset(
        path
        for path in paths
        if PurePosixPath(path).suffix.lower() in MARKDOWN_SUFFIXES
        and not any(part.startswith(".") for part in PurePosixPath(path_below(path, documents)).parts[:-1])
    )
    return _read_files(folder, shown, plan)[0]


def read_revision(place: Place, plan: ReadingPlan, name: str) -> Snapshot:
    """The files of any commit, branch or tag, read from git's objects; the work tree is not looked at."""
    if not place.has_git:
        message = f"revision {name!r} cannot be read: {place.problem or 'this folder is not a git repository'}"
        raise SourceError(message)
    commit = resolve_revision(place.root, name)
    history = _begin(
        lambda later: _read_history(place, plan, commit, later, branch=branch_named(place.root, name), uncommitted=0)
    )
    tree = list(read_tree(place.root, commit))
    blobs = {path: blob for mode, blob, path, _ in tree if mode not in (_LINK_MODE, _POINTER_MODE)}
    pointers = {path: target for mode, target, path, _ in tree if mode == _POINTER_MODE}
    wanted = {path: size for mode, _, path, size in tree if mode != _POINTER_MODE and plan.wants(path)}
    unread = [Unread(path=path, reason="is a symbolic link") for path in wanted if path not in blobs]
    unread += [
        Unread(path=path, reason=_too_large(size, plan.max_document_bytes), is_regular=True)
        for path, size in wanted.items()
        if path in blobs and size > plan.max_document_bytes
    ]
    left_out = {entry.path for entry in unread}
    chosen = {path: blobs[path] for path in wanted if path not in left_out}
    modules = blobs.get(".gitmodules")
    contents = dict(read_blobs(place.root, {*chosen.values(), *([modules] if modules else ())}))
    repositories = _repositories(place, plan, pointers, contents.get(modules or "", b"").decode("utf-8", "replace"))
    return Snapshot(
        read_history=history,
        paths=frozenset(blobs),
        files={path: contents[blob] for path, blob in chosen.items() if blob in contents},
        unread=tuple(sorted(unread, key=lambda entry: entry.path)),
        read_asset=partial(_read_blob, place.root, blobs),
        repositories=repositories,
        pointers=pointers,
        read_histories=_begin(partial(_read_histories, place, plan, repositories)),
        code=_code_access(
            place, repositories, partial(read_code_blobs, place.root, blobs, commit, limit=_MOST_CODE_BYTES)
        ),
        reports=read_reports(place.root, plan.reports),
    )


def _begin(read: Callable[[_Later], _Read]) -> Callable[[], _Read]:
    """Begin to read beside all else, since most of it is waiting for git; what is given waits for it, and raises as it does.

    What the reading leaves for later is done when nobody waits any more.
    """
    left: list[Callable[[], None]] = []
    reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="qms-site-history")
    future = reader.submit(read, left.append)
    reader.submit(lambda: [deed() for deed in left])
    reader.shutdown(wait=False)
    return future.result


def _read_history(
    place: Place, plan: ReadingPlan, commit: str | None, later: _Later, *, branch: str | None, uncommitted: int
) -> History:
    commits = _read_log(place.root, [commit], plan, "", later) if commit else ()
    branches = read_branches(place.root)
    tips = sorted({branch.commit for branch in branches})
    beside = read_log(place.root, tips, [commit] if commit else [])
    by_hash = {record.hash: record for record in (*commits, *beside)}
    first_parents = first_parent_line(by_hash, commit)
    return History(
        revision=describe_revision(
            place.root,
            by_hash.get(commit) if commit else None,
            branch=branch,
            production=plan.production,
            uncommitted=uncommitted,
        ),
        commits=commits,
        beside=beside,
        branches=branches,
        first_parents=first_parents,
        production_line=production_line(place.root, plan.production, by_hash, first_parents),
        boundary=shallow_boundary(place.root),
        read_blobs=partial(read_blobs, place.root, limit=plan.max_document_bytes),
        read_signatures=partial(read_signatures, place.root),
        kept=plan.kept if is_kept(commits) else None,
    )


def _read_log(root: Path, tips: Iterable[str], plan: ReadingPlan, name: str, later: _Later) -> tuple[CommitRecord, ...]:
    return read_log(root, tips) if plan.kept is None else read_kept_log(root, tips, plan.kept, name, when_read=later)


def _read_histories(
    place: Place, plan: ReadingPlan, repositories: Iterable[RepositoryState], later: _Later
) -> Mapping[str, RepositoryHistory]:
    """Histories of the other repositories that are there; a few processes for each, however long they are."""
    return MappingProxyType(
        {
            state.name: _read_other(place.root / state.path, plan, state, later)
            for state in repositories
            if state.is_available
        }
    )


def _read_other(root: Path, plan: ReadingPlan, state: RepositoryState, later: _Later) -> RepositoryHistory:
    branches = read_branches(root)
    tips = {branch.commit for branch in branches} | ({state.head} if state.head else set())
    commits = _read_log(root, sorted(tips), plan, state.name, later)
    production = plan.productions.get(state.name, plan.production)
    return RepositoryHistory(
        name=state.name,
        commits=commits,
        branches=branches,
        production_line=production_line(root, production, {commit.hash: commit for commit in commits}),
        boundary=shallow_boundary(root),
    )


def _repositories(
    place: Place, plan: ReadingPlan, pointers: Mapping[str, str], gitmodules: str
) -> tuple[RepositoryState, ...]:
    return tuple(look_at_repositories(place.root, plan.repositories, pointers, read_submodules(gitmodules)))


def _code_access(
    place: Place, repositories: Iterable[RepositoryState], read_state: Callable[[Wanted], CodeTree]
) -> CodeAccess:
    folders = {repository.name: repository.path for repository in repositories if repository.is_available}
    return code_access(place.root, folders, read_state, _MOST_CODE_BYTES)


def _read_code(root: Path, paths: frozenset[str], head: str | None, wanted: Wanted) -> CodeTree:
    """Source files of a work tree; what is a link, or cannot be read, is left out."""
    files = {}
    too_large = set()
    is_straight = _straight_folders(root)
    for path in sorted(filter(wanted, paths)):
        unread = _why_unread(root, path, _MOST_CODE_BYTES, is_straight)
        if unread is None:
            with contextlib.suppress(OSError):
                files[path] = (root / path).read_bytes()
        elif unread.is_regular:
            too_large.add(path)
    return CodeTree(commit=head, paths=paths, files=files, too_large=frozenset(too_large))


def _list_tracked(root: Path) -> tuple[frozenset[str], Mapping[str, str]]:
    """Paths of the index, and the submodule pointers among them."""
    entries = run_git(root, "ls-files", "-z", "--stage").decode("utf-8", "surrogateescape").split("\0")
    parsed = [(facts.split(" "), path) for facts, tab, path in (entry.partition("\t") for entry in entries) if tab]
    present = frozenset(path for facts, path in parsed if os.path.lexists(root / path))
    return present, {path: facts[1] for facts, path in parsed if facts[0] == _POINTER_MODE}


def _list_untracked(root: Path, built: str | None) -> frozenset[str]:
    output = run_git(root, "ls-files", "-z", "--others", "--exclude-standard").decode("utf-8", "surrogateescape")
    listed = (path for path in output.split("\0") if path and not path.endswith("/"))
    return frozenset(path for path in listed if not is_below(path, built))


def _walk(root: Path) -> Iterator[str]:
    for folder, names, files in os.walk(root, followlinks=False):
        names[:] = sorted(name for name in names if name not in _SKIPPED_FOLDERS)
        base = Path(folder).relative_to(root)
        yield from ((base / name).as_posix() for name in files)


def _read_files(root: Path, paths: frozenset[str], plan: ReadingPlan) -> tuple[Mapping[str, bytes], tuple[Unread, ...]]:
    files: dict[str, bytes] = {}
    unread: list[Unread] = []
    is_straight = _straight_folders(root)
    for path in sorted(filter(plan.wants, paths)):
        left_out = _why_unread(root, path, plan.max_document_bytes, is_straight)
        if left_out:
            unread.append(left_out)
            continue
        try:
            files[path] = (root / path).read_bytes()
        except OSError as error:
            unread.append(Unread(path=path, reason=f"cannot be read: {error.strerror}", is_regular=True))
    return files, tuple(unread)


def _why_unread(root: Path, path: str, limit: int, is_straight: Callable[[str], bool]) -> Unread | None:
    """Why a file is not to be opened; None for one that may be read."""
    try:
        facts = (root / path).lstat()
    except OSError as error:
        return Unread(path=path, reason=f"cannot be read: {error.strerror}")
    is_link = stat.S_ISLNK(facts.st_mode)
    if is_link or not is_straight(posixpath.dirname(path)):
        return Unread(path=path, reason="is a symbolic link" if is_link else "lies behind a symbolic link")
    if not stat.S_ISREG(facts.st_mode):
        return Unread(path=path, reason="is not a regular file")
    return (
        Unread(path=path, reason=_too_large(facts.st_size, limit), is_regular=True) if facts.st_size > limit else None
    )


def _too_large(size: int, limit: int) -> str:
    return f"has {-(-size // 1024)} KiB, more than the {limit // 1024} that project.max-document-kib allows"


def _read_file(root: Path, path: str) -> bytes:
    """Bytes of one regular file below the root. Raises OSError for anything else, and for what a link leads to."""
    if (root / path).is_symlink() or not _straight_folders(root)(posixpath.dirname(path)):
        raise PermissionError(errno.EPERM, "is a symbolic link, or lies behind one", path)
    return (root / path).read_bytes()


def _straight_folders(root: Path) -> Callable[[str], bool]:
    """Whether no link stands on the way from the root to a folder, each looked at once: what lies behind one is never read."""
    real = root.resolve()

    @cache
    def is_straight(folder: str) -> bool:
        return (root / folder).resolve() == real / folder

    return is_straight


def _read_blob(root: Path, blobs: Mapping[str, str], path: str) -> bytes:
    if path not in blobs:
        raise FileNotFoundError(path)
    found = dict(read_blobs(root, {blobs[path]}))
    if blobs[path] not in found:
        raise FileNotFoundError(path)
    return found[blobs[path]]


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
