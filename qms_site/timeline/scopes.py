"""Scope: the files and folders that the approved text of a record names, as far as they are known."""

import fnmatch
import posixpath
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import msgspec

from qms_site.history.statuses import Statuses
from qms_site.markdown.decoding import decode_text
from qms_site.records.documents import Document
from qms_site.settings import Settings, Stage
from qms_site.sources.snapshot import Snapshot
from qms_site.timeline.places import Place
from qms_site.timeline.versions import Timeline
from qms_site.timeline.written_paths import without_comments, written_paths

_WORD = re.compile(r"[\w.-]+")
_WILD = re.compile(r"[*?\[\]]+")
_PLAIN_NAMES = frozenset(
    {
        *("Dockerfile", "Gemfile", "Jenkinsfile", "Justfile", "LICENSE", "Makefile"),
        *("NOTICE", "Procfile", "README", "Rakefile", "Vagrantfile"),
    }
)
"""Names of files that are known as such without a suffix."""
_MOST_PARTS = 40
"""Folders on the way to a file that are compared, the first and the last ones; those between them no person names."""
_FEW = 20
"""Names up to which it is quicker to look for each of them in a path than to look up all parts of the path."""
_MOST_PATTERNS = 200
"""Patterns of one record that are looked at."""


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What a record may change: paths and folders as it names them, patterns among them. ``version`` is the text read."""

    names: frozenset[str]
    patterns: tuple[str, ...]
    version: str | None
    is_approved: bool
    """Whether the text is that of the approval, and not only the present one."""

    def names_place(self, place: Place) -> bool:
        """Whether the record names a place; of one that was moved its name before or after it is enough."""
        covers = self.covers_pointer if place.is_pointer else self.covers
        return covers(place.path) or (place.twin is not None and covers(place.twin))

    def covers_pointer(self, folder: str) -> bool:
        """Whether the record names a submodule, or something in it."""
        return self.covers(folder) or any(
            name.startswith((f"{folder}/", f"{posixpath.basename(folder)}/")) for name in self.names
        )

    def covers(self, path: str) -> bool:
        """Whether the record names a file, by its path or a part of it, or a folder that it lies in."""
        return self._names_part_of(path) or any(_matches(path, pattern) for pattern in self.patterns)

    def _names_part_of(self, path: str) -> bool:
        if len(self.names) > _FEW:
            return any(run in self.names for run in _runs(path.split("/")))
        between = f"/{path}/"
        return any(f"/{name}/" in between for name in self.names)


def _runs(parts: list[str]) -> Iterator[str]:
    if len(parts) > _MOST_PARTS:
        yield from _runs(parts[:_MOST_PARTS])
        parts = parts[-_MOST_PARTS:]
    for first in range(len(parts)):
        yield from ("/".join(parts[first:last]) for last in range(first + 1, len(parts) + 1))


@dataclass(frozen=True)
class KnownPaths:
    """All paths that this and other repositories have or had; a word is the name of a file only if such a file is known.

    ``repositories`` are the folders of the other ones, which are also named as plain words.
    """

    paths: frozenset[str]
    repositories: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """Whether a file or a folder is or was called so, with or without the folders above it."""
        backwards = name[::-1]
        exact, below = bisect_left(self._backwards, backwards), bisect_left(self._backwards, f"{backwards}/")
        ends = self._backwards[exact : exact + 1] + self._backwards[below : below + 1]
        return any(end == backwards or end.startswith(f"{backwards}/") for end in ends)

    def find(self, name: str) -> str | None:
        """A name as far as it is known: without what the repository is called, or its address, before it."""
        parts = name.split("/")[-_MOST_PARTS:]
        ends = ("/".join(parts[first:]) for first in range(1, len(parts) - 1))
        return name if self.has(name) else next(filter(self.has, ends), None)

    def has_match(self, pattern: str) -> bool:
        """Whether a file is or was called as a pattern says; most records of a team have the same patterns."""
        found = self._matched.get(pattern)
        if found is None:
            longest = max(_WILD.split(pattern), key=len)
            found = longest in self._all and any(_matches(path, pattern) for path in self.paths)
            self._matched[pattern] = found
        return found

    @cached_property
    def _matched(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _all(self) -> str:
        return "\n".join(self.paths)

    @cached_property
    def _backwards(self) -> list[str]:
        """All files and folders, spelled from behind and sorted: what ends alike lies side by side."""
        folders: set[str] = set(self.repositories)
        for path in self.paths:
            folder = posixpath.dirname(path)
            while folder and folder not in folders:
                folders.add(folder)
                folder = posixpath.dirname(folder)
        return sorted(place[::-1] for place in self.paths | folders)


def _matches(path: str, pattern: str) -> bool:
    """``**/`` also stands for no folder at all."""
    return any(
        fnmatch.fnmatchcase(path, form) or fnmatch.fnmatchcase(path, f"*/{form}")
        for form in {pattern, pattern.replace("**/", "")}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scopes:
    """The scopes of the records that were asked for; None for one whose text names no file.

    A child goes on under the plan of its parent: what one of those above it names, it names too.
    """

    by_record: Mapping[str, Scope | None] = field(default_factory=lambda: MappingProxyType({}))
    parents: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    _named: dict[str, dict[str | Place, bool]] = field(default_factory=dict)
    _scopes: dict[str, tuple[Scope, ...]] = field(default_factory=dict)
    _whole: dict[str, set[str]] = field(default_factory=dict)
    """By record, files of which it is known that they are named: most often those of a commit are all among them."""

    def judge(self, record: str, places: Collection[Place]) -> bool | None:
        """Whether a record names all these places; None where it names no file at all, or nothing was changed."""
        if self.by_record.get(record) is None or not places:
            return None
        known = self._named.get(record, {})
        for place in places:
            is_named = known.get(place.path) if place.is_plain else None
            if is_named is False or (is_named is None and not self.has_named(record, place)):
                return False
        return True

    def names_files(self, record: str, paths: Collection[str]) -> bool:
        """Whether a record names files, so far as it names any, that were not moved."""
        if self.by_record.get(record) is None:
            return False
        named = self._whole.setdefault(record, set())
        if named.issuperset(paths):
            return True
        known = self._named.setdefault(record, {})
        for path in paths:
            is_named = known.get(path)
            if is_named is None:
                is_named = known[path] = any(scope.covers(path) for scope in self._scopes_of(record))
            if not is_named:
                return False
            named.add(path)
        return True

    def _scopes_of(self, record: str) -> tuple[Scope, ...]:
        """What a record and those above it name."""
        found = self._scopes.get(record)
        if found is None:
            found = tuple(filter(None, map(self.by_record.get, self.lineage(record))))
            self._scopes[record] = found
        return found

    def has_named(self, record: str, place: Place) -> bool:
        """Whether a record, or one above it, names a place; most files are changed many times under one record."""
        known = self._named.setdefault(record, {})
        # Most places are nothing but a path, which is found more quickly.
        key = place.path if place.is_plain else place
        found = known.get(key)
        if found is None:
            found = known[key] = any(scope.names_place(place) for scope in self._scopes_of(record))
        return found

    def lineage(self, record: str) -> Iterator[str]:
        """A record and those above it, the nearest first."""
        seen: set[str] = set()
        above: str | None = record
        while above and above not in seen:
            seen.add(above)
            yield above
            above = self.parents.get(above)


def read_scopes(
    asked: Iterable[str],
    documents: Mapping[str, Document],
    timelines: Mapping[str, Timeline],
    statuses: Statuses,
    snapshot: Snapshot,
    settings: Settings,
    known: KnownPaths,
) -> Scopes:
    """Scopes of records by their ids; one more bulk read, of approved texts that only git has."""
    parents = {id_: document.parent for id_, document in documents.items() if document.parent}
    wanted = {id_ for record in asked for id_ in Scopes(parents=parents).lineage(record) if id_ in documents}
    texts = {
        id_: _approved_text(documents[id_], timelines[id_], statuses, snapshot, settings) for id_ in sorted(wanted)
    }
    blobs = dict(snapshot.history.read_blobs(frozenset(text.blob for text in texts.values() if text.blob)))
    found = {id_: _scope_of(documents[id_], text, blobs, known) for id_, text in texts.items()}
    return Scopes(by_record=MappingProxyType(found), parents=MappingProxyType(parents))


class _Approved(msgspec.Struct, frozen=True):
    """Where the approved text of a record is: as bytes, or as an object of git; nothing where only the present text is left."""

    version: str | None = None
    data: bytes | None = None
    blob: str | None = None


def _approved_text(
    document: Document, timeline: Timeline, statuses: Statuses, snapshot: Snapshot, settings: Settings
) -> _Approved:
    """The text with which a record first went into execution, or was approved for it.

    A workflow tool raises the number by the approval (0.3 becomes 1.0), and what it keeps as 1.0 may be filled in by the time
    that it keeps it. What was reviewed under the number before is what was approved.
    """
    stages = {Stage.APPROVED, Stage.EXECUTION}
    place = next(
        (place for place, event in enumerate(timeline.events) if _stage(document, event.to_state, settings) in stages),
        None,
    )
    if place is None:
        return _Approved()
    event = timeline.events[place]
    if event.digest:
        return _Approved(event.version, None, statuses.blobs_by_digest.get(event.digest))
    before = (earlier.version for earlier in reversed(timeline.events[:place]) if earlier.version)
    reviewed = next((version for version in before if version != event.version), None)
    for number in filter(None, (reviewed, event.version)):
        found = _kept(number, document, timeline, statuses, snapshot)
        if found:
            return _Approved(event.version, *found)
    return _Approved(event.version)


def _kept(
    number: str, document: Document, timeline: Timeline, statuses: Statuses, snapshot: Snapshot
) -> tuple[bytes | None, str | None] | None:
    """The text of a version, in the archive or in git; None where there is none, or only the present one."""
    version = next((version for version in timeline.versions if version.version == number), None)
    if version is None or version.digest is None or version.digest == document.file.digest:
        return None
    if version.path in snapshot.files:
        return snapshot.files[version.path or ""], None
    blob = statuses.blobs_by_digest.get(version.digest)
    return (None, blob) if blob else None


def _stage(document: Document, state: str | None, settings: Settings) -> Stage | None:
    return settings.stage_of(document.type, state)


def _scope_of(document: Document, approved: _Approved, blobs: Mapping[str, bytes], known: KnownPaths) -> Scope | None:
    data = approved.data if approved.data is not None else blobs.get(approved.blob or "")
    text = decode_text(data).text if data is not None else document.file.body
    names = frozenset(_named(text, known))
    patterns = tuple(_patterns(text, known))
    if not names and not patterns:
        return None
    return Scope(names=names, patterns=patterns, version=approved.version, is_approved=data is not None)


def _named(text: str, known: KnownPaths) -> Iterator[str]:
    """Paths of the text that are known; a single word counts in code, or where it has a suffix or a slash."""
    for name in set(written_paths(text)):
        clean = name.removesuffix("/**").removesuffix("/*").strip("/")
        found = known.find(clean) if clean and "*" not in clean else None
        if found:
            yield found
    words = {word.strip(".-") for word in _WORD.findall(without_comments(text))}
    yield from (folder for folder in known.repositories if posixpath.basename(folder) in words)
    yield from (name for name in _PLAIN_NAMES & words if known.has(name))


def _patterns(text: str, known: KnownPaths) -> Iterator[str]:
    """Patterns of the text that some file is or was called by; else a number in bold would be one."""
    written = {name for name in written_paths(text) if _WILD.search(name[:-1]) and any(map(str.isalpha, name))}
    return filter(known.has_match, sorted(written)[:_MOST_PATTERNS])
