"""In an audit log a later line has an earlier time.

**Why.** A log is written line by line as things happen. Where time runs backwards, a line was written afterwards, or put in between
others, or a clock was wrong. Times with and without a zone are not compared with each other, and a log that a merge put together
from two branches is left alone.

**Bad.** Line 7 of 12:00, line 8 of 11:00.

**Good.** Each line has the time of the one before it, or a later one.

**Fix.** The log stays as it is. Find out how the line came there (AUD201 tells of logs that were rewritten), and record it.
"""

from collections.abc import Iterator
from itertools import pairwise

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.records.sidecars import AuditEvent
from qms_site.rules.rule import Rule
from qms_site.rules.trails import brief, logged_documents, place_of
from qms_site.text import count_of


def check(project: Project) -> Iterator[Finding]:
    """One finding for each log in which time runs backwards, with the first such line."""
    for document, events in logged_documents(project):
        is_merged = document.id in project.trails.logs.merged
        back = [] if is_merged else list(_backwards(events))
        if not back:
            continue
        (before, first), *more = back
        also = f", and so do {count_of(len(more), 'more line')}" if more else ""
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"in the audit log of {document.id} {brief(first.kind)} of {first.written} stands after "
            f"{brief(before.kind)} of {before.written}{also}",
            location=place_of(first),
            subject=document.id,
            hint="a log is written in the order in which things happen",
        )


def _backwards(events: tuple[AuditEvent, ...]) -> Iterator[tuple[AuditEvent, AuditEvent]]:
    """Neighbours in the order of the log of which the second is older, among those with a zone and those without."""
    for has_zone in (True, False):
        comparable = (event for event in events if event.when and event.has_zone is has_zone)
        yield from ((before, after) for before, after in pairwise(comparable) if _is_older(after, before))


def _is_older(event: AuditEvent, other: AuditEvent) -> bool:
    if event.when is None or other.when is None:
        return False
    if _is_day(event) or _is_day(other):  # a day is as long as all that happened on it
        return event.when.date() < other.when.date()
    return event.when < other.when


def _is_day(event: AuditEvent) -> bool:
    return ":" not in event.written


RULE = Rule(code="AUD103", title="Time runs backwards", severity=Severity.WARNING, check=check, page=__doc__)
