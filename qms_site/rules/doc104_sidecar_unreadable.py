"""Workflow metadata or a line of an audit log cannot be read, or an event has no date that can be.

**Why.** The sidecar holds the status, the log is the audit trail. A line that cannot be read is an event that is missing. One
without a date is listed, but proves nothing: it begins no execution, and puts no version in force.

**Bad.** A log line cut off in the middle: `{"ts": "2026-01-03T10:00:00+00:00", "event": "APP`

**Good.** One complete JSON object per line, whose `ts` (or `timestamp`, or `date`) is an ISO 8601 moment such as
`2026-01-03T10:00:00+00:00`; a day alone will do.

**Fix.** Restore the file from its last good commit; `git log -p -- <path>` shows when it broke.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each sidecar or log line that could not be read, or not in full; many of one file are one."""
    by_path = sorted(project.sidecar_problems, key=attrgetter("path"))
    for path, group in groupby(by_path, key=attrgetter("path")):
        problems = tuple(group)
        told = problems if len(problems) <= _MOST else problems[:1]
        more = "" if told == problems else f"; and {len(problems) - 1} more lines of this file have problems"
        for problem in told:
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=problem.message + more,
                location=Location(path=path, line=problem.line),
                subject=path,
            )


_MOST = 5

RULE = Rule(code="DOC104", title="Unreadable metadata", severity=Severity.ERROR, check=check, page=__doc__)
