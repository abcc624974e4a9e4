"""An execution branch belongs to no change record, or to one that does not exist.

**Why.** An execution branch is where a record is carried out. Without the record there is no plan that was approved, and nobody to
close it. The record is the one that the name has in it, else the one that its commits cite; it may still be on the branch itself.
Of one that was deleted AUD207 tells.

**Bad.** `cr-999-speed`, and there is no `CR-999`.

**Good.** `cr-042-speed`, with `CR-042` in the register.

**Fix.** Create the record, or rename the branch after the one that it carries out.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.judged_branches import document_of, judged_branches, once_written
from qms_site.rules.rule import Rule
from qms_site.rules.summing_up import sum_up
from qms_site.timeline.branches import Branch


def check(project: Project) -> Iterator[Finding]:
    """One finding for each such branch; of many, one for all."""
    yield from sum_up(_check(project), "execution branches belong to no change record, or to one that does not exist")


def _check(project: Project) -> Iterator[Finding]:
    branches = tuple(judged_branches(project, "execution"))
    missing = {branch.record for branch in branches if branch.record and not _is_there(project, branch.record)}
    missing -= once_written(project, missing)
    for branch in branches:
        if branch.record is None:
            why = "names no change record, and none of its commits cites one"
        elif branch.record in missing and not _is_on(project, branch):
            why = f"belongs to {branch.record}, which does not exist"
        else:
            continue
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{branch.called} {why}",
            subject=branch.label,
            hint="an execution branch is called after the record that it carries out",
        )


def _is_there(project: Project, record: str) -> bool:
    return (
        record in project.documents_by_id
        or record in project.remembered_ids
        or any(sidecar.id == record for sidecar in project.orphan_sidecars)
    )


def _is_on(project: Project, branch: Branch) -> bool:
    """Whether a commit of the branch wrote the record."""
    paths = (change.path for commit in branch.commits for change in commit.changes if change.after)
    return any(document_of(project, path) == branch.record for path in paths)


RULE = Rule(
    code="ENV203", title="Execution branch without record", severity=Severity.WARNING, check=check, page=__doc__
)
