"""Audit trails in the facts: what each document's is told by, whether it is intact, and what was deleted."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import msgspec

from qms_site.project import Project
from qms_site.views.breaks import Break, find_breaks
from qms_site.views.trails import TrailState, source_of, state_of


class BreakFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What one commit did to a trail; ``date`` is the committer's, ``author`` as git names them."""

    what: str
    detail: str
    path: str
    commit: str
    date: dt.datetime | None
    author: str


class TrailFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The audit trail of a document: told by its log, by commits, or by nothing. ``intact`` is null where that is not known."""

    document: str
    source: Literal["audit", "git"] | None
    events: int
    intact: bool | None
    broken: tuple[BreakFacts, ...]


class DeletedFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A record that a commit deleted; ``status`` is the last that is known of it."""

    id: str
    path: str
    status: str | None
    commit: str
    date: dt.datetime | None
    author: str


_INTACT = {TrailState.INTACT: True, TrailState.BROKEN: False}


def trail_facts(project: Project) -> Iterator[TrailFacts]:
    """The trail of every document, in the order of their ids; nothing before governance began breaks one."""
    breaks = find_breaks(project)
    for document in project.documents:
        found = breaks.get(document.id, ())
        source = source_of(project, document)
        state, _ = state_of(project, document, found)
        yield TrailFacts(
            document=document.id,
            source=source,
            events=len(document.events) if source == "audit" else len(project.timelines_by_id[document.id].events),
            intact=_INTACT.get(state),
            broken=tuple(map(_break, found)),
        )


def deleted_facts(project: Project) -> Iterator[DeletedFacts]:
    """Every deleted record, oldest first."""
    for deletion in project.trails.deletions:
        yield DeletedFacts(
            id=deletion.id,
            path=deletion.path,
            status=deletion.state,
            commit=deletion.commit.hash,
            date=deletion.commit.committed,
            author=deletion.commit.author,
        )


def _break(found: Break) -> BreakFacts:
    return BreakFacts(
        what=found.what,
        detail=found.detail,
        path=found.path,
        commit=found.commit.hash,
        date=found.commit.committed,
        author=found.commit.author,
    )
