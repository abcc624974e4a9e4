"""Workflow metadata or a line of an audit log cannot be read, or an event has no date that can be.

**Why.** The sidecar holds the status, the log is the audit trail. A line that cannot be read is an event that is missing. One
without a date is listed, but proves nothing: it begins no execution, and puts no version in force.

**Bad.** A log line cut off in the middle: `{"ts": "2026-01-03T10:00:00+00:00", "event": "APP`

**Good.** One complete JSON object per line, whose `ts` (or `timestamp`, or `date`) is an ISO 8601 moment such as
`2026-01-03T10:00:00+00:00`; a day alone will do.

**Fix.** Restore the file from its last good commit; `git log -p -- <path>` shows when it broke.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each sidecar or log line that could not be read, or not in full."""
    for problem in project.sidecar_problems:
        location = Location(path=problem.path, line=problem.line)
        yield Finding(
            code=RULE.code, severity=RULE.severity, message=problem.message, location=location, subject=problem.path
        )


RULE = Rule(code="DOC104", title="Unreadable metadata", severity=Severity.ERROR, check=check, page=__doc__)
