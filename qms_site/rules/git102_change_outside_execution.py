"""A commit changed governed code under a record that was not in execution then, or that does not exist.

**Why.** Approval comes before the work. A commit made before its record was released, or after it was closed, was authorised by
nobody at that moment. Within a day after the closing it is recorded late, which is a custom and no finding.

**Bad.** `CR-042` was closed on 3 March; a commit of 10 March says `CR-042: one more thing`.

**Good.** The commit is made while `CR-042` is `IN_EXECUTION`, or cites another record that is.

**Fix.** Record the change in a CR in execution that names the commit as `path @ commit`; history is not rewritten.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.git101_change_without_record import name_commit
from qms_site.rules.rule import Rule
from qms_site.timeline.authority import GovernedCommit
from qms_site.timeline.windows import judge_moment


def check(project: Project) -> Iterator[Finding]:
    """One finding for each commit none of whose records was in execution; none where no record tells of its windows."""
    for governed in project.governed_commits:
        reasons = [_why_not(project, governed, record) for record in governed.records]
        if reasons and all(reasons):
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{name_commit(governed)} under {'; '.join(filter(None, reasons))}",
                subject=governed.commit.hash[:10],
            )


def _why_not(project: Project, governed: GovernedCommit, record: str) -> str | None:
    """Why a record does not authorise a commit; None where it does, was closed just before, or nothing is known."""
    document = project.documents_by_id.get(record)
    if document is None:
        return f"{record}, which does not exist"
    windows = project.windows_by_id.get(record, ())
    moments = [moment for moment in (governed.commit.authored, governed.commit.committed) if moment]
    if not moments or any(judge_moment(windows, moment) != "outside" for moment in moments):
        return None
    if not windows and not project.timelines_by_id[record].is_dated:
        return None
    return f"{record}, which was not in execution then"


RULE = Rule(code="GIT102", title="Change outside execution", severity=Severity.WARNING, check=check, page=__doc__)
