"""Which records speak for a commit: those that it cites, else those of the merge or the pointer that brought it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from qms_site.records.ids import IdScheme
from qms_site.settings import Settings
from qms_site.sources.snapshot import CommitRecord

_MERGED = re.compile(
    r"Merge(?:d in| remote-tracking)? ?(?:branch '(?:origin/)?([^']+)'|pull request #\d+ from [^/\s]+/(\S+)|(\S+))"
)
"""How git and hosting sites name the branch in the subject of a merge."""
_MOST_PARTS = 8


def find_merges(commits: Iterable[CommitRecord], line: Iterable[str]) -> Mapping[str, CommitRecord]:
    """By commit, the merge on a first-parent line (newest first) that brought it there."""
    by_hash = {commit.hash: commit for commit in commits}
    names = tuple(line)
    brought: dict[str, CommitRecord] = {}
    seen = set(names)
    for name in reversed(names):
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


def find_bringers(
    commits: Iterable[CommitRecord], moves: Iterable[tuple[str, CommitRecord]]
) -> Mapping[str, CommitRecord]:
    """By commit of a submodule, the commit of its parent that first pointed at it or past it; moves are oldest first."""
    by_hash = {commit.hash: commit for commit in commits}
    brought: dict[str, CommitRecord] = {}
    for target, mover in moves:
        waiting = [target]
        while waiting:
            name = waiting.pop()
            if name in brought or name not in by_hash:
                continue
            brought[name] = mover
            waiting.extend(by_hash[name].parents)
    return brought


def with_ancestors(commits: Iterable[CommitRecord], names: Iterable[str]) -> frozenset[str]:
    """These commits and all their ancestors, as far as they are known."""
    parents = {commit.hash: commit.parents for commit in commits}
    waiting = [name for name in names if name in parents]
    seen = set(waiting)
    while waiting:
        fresh = [parent for parent in parents.get(waiting.pop(), ()) if parent not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return frozenset(seen)


def branch_of(merge: CommitRecord) -> str | None:
    """The branch that a merge names in its subject, as git and hosting sites word it."""
    match = _MERGED.match(merge.subject)
    return next(filter(None, match.groups()), None) if match else None


def record_of_branch(branch: str, settings: Settings, scheme: IdScheme) -> str | None:
    """The record that the name of an execution branch begins with: CR-091 of ``cr-091-interaction-system``."""
    if not any(rule.role == "execution" and re.fullmatch(rule.pattern, branch) for rule in settings.branches):
        return None
    parts = re.split(r"[-_/]", branch.upper())[:_MOST_PARTS]
    for count in range(len(parts), 1, -1):
        id_ = scheme.parse("-".join(parts[:count]))
        if id_ and settings.is_executable(id_.type):
            return id_.text
    return None


def records_of_merge(
    merge: CommitRecord, cited: Callable[[CommitRecord], tuple[str, ...]], settings: Settings, scheme: IdScheme
) -> Iterator[str]:
    """The records that a merge cites; else the one that the name of the execution branch begins with that it merged."""
    named = cited(merge)
    yield from named
    branch = None if named else branch_of(merge)
    record = record_of_branch(branch, settings, scheme) if branch else None
    if record:
        yield record
