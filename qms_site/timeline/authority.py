"""Changes to governed code since governance began, and the records that they, or the merges that brought them, cite."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, tzinfo

import msgspec

from qms_site.records.ids import IdScheme
from qms_site.settings import Settings, SystemSettings
from qms_site.sources.snapshot import CommitRecord, History


class GovernedCommit(msgspec.Struct, frozen=True, kw_only=True):
    """A commit that touched governed code. ``via`` is the merge whose citation counts where its own message has none."""

    commit: CommitRecord
    systems: tuple[str, ...]
    records: tuple[str, ...]
    via: str | None


def governed_commits(
    history: History, settings: Settings, scheme: IdScheme, base: str = "."
) -> tuple[GovernedCommit, ...]:
    """The commits of this repository that touched code of its systems since governance began, newest first.

    ``base`` is the folder of the settings, which paths of code are relative to. Merges only bring what others made; where
    a shallow clone ends, it is not known what a commit changed.
    """
    systems = [system for system in settings.system if system.repository is None and system.code]
    if not systems:
        return ()
    before = _before_governance(history, settings)
    systems_by_path = _systems_by_path(systems, base)
    merge_by_commit = _merges(history)
    found: list[GovernedCommit] = []
    for commit in history.commits:
        if commit.hash in before or len(commit.parents) > 1 or commit.hash in history.boundary:
            continue
        touched = tuple(dict.fromkeys(_touched(commit, systems_by_path)))
        if not touched:
            continue
        records, merge = tuple(_cited(commit, settings, scheme)), merge_by_commit.get(commit.hash)
        inherited = tuple(_authority_of(merge, settings, scheme)) if merge and not records else ()
        via = merge.hash if merge and inherited else None
        found.append(GovernedCommit(commit=commit, systems=touched, records=records or inherited, via=via))
    return tuple(found)


def governance_start(history: History, settings: Settings, zone: tzinfo) -> datetime | None:
    """When governance began: at a commit, or at the beginning of a day; None where the settings do not say, or it is not known."""
    project = settings.project
    if project.governance_start_commit:
        start = _start_commit(history, project.governance_start_commit)
        return start.committed if start else None
    return datetime.combine(project.governance_start, time(), tzinfo=zone) if project.governance_start else None


def _before_governance(history: History, settings: Settings) -> frozenset[str]:
    """Commits made before the declared beginning: before a day, or on the way to a commit."""
    project = settings.project
    if project.governance_start_commit:
        by_hash = {commit.hash: commit for commit in history.commits}
        start = _start_commit(history, project.governance_start_commit)
        return frozenset(_with_ancestors(by_hash, start.parents)) if start else frozenset()
    if project.governance_start:
        return frozenset(commit.hash for commit in history.commits if _is_before(commit, project.governance_start))
    return frozenset()


def _start_commit(history: History, name: str) -> CommitRecord | None:
    return next((commit for commit in history.commits if commit.hash.startswith(name)), None)


def _is_before(commit: CommitRecord, day: date) -> bool:
    return commit.committed is not None and commit.committed.date() < day


def _with_ancestors(by_hash: Mapping[str, CommitRecord], names: tuple[str, ...]) -> Iterator[str]:
    """These commits and all their ancestors, each once."""
    waiting, seen = list(names), set(names)
    while waiting:
        name = waiting.pop()
        yield name
        parents = by_hash[name].parents if name in by_hash else ()
        waiting.extend(parent for parent in parents if parent not in seen)
        seen.update(parents)


def _merges(history: History) -> Mapping[str, CommitRecord]:
    """By commit, the merge on the first-parent line that brought it there."""
    by_hash = {commit.hash: commit for commit in history.commits}
    brought: dict[str, CommitRecord] = {}
    seen = set(history.first_parents)
    for name in reversed(history.first_parents):
        merge = by_hash.get(name)
        waiting = list(merge.parents[1:]) if merge else []
        while merge and waiting:
            commit = waiting.pop()
            if commit in seen:
                continue
            seen.add(commit)
            brought[commit] = merge
            waiting.extend(by_hash[commit].parents if commit in by_hash else ())
    return brought


def _systems_by_path(systems: list[SystemSettings], base: str) -> Mapping[str, tuple[str, ...]]:
    """Names of the systems that govern a file or a folder, by its path; ``.`` is the whole repository."""
    found: dict[str, tuple[str, ...]] = {}
    for system in systems:
        for path in system.code:
            place = posixpath.normpath(posixpath.join(base, path))
            found[place] = (*found.get(place, ()), system.name)
    return found


def _touched(commit: CommitRecord, systems_by_path: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Names of the systems whose code a commit changed; a path is asked for itself and for each folder above it."""
    for change in commit.changes:
        place = change.path
        while place:
            yield from systems_by_path.get(place, ())
            place = posixpath.dirname(place)
        yield from systems_by_path.get(".", ())


def _authority_of(merge: CommitRecord, settings: Settings, scheme: IdScheme) -> Iterator[str]:
    """The records that a merge cites; else the one that the name of the execution branch begins with that it merged."""
    cited = tuple(_cited(merge, settings, scheme))
    yield from cited
    name = None if cited else _MERGED.match(merge.subject)
    branch = next(filter(None, name.groups()), "") if name else ""
    if not any(rule.role == "execution" and re.fullmatch(rule.pattern, branch) for rule in settings.branches):
        return
    parts = re.split(r"[-_/]", branch.upper())[:_MOST_PARTS]
    for count in range(len(parts), 1, -1):
        id_ = scheme.parse("-".join(parts[:count]))
        if id_ and settings.is_executable(id_.type):
            yield id_.text
            return


_MERGED = re.compile(
    r"Merge(?:d in| remote-tracking)? ?(?:branch '(?:origin/)?([^']+)'|pull request #\d+ from [^/\s]+/(\S+)|(\S+))"
)
"""How git and hosting sites name the branch in the subject of a merge."""
_MOST_PARTS = 8


def _cited(commit: CommitRecord, settings: Settings, scheme: IdScheme) -> Iterator[str]:
    """Ids of records in a commit's message, each once."""
    for written in dict.fromkeys(id_ for _, _, id_ in scheme.scan(commit.message)):
        id_ = scheme.parse(written)
        if id_ and settings.is_executable(id_.type):
            yield written
