"""Events of audit logs with the commits that brought them: which are dated after their commit, and what metadata told alone."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

import msgspec

from qms_site.history.audit_logs import Addition
from qms_site.history.statuses import StatusPoint
from qms_site.records.documents import Document
from qms_site.records.sidecars import AuditEvent, read_audit_log
from qms_site.settings import Settings, Stage
from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.transitions import leads_back, tells_of

EventKey = tuple[str, str, str | None, str | None, str | None, str | None]


class BroughtEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event and the first commit that has it."""

    event: AuditEvent
    commit: CommitRecord


class UntoldChange(msgspec.Struct, frozen=True, kw_only=True):
    """A commit that changed state or version in the metadata of a document, and brought no event that tells it."""

    document: str
    path: str
    commit: CommitRecord
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """Events of each log by its name, in the order in which they came."""

    events: Mapping[str, tuple[BroughtEvent, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def commit_of(self, document: str) -> Mapping[EventKey, CommitRecord]:
        """By event, the commit that brought it."""
        return {key_of(brought.event): brought.commit for brought in reversed(self.events.get(document, ()))}


def key_of(event: AuditEvent) -> EventKey:
    """What makes two lines the same event."""
    return event.written, event.kind, event.user, event.version, event.from_status, event.to_status


def read_brought(additions: Iterable[Addition]) -> Brought:
    """The events of the lines that commits added; one that came twice, by a branch and its merge, counts once."""
    found: dict[str, list[BroughtEvent]] = {}
    seen: set[tuple[str, EventKey]] = set()
    for addition in additions:
        known: set[tuple[str, EventKey]] = set()
        for entry in read_audit_log(addition.path, addition.data):
            if not isinstance(entry, AuditEvent):
                continue
            key = (addition.log, key_of(entry))
            if key not in seen:
                event = msgspec.structs.replace(entry, line=addition.first_line + entry.line - 1)
                found.setdefault(addition.log, []).append(BroughtEvent(event=event, commit=addition.commit))
            known.add(key)
        seen |= known
    return Brought(events=MappingProxyType({log: tuple(events) for log, events in found.items()}))


def find_late_events(brought: Brought, skew: timedelta) -> Iterator[tuple[str, BroughtEvent]]:
    """Events, with the names of their logs, that are dated after the commit that brought them by more than clocks differ."""
    for log, events in brought.events.items():
        for found in events:
            moment = latest_of(found.commit)
            is_exact = found.event.has_zone and found.event.when is not None
            if is_exact and moment and found.event.when and found.event.when - moment > skew:
                yield log, found


def latest_of(commit: CommitRecord) -> datetime | None:
    """When a commit was made: the later of its two dates, since a rebase keeps the earlier one."""
    return max((moment for moment in (commit.authored, commit.committed) if moment), default=None)


def find_untold_changes(
    document: Document,
    points: Iterable[StatusPoint],
    brought: Brought,
    order: Mapping[str, int],
    line: frozenset[str],
    settings: Settings,
) -> Iterator[UntoldChange]:
    """Changes of metadata without an event, from when the document had a log on; work between approvals is left out of logs.

    An event from before the change counts too where it was committed soon after. ``order`` gives the place of each commit by
    its hash, the oldest first; ``line`` are the commits of the revision's line, all others came by a merge.
    """
    events = sorted(
        ((order[found.commit.hash], found) for found in brought.events.get(document.id, ())),
        key=lambda entry: entry[0],
    )
    if not events:
        return
    places = [place for place, _ in events]
    before: StatusPoint | None = None
    for point in points:
        if not point.is_metadata or point.is_boundary or point.commit.hash not in order:
            continue
        place = order[point.commit.hash]
        if before is not None and places[0] <= place:
            start = bisect_right(places, order[before.commit.hash])
            end = bisect_right(places, place)
            # What a merge brings may be older than what the line had before it.
            begin = 0 if len(point.commit.parents) > 1 else start
            new = [
                found.event
                for number, (_, found) in enumerate(events[begin:end], start=begin)
                if number >= start or found.commit.hash not in line
            ]
            late = (found.event for _, found in events[end : end + _MOST_LATE] if _is_soon(found, point.commit))
            yield from _untold(document, before, point, [*new, *late], settings)
        before = point


_SOON = timedelta(days=1)
_MOST_LATE = 50


def _is_soon(found: BroughtEvent, change: CommitRecord) -> bool:
    """Whether an event is from before a change, and was committed within a day after it: log and metadata apart."""
    moment, committed, when = latest_of(change), found.commit.committed, found.event.when
    is_exact = found.event.has_zone and ":" in found.event.written
    if moment is None or committed is None or when is None or not is_exact:
        return False
    return moment - _SOON <= when <= moment and committed - moment <= _SOON


def _untold(
    document: Document, before: StatusPoint, point: StatusPoint, events: list[AuditEvent], settings: Settings
) -> Iterator[UntoldChange]:
    was, is_ = _state(before, document, settings), _state(point, document, settings)
    stage = settings.stage_of(document.type, is_)
    if was != is_ and was and is_:
        lifecycle = settings.lifecycle_of(document.type)
        kinds = [event.kind.upper() for event in events]
        is_told = (
            any(event.to_status and settings.state_of(event.to_status, document.type) == is_ for event in events)
            or (stage is not None and tells_of(kinds, stage))
            or not set(settings.audit.left_out).isdisjoint(kinds)
            or leads_back(was, is_, lifecycle)
        )
        told = (was, is_)
    else:
        is_told = before.version == point.version or bool(events) or stage in (Stage.DRAFT, Stage.EXECUTION)
        told = (f"version {before.version}", f"version {point.version}")
    if not is_told:
        yield UntoldChange(document=document.id, path=point.path, commit=point.commit, before=told[0], after=told[1])


def _state(point: StatusPoint, document: Document, settings: Settings) -> str | None:
    return settings.state_of(point.status, document.type) if point.status else None
