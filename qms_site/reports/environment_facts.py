"""Facts of branches and of submodule pointers."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import msgspec

from qms_site.project import Project
from qms_site.text import natural_key
from qms_site.timeline.branches import Branch, BranchMerge
from qms_site.timeline.pointers import PointerMove


class BranchMergeFacts(msgspec.Struct, frozen=True, kw_only=True):
    """How a branch was merged: by the merge, or by the commit that holds what was squashed, copied last, or moved to.

    ``into`` is the branch that took it, null where nobody tells; ``reverted`` the commit that undid it.
    """

    how: Literal["merge", "fast-forward", "squash", "rebase"]
    commit: str
    date: dt.datetime | None
    into: str | None
    reverted: str | None


class BranchFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A branch; ``deleted`` is one that only merges tell of. ``level`` is its governance level in words.

    ``tip`` is its newest commit, ``first`` its own first one, ``fork`` the commit that it left from. ``started`` is when the first
    one was written, ``last`` when it was worked on last. ``age_days`` count to its merge, or to the day judged by. ``ahead``
    and ``behind`` count commits against production's tip, and are null where the branch is gone or the clone does not tell.
    """

    name: str
    repository: str
    role: str
    title: str
    level: str | None
    system: str | None
    record: str | None
    tip: str | None
    first: str | None
    fork: str | None
    started: dt.datetime | None
    last: dt.datetime | None
    age_days: int | None
    ahead: int | None
    behind: int | None
    merged: BranchMergeFacts | None
    touches: tuple[str, ...]
    """Systems whose code its commits changed."""
    deleted: bool
    local: bool
    remotes: tuple[str, ...]


class PointerFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A move of a submodule's pointer by a commit on the line of first parents.

    ``repository`` is the submodule's name, null where nothing is called so any more; ``cites`` are ids that the commit, or what it
    merged, names. ``distance`` counts the commits that came or went, null where the submodule's clone does not tell.
    ``on_production``: whether ``to`` leads to the submodule's production, null where that is not known.
    """

    path: str
    repository: str | None
    commit: str
    date: dt.datetime | None
    from_: str | None = msgspec.field(name="from")
    to: str | None
    cites: tuple[str, ...]
    direction: Literal["added", "removed", "renamed", "ahead", "behind", "sideways", "unknown"]
    distance: int | None
    on_production: bool | None


def branch_facts(project: Project) -> Iterator[BranchFacts]:
    """Every branch, by repository (this one first) and name."""
    here = project.settings.project.name
    for branch in sorted(project.branches, key=_place):
        yield BranchFacts(
            name=branch.name,
            repository=branch.repository or here,
            role=branch.role.name,
            title=branch.role.title,
            level=branch.role.level,
            system=branch.system,
            record=branch.record,
            tip=branch.tip,
            first=branch.first.hash if branch.first else None,
            fork=branch.fork,
            started=branch.started,
            last=branch.last,
            age_days=branch.age_days,
            ahead=branch.ahead,
            behind=branch.behind,
            merged=_merged(branch.merged) if branch.merged else None,
            touches=branch.touched,
            deleted=branch.is_deleted,
            local=branch.is_local,
            remotes=branch.remotes,
        )


def pointer_facts(project: Project) -> Iterator[PointerFacts]:
    """Every move, by submodule, oldest first."""
    for submodule in project.submodules:
        yield from (_move(move, submodule.repository) for move in submodule.moves)


def _place(branch: Branch) -> tuple[str, tuple[tuple[int, int, str], ...], str]:
    return branch.repository or "", natural_key(branch.name), branch.name


def _merged(merge: BranchMerge) -> BranchMergeFacts:
    return BranchMergeFacts(
        how=merge.how, commit=merge.commit, date=merge.date, into=merge.into, reverted=merge.reverted
    )


def _move(move: PointerMove, repository: str | None) -> PointerFacts:
    return PointerFacts(
        path=move.path,
        repository=repository,
        commit=move.commit.hash,
        date=move.commit.committed,
        from_=move.before,
        to=move.after,
        cites=move.cites,
        direction=move.direction,
        distance=move.distance,
        on_production=move.is_on_production,
    )
