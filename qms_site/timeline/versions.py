"""Versions of a document: which there were, what state each reached, and from when to when it was in force."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo

from qms_site.records.documents import Document, declared_version
from qms_site.records.files import DocumentFile
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
    periods = _periods(events, document, settings, as_of.zone if as_of else UTC)
    versions = _with_periods(_collect(document, events, settings), periods, document, as_of)
    in_force = _in_force(document, events, periods, settings, as_of)
    return Timeline(events=events, versions=versions, in_force=in_force, draft=_draft(document, settings))


def _collect(document: Document, events: tuple[Event, ...], settings: Settings) -> tuple[DocumentVersion, ...]:
    """Every version that a file, the metadata or an event names, with its text where there is one."""
    states = {event.version: event.to_state for event in events if event.version and event.to_state}
    digests = {event.version: event.digest for event in events if event.version and event.digest}
    found = {
        name: DocumentVersion(version=name, state=states.get(name), digest=digests.get(name))
        for name in {*states, *digests}
    }
    for file in document.archived:
        if file.version:
            found[file.version] = _version(file.version, states.get(file.version), file)
    newest = document.draft or document.file
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
    periods: tuple[tuple[str, datetime, datetime | None], ...],
    document: Document,
    as_of: Day | None,
) -> tuple[DocumentVersion, ...]:
    """Each version with the time from when it first came into force to when it last went out of it."""
    starts = {name: start for name, start, _ in reversed(periods)}
    ends = {name: end for name, _, end in periods}

    def state_of(version: DocumentVersion) -> str | None:
        end = ends.get(version.version)
        is_over = end is not None and (as_of is None or as_of.includes(end))
        is_replaced = is_over and version.version != document.version and version.state == "EFFECTIVE"
        return "SUPERSEDED" if is_replaced else version.state

    return tuple(
        replace(version, start=starts.get(version.version), end=ends.get(version.version), state=state_of(version))
        for version in versions
    )


def _periods(
    events: tuple[Event, ...], document: Document, settings: Settings, zone: tzinfo
) -> tuple[tuple[str, datetime, datetime | None], ...]:
    """(version, from, to) of each stretch in force, by its beginning; a version that was put back has several.

    A stretch ends when another version comes into force, or when its own is retired. What production does not have
    puts nothing in force.
    """
    periods: list[tuple[str, datetime, datetime | None]] = []
    dated = [(_beginning(event, event.when, zone), event) for event in events if event.when and event.on_production]
    for when, event in sorted(dated, key=lambda entry: entry[0]):
        holding = periods[-1] if periods and periods[-1][2] is None else None
        stage = settings.stage_of(document.type, event.to_state)
        begins = stage is Stage.EFFECTIVE and event.version and (holding is None or holding[0] != event.version)
        retires = stage is Stage.RETIRED and holding is not None and event.version in (None, holding[0])
        if holding and (begins or retires):
            periods[-1] = (holding[0], holding[1], when)
        if begins and event.version:
            periods.append((event.version, when, None))
    return tuple(periods)


def _beginning(event: Event, when: datetime, zone: tzinfo) -> datetime:
    """When an event takes effect: at once, or on the later day that the text itself gives for coming into force."""
    if event.to_state != "EFFECTIVE" or event.effective is None:
        return when
    return max(when, datetime.combine(event.effective, time(), tzinfo=zone).astimezone(UTC))


def _in_force(
    document: Document,
    events: tuple[Event, ...],
    periods: tuple[tuple[str, datetime, datetime | None], ...],
    settings: Settings,
    as_of: Day | None,
) -> str | None:
    """By the periods where events gave some, else by what the metadata says of today."""
    if as_of and periods:
        return next((version for version, start, end in reversed(periods) if _holds(start, end, as_of)), None)
    effective = document.sidecar.effective_version if document.sidecar else None
    is_retired = settings.stage_of(document.type, document.status) is Stage.RETIRED
    if effective and not (is_retired and document.version in (None, effective)):
        return effective
    is_approved = any(event.on_production for event in events) or not events
    return document.version if is_approved and _is_effective(document, document.status, settings) else None


def _holds(start: datetime, end: datetime | None, day: Day) -> bool:
    """Whether a stretch in force includes the end of a day."""
    return day.includes(start) and (end is None or not day.includes(end))


def _is_effective(document: Document, state: str | None, settings: Settings) -> bool:
    return settings.stage_of(document.type, state) is Stage.EFFECTIVE


def _draft(document: Document, settings: Settings) -> str | None:
    """The newest version, while it is on its way to its (first) approval; also one reopened under its old number."""
    states = tuple(settings.lifecycle_of(document.type).states.items())
    approved = next((position for position, (_, stage) in enumerate(states) if stage is Stage.APPROVED), len(states))
    position = next((position for position, (state, _) in enumerate(states) if state == document.status), len(states))
    is_before = position < approved or (position == approved and not settings.is_executable(document.type))
    return document.version if is_before else None
