"""A report of test results or coverage cannot be read, or says nothing.

**Why.** Results that are not read look like results that were never given. An empty suite is no pass: nothing was run.

**Bad.** `[results] junit = ["build/junit.xml"]`, and the file ends in the middle of an element.

**Good.** A whole JUnit file, with a property `commit` that says what it ran on.

**Fix.** Write the report again; see that the run did not end before its time, and that it collected tests.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each problem of a report, and a note for each pattern of the settings that no file matches."""
    for problem in project.verifications.problems:
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"report {problem.path} {problem.message}",
            location=Location(path=problem.path, line=problem.line),
            subject=problem.path,
        )
    for pattern in project.verifications.unmatched:
        yield Finding(
            code=RULE.code,
            severity=Severity.NOTE,
            message=f"no report matches {pattern!r} of [results] in the settings",
            subject=pattern,
        )


RULE = Rule(code="RUN106", title="Report not read", severity=Severity.WARNING, check=check, page=__doc__)
