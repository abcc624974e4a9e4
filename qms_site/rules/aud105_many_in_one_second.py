"""An audit log has more events in one second than a tool writes as the work goes on.

**Why.** A review takes longer than a second. Where a dozen events have one time, they were written afterwards, by a script or an
import, and their times say when that was. How many are usual is `most-per-second` under `[audit]`. Times that are written
without seconds, or as a day, are left alone.

**Bad.** Twelve events, from the first review to the last approval, all of `2026-01-03T16:57:08`.

**Good.** `CHECKIN`, `STATUS_CHANGE` and `ROUTE_REVIEW` of one second, as one command writes them.

**Fix.** If the log was imported, say so in a record. If not, find out who wrote it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.records.sidecars import AuditEvent
from qms_site.rules.naming import name_sorted
from qms_site.rules.rule import Rule
from qms_site.rules.trails import logged_documents, place_of

_MOST = 5


def check(project: Project) -> Iterator[Finding]:
    """One finding for each log; one in all where they are many, or their events have one and the same second."""
    most = project.settings.audit.most_per_second
    found = {
        document.id: (second, count, events)
        for document, events in logged_documents(project)
        for second, count in _fullest(events)
        if count > most
    }
    seconds = {second for second, _, _ in found.values()}
    if len(found) > _MOST or (len(found) > 1 and len(seconds) == 1):
        when = f"in one second, {seconds.pop():%Y-%m-%d %H:%M:%S}" if len(seconds) == 1 else "in one second"
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{len(found)} audit logs have up to {max(count for _, count, _ in found.values())} events {when}: "
            f"{name_sorted(found)}",
            subject="audit trail",
            hint=_HINT,
        )
        return
    for id_, (second, count, events) in found.items():
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"the audit log of {id_} has {count} events in one second, {second:%Y-%m-%d %H:%M:%S}",
            location=place_of(next(event for event in events if event.when and _second(event.when) == second)),
            subject=id_,
            hint=_HINT,
        )


_HINT = "they were written afterwards, or by a script: a record should say so"


def _fullest(events: tuple[AuditEvent, ...]) -> list[tuple[datetime, int]]:
    """The second with most events, and how many they are; the first of several."""
    return Counter(
        _second(event.when) for event in events if event.when and _SECONDS.search(event.written)
    ).most_common(1)


_SECONDS = re.compile(r"[T ]\d\d:?\d\d:?\d\d")


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


RULE = Rule(code="AUD105", title="Many events in one second", severity=Severity.WARNING, check=check, page=__doc__)
