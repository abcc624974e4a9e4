"""An event of an audit log is dated later than the commit that brought it.

**Why.** Nobody commits what has not happened. The event was given a date ahead, or the clock of a machine was wrong. A difference
of a few minutes between two clocks is no finding (`clock-skew-minutes` under `[audit]`), and times without a zone are left alone.

**Bad.** A commit of 3 March brings `{"ts": "2026-03-05T09:00:00+00:00", "event": "APPROVE"}`.

**Good.** The event is minutes or days older than the commit.

**Fix.** The log stays as it is. Find out how the date came there, and record it.
"""

from collections.abc import Iterator, Mapping

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.naming import name_sorted
from qms_site.rules.rule import Rule
from qms_site.rules.trails import brief, place_of, tell_commit
from qms_site.text import count_of
from qms_site.timeline.logged_events import BroughtEvent

_MOST = 5


def check(project: Project) -> Iterator[Finding]:
    """One finding for each log with such events; one in all where they are many."""
    found = _by_log(project)
    if len(found) > _MOST:
        events = sum(map(len, found.values()))
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{events} events in {len(found)} audit logs are later than the commits that brought them: "
            f"{name_sorted(found)}",
            subject="audit trail",
            hint="a clock was wrong, or clock-skew-minutes under [audit] is too small",
        )
        return
    for log, (first, *more) in found.items():
        also = f", and so {'are' if len(more) > 1 else 'is'} {count_of(len(more), 'more event')}" if more else ""
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{brief(first.event.kind)} of {log} is dated {first.event.written}, later than the commit that brought "
            f"it{also}",
            location=place_of(first.event),
            subject=log,
            hint=f"{tell_commit(first.commit)} was made at {first.commit.committed}",
        )


def _by_log(project: Project) -> Mapping[str, list[BroughtEvent]]:
    found: dict[str, list[BroughtEvent]] = {}
    for log, brought in project.trails.late_events:
        if not project.is_history(brought.commit.committed):
            found.setdefault(log, []).append(brought)
    return found


RULE = Rule(code="AUD206", title="Event after its commit", severity=Severity.WARNING, check=check, page=__doc__)
