"""An execution item is dated on a day on which its record was not in execution.

**Why.** Approval comes before the work. An item dated before the record was released was done without authority, or its date is
not the day on which it was done; one dated after the execution ended was not there when it was reviewed. Days are compared
in UTC, with one more on either side. Nothing is said of records of whose execution no dated event tells, and nothing of the
time before the first event.

**Bad.** `| EI-1 | Update the manual | ... | Pass | J. Doe - 2026-01-27 |` in a record that was in execution on 31 January only.

**Good.** The same with `2026-01-31`.

**Fix.** If the date is wrong, correct it by the procedure for corrections. If the work came first, record the deviation.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.executions import ExecutionItem
from qms_site.rules.execution_items import iter_records, tell_items
from qms_site.rules.rule import Rule
from qms_site.timeline.windows import Window, unseen_stretches

_TOLERANCE = timedelta(days=1)


def check(project: Project) -> Iterator[Finding]:
    """One finding for each item that is dated outside the execution of its record."""
    for document, file in iter_records(project):
        windows = _known_windows(project, document)
        if not windows:
            continue
        told = _tell(windows)
        starts, ends = [start for start, _ in windows], _latest(windows)
        yield from tell_items(
            (document, file),
            [
                (item, f"is dated {item.date}, outside its execution: {told}")
                for item in file.contents.executions
                if _is_outside(project, item, starts, ends)
            ],
            rule=(RULE.code, RULE.severity),
            many=f"are dated outside its execution ({told})",
        )


_Days = tuple[date, date | None]


def _known_windows(project: Project, document: Document) -> tuple[_Days, ...]:
    """First and last days of a record's execution; none where no dated event tells of one."""
    windows = project.windows_by_id.get(document.id, ())
    if not windows:
        return ()
    events = project.timelines_by_id[document.id].events
    begun = min((event.when for event in events if event.when), default=None)
    if windows[0].start == begun:  # what came before the first event, nobody tells
        windows = (Window(datetime.min.replace(tzinfo=UTC), windows[0].end), *windows[1:])
    unseen = unseen_stretches(events, document.type, project.settings)
    return tuple(
        (_day(window.start), _day(window.end) if window.end else None)
        for window in sorted({*windows, *unseen}, key=lambda window: window.start)
    )


def _is_outside(project: Project, item: ExecutionItem, starts: Sequence[date], ends: Sequence[date]) -> bool:
    """Whether an item is dated outside the windows with these first days, and the latest days up to each."""
    day = item.date
    if day is None or project.is_history(datetime.combine(day, time.max, UTC)):
        return False
    place = bisect_right(starts, day + _TOLERANCE if day < date.max else day)
    return place == 0 or day > ends[place - 1]


def _latest(windows: Sequence[_Days]) -> list[date]:
    """The last day of each window or one before it, with the tolerance."""
    return list(accumulate((end + _TOLERANCE if end and end < date.max else date.max for _, end in windows), max))


def _day(moment: datetime) -> date:
    return date.min if moment.year == date.min.year else moment.astimezone(UTC).date()


def _tell(windows: Sequence[_Days]) -> str:
    """``2026-01-10 to 2026-01-20``: all days together, the first and the last of them where they are many."""
    spans = dict.fromkeys(_span(window) for window in windows)
    named = list(spans)
    return ", ".join(named if len(named) <= _MOST_SPANS else [named[0], "...", named[-1]])


_MOST_SPANS = 4


def _span(window: _Days) -> str:
    start, end = window
    if start == end:
        return str(start)
    return f"{'until' if start == date.min else f'{start} to'} {end}" if end else f"since {start}"


RULE = Rule(code="REC105", title="Item outside execution", severity=Severity.WARNING, check=check, page=__doc__)
