"""One kind of event for both sources of status: lines of an audit log, and commits that changed front matter."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

import msgspec

from qms_site.history.statuses import StatusPoint
from qms_site.records.sidecars import AuditEvent
from qms_site.settings import Settings
from qms_site.sources.snapshot import CommitRecord


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to a document. ``when`` is None if its timestamp cannot be read; states are in capitals."""

    when: datetime | None
    kind: str
    actor: str | None
    version: str | None
    from_state: str | None
    to_state: str | None
    note: str | None
    source: Literal["audit", "git"]
    commit: str | None = None
    line: int | None = None
    digest: str | None = None
    committer: str | None = None
    """Who committed what the actor wrote, where git tells; the actor's own name where one person did both."""


# Audit events that say by their kind what state was reached, where a log has no STATUS_CHANGE beside them.
_STATE_BY_KIND = {
    "EFFECTIVE": "EFFECTIVE",
    "CLOSE": "CLOSED",
    "RELEASE": "IN_EXECUTION",
    "RETIRE": "RETIRED",
    "CANCEL": "CANCELLED",
}


def events_from_audit(events: tuple[AuditEvent, ...], settings: Settings) -> tuple[Event, ...]:
    """Events of an audit log in its own order, which is the order in which they were written."""
    return tuple(
        Event(
            when=event.when,
            kind=event.kind,
            actor=event.user,
            version=event.version,
            from_state=settings.state_of(event.from_status) if event.from_status else None,
            to_state=settings.state_of(event.to_status) if event.to_status else _STATE_BY_KIND.get(event.kind.upper()),
            note=event.outcome or event.note,
            source="audit",
            line=event.line,
        )
        for event in events
    )


def events_from_git(points: tuple[StatusPoint, ...], settings: Settings) -> tuple[Event, ...]:
    """Events from the commits that changed a document's status or version, oldest first."""
    return tuple(_changes_of(points, settings))


def _changes_of(points: tuple[StatusPoint, ...], settings: Settings) -> Iterator[Event]:
    before: StatusPoint | None = None
    for point in points:
        state = settings.state_of(point.status) if point.status else None
        state_before = settings.state_of(before.status) if before and before.status else None
        if before is None or (state_before, before.version) != (state, point.version):
            yield Event(
                when=point.commit.committed,
                kind="CREATE" if before is None else "STATUS_CHANGE" if state_before != state else "REVISION",
                actor=point.commit.author,
                version=point.version,
                from_state=state_before,
                to_state=state,
                note=point.commit.subject,
                source="git",
                commit=point.commit.hash,
                digest=point.digest,
                committer=_committer_of(point.commit),
            )
        before = point


def _committer_of(commit: CommitRecord) -> str | None:
    is_one_person = commit.committer_email == commit.email
    return commit.author if is_one_person else commit.committer or None
