"""The time in which versions of a document were in force, as a reader sees it: stretch by stretch, with the gaps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from qms_site.timeline.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of time under one version, or under none (None). ``end`` is None while it lasts; ``days`` is at least 1."""

    version: str | None
    start: datetime
    end: datetime | None
    days: int
    is_current: bool


def build_stretches(periods: tuple[Period, ...], as_of: date | None) -> tuple[Stretch, ...]:
    """The stretches up to a day (None: up to the last known beginning), the oldest first, without what lies after it."""
    if not periods:
        return ()
    now = (
        datetime.combine(as_of, time(), tzinfo=UTC) + timedelta(days=1)
        if as_of
        else periods[-1].start + timedelta(days=1)
    )
    return tuple(_stretches(tuple(period for period in periods if period.start < now), now))


def _stretches(periods: tuple[Period, ...], now: datetime) -> Iterator[Stretch]:
    before: datetime | None = None
    for period in periods:
        if before is not None and before < period.start:
            yield _stretch(None, before, period.start, now)
        end = period.end if period.end is not None and period.end < now else None
        yield _stretch(period.version, period.start, end, now)
        before = end
    if periods and before is not None:
        yield _stretch(None, before, None, now)


def _stretch(version: str | None, start: datetime, end: datetime | None, now: datetime) -> Stretch:
    days = max(1, ((end or now) - start).days)
    return Stretch(version=version, start=start, end=end, days=days, is_current=end is None)
