"""Versions of a document: which there were, what state each reached, and from when to when it was in force."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo

from msgspec import structs

from qms_site.records.documents import Document, declared_effective_day, declared_status, declared_version
from qms_site.records.files import DocumentFile
from qms_site.settings import Settings, Stage
from qms_site.text import natural_key
from qms_site.timeline.events import Event
from qms_site.timeline.periods import Day, Period, find_periods


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
    periods: tuple[Period, ...]
    """By their beginnings; a version that was put back has several."""
    in_force: str | None
    draft: str | None

    def in_force_on(self, day: Day) -> str | None:
        """The version that was in force at the end of a day; None where none was, or nothing is known of that time."""
        return next((period.version for period in reversed(self.periods) if period.holds_on(day)), None)

    def in_force_at(self, moment: datetime) -> str | None:
        """The version that was in force at a moment."""
        return next((period.version for period in reversed(self.periods) if period.holds_at(moment)), None)

    @property
    def is_dated(self) -> bool:
        """Whether anything is known of when its states were reached."""
        return any(event.when and event.to_state for event in self.events)

    @property
    def last_event(self) -> datetime | None:
        """When the newest dated event happened."""
        return max((event.when for event in self.events if event.when), default=None)


def build_timeline(
    document: Document,
    events: tuple[Event, ...],
    settings: Settings,
    as_of: Day | None,
    committed: tuple[Event, ...] = (),
) -> Timeline:
    """Versions and versions in force of one document from its files, its sidecar and its events.

    ``committed`` is what the commits of its metadata tell, also where the log tells it otherwise: states and texts of versions.
    """
    zone = as_of.zone if as_of else UTC
    if document.version is None and not any(event.version for event in events):
        events = tuple(_labelled(event, settings.stage_of(document.type, event.to_state), zone) for event in events)
    periods = find_periods(events, document.type, settings, zone)
    timeline = Timeline(
        events=events,
        versions=_with_periods(
            _collect(document, events, settings, committed),
            periods,
            document,
            settings.lifecycle_of(document.type).states,
            as_of,
        ),
        periods=periods,
        in_force=None,
        draft=_draft(document, settings),
    )
    if as_of and periods:
        return replace(timeline, in_force=timeline.in_force_on(as_of))
    stated = _stated_in_force(document, events, settings)
    day = _effective_day(document)
    is_ahead = as_of is not None and day is not None and day > as_of.date
    is_newest = stated == (document.version or (day.isoformat() if day else None))
    return replace(timeline, in_force=None if is_ahead and is_newest else stated)


def _labelled(event: Event, stage: Stage | None, zone: tzinfo) -> Event:
    """An event that brings a text without a version into force: the day is its version's name, as nothing else is."""
    if event.when is None or stage is not Stage.EFFECTIVE:
        return event
    day = event.effective or event.when.astimezone(zone).date()
    return structs.replace(event, version=day.isoformat())


def _effective_day(document: Document) -> date | None:
    """The day from which the newest version is to be in force, by its metadata or its text."""
    if document.sidecar:
        return document.sidecar.effective_day
    return declared_effective_day(document.newest_file)


def _collect(
    document: Document, events: tuple[Event, ...], settings: Settings, committed: tuple[Event, ...]
) -> tuple[DocumentVersion, ...]:
    """Every version that a file, the metadata or an event names, with its text where there is one."""
    told = (*committed, *events)
    states = {event.version: event.to_state for event in told if event.version and event.to_state}
    digests = {event.version: event.digest for event in told if event.version and event.digest}
    found = {
        name: DocumentVersion(version=name, state=states.get(name), digest=digests.get(name))
        for name in {*states, *digests}
    }
    for file in document.archived:
        if file.version:
            found[file.version] = _version(file.version, states.get(file.version), file)
    newest = document.newest_file
    if newest is not document.file:
        shown = declared_version(document.file) or (document.sidecar.effective_version if document.sidecar else None)
        if shown:
            found[shown] = _version(shown, states.get(shown), document.file)
    if document.version:
        approved = _approved_before(document, events, settings)
        found[document.version] = approved or _version(document.version, document.status, newest)
    return tuple(sorted(found.values(), key=lambda version: natural_key(version.version)))


def _version(name: str, state: str | None, file: DocumentFile) -> DocumentVersion:
    return DocumentVersion(version=name, state=state, path=file.path, digest=file.digest)


def _approved_before(document: Document, events: tuple[Event, ...], settings: Settings) -> DocumentVersion | None:
    """The approved text of a version whose file was reopened under the same number: git has it, the file does not."""
    if settings.stage_of(document.type, document.status) not in _ON_THE_WAY:
        return None
    of_version = [event for event in events if event.version == document.version and event.digest]
    approved = next(
        (event for event in reversed(of_version) if _is_effective(document, event.to_state, settings)), None
    )
    if approved is None:
        return None
    return DocumentVersion(version=str(approved.version), state=approved.to_state, digest=approved.digest)


_ON_THE_WAY = frozenset({Stage.DRAFT, Stage.REVIEW, Stage.APPROVED})


def _with_periods(
    versions: tuple[DocumentVersion, ...],
    periods: tuple[Period, ...],
    document: Document,
    states: Mapping[str, Stage],
    as_of: Day | None,
) -> tuple[DocumentVersion, ...]:
    """Each version with the time from when it first came into force to when it last went out of it."""
    starts = {period.version: period.start for period in reversed(periods)}
    ends = {period.version: period.end for period in periods}

    def state_of(version: DocumentVersion) -> str | None:
        end = ends.get(version.version)
        is_over = end is not None and (as_of is None or as_of.includes(end))
        is_replaced = (
            is_over and version.version != document.version and states.get(version.state or "") is Stage.EFFECTIVE
        )
        return "SUPERSEDED" if is_replaced and "SUPERSEDED" in states else version.state

    return tuple(
        replace(version, start=starts.get(version.version), end=ends.get(version.version), state=state_of(version))
        for version in versions
    )


def _stated_in_force(document: Document, events: tuple[Event, ...], settings: Settings) -> str | None:
    """The version in force by what the metadata says of today, where no event tells of any day."""
    effective = document.sidecar.effective_version if document.sidecar else None
    is_retired = settings.stage_of(document.type, document.status) is Stage.RETIRED
    if effective and not (is_retired and (document.version in (None, effective) or document.status != "CANCELLED")):
        return effective
    if any(event.on_production for event in events) or not events:
        if _is_effective(document, document.status, settings):
            day = _effective_day(document)
            return document.version or (day.isoformat() if day else "unversioned")
        if document.draft and document.sidecar is None:  # each of the two files says its own state
            shown = declared_status(document.file)
            state = settings.state_of(shown, document.type) if shown else None
            return declared_version(document.file) if _is_effective(document, state, settings) else None
    return None


def _is_effective(document: Document, state: str | None, settings: Settings) -> bool:
    return settings.stage_of(document.type, state) is Stage.EFFECTIVE


def _draft(document: Document, settings: Settings) -> str | None:
    """The newest version, while it is on its way to its (first) approval; also one reopened under its old number."""
    states = tuple(settings.lifecycle_of(document.type).states.items())
    approved = next((position for position, (_, stage) in enumerate(states) if stage is Stage.APPROVED), len(states))
    position = next((position for position, (state, _) in enumerate(states) if state == document.status), len(states))
    is_before = position < approved or (position == approved and not settings.is_executable(document.type))
    return document.version if is_before else None
