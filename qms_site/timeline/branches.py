"""Branches over time: what each is for, where it began, what is its own, and how it came to production.

A branch is known by its refs, local and of remotes, merged by name; or only by the merges that name it: then it was deleted.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Literal

import msgspec

from qms_site.history.commit_graph import CommitGraph, first_parents
from qms_site.sources.snapshot import CommitRecord, RepositoryHistory, Snapshot
from qms_site.text import natural_key
from qms_site.timeline.branch_merges import Arrival
from qms_site.timeline.branch_reading import (
    BranchReader,
    BranchReading,
    KnownBranch,
    joined_commits,
    known_branches,
    read_branches_of,
)
from qms_site.timeline.branch_roles import BranchRole
from qms_site.timeline.branch_tips import Tip

MergeWay = Literal["merge", "fast-forward", "squash", "rebase"]


class BranchMerge(msgspec.Struct, frozen=True, kw_only=True):
    """One time that a branch was merged.

    ``commit`` is the merge, or the commit of production that holds what was squashed or copied last; ``into`` the branch that
    took it, None where nobody tells. ``commits`` are those that it brought, newest first; none of them is known where it was
    squashed or copied: then ``copies`` are the hashes of production's commits that hold its changes. ``reverted`` is the commit
    that undid it.
    """

    how: MergeWay
    commit: str
    date: datetime | None
    into: str | None
    commits: tuple[CommitRecord, ...] = ()
    fork: str | None = None
    touched: tuple[str, ...] = ()
    reverted: str | None = None
    copies: tuple[str, ...] = ()


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """A branch of this repository (``repository`` is None) or of another.

    ``tip`` is its newest commit, None where it was squashed and is gone. ``unmerged`` are the commits that production does not
    have, newest first.
    ``merges`` are all that are known, oldest first; ``merged`` the one by which all of it came to production, or, where the
    branch is gone, the last one.
    ``ahead`` and ``behind`` count commits against production's; None where the branch is gone, or the clone does not tell.
    ``started`` is when ``first``, the first commit of its own, was written; None where the clone does not tell which are its own.
    ``age_days`` count from there to its merge, or to the day judged by. ``touched`` are the systems whose code its commits changed.
    """

    name: str
    repository: str | None
    role: BranchRole
    system: str | None
    record: str | None
    tip: str | None
    fork: str | None = None
    unmerged: tuple[CommitRecord, ...] = ()
    merges: tuple[BranchMerge, ...] = ()
    merged: BranchMerge | None = None
    first: CommitRecord | None = None
    started: datetime | None = None
    last: datetime | None = None
    age_days: int | None = None
    others_work: frozenset[str] = frozenset()
    """Hashes of those of its commits that are another branch's work: of one that it took in, or was begun from."""
    ahead: int | None = None
    behind: int | None = None
    touched: tuple[str, ...] = ()
    direct: tuple[CommitRecord, ...] = ()
    """Of production: the commits on its line of first parents that are no merges, newest first, without the one that begins it."""
    is_deleted: bool = False
    is_local: bool = False
    remotes: tuple[str, ...] = ()

    @property
    def commits(self) -> tuple[CommitRecord, ...]:
        """All its commits, as far as they are known, newest first: those not merged, then what each merge brought."""
        return joined_commits(self.unmerged, self.merges)

    @property
    def own(self) -> tuple[CommitRecord, ...]:
        """Its commits without the work of others, newest first; none where nobody knows which are its own."""
        if self.started is None:
            return ()
        return tuple(commit for commit in self.commits if commit.hash not in self.others_work)

    @property
    def called(self) -> str:
        """Its role and its name, as a sentence speaks of it."""
        return f"{self.role.title} {self.name}" + (f" of {self.repository}" if self.repository else "")

    @property
    def label(self) -> str:
        """Its name, behind that of its repository if it is another than this one."""
        return f"{self.repository}: {self.name}" if self.repository else self.name


def find_branches(snapshot: Snapshot, reader: BranchReader) -> tuple[Branch, ...]:
    """The branches of this repository, then those of the others that are available; production first, the rest by name."""
    history, production = snapshot.history, reader.settings.project.production
    is_production = history.revision.on_production or history.revision.branch == production
    here = RepositoryHistory(
        name="",
        commits=(*history.beside, *history.commits),
        branches=history.branches,
        production_line=history.production_line or (history.first_parents if is_production else ()),
        boundary=history.boundary,
    )
    others = (snapshot.histories[name] for name in sorted(snapshot.histories))
    readings = (
        read_branches_of(entry, reader, partial(snapshot.code.read_objects, entry.name or None))
        for entry in (here, *others)
    )
    return tuple(branch for reading in readings for branch in _branches_of(reading))


def _branches_of(reading: BranchReading) -> Iterator[Branch]:
    if reading.line:
        yield _production(reading, reading.tips.get(reading.production))
    known = known_branches(reading)
    for name in sorted(known, key=lambda name: (natural_key(name), name)):
        yield _build(reading, name, known[name])


def _production(reading: BranchReading, tip: Tip | None) -> Branch:
    graph, line = reading.graph, reading.line
    begun = graph.commits[line[-1]]
    started = None if line[-1] in graph.boundary else begun.authored or begun.committed
    return Branch(
        name=reading.production,
        repository=reading.repository,
        role=reading.reader.names.role_of(reading.production, reading.production),
        system=None,
        record=None,
        tip=line[0],
        first=begun,
        started=started,
        last=graph.commits[line[0]].committed,
        age_days=_days(started, reading.reader.as_of),
        ahead=0,
        behind=0,
        direct=tuple(
            commit
            for commit in map(graph.commits.__getitem__, line)
            if len(commit.parents) == 1 and commit.hash not in graph.boundary
        ),
        is_local=tip.is_local if tip else False,
        remotes=tip.remotes if tip else (),
    )


def _build(reading: BranchReading, name: str, known: KnownBranch) -> Branch:
    names, graph = reading.reader.names, reading.graph
    role = names.role_of(name, reading.production)
    arrived = tuple(_merge_of(reading, arrival) for arrival in known.arrivals)
    messages = [commit.message for merge in arrived for commit in merge.commits] + [c.message for c in known.unmerged]
    record = names.record_of(name) or names.cited_in([*(entry.commit.message for entry in known.arrivals), *messages])
    merged = _how_merged(reading, known, arrived, record)
    merges = arrived if merged is None or merged in arrived else (*arrived, merged)
    commits = joined_commits(known.unmerged, merges)
    first = next((commit for commit in reversed(commits) if commit.hash not in known.others_work), None)
    started = (first.authored or first.committed) if first and _is_known(reading, commits) else None
    touched = sorted({*_touched(reading, known.unmerged), *(system for merge in merges for system in merge.touched)})
    is_environment = role.name in ("test", "genesis")
    end = merged.date.date() if merged and merged.date else reading.reader.as_of
    whole = known.difference if known.difference and known.difference.is_whole else None
    return Branch(
        name=name,
        repository=reading.repository,
        role=role,
        system=names.system_of(name) if is_environment else touched[0] if len(touched) == 1 else None,
        record=record,
        tip=known.tip.commit if known.tip else known.arrivals[-1].tip,
        fork=_fork(reading, known, merges),
        unmerged=known.unmerged,
        merges=merges,
        merged=merged,
        first=first,
        started=started,
        last=_last(graph, known, merges),
        age_days=_days(started, end),
        ahead=whole.ahead if whole else None,
        behind=whole.behind if whole else None,
        touched=tuple(touched),
        others_work=known.others_work,
        is_deleted=known.tip is None,
        is_local=known.tip.is_local if known.tip else False,
        remotes=known.tip.remotes if known.tip else (),
    )


def _merge_of(reading: BranchReading, arrival: Arrival) -> BranchMerge:
    commit = arrival.commit
    return BranchMerge(
        how=arrival.how,
        commit=commit.hash,
        date=commit.committed,
        into=arrival.into,
        commits=arrival.commits,
        fork=arrival.fork,
        touched=_touched(reading, arrival.commits or ((commit,) if arrival.how == "squash" else ())),
        reverted=reading.reverts.get(commit.hash),
        copies=(commit.hash,) if arrival.how == "squash" else (),
    )


def _how_merged(
    reading: BranchReading, known: KnownBranch, arrived: tuple[BranchMerge, ...], record: str | None
) -> BranchMerge | None:
    """How all that a branch is came to production; None while something of it has not."""
    if known.tip is None:
        return arrived[-1]
    if known.copy:
        commit = known.copy.commit
        return BranchMerge(
            how=known.copy.how,
            commit=commit.hash,
            date=commit.committed,
            into=reading.production,
            touched=_touched(reading, known.unmerged),
            reverted=reading.reverts.get(commit.hash),
            copies=known.copy.hashes,
        )
    if known.tip.commit not in reading.known:
        return None
    if arrived:
        return arrived[-1]
    if known.brought:
        return BranchMerge(
            how="merge", commit=known.brought.hash, date=known.brought.committed, into=reading.production
        )
    return _fast_forward(reading, known.tip.commit, record)


def _fast_forward(reading: BranchReading, tip: str, record: str | None) -> BranchMerge | None:
    """A branch that stands on production's line was moved there with it, or never had anything of its own.

    Git does not tell which: the commits that cite the branch's record do, and that production went on without it. Those that only
    wrote documents before them are production's, where records are written and released before a branch is begun.
    """
    own: list[CommitRecord] = []
    for name in first_parents(reading.graph, tip):
        commit = reading.graph.commits[name]
        if len(commit.parents) > 1 or record is None or record not in reading.reader.names.records_in(commit.message):
            break
        own.append(commit)
    while own and reading.reader.changes_documents_only(reading.repository, own[-1]):
        own.pop()
    if not own and (record is not None or tip == reading.line[0]):
        return None
    return BranchMerge(
        how="fast-forward",
        commit=tip,
        date=reading.graph.commits[tip].committed,
        into=reading.production,
        commits=tuple(own),
        fork=next(iter(own[-1].parents), None) if own else None,
        touched=_touched(reading, own),
        reverted=None,
    )


def _touched(reading: BranchReading, commits: Iterable[CommitRecord]) -> tuple[str, ...]:
    return reading.reader.code.touched(reading.repository, commits)


def _fork(reading: BranchReading, known: KnownBranch, merges: tuple[BranchMerge, ...]) -> str | None:
    """Where the branch left production first, as far as that is known."""
    if not reading.line:
        return None
    if merges and merges[0].commits:
        return merges[0].fork
    own = first_parents(reading.graph, known.unmerged[0].hash, reading.known) if known.unmerged else ()
    parents = reading.graph.commits[own[-1]].parents if own else ()
    return next((parent for parent in parents if parent in reading.graph.commits), None)


def _is_known(reading: BranchReading, commits: Iterable[CommitRecord]) -> bool:
    """Whether the clone tells that these commits are not production's: it has production, and not where its history was cut.

    What goes on to the very first commit beside a history that was cut may have left it anywhere.
    """
    boundary = reading.graph.boundary
    is_cut = any(commit.hash in boundary or not commit.parents for commit in commits) if boundary else False
    return bool(reading.line) and not is_cut


def _last(graph: CommitGraph, known: KnownBranch, merges: tuple[BranchMerge, ...]) -> datetime | None:
    """When the branch was worked on last: its newest commit, or else the commit that took it in."""
    if known.tip:
        return graph.commits[known.tip.commit].committed
    return next((merge.commits[0].committed for merge in reversed(merges) if merge.commits), merges[-1].date)


def _days(start: datetime | None, end: date | None) -> int | None:
    """Days from one to the other; None where one is not known, or the end comes first."""
    days = (end - start.date()).days if start and end else -1
    return days if days >= 0 else None
