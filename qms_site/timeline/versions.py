"""Versions of a document: which there were, what state each reached, and from when to when it was in force."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo

from qms_site.records.documents import Document
from qms_site.settings import Settings, Stage
from qms_site.text import natural_key
from qms_site.timeline.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentVersion:
    """One version. ``start`` and ``end`` bound the time in which it was in force: None before it was, or while it still is.

    ``path`` and ``digest`` (SHA-256 of the text) are None where the text of that version is not at hand.
    """

    version: str
    state: str | None
    path: str | None = None
    digest: str | None = None
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A document over time: its events as they were recorded, its versions oldest first, the one in force as of the run's date."""

    events: tuple[Event, ...]
    versions: tuple[DocumentVersion, ...]
    in_force: str | None
    draft: str | None

    @property
    def last_event(self) -> datetime | None:
        """When the newest dated event happened."""
        return max((event.when for event in self.events if event.when), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day to judge by, as the calendar of the commit's own time zone has it; it counts to its end."""

    date: date
    zone: tzinfo = UTC

    def includes(self, moment: datetime) -> bool:
        """Whether something had happened by the end of this day."""
        return moment.astimezone(self.zone).date() <= self.date


def build_timeline(document: Document, events: tuple[Event, ...], settings: Settings, as_of: Day | None) -> Timeline:
    """Versions and versions in force of one document from its files, its sidecar and its events."""
    versions = _with_periods(_collect(document, events), events, document, settings)
    in_force = _in_force(document, events, settings, as_of)
    return Timeline(events=events, versions=versions, in_force=in_force, draft=_draft(document, in_force, settings))


def _collect(document: Document, events: tuple[Event, ...]) -> tuple[DocumentVersion, ...]:
    """Every version that a file, the metadata or an event names, with its text where there is one."""
    states = {event.version: event.to_state for event in events if event.version and event.to_state}
    digests = {event.version: event.digest for event in events if event.version and event.digest}
    found = {
        name: DocumentVersion(version=name, state=states.get(name), digest=digests.get(name))
        for name in {*states, *digests}
    }
    for file in document.archived:
        if file.version:
            found[file.version] = DocumentVersion(
                version=file.version, state=states.get(file.version), path=file.path, digest=file.digest
            )
    if document.version:
        newest = document.draft if document.draft and document.sidecar is None else document.file
        found[document.version] = DocumentVersion(
            version=document.version, state=document.status, path=newest.path, digest=newest.digest
        )
    return tuple(sorted(found.values(), key=lambda version: natural_key(version.version)))


def _with_periods(
    versions: tuple[DocumentVersion, ...], events: tuple[Event, ...], document: Document, settings: Settings
) -> tuple[DocumentVersion, ...]:
    """Each version with the time from when it first came into force to when it last went out of it."""
    periods = _periods(events, document, settings)
    starts = {name: start for name, start, _ in reversed(periods)}
    ends = {name: end for name, _, end in periods}
    return tuple(
        replace(
            version,
            start=starts.get(version.version),
            end=ends.get(version.version),
            state=_state_after(version, ends, document),
        )
        for version in versions
    )


def _state_after(version: DocumentVersion, ends: Mapping[str, datetime | None], document: Document) -> str | None:
    is_replaced = ends.get(version.version) is not None and version.version != document.version
    return "SUPERSEDED" if is_replaced else version.state


def _periods(
    events: tuple[Event, ...], document: Document, settings: Settings
) -> tuple[tuple[str, datetime, datetime | None], ...]:
    """(version, from, to) of each stretch in force, by its beginning; a version that was put back has several."""
    begun = sorted(
        (
            (event.when, event.version)
            for event in events
            if event.version and event.when and _is_effective(document, event.to_state, settings)
        ),
        key=lambda entry: entry[0],
    )
    changes = [entry for position, entry in enumerate(begun) if not position or entry[1] != begun[position - 1][1]]
    ended = _retired_when(document, events, settings)
    following = [*(when for when, _ in changes[1:]), ended]
    return tuple((version, when, end) for (when, version), end in zip(changes, following, strict=False))


def _retired_when(document: Document, events: tuple[Event, ...], settings: Settings) -> datetime | None:
    if settings.stage_of(document.type, document.status) is not Stage.RETIRED:
        return None
    return max((event.when for event in events if event.when and event.to_state == document.status), default=None)


def _in_force(document: Document, events: tuple[Event, ...], settings: Settings, as_of: Day | None) -> str | None:
    """By the periods where events gave some, else by what the metadata says of today."""
    periods = _periods(events, document, settings)
    if as_of:
        holding = [version for version, start, end in periods if _holds(start, end, as_of)]
        if holding:
            return holding[-1]
        if any(not as_of.includes(start) for _, start, _ in periods):
            return None  # the first one came into force only later
    if settings.stage_of(document.type, document.status) is Stage.RETIRED:
        return None
    if document.sidecar and document.sidecar.effective_version:
        return document.sidecar.effective_version
    return document.version if _is_effective(document, document.status, settings) else None


def _holds(start: datetime, end: datetime | None, day: Day) -> bool:
    """Whether a stretch in force includes the end of a day."""
    return day.includes(start) and (end is None or not day.includes(end))


def _is_effective(document: Document, state: str | None, settings: Settings) -> bool:
    return settings.stage_of(document.type, state) is Stage.EFFECTIVE


def _draft(document: Document, in_force: str | None, settings: Settings) -> str | None:
    """The newest version, while it is on its way to its (first) approval."""
    if document.version is None or document.version == in_force:
        return None
    states = tuple(settings.lifecycle_of(document.type).states.items())
    approved = next((position for position, (_, stage) in enumerate(states) if stage is Stage.APPROVED), len(states))
    position = next((position for position, (state, _) in enumerate(states) if state == document.status), len(states))
    return (
        document.version
        if position <= approved and not (position == approved and settings.is_executable(document.type))
        else None
    )
