"""Audit logs against git: a log is only appended to, so each version must begin with the one before it.

Versions are compared by length and digest while they stream past, so that a log of any length costs one reading of each of
its versions; only those that do not begin with the one before are taken apart line by line.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import msgspec

from qms_site.history.log_lines import LineChange, compare_lines, lost_lines
from qms_site.history.log_versions import LogVersion, log_versions
from qms_site.history.put_back import Step, is_put_back, loses, undoes
from qms_site.sources.snapshot import CommitRecord, History


class Addition(msgspec.Struct, frozen=True, kw_only=True):
    """Lines that a commit added to a log; ``first_line`` counts from 1."""

    log: str
    path: str
    commit: CommitRecord
    first_line: int
    data: bytes


class Rewrite(msgspec.Struct, frozen=True, kw_only=True):
    """A commit that did more to a log than append to it; ``lines`` are the first of those concerned.

    ``is_put_back`` where the newest version has all again that the log had before; whoever put it back rewrote nothing.
    """

    log: str
    path: str
    commit: CommitRecord
    altered: int = 0
    removed: int = 0
    inserted: int = 0
    lines: tuple[LineChange, ...] = ()
    is_put_back: bool = False


class LogRemoval(msgspec.Struct, frozen=True, kw_only=True):
    """A commit that removed a log; ``is_put_back`` where its newest version has again all that was removed."""

    log: str
    path: str
    commit: CommitRecord
    is_put_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHistory:
    """What became of the audit logs, oldest commit first in each list."""

    additions: tuple[Addition, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    removals: tuple[LogRemoval, ...] = ()
    merged: frozenset[str] = frozenset()
    """Logs that a merge put together from lines of two branches."""
    versions: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """How many versions of each log were compared."""
    newest: Mapping[str, LogVersion] = field(default_factory=lambda: MappingProxyType({}))
    """What the revision's line made of each log last, by its name; without an object where the log is gone."""
    unread: frozenset[str] = frozenset()
    """Logs of which git does not have every version, or one is too large."""


def read_logs(history: History, is_log: Callable[[str], bool]) -> LogHistory:
    """Compare every version of every log with the one before it, and at merges with those of the branches."""
    versions = tuple(log_versions(history, is_log))
    facts = _read_facts(history, versions)
    appended = _read_appended(history, versions, facts)
    newest = _newest(history, versions)
    texts = _read_texts(history, versions, facts, appended, newest)
    counted = Counter(version.log for version in versions if version.after in facts)
    merged = frozenset(version.log for version in versions if version.is_merge and any(_broken(version, appended)))
    return LogHistory(
        additions=tuple(filter(None, (_addition(version, facts, appended, texts) for version in versions))),
        rewrites=tuple(_rewrites(versions, appended, texts, newest, merged)),
        removals=tuple(
            LogRemoval(
                log=version.log,
                path=version.path,
                commit=version.commit,
                is_put_back=is_put_back(
                    (version.before,), _object(newest, version.log), texts, is_merged=version.log in merged
                ),
            )
            for version in versions
            if version.after is None and version.before
        ),
        merged=merged,
        versions=MappingProxyType(dict(counted)),
        newest=MappingProxyType(newest),
        unread=frozenset(version.log for version in versions if not set(_blobs((version,))) <= facts.keys()),
    )


class _Facts(msgspec.Struct, frozen=True):
    size: int
    lines: int
    digest: bytes


_Pair = tuple[str, str]


def _blobs(versions: Iterable[LogVersion]) -> Iterator[str]:
    for version in versions:
        yield from filter(None, (version.before, version.after, *version.sides))


def _pairs(version: LogVersion) -> Iterator[_Pair]:
    """Earlier and later objects that are to be compared."""
    if version.after:
        yield from ((before, version.after) for before in (version.before, *version.sides) if before)


def _broken(version: LogVersion, appended: Mapping[_Pair, bytes | None]) -> Iterator[_Pair]:
    """Pairs of which the later does not begin with the earlier."""
    return (pair for pair in _pairs(version) if pair[0] != pair[1] and appended.get(pair, b"") is None)


def _newest(history: History, versions: Iterable[LogVersion]) -> dict[str, LogVersion]:
    line = frozenset(history.first_parents)
    return {version.log: version for version in versions if version.commit.hash in line}


def _object(newest: Mapping[str, LogVersion], log: str) -> str | None:
    """The object that a log is now; None where it is gone."""
    return newest[log].after if log in newest else None


def _read_facts(history: History, versions: tuple[LogVersion, ...]) -> Mapping[str, _Facts]:
    found = {}
    for name, data in history.read_blobs(frozenset(_blobs(versions))):
        if is_stored_elsewhere(data):
            continue
        text = settled(data)
        found[name] = _Facts(len(text), text.count(b"\n") + bool(text), _digest(text))
    return found


def _read_appended(
    history: History, versions: tuple[LogVersion, ...], facts: Mapping[str, _Facts]
) -> Mapping[_Pair, bytes | None]:
    """What the later of two versions appends to the earlier; None where it does not begin with it. ("", object): all of it."""
    earlier: dict[str, set[str]] = {}
    for version in versions:
        for before, after in _pairs(version):
            earlier.setdefault(after, set()).update((before,) if before in facts else ())
        if version.after and version.before is None:
            earlier.setdefault(version.after, set()).add("")
    found: dict[_Pair, bytes | None] = {}
    for name, data in history.read_blobs(frozenset(earlier)):
        text = settled(data)
        for before in earlier[name]:
            found[before, name] = _rest(text, facts[before]) if before else text
    return found


def _rest(text: bytes, before: _Facts) -> bytes | None:
    is_beginning = (
        len(text) >= before.size
        and (not before.size or text[before.size : before.size + 1] in (b"", b"\n"))
        and _digest(text[: before.size]) == before.digest
    )
    return text[before.size :].lstrip(b"\n") if is_beginning else None


_MOST_BYTES = 64 * 1024 * 1024
"""More than these are not taken apart line by line; that they were rewritten is told all the same."""


def _read_texts(
    history: History,
    versions: tuple[LogVersion, ...],
    facts: Mapping[str, _Facts],
    appended: Mapping[_Pair, bytes | None],
    newest: Mapping[str, LogVersion],
) -> Mapping[str, bytes]:
    """The versions that have to be taken apart: those that do not begin with one before them, and what came of them."""
    wanted: set[str] = set()
    held = 0
    for version in versions:
        groups: list[tuple[str | None, ...]] = [*_broken(version, appended)]
        groups += [(version.before,)] if version.after is None else []
        groups += [(_object(newest, version.log),)] if groups else []
        for group in groups:
            missing = {name for name in group if name and name in facts} - wanted
            size = sum(facts[name].size for name in missing)
            if missing and held + size <= _MOST_BYTES:
                wanted |= missing
                held += size
    return {name: settled(data) for name, data in history.read_blobs(frozenset(wanted))} if wanted else {}


def _addition(
    version: LogVersion,
    facts: Mapping[str, _Facts],
    appended: Mapping[_Pair, bytes | None],
    texts: Mapping[str, bytes],
) -> Addition | None:
    before, after = version.before or "", version.after
    if after is None or before == after:
        return None
    data = appended.get((before, after))
    first = facts[before].lines + 1 if before in facts else 1
    if data is None and before in texts and after in texts:
        data = b"\n".join(lost_lines(texts[after].split(b"\n"), Counter(texts[before].split(b"\n"))))
    return (
        Addition(log=version.log, path=version.path, commit=version.commit, first_line=first, data=data)
        if data
        else None
    )


def _rewrites(
    versions: Iterable[LogVersion],
    appended: Mapping[_Pair, bytes | None],
    texts: Mapping[str, bytes],
    newest: Mapping[str, LogVersion],
    merged: frozenset[str],
) -> Iterator[Rewrite]:
    """What was done to lines that were there, without the commits that only undid it."""
    lost: dict[str, set[bytes]] = {}
    steps: dict[str, list[Step]] = {}
    for version in versions:
        found = _judge(version, appended, texts, lost.setdefault(version.log, set()))
        if found is None:
            continue
        broken, earlier = list(_broken(version, appended)), steps.setdefault(version.log, [])
        losing = [Step(*pair) for pair in broken if not version.is_merge or loses(Step(*pair), texts)]
        if losing and all(undoes(step, earlier, texts) for step in losing):
            continue
        earlier += losing
        is_back = is_put_back(
            (before for before, _ in broken), _object(newest, version.log), texts, is_merged=version.log in merged
        )
        yield msgspec.structs.replace(found, is_put_back=is_back)


def _judge(
    version: LogVersion,
    appended: Mapping[_Pair, bytes | None],
    texts: Mapping[str, bytes],
    lost: set[bytes],
) -> Rewrite | None:
    """What a commit did to lines that were there; lines that were lost before, on the way to a merge, are not lost again."""
    broken = list(_broken(version, appended))
    if not broken:
        return None
    known = [(texts[before], texts[after]) for before, after in broken if before in texts and after in texts]
    if not known:  # too much to be taken apart: of a commit that is enough, a merge may have put lines together
        found = Rewrite(log=version.log, path=version.path, commit=version.commit)
        return None if version.is_merge else found
    altered = removed = inserted = 0
    lines: list[LineChange] = []
    for before, after in known:
        difference = compare_lines(before, after, lost if version.is_merge else frozenset())
        lost.update(difference.lost)
        # At a merge, what stands at the place of a lost line is only another branch's line.
        altered += 0 if version.is_merge else difference.altered
        removed += difference.removed + (difference.altered if version.is_merge else 0)
        inserted += 0 if version.is_merge else difference.inserted
        lines += difference.lines
    if not altered + removed + inserted:
        return None
    return Rewrite(
        log=version.log,
        path=version.path,
        commit=version.commit,
        altered=altered,
        removed=removed,
        inserted=inserted,
        lines=tuple(lines),
    )


def settled(data: bytes) -> bytes:
    """A log without byte order mark, with plain line ends and none at its end: what may differ without a line being changed."""
    text = data.removeprefix(b"\xef\xbb\xbf")
    text = text.replace(b"\r\n", b"\n") if b"\r" in text else text
    return text.rstrip(b"\n\r")


def is_stored_elsewhere(data: bytes) -> bool:
    """Whether git has only a note of where a file is: large file storage."""
    return data.startswith(b"version https://git-lfs.github.com/spec/")


def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()
