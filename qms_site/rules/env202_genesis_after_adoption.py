"""A genesis sandbox was worked on after the adoption of what it founded.

Adopted is what came to production by a merge, also by way of another branch, if the merge was not reverted; and what a record that
names the sandbox was closed for.

**Why.** The sandbox ends where change control can begin. Work that goes on there reaches the system around the record, the review
and the test that a change would have had.

**Bad.** `genesis/linter` is merged under `CR-042`; two weeks later it has new commits.

**Good.** After the adoption the linter is changed on execution branches, and the sandbox rests or is deleted.

**Fix.** Bring the later commits under a change record, and delete the branch.
"""

from collections.abc import Iterator
from datetime import datetime

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.qualification.adoption import merge_to_production, records_that_adopt
from qms_site.records.documents import Document
from qms_site.rules.judged_branches import judged_branches, own_work
from qms_site.rules.rule import Rule
from qms_site.settings import Stage
from qms_site.timeline.branches import Branch
from qms_site.timeline.standing import margins_of


def check(project: Project) -> Iterator[Finding]:
    """One finding for each sandbox that was active after its adoption."""
    for branch in judged_branches(project, "genesis"):
        adoptions = sorted([*_by_merge(project, branch), *_by_record(project, branch)])
        if not adoptions:
            continue
        when, how = adoptions[0]
        later = [commit for commit in own_work(branch) if commit.committed and commit.committed > when]
        if later and not project.is_history(later[-1].committed):
            last = max(commit.committed for commit in later if commit.committed)
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{branch.called} was worked on until {last.date()}, after its adoption {how}",
                subject=branch.label,
                hint="after its adoption a system is changed under change records",
            )


def _by_merge(project: Project, branch: Branch) -> Iterator[tuple[datetime, str]]:
    for merge in branch.merges:
        came = merge_to_production(project, branch, merge)
        if came and came.date and came.how in ("merge", "squash"):
            yield came.date, f"by {came.commit[:10]} on {came.date.date()}"


def _by_record(project: Project, branch: Branch) -> Iterator[tuple[datetime, str]]:
    """Closed records that adopt it; what is done within the grace after their closing still belongs to it."""
    for document in records_that_adopt(project, branch, (Stage.CLOSED,)):
        closed = _closed(project, document)
        if closed:
            yield closed + margins_of(project.settings).grace, f"by {document.id}, closed on {closed.date()}"


def _closed(project: Project, document: Document) -> datetime | None:
    events = project.timelines_by_id[document.id].events
    stages = ((event.when, project.settings.stage_of(document.type, event.to_state)) for event in reversed(events))
    return next((when for when, stage in stages if stage is Stage.CLOSED), None)


RULE = Rule(code="ENV202", title="Genesis sandbox after adoption", severity=Severity.WARNING, check=check, page=__doc__)
