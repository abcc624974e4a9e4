"""Work on an execution branch began before its change record was approved.

**Why.** Approval comes before the work, or it approves what cannot be changed any more. The first commit counts that changes
anything but controlled documents: a record may be drafted on its own branch. Of a record whose approval nothing dates, nothing is
said.

**Bad.** `CR-042` was pre-approved on 10 March; the first commit on `cr-042-speed` is of 7 March.

**Good.** The branch is begun after the pre-approval.

**Fix.** State in the record what was done before its approval, and have that approved too.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.first_approvals import first_approval, was_before_approval
from qms_site.rules.judged_branches import document_of, judged_branches, own_work
from qms_site.rules.naming import name_commit
from qms_site.rules.rule import Rule
from qms_site.rules.summing_up import sum_up
from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.branches import Branch


def check(project: Project) -> Iterator[Finding]:
    """One finding for each such branch; of many, one for all."""
    yield from sum_up(_check(project), "execution branches were begun before their change records were approved")


def _check(project: Project) -> Iterator[Finding]:
    for branch in judged_branches(project, "execution"):
        first = next((commit for commit in own_work(branch) if _is_work(project, branch, commit)), None)
        if first is None or branch.started is None or branch.record is None or project.is_history(first.committed):
            continue
        if was_before_approval(project, branch.record, (first.authored, first.committed)):
            approved = first_approval(project, branch.record)
            when = f"was approved on {approved.date()}" if approved else "is not approved"
            begun = (first.authored or first.committed or branch.started).date()
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{branch.called} was begun on {begun} by {name_commit(first)}, and {branch.record} {when}",
                location=Location(path=project.documents_by_id[branch.record].path),
                subject=branch.label,
                hint="an execution branch is begun after the pre-approval of its record",
            )


def _is_work(project: Project, branch: Branch, commit: CommitRecord) -> bool:
    return any(branch.repository or not document_of(project, change.path) for change in commit.changes)


RULE = Rule(
    code="ENV204", title="Execution branch begun before approval", severity=Severity.WARNING, check=check, page=__doc__
)
