"""The clone is shallow: history before its boundary is missing, so dates, windows and citations may be wrong.

**Why.** Git is the audit trail. A continuous-integration job that fetches one commit judges a history of one commit.

**Bad**

    git clone --depth 1 https://example.org/project.git

**Good**

    git clone https://example.org/project.git

**Fix.** Run `git fetch --unshallow`, or set `fetch-depth: 0` in the checkout step of the job.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for a shallow clone."""
    if project.revision.is_shallow:
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message="this clone is shallow: history before its boundary is unknown",
            subject="history",
            hint="git fetch --unshallow",
        )


RULE = Rule(code="RUN101", title="Shallow clone", severity=Severity.WARNING, check=check, page=__doc__)
