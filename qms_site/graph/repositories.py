"""All repositories that documents may speak of: what each is called, and where a commit hash may be found."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import msgspec

from qms_site.settings import Settings
from qms_site.sources.snapshot import CodeAccess, CommitRecord, Snapshot


@dataclass(frozen=True, kw_only=True)
class KnownRepository:
    """A repository: the one that was read, whose ``key`` is None, or another that the snapshot names by its key."""

    key: str | None
    name: str
    """As it is shown, and as the facts name it."""
    folder: str
    is_available: bool
    is_whole: bool
    """Whether its clone goes back to its beginning, and has all that it was ever held at: what is not in it does not exist."""
    tip: str | None
    """The newest commit of its production; what was read, or is checked out, where that is not known."""
    commits: Sequence[CommitRecord] = ()
    is_cut: bool = False
    """Whether its clone does not go back to its beginning."""

    @property
    def can_hide(self) -> bool:
        """Whether a commit that is not found may be in it all the same."""
        return not (self.is_available and self.is_whole)

    @cached_property
    def names(self) -> frozenset[str]:
        """What documents may call it: its name, its folder, and the last part of both."""
        written = {self.name, re.sub(r"\s+", "-", self.name.lower())}
        written |= {self.key, self.folder} if self.key is not None else set()
        return frozenset({part for name in written if name for part in (name, name.rsplit("/", 1)[-1])} - {"."})

    @cached_property
    def commit_by_hash(self) -> Mapping[str, CommitRecord]:
        """Its commits that branches lead to, by their hashes in full."""
        return {commit.hash: commit for commit in self.commits}

    def count_of(self, beginning: str) -> int:
        """How many of its commits begin so, two for any number above one."""
        return sum(1 for _ in _beginning_with(self._hashes, beginning, 2))

    @cached_property
    def _hashes(self) -> list[str]:
        return sorted(self.commit_by_hash)


class FoundCommit(msgspec.Struct, frozen=True, kw_only=True):
    """A commit in full, in a repository by its name; ``key`` is the snapshot's, where the clone is there."""

    name: str
    commit: str
    key: str | None = None
    is_pointer: bool = False
    """Whether only a pointer tells of it."""


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """Every commit that a hash may be; ``crowded`` are repositories in which several begin so."""

    found: tuple[FoundCommit, ...] = ()
    crowded: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Repositories:
    """The repository that was read, then the others by name; and what pointers to submodules tell of commits."""

    known: tuple[KnownRepository, ...]
    code: CodeAccess
    pointers: Sequence[tuple[str, str]] = field(default=())
    """(commit in full, name of the repository), sorted."""

    _held: dict[str, Meaning] = field(default_factory=dict, repr=False, compare=False)
    former: tuple[str, ...] = ()
    """Submodules that are none any more, and whose clones are nowhere."""

    @property
    def hiding(self) -> tuple[str, ...]:
        """Names of those in which a commit may be that is not found."""
        return (*(repository.name for repository in self.known if repository.can_hide), *self.former)

    @property
    def own(self) -> KnownRepository:
        """The repository that was read."""
        return self.known[0]

    def named(self, written: str) -> KnownRepository | None:
        """The repository that a text calls so; of several the first, others before the one that was read."""
        plain = written.strip("/")
        return next((one for one in (*self.known[1:], self.own) if plain in one.names), None)

    def by_name(self, name: str | None) -> KnownRepository | None:
        """The repository that the facts call so."""
        return next((one for one in self.known if one.name == name), None)

    def find(self, hashes: Iterable[str]) -> Mapping[str, Meaning]:
        """What each hash may be; one question to each repository for all of them that were not asked for before."""
        tokens = sorted(set(hashes))
        asked = [token for token in tokens if token not in self._held]
        self._held.update(self._ask(asked) if asked else {})
        return {token: self._held[token] for token in tokens}

    def _ask(self, asked: Sequence[str]) -> Mapping[str, Meaning]:
        found: dict[str, list[FoundCommit]] = {token: [] for token in asked}
        crowded: dict[str, list[str]] = {token: [] for token in asked}
        for repository in self.known:
            if not repository.is_available:
                continue
            for token, commit in zip(asked, self.code.find_commits(repository.key, asked), strict=True):
                if commit:
                    found[token].append(FoundCommit(name=repository.name, commit=commit, key=repository.key))
                elif repository.count_of(token) > 1:
                    crowded[token].append(repository.name)
        for token in asked:
            names = {one.name for one in found[token]}
            found[token] += (one for one in self._pointed_at(token) if one.name not in names)
        return {token: Meaning(found=tuple(found[token]), crowded=tuple(crowded[token])) for token in asked}

    def _pointed_at(self, token: str) -> Iterator[FoundCommit]:
        for place in _places_beginning_with(self.pointers, token):
            commit, name = self.pointers[place]
            yield FoundCommit(name=name, commit=commit, is_pointer=True)


def known_repositories(snapshot: Snapshot, settings: Settings) -> Repositories:
    """The repositories of a snapshot."""
    history = snapshot.history
    revision = history.revision
    line = history.production_line or ()
    own = KnownRepository(
        key=None,
        name=settings.project.name,
        folder=".",
        is_available=revision.has_git,
        is_whole=not (revision.is_shallow or history.boundary),
        is_cut=bool(revision.is_shallow or history.boundary),
        tip=revision.commit if revision.on_production or not line else line[0],
        commits=(*history.commits, *history.beside),
    )
    clones = tuple(_others(snapshot))
    told = _pointers(snapshot, clones)
    others = tuple(replace(one, is_whole=one.is_whole and _has_all(one, told, snapshot.code)) for one in clones)
    former = _former(told, (own, *others), snapshot.code)
    names = {one.folder: one.name for one in (*others, *former)}
    return Repositories(
        known=(own, *others),
        former=tuple(sorted(one.name for one in former if not one.is_available)),
        code=snapshot.code,
        pointers=tuple(sorted({(pointer, names[path]) for path, held in told.items() for pointer in held})),
    )


def _others(snapshot: Snapshot) -> Iterator[KnownRepository]:
    for state in sorted(snapshot.repositories, key=lambda state: state.name):
        history = snapshot.histories.get(state.name)
        line = (history.production_line if history else None) or ()
        yield KnownRepository(
            key=state.name,
            name=state.name,
            folder=state.path,
            is_available=state.is_available,
            is_whole=not (history and history.boundary),
            is_cut=bool(history and history.boundary),
            tip=line[0] if line else state.head,
            commits=history.commits if history else (),
        )


def _pointers(snapshot: Snapshot, others: Sequence[KnownRepository]) -> Mapping[str, frozenset[str]]:
    """Commits that submodules were ever held at, in this repository and in the others, by the path of the submodule."""
    history = snapshot.history
    movers = (history.commits[place] for place in history.changes.pointers)
    told = [("", commit) for commit in (*movers, *history.beside)]
    told += [(f"{one.folder}/", commit) for one in others for commit in one.commits]
    found: dict[str, set[str]] = defaultdict(set)
    for folder, commit in told:
        for change in commit.changes:
            if change.is_pointer:
                found[f"{folder}{change.path}"] |= {held for held in (change.before, change.after) if held}
    for path, pointer in snapshot.pointers.items():
        found[path].add(pointer)
    for state in snapshot.repositories:
        found[state.path] |= {state.pointer} if state.pointer else set()
    return {path: frozenset(held) for path, held in sorted(found.items())}


def _has_all(repository: KnownRepository, told: Mapping[str, frozenset[str]], code: CodeAccess) -> bool:
    """Whether a clone has every commit that it was ever held at; one that was not fetched for long has not."""
    held = sorted(told.get(repository.folder, ()))
    return not (repository.is_available and held) or None not in code.find_commits(repository.key, held)


def _former(
    told: Mapping[str, frozenset[str]], known: Sequence[KnownRepository], code: CodeAccess
) -> tuple[KnownRepository, ...]:
    """Submodules that are none any more; one whose commits are in a repository that is there was only moved, and is that one."""
    folders = {one.folder for one in known}
    lost = {path: sorted(held) for path, held in told.items() if path not in folders}
    asked = sorted({commit for held in lost.values() for commit in held})
    homes = {
        commit: one
        for one in reversed(known if asked else ())
        if one.is_available
        for commit, found in zip(asked, code.find_commits(one.key, asked), strict=True)
        if found
    }
    moved = {path: next((homes[commit] for commit in held if commit in homes), None) for path, held in lost.items()}
    return tuple(
        KnownRepository(
            key=home.key if home else path,
            name=home.name if home else path.rsplit("/", 1)[-1],
            folder=path,
            is_available=home is not None,
            is_whole=home is not None,
            tip=None,
        )
        for path, home in moved.items()
    )


def _beginning_with(names: Sequence[str], beginning: str, most: int) -> Iterator[str]:
    start = bisect_left(names, beginning)
    return (name for name in names[start : start + most] if name.startswith(beginning))


def _places_beginning_with(pointers: Sequence[tuple[str, str]], beginning: str) -> Iterator[int]:
    place = bisect_left(pointers, (beginning,))
    while place < len(pointers) and pointers[place][0].startswith(beginning):
        yield place
        place += 1
