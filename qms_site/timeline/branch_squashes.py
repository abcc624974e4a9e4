"""Branches that were squashed: one commit of production made all that a branch had changed in the end.

It is known by the files and what they hold then; where production had changed a file in between, by the lines that were put in and
taken out. Controlled documents that were written with it do not count, unless the branch changed nothing else.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from qms_site.history.commit_graph import CommitGraph
from qms_site.sources.snapshot import CommitRecord

ReadContents = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_MOST_COMPARED = 5
"""Commits of the line whose lines are held against those of one branch; a file that changes daily meets many branches."""
_MOST_FILES = 50
_MOST_BYTES = 512 * 1024
_AT_ONCE = 25
_MOST_PAIRS = 500


class _Change(msgspec.Struct, frozen=True):
    """What a file was before, and is after: objects, None where there is no file."""

    before: str | None
    after: str | None
    is_pointer: bool


_Changes = Mapping[str, _Change]
"""By path."""
_Objects = frozenset[tuple[str, str | None]]
_Fits = Callable[[str, int, CommitRecord], bool]


class _Pair(msgspec.Struct, frozen=True):
    """A branch, and a commit that may be its squash with what it made."""

    name: str
    commit: CommitRecord
    made: _Changes


class SquashSearch(msgspec.Struct, frozen=True, kw_only=True):
    """Where squashes are looked for: production's first-parent line, newest first, and by what files are known.

    ``alone`` are, by the names of branches, commits that came alone by merges which name the branch: a hosting site squashes so.
    """

    graph: CommitGraph
    line: Sequence[str]
    alone: Mapping[str, Sequence[CommitRecord]]
    is_document: Callable[[str], bool]
    read_contents: ReadContents


def find_squashes(search: SquashSearch, unmerged: Mapping[str, tuple[CommitRecord, ...]]) -> Mapping[str, CommitRecord]:
    """The commit that each branch was squashed into, by name; branches with nothing of the kind are left out."""
    wanted = {name: changes for name, commits in unmerged.items() if (changes := _net_changes(commits, search))}
    if not wanted:
        return {}
    fits = _fitting(search, {name: unmerged[name] for name in wanted})
    alone = {name: tuple(_that_came_alone(search, name, wanted[name], unmerged[name][0])) for name in wanted}
    found = {
        name: pair.commit
        for name, pairs in alone.items()
        for pair in pairs
        if _objects(pair.made) == _objects(wanted[name])
    }
    found = _with_same_objects(search, wanted, fits) | found
    left = {name: changes for name, changes in wanted.items() if name not in found}
    pairs = [pair for name in left for pair in alone[name]] + list(_with_same_paths(search, left, fits))
    for start in range(0, min(len(pairs), _MOST_PAIRS), _AT_ONCE):
        portion = [pair for pair in pairs[start : start + _AT_ONCE] if pair.name not in found]
        lines = _read_lines(search, [changes for pair in portion for changes in (pair.made, wanted[pair.name])])
        for pair in portion:
            if pair.name not in found and _has_same_lines(pair.made, wanted[pair.name], lines):
                found[pair.name] = pair.commit
    return found


def _with_same_objects(search: SquashSearch, wanted: Mapping[str, _Changes], fits: _Fits) -> dict[str, CommitRecord]:
    """The first commit on the line after each branch that made all its changes."""
    by_objects: dict[_Objects, list[str]] = defaultdict(list)
    for name, changes in wanted.items():
        by_objects[_objects(changes)].append(name)
    found: dict[str, CommitRecord] = {}
    for place, commit, made in _steps(search, {min(changes) for changes in wanted.values()}):
        for name in by_objects.get(_objects(made), ()):
            if name not in found and fits(name, place, commit):
                found[name] = commit
    return found


def _with_same_paths(search: SquashSearch, wanted: Mapping[str, _Changes], fits: _Fits) -> Iterator[_Pair]:
    """The first commits on the line after each branch that changed the same files: a squash follows soon."""
    by_paths: dict[frozenset[str], dict[str, int]] = defaultdict(dict)
    for name, changes in wanted.items():
        by_paths[frozenset(changes)][name] = 0
    for place, commit, made in _steps(search, {min(changes) for changes in wanted.values()}):
        counts = by_paths.get(frozenset(made), {})
        for name in [name for name in counts if fits(name, place, commit)]:
            yield _Pair(name, commit, made)
            counts[name] += 1
            if counts[name] == _MOST_COMPARED:
                del counts[name]


def _steps(search: SquashSearch, paths: Collection[str]) -> Iterator[tuple[int, CommitRecord, _Changes]]:
    """Commits of the line that are no merges and changed one of these files, the oldest first."""
    for place in reversed(range(len(search.line))) if paths else ():
        commit = search.graph.commits[search.line[place]]
        if len(commit.parents) <= 1 and any(change.path in paths for change in commit.changes):
            yield place, commit, _made(commit, search)


def _that_came_alone(search: SquashSearch, name: str, wanted: _Changes, tip: CommitRecord) -> Iterator[_Pair]:
    for commit in search.alone.get(name, ()):
        made = _made(commit, search)
        if made.keys() == wanted.keys() and _when(commit) >= _when(tip):
            yield _Pair(name, commit, made)


def _fitting(search: SquashSearch, unmerged: Mapping[str, tuple[CommitRecord, ...]]) -> _Fits:
    """Whether a commit at a place of the line is younger than a branch, and than what that began from."""
    places = {name: place for place, name in enumerate(search.line)}
    ends = {name: _newest_known(commits, search.graph, places) for name, commits in unmerged.items()}
    moments = {name: _when(commits[0]) for name, commits in unmerged.items()}

    def fits(name: str, place: int, commit: CommitRecord) -> bool:
        return place < ends[name] and _when(commit) >= moments[name]

    return fits


def _net_changes(commits: Sequence[CommitRecord], search: SquashSearch) -> _Changes:
    """What the commits of a branch (newest first) changed in all.

    A merge of production counts only for files that the branch itself changed, since its other changes are production's.
    """
    first: dict[str, str | None] = {}
    last: dict[str, _Change] = {}
    for commit in reversed(commits):
        for change in commit.changes:
            if len(commit.parents) <= 1:
                first.setdefault(change.path, change.before)
            if change.path in first:
                last[change.path] = _Change(first[change.path], change.after, change.is_pointer)
    return _without_documents({path: change for path, change in last.items() if change.before != change.after}, search)


def _made(commit: CommitRecord, search: SquashSearch) -> _Changes:
    made = {change.path: _Change(change.before, change.after, change.is_pointer) for change in commit.changes}
    return _without_documents(made, search)


def _without_documents(changes: _Changes, search: SquashSearch) -> _Changes:
    return {path: change for path, change in changes.items() if not search.is_document(path)} or changes


def _objects(changes: _Changes) -> _Objects:
    return frozenset((path, change.after) for path, change in changes.items())


def _read_lines(search: SquashSearch, changes: Iterable[_Changes]) -> Mapping[str, Counter[bytes]]:
    """How often each line stands in the files whose objects are needed, by object; large files are left out."""
    needed = {
        name
        for each in changes
        if len(each) <= _MOST_FILES
        for change in each.values()
        for name in (change.before, change.after)
        if name and not change.is_pointer
    }
    contents = search.read_contents(sorted(needed)) if needed else ()
    return {name: Counter(data.split(b"\n")) for name, data in contents if len(data) <= _MOST_BYTES}


def _has_same_lines(made: _Changes, wanted: _Changes, lines: Mapping[str, Counter[bytes]]) -> bool:
    """Whether two changes of the same files put in and took out the same lines in each."""
    for path, change in wanted.items():
        other = made[path]
        if (change.before, change.after) == (other.before, other.after):
            continue
        one, two = _difference(change, lines), _difference(other, lines)
        if one is None or one != two:
            return False
    return True


def _difference(
    change: _Change, lines: Mapping[str, Counter[bytes]]
) -> tuple[Counter[bytes], Counter[bytes], bool, bool] | None:
    """Lines put in and taken out, and whether the file was begun or removed; None where that is not known, or is nothing."""
    before = lines.get(change.before) if change.before else Counter[bytes]()
    after = lines.get(change.after) if change.after else Counter[bytes]()
    if before is None or after is None or before == after:
        return None
    return after - before, before - after, change.before is None, change.after is None


def _when(commit: CommitRecord) -> datetime:
    return commit.committed or _LONG_AGO


def _newest_known(commits: Sequence[CommitRecord], graph: CommitGraph, places: Mapping[str, int]) -> int:
    """Place on the line of the newest commit that leads to a branch; what is there or beyond was not made from it."""
    own = {commit.hash for commit in commits}
    entries = {parent for commit in commits for parent in commit.parents if parent not in own}
    return min((_place_of(entry, graph, places) for entry in entries), default=len(places))


def _place_of(name: str, graph: CommitGraph, places: Mapping[str, int]) -> int:
    while name not in places and name in graph.commits and graph.commits[name].parents:
        name = graph.commits[name].parents[0]
    return places.get(name, len(places))
