"""Which records speak for a commit: those that it cites, else those of the merge or the pointer that brought it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from qms_site.history.commit_graph import CommitGraph, Strand, reach
from qms_site.history.merge_subjects import read_merge_subject
from qms_site.records.ids import IdScheme
from qms_site.settings import Settings
from qms_site.sources.snapshot import CommitRecord

_MOST_PARTS = 8
"""Parts of a branch's name that its record may be called by."""

_MOST_MERGES = 20
"""Merges of merges that are gone through."""


def find_merges(strands: Iterable[Strand]) -> Mapping[str, CommitRecord]:
    """By commit, the merge that brought it onto the line it was brought to; the strands of a line of first parents are given.

    What a merge brought may have been brought by another before: that one has a bringer of its own, up to a merge on the line.
    """
    return {commit.hash: strand.merge for strand in strands for commit in strand.commits}


def find_bringers(graph: CommitGraph, moves: Iterable[tuple[str, CommitRecord]]) -> Mapping[str, CommitRecord]:
    """By commit of a submodule, the commit of its parent that first pointed at it or past it; moves are oldest first."""
    brought: dict[str, CommitRecord] = {}
    for target, mover in moves:
        brought.update(dict.fromkeys(reach(graph, [target], brought), mover))
    return brought


def bringers_of(
    commit: CommitRecord,
    brought: Mapping[str, CommitRecord],
    bearers: Mapping[str, CommitRecord],
    brought_above: Mapping[str, CommitRecord],
) -> Iterator[CommitRecord]:
    """The merges that brought a commit, the nearest first, then what moved the pointer to it, and the merges that brought that."""
    yield from _merges_of(commit, brought)
    bearer = bearers.get(commit.hash)
    if bearer:
        yield bearer
        yield from _merges_of(bearer, brought_above)


def _merges_of(commit: CommitRecord, brought: Mapping[str, CommitRecord]) -> Iterator[CommitRecord]:
    merge = brought.get(commit.hash)
    for _ in range(_MOST_MERGES):
        if merge is None:
            return
        yield merge
        merge = brought.get(merge.hash)


def branches_of(merge: CommitRecord) -> tuple[str, ...]:
    """The branches that a merge names in its subject, as git and hosting sites word it."""
    found = read_merge_subject(merge.subject)
    return tuple(filter(None, found.names)) if found else ()


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
    """The records that a merge cites; else those that the names of the execution branches begin with that it merged."""
    named = cited(merge)
    yield from named
    records = () if named else (record_of_branch(branch, settings, scheme) for branch in branches_of(merge))
    yield from dict.fromkeys(filter(None, records))
