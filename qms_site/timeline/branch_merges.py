"""Merges of branches: which branch each brought, along which parent, into which other; and what reverts undid."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from qms_site.history.commit_graph import CommitGraph, Strand, commits_of
from qms_site.history.merge_subjects import MergeSubject, read_merge_subject
from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.branch_tips import Tip

_REVERTS = re.compile(r"\bThis reverts commit ([0-9a-f]{7,64})\b")


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """A branch that a commit took in: a merge, or one commit into which a hosting site squashed it.

    ``into`` is the branch that the commit was made on, None where nobody tells; ``tip`` is None for what was squashed.
    """

    name: str
    how: Literal["merge", "squash"]
    commit: CommitRecord
    into: str | None
    tip: str | None = None
    commits: tuple[CommitRecord, ...] = ()
    fork: str | None = None


def find_arrivals(
    graph: CommitGraph,
    strands: Sequence[Strand],
    owner: str,
    tips: Mapping[str, Tip],
    is_named: Callable[[str], bool],
) -> Iterator[Arrival]:
    """The branches that were merged into the line of a branch, and into one another on the way there.

    Their names are in the subjects of the merges; one that says nothing may have merged a branch that still exists.
    ``is_named`` tells of a mere word whether a branch may be called so.
    """
    if not strands:
        return
    counts = Counter(tip.commit for tip in tips.values())
    name_by_tip = {tip.commit: name for name, tip in tips.items() if counts[tip.commit] == 1}
    called: list[str | None] = []
    for place, strand in enumerate(strands):
        subject = read_merge_subject(strand.merge.subject)
        name = _name_in(subject, strand.number)
        is_certain = subject is not None and (subject.is_formal or name in tips or (name and is_named(name)))
        name = (name if is_certain else None) or name_by_tip.get(strand.tip)
        called.append(name)
        if name is None:
            continue
        written = subject.into if subject else None
        into = owner if strand.inside is None else called[strand.inside] or written
        yield Arrival(
            name=name, how="merge", commit=strand.merge, into=into, tip=strand.tip,
            commits=commits_of(graph, strands, place), fork=strand.fork,
        )  # fmt: skip


def find_squashed(graph: CommitGraph, line: Iterable[str], owner: str) -> Iterator[Arrival]:
    """Commits of a line that are called like merges and are none: a hosting site squashed the branch that they name."""
    for commit in map(graph.commits.__getitem__, line):
        if not commit.message.startswith("Merge") or len(commit.parents) != 1 or commit.hash in graph.boundary:
            continue
        subject = read_merge_subject(commit.subject)
        for name in subject.names if subject and subject.is_formal else ():
            if name:
                yield Arrival(name=name, how="squash", commit=commit, into=owner)


def find_reverts(graph: CommitGraph, line: Sequence[str]) -> Mapping[str, str]:
    """Commits of a line that were undone, with the commit that did it; a revert that was itself undone counts no more."""
    undone: dict[str, str] = {}
    by_revert: dict[str, str] = {}
    for hash_ in reversed(line):
        message = graph.commits[hash_].message
        for match in _REVERTS.finditer(message) if "This reverts commit" in message else ():
            target = match[1]
            if target in by_revert:
                undone.pop(by_revert.pop(target), None)
            else:
                undone[target] = hash_
                by_revert[hash_] = target
    return undone


def _name_in(subject: MergeSubject | None, number: int) -> str | None:
    names = subject.names if subject else ()
    return names[number - 1] if number <= len(names) else None
