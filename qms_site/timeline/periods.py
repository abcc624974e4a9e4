"""Stretches of time in which a version was in force, and the days that they are asked for."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo

from qms_site.settings import Settings, Stage
from qms_site.text import natural_key
from qms_site.timeline.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day to judge by, as the calendar of the commit's own time zone has it; it counts to its end."""

    date: date
    zone: tzinfo = UTC

    def includes(self, moment: datetime) -> bool:
        """Whether something had happened by the end of this day."""
        return moment.astimezone(self.zone).date() <= self.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch in which one version was in force; ``end`` is None while nothing has ended it."""

    version: str
    start: datetime
    end: datetime | None

    def holds_at(self, moment: datetime) -> bool:
        """Whether the version was in force at a moment."""
        return self.start <= moment and (self.end is None or moment < self.end)

    def holds_on(self, day: Day) -> bool:
        """Whether the version was in force at the end of a day."""
        return day.includes(self.start) and (self.end is None or not day.includes(self.end))


def find_periods(
    events: tuple[Event, ...], type_name: str, settings: Settings, zone: tzinfo = UTC
) -> tuple[Period, ...]:
    """Each stretch in force, by its beginning.

    A stretch ends when another version comes into force, or when it is put on hold or retired, under its own number or a newer one.
    What production does not have puts nothing in force.
    """
    if Stage.EFFECTIVE not in settings.lifecycle_of(type_name).states.values():
        return ()  # records are carried out, and bind nobody
    periods: list[Period] = []
    for when, event in _in_order_of_effect(events, type_name, settings, zone):
        holding = periods[-1] if periods and periods[-1].end is None else None
        stage = settings.stage_of(type_name, event.to_state)
        begins = _brings_into_force(event, stage) and (holding is None or holding.version != event.version)
        is_suspended = stage is Stage.HOLD and holding is not None and event.version == holding.version
        retires = is_suspended or (stage is Stage.RETIRED and holding is not None and _ends(event, holding))
        if holding and (begins or retires):
            periods[-1] = replace(holding, end=when)
        if begins and event.version:
            periods.append(Period(version=event.version, start=when, end=None))
    return tuple(periods)


def _ends(event: Event, holding: Period) -> bool:
    """Whether a retirement is that of the version in force: not of an older one, and no cancelled revision of it."""
    if event.version in (None, holding.version):
        return True
    return event.to_state != "CANCELLED" and natural_key(str(event.version)) > natural_key(holding.version)


def _in_order_of_effect(
    events: tuple[Event, ...], type_name: str, settings: Settings, zone: tzinfo
) -> list[tuple[datetime, Event]]:
    """The dated events on production by when they take effect; what was taken back, or decided anew, before that never did."""
    ordered: list[tuple[datetime, Event]] = []
    taken_back: dict[str | None, datetime] = {}  # by version, when a later event first did so
    decided: list[tuple[datetime, datetime, str | None]] = []  # later decisions: when made, when in effect, for what
    for event in reversed(events):
        if event.when is None or not event.on_production:
            continue
        beginning = _beginning(event, event.when, settings.stage_of(type_name, event.to_state), zone)
        ends = [taken_back[version] for version in (event.version, None) if version in taken_back]
        is_overtaken = beginning > event.when and (
            any(end < beginning for end in ends)
            or any(
                made < beginning and (version == event.version or effect <= beginning)
                for made, effect, version in decided
            )
        )
        if not is_overtaken:
            ordered.append((beginning, event))
        stage = settings.stage_of(type_name, event.to_state)
        if stage in _NOT_IN_FORCE:
            taken_back[event.version] = min(event.when, taken_back.get(event.version, event.when))
        if _brings_into_force(event, stage):
            decided.append((event.when, beginning, event.version))
    ordered.reverse()
    return sorted(ordered, key=lambda entry: entry[0])


_NOT_IN_FORCE = frozenset({Stage.DRAFT, Stage.REVIEW, Stage.HOLD, Stage.RETIRED})


def _brings_into_force(event: Event, stage: Stage | None) -> bool:
    """Whether an event makes its version bind: it became effective, or was approved with the day from which it binds."""
    return bool(event.version) and (
        stage is Stage.EFFECTIVE or (stage is Stage.APPROVED and event.effective is not None)
    )


def _beginning(event: Event, when: datetime, stage: Stage | None, zone: tzinfo) -> datetime:
    """When an event takes effect: at once, or on the later day that the text itself gives for coming into force."""
    if stage not in _AWAITING or event.effective is None:
        return when
    return max(when, datetime.combine(event.effective, time(), tzinfo=zone).astimezone(UTC))


_AWAITING = frozenset({Stage.EFFECTIVE, Stage.APPROVED})
