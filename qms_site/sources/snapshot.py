"""What one reading of a repository gives: plain data, and nothing that reads further by itself."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Literal

import msgspec

from qms_site.sources.given import Reports


class Change(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One path that a commit changed against its first parent: blob before and after, None where there was none."""

    path: str
    before: str | None
    after: str | None
    is_pointer: bool


class CommitRecord(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A commit as git tells it; dates carry their own offset, a bad date is None."""

    hash: str
    parents: tuple[str, ...]
    author: str
    email: str
    authored: datetime | None
    committed: datetime | None
    message: str
    changes: tuple[Change, ...]
    committer: str = ""
    committer_email: str = ""

    @property
    def subject(self) -> str:
        """First line of the message."""
        return self.message.partition("\n")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeIndex:
    """Where something is in a history: places are numbers of commits, from 0 for the newest one, each list in that order."""

    commits: tuple[CommitRecord, ...] = ()
    commit_by_hash: Mapping[str, CommitRecord] = field(default_factory=lambda: MappingProxyType({}))
    place_by_hash: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    places_by_path: Mapping[str, Sequence[int]] = field(default_factory=lambda: MappingProxyType({}))
    """The commits that changed each path that there ever was, in the order in which the paths are met."""
    removals: Sequence[int] = ()
    """Commits that removed something."""
    pointers: Sequence[int] = ()
    """Commits that changed a pointer to a submodule."""

    def places_of(self, paths: Iterable[str]) -> list[int]:
        """The commits that changed one of these paths, each once; paths that never were are left out."""
        return sorted({place for path in paths for place in self.places_by_path.get(path, ())})

    def touching(self, paths: Iterable[str]) -> list[CommitRecord]:
        """The same commits, newest first."""
        return [self.commits[place] for place in self.places_of(paths)]


def index_changes(commits: tuple[CommitRecord, ...]) -> ChangeIndex:
    """Go through a history (newest first) once, so that nobody who looks for a few of its changes has to."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    removals: dict[int, None] = {}
    pointers: dict[int, None] = {}
    for place, commit in enumerate(commits):
        for change in commit.changes:
            places[change.path].append(place)
            if change.after is None:
                removals[place] = None
            if change.is_pointer:
                pointers[place] = None
    return ChangeIndex(
        commits=commits,
        commit_by_hash=MappingProxyType({commit.hash: commit for commit in commits}),
        place_by_hash=MappingProxyType({commit.hash: place for place, commit in enumerate(commits)}),
        places_by_path=MappingProxyType(dict(places)),
        removals=tuple(removals),
        pointers=tuple(pointers),
    )


class CommitSignature(msgspec.Struct, frozen=True):
    """What git says of a commit's signature: its letter (``G`` is good and of somebody trusted), and who signed."""

    state: str
    signer: str

    @property
    def is_good(self) -> bool:
        """Whether it is a good signature of a key that git was told to trust."""
        return self.state == "G"


class BranchRef(msgspec.Struct, frozen=True, kw_only=True):
    """A branch as this clone knows it: its own, or what a remote had when it was last asked.

    ``name`` is without the remote, which is None for a branch of the clone itself.
    """

    name: str
    commit: str
    remote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryState:
    """A repository beside or inside the one that is read: whether its clone is there, and what it has checked out."""

    name: str
    path: str
    head: str | None
    is_available: bool
    pointer: str | None = None
    """For a submodule: the commit that the revision read points at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Which state of the repository was read.

    ``commit`` is None without git or before the first commit. ``branch`` is the branch that is checked out, or the one
    that was asked for. ``on_production`` is None where the production branch is not known to this clone.
    """

    commit: str | None = None
    committed: datetime | None = None
    branch: str | None = None
    on_production: bool | None = None
    is_production_tip: bool = False
    uncommitted: int = 0
    is_shallow: bool = False
    has_git: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A file under the documents root whose contents were left out, and why."""

    path: str
    reason: str
    is_regular: bool = False
    """Whether the file is the repository's own, so that only its text is missing; a link is not, nor what lies behind one."""


def _no_blobs(_names: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    return iter(())


def _no_signatures(_commits: Sequence[str]) -> Mapping[str, CommitSignature]:
    return {}


def _no_asset(path: str) -> bytes:
    raise FileNotFoundError(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeEntry:
    """What a folder holds under one name: the hash of a file, of a folder, or of the commit that a submodule points at."""

    object: str
    is_folder: bool


class TreeFile(msgspec.Struct, frozen=True, gc=False):
    """A file of a commit: the hash of its contents, and its mode as git writes it (``100755`` can be run, ``120000`` is a link)."""

    object: str
    mode: str

    @property
    def is_pointer(self) -> bool:
        """Whether it is no file but a submodule, and the object the commit that it is held at."""
        return self.mode == "160000"


class MergeTrial(msgspec.Struct, frozen=True, kw_only=True):
    """What ``git revert`` or ``git merge`` of a commit would come to. ``nothing``: what it would undo, or bring, is so already.

    ``files`` are those in conflict; ``reason`` says why it is unknown.
    """

    outcome: Literal["clean", "conflicts", "nothing", "unknown"]
    files: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTree:
    """Files of a repository at one commit: all paths, and the contents of those that were asked for and are not too large."""

    commit: str | None
    """In full; None for a work tree without git."""
    paths: frozenset[str]
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    too_large: frozenset[str] = frozenset()
    """Files that were asked for, and are too large to be read."""


Wanted = Callable[[str], bool]
FindCommits = Callable[[str | None, Sequence[str]], tuple[str | None, ...]]
ReadObjects = Callable[[str | None, Iterable[str]], Iterator[tuple[str, bytes]]]
ReadFiles = Callable[[str | None, str | None, Wanted], CodeTree | None]
FindObjects = Callable[[str | None, Sequence[tuple[str, str]]], tuple[str | None, ...]]
ListFiles = Callable[[str | None, Sequence[str], Wanted, Collection[str]], tuple[Mapping[str, TreeFile] | None, ...]]
TryRevert = Callable[[str | None, str, str, str], MergeTrial]
TryMerge = Callable[[str | None, str, str], MergeTrial]
Foresee = Callable[[str | None, Sequence[str]], None]
DigestObjects = Callable[[str | None, Iterable[str]], Mapping[str, Mapping[str, str]]]
ListFolders = Callable[[str | None, Sequence[tuple[str, str]]], tuple[Mapping[str, TreeEntry] | None, ...]]


def _no_files(_repository: str | None, _commit: str | None, _wanted: Wanted) -> CodeTree | None:
    return None


def _no_objects(_repository: str | None, places: Sequence[tuple[str, str]]) -> tuple[str | None, ...]:
    return (None,) * len(places)


def _no_folders(
    _repository: str | None, places: Sequence[tuple[str, str]]
) -> tuple[Mapping[str, TreeEntry] | None, ...]:
    return (None,) * len(places)


def _no_trees(
    _repository: str | None, commits: Sequence[str], _wanted: Wanted, _within: Collection[str]
) -> tuple[Mapping[str, TreeFile] | None, ...]:
    return (None,) * len(commits)


def _no_trial(_repository: str | None, _commit: str, _before: str, _onto: str) -> MergeTrial:
    return MergeTrial(outcome="unknown", reason="the repository is not available")


def _no_merge(_repository: str | None, _commit: str, _onto: str) -> MergeTrial:
    return MergeTrial(outcome="unknown", reason="the repository is not available")


def _no_foresight(_repository: str | None, _commits: Sequence[str]) -> None:
    return


def _no_commits(_repository: str | None, names: Sequence[str]) -> tuple[str | None, ...]:
    return (None,) * len(names)


def _no_digests(_repository: str | None, _names: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    return {}


def _no_contents(_repository: str | None, _names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAccess:
    """How code is read once the records say which is meant. Repositories are named as in the snapshot; None is this one.

    ``find_commits`` gives the commit in full that each hash, also a beginning of one, means; None where there is no such
    commit, or several begin so. ``read_objects`` gives contents of files by their objects, without missing and large ones.

    ``read_files`` gives the files at a commit, as it is written (None: the state that was read); None where the repository or
    the commit is not there. ``find_objects`` gives the hash of what lies at each (commit in full, path), "" being the root;
    ``list_folders`` what each folder holds, by name, None where there is no such folder. ``list_files`` gives the wanted files of
    each commit by path, links and submodules among them, so far as they are or lie in one of some places ("." for all); None for
    a commit that is not there. ``foresee`` reads at once what
    the files at several commits have in common; it changes no answer. ``try_revert`` says what it would come to to revert a commit,
    against the one before it, on top of another, and ``try_merge`` to merge one; nothing is touched.
    ``digest_objects`` gives the digests of files by their objects, each by the name of its algorithm (``sha256``, ``sha512``),
    without files that are missing, or too large to be read.
    """

    find_commits: FindCommits = _no_commits
    read_objects: ReadObjects = _no_contents
    read_files: ReadFiles = _no_files
    find_objects: FindObjects = _no_objects
    list_folders: ListFolders = _no_folders
    list_files: ListFiles = _no_trees
    try_revert: TryRevert = _no_trial
    try_merge: TryMerge = _no_merge
    foresee: Foresee = _no_foresight
    digest_objects: DigestObjects = _no_digests


_NO_CODE = CodeAccess()
_NO_REPORTS = Reports()


@dataclass(frozen=True, kw_only=True)
class History:
    """What git tells of the way to the revision read; empty without git.

    ``commits`` are newest first; ``branches`` are the refs, ``beside`` the commits that only they have, newest first;
    ``first_parents`` the hashes on the revision's first-parent line, newest first; ``production_line`` those on
    production's, None where this clone does not know production; ``boundary`` the commits at which a shallow clone ends.
    ``read_blobs`` is the one later bulk read, of objects that the records name: contents by hash, one after the other,
    without those that are missing or larger than the limit. ``read_signatures`` tells of these commits, by their hashes,
    how they are signed; git runs a program for each that is. ``kept`` is what earlier runs kept of a long history, None
    for others.
    """

    revision: Revision = Revision()
    commits: tuple[CommitRecord, ...] = ()
    beside: tuple[CommitRecord, ...] = ()
    branches: tuple[BranchRef, ...] = ()
    first_parents: tuple[str, ...] = ()
    production_line: tuple[str, ...] | None = None
    boundary: frozenset[str] = frozenset()
    read_blobs: Callable[[frozenset[str]], Iterator[tuple[str, bytes]]] = _no_blobs
    read_signatures: Callable[[Sequence[str]], Mapping[str, CommitSignature]] = _no_signatures
    kept: MutableMapping[str, bytes] | None = None

    @cached_property
    def changes(self) -> ChangeIndex:
        """Where everything is in ``commits``."""
        return index_changes(self.commits)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryHistory:
    """What git tells of another repository: all commits that lead to its branches and to what it has checked out, newest first.

    ``production_line`` are the hashes on its production's first-parent line, newest first, None where its clone does not
    know that branch; ``boundary`` the commits at which a shallow clone ends.
    """

    name: str
    commits: tuple[CommitRecord, ...] = ()
    branches: tuple[BranchRef, ...] = ()
    production_line: tuple[str, ...] | None = None
    boundary: frozenset[str] = frozenset()


def _no_histories() -> Mapping[str, RepositoryHistory]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One state of a repository; all paths are relative to its root, with ``/``.

    ``paths`` are all its files, ``files`` the contents of those under the documents root that the engine reads.
    ``problems`` says in sentences what could not be read about the repository itself. ``pointers`` maps a submodule's
    path to the commit it is held at. ``read_asset`` gives the bytes of one listed path, for publishing; it raises OSError.
    ``read_history`` and ``read_histories`` wait for what git is still asked for while the files are parsed.
    ``code`` reads what the records name of the code, ``reports`` are those of test runs that lie beside the repository.
    """

    paths: frozenset[str]
    files: Mapping[str, bytes]
    read_history: Callable[[], History] = History
    unread: tuple[Unread, ...] = ()
    repositories: tuple[RepositoryState, ...] = ()
    pointers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[str, ...] = ()
    read_asset: Callable[[str], bytes] = _no_asset
    read_histories: Callable[[], Mapping[str, RepositoryHistory]] = _no_histories
    code: CodeAccess = _NO_CODE
    reports: Reports = _NO_REPORTS

    @cached_property
    def history(self) -> History:
        """The way to the revision read. Raises SourceError where git could not tell it."""
        return self.read_history()

    @cached_property
    def histories(self) -> Mapping[str, RepositoryHistory]:
        """Histories of the other repositories that are available, by name."""
        return self.read_histories()
