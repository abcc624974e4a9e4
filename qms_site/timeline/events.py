"""One kind of event for both sources of status: lines of an audit log, and commits that changed front matter."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import accumulate
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Literal

import msgspec
from msgspec import structs

from qms_site.history.statuses import StatusPoint
from qms_site.records.sidecars import AuditEvent
from qms_site.settings import Settings, Stage


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
    """Who committed what the actor wrote, where git tells."""
    on_production: bool = True
    """False for a commit that production does not have: it puts nothing in force."""
    effective: date | None = None
    """The day from which the version is to be in force, where its text gives one."""
    is_one_person: bool = False
    """Whether author and committer have the same address."""


# Audit events that say by their kind what state was reached, where a log has no STATUS_CHANGE beside them.
_STATE_BY_KIND = {
    "EFFECTIVE": "EFFECTIVE",
    "CLOSE": "CLOSED",
    "RELEASE": "IN_EXECUTION",
    "RETIRE": "RETIRED",
    "CANCEL": "CANCELLED",
}


def events_from_audit(
    events: tuple[AuditEvent, ...],
    settings: Settings,
    type_name: str,
    effective_days: Mapping[str | None, date] = MappingProxyType({}),
) -> tuple[Event, ...]:
    """Events of an audit log in its own order, which is the order in which they were written.

    A log does not say from which day a version is to be in force; the metadata does, by version.
    """
    return tuple(
        Event(
            when=event.when,
            kind=event.kind,
            actor=event.user,
            version=event.version,
            from_state=settings.state_of(event.from_status, type_name) if event.from_status else None,
            to_state=settings.state_of(event.to_status, type_name)
            if event.to_status
            else _STATE_BY_KIND.get(event.kind.upper()),
            note=event.outcome or event.note,
            source="audit",
            line=event.line,
            effective=effective_days.get(event.version),
        )
        for event in events
    )


def events_from_git(points: tuple[StatusPoint, ...], settings: Settings, type_name: str) -> tuple[Event, ...]:
    """Events from the commits that changed a document's status or version, or a day that was still ahead; oldest first."""
    return tuple(_changes_of(points, settings, type_name))


def merge_events(
    logged: tuple[Event, ...], committed: tuple[Event, ...], settings: Settings, type_name: str
) -> tuple[Event, ...]:
    """The audit log's events, and what only the commits of the metadata tell of states that bind.

    A log may begin after the document (a system that was moved under control): all before it is told by the commits. Or
    it has lost an entry. What the two have in common is told once, by the log.
    """
    if not logged:
        return committed
    told = {(event.version, event.to_state) for event in logged}
    beginning = next((event.when for event in logged if event.when), None)
    begins_late = logged[0].kind.upper() != "CREATE"
    missing = [
        event
        for event in committed
        if (begins_late and beginning and event.when and event.when < beginning)
        or ((event.version, event.to_state) not in told and _binds(event, settings.stage_of(type_name, event.to_state)))
    ]
    # Where the log is younger than an event for the first time, the youngest entry up to there is younger too.
    youngest = list(accumulate((event.when or _LONG_AGO for event in logged), max))
    places = [0 if event.when is None else bisect_right(youngest, event.when) for event in missing]
    placed = [(place, 0, event) for place, event in zip(places, missing, strict=True)]
    placed += [(place, 1, event) for place, event in enumerate(logged)]
    return tuple(event for *_, event in sorted(placed, key=lambda entry: entry[:2]))


_BINDING = frozenset({Stage.EFFECTIVE, Stage.EXECUTION, Stage.CLOSED, Stage.RETIRED})


def _binds(event: Event, stage: Stage | None) -> bool:
    """Whether a log should have told of an event; a check-in during execution raises the version, and nothing else."""
    is_reached = event.from_state != event.to_state or stage is Stage.EFFECTIVE
    return is_reached and stage in _BINDING


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def _changes_of(points: tuple[StatusPoint, ...], settings: Settings, type_name: str) -> Iterator[Event]:
    # A draft beside the version in force has a line of its own: neither changes the other. Metadata speaks of the newest
    # version, and takes over what the texts said before there was any.
    last: dict[str, StatusPoint] = {}
    effective = settings.lifecycle_of(type_name).first_of(Stage.EFFECTIVE)
    in_force: set[str] = set()
    for point in points:
        line = _line_of(point)
        if effective and point.in_force and point.in_force not in in_force | {point.version}:
            # Metadata of a draft that names the version in force beside it: since when it was, nobody told.
            in_force.add(point.in_force)
            known = structs.replace(point, version=point.in_force, digest=None, effective=None)
            yield structs.replace(_event(known, "KNOWN", effective, effective), note="was in force then")
        before = last.get(line) or (last.get("draft") or last.get("text") if line == "metadata" else None)
        last[line] = point
        state = settings.state_of(point.status, type_name) if point.status else None
        state_before = settings.state_of(before.status, type_name) if before and before.status else None
        if point.version and settings.stage_of(type_name, state) is Stage.EFFECTIVE:
            in_force.add(point.version)
        if before is None or (state_before, before.version) != (state, point.version) or _is_postponed(before, point):
            kind = "CREATE" if before is None else "STATUS_CHANGE" if state_before != state else "REVISION"
            yield _event(point, kind, state_before, state)


def _line_of(point: StatusPoint) -> str:
    if point.is_metadata:
        return "metadata"
    return "draft" if PurePosixPath(point.path).stem.lower().endswith("-draft") else "text"


def _is_postponed(before: StatusPoint, point: StatusPoint) -> bool:
    """Whether a commit gave another day, later or earlier, to a version whose day had not yet come."""
    committed = point.commit.committed
    is_ahead = before.effective is not None and committed is not None and before.effective > committed.date()
    return is_ahead and point.effective != before.effective


def _event(point: StatusPoint, kind: str, state_before: str | None, state: str | None) -> Event:
    commit = point.commit
    if point.is_boundary:  # the clone ends here: what the commit holds is older than the commit, who knows how much
        note = "was so where the history of this clone begins"
        return Event(
            when=None, kind="KNOWN", actor=None, version=point.version, from_state=None, to_state=state, note=note,
            source="git", digest=point.digest, on_production=point.on_production,
        )  # fmt: skip
    return Event(
        when=commit.committed.astimezone(UTC) if commit.committed else None,
        kind=kind,
        actor=commit.author,
        version=point.version,
        from_state=state_before,
        to_state=state,
        note=commit.subject,
        source="git",
        commit=commit.hash,
        digest=point.digest,
        committer=commit.committer or None,
        is_one_person=commit.committer_email == commit.email,
        on_production=point.on_production,
        effective=point.effective,
    )
