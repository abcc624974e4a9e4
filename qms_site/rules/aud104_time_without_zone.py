"""Events of audit logs have a time without a zone.

**Why.** Nobody knows which moment `2026-01-08T13:08:13` was: the clocks of two places differ by hours, and twice a year so do
those of one. Such times are taken as UTC, and are compared with nothing that has a zone.

**Bad.** `{"ts": "2026-01-08T13:08:13", "event": "CREATE"}`

**Good.** `{"ts": "2026-01-08T18:08:13+00:00", "event": "CREATE"}`

**Fix.** Let the tool that writes the log add the zone. Lines that are there stay as they are.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.records.sidecars import AuditEvent
from qms_site.rules.naming import name_sorted
from qms_site.rules.rule import Rule
from qms_site.rules.trails import first_place, logged_documents
from qms_site.text import count_of


def check(project: Project) -> Iterator[Finding]:
    """One finding for all events whose time has no zone."""
    logged = list(logged_documents(project))
    found = {
        document.id: naive for document, events in logged if (naive := [event for event in events if _is_naive(event)])
    }
    if not found:
        return
    total, count = sum(len(events) for _, events in logged), sum(map(len, found.values()))
    subject, place = first_place({id_: naive[0] for id_, naive in found.items()})
    yield Finding(
        code=RULE.code,
        severity=RULE.severity,
        message=f"{count} of {count_of(total, 'event')} {'has' if count == 1 else 'have'} a time without a zone: "
        f"{name_sorted(found)}",
        location=place,
        subject=subject,
        hint="they are taken as UTC",
    )


def _is_naive(event: AuditEvent) -> bool:
    """Whether it has a time of day, and no zone; a day alone is the same day nearly everywhere."""
    return event.when is not None and not event.has_zone and ":" in event.written


RULE = Rule(code="AUD104", title="Time without zone", severity=Severity.WARNING, check=check, page=__doc__)
