"""A branch that is not merged lives longer than `max-days` of its entry under `[[branches]]`.

**Why.** The longer a change stays apart, the less of what was verified still holds where it is merged. The days count from the
first of its own commits that are not merged, or from the beginning of governance, to the day judged by. A branch that was merged,
also by squashing, lives no more.

**Bad.** `cr-042-speed` has had commits of its own for 75 days, and `max-days` is 30.

**Good.** It is merged within a few days, or the change is cut into smaller ones.

**Fix.** Merge it, delete it, or allow such branches more days.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.judged_branches import judged_branches
from qms_site.rules.rule import Rule
from qms_site.rules.summing_up import sum_up
from qms_site.text import count_of
from qms_site.timeline.branches import Branch


def check(project: Project) -> Iterator[Finding]:
    """One finding for each branch that lives too long; of many, one for all."""
    yield from sum_up(_check(project), "branches have lived for more days than are allowed, and are not merged")


def _check(project: Project) -> Iterator[Finding]:
    for branch in judged_branches(project):
        allowed = branch.role.rule.max_days if branch.role.rule else None
        is_alive = bool(branch.unmerged) and not branch.is_deleted and branch.merged is None
        lived = _days(project, branch) if is_alive else None
        if allowed is not None and lived is not None and lived > allowed:
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{branch.called} has lived for {count_of(lived, 'day')} and is not merged; {allowed} are allowed",
                subject=branch.label,
                hint="merge it, delete it, or raise max-days of its entry under [[branches]]",
            )


def _days(project: Project, branch: Branch) -> int | None:
    """Since the first of its own commits that are not merged; what was merged before lives no more."""
    unmerged = {commit.hash for commit in branch.unmerged}
    first = next((commit for commit in reversed(branch.own) if commit.hash in unmerged), None)
    begun = (first.authored or first.committed) if first else None
    if begun is None or project.as_of is None:
        return None
    start = begun.date()
    if project.governed_since:
        start = max(start, project.governed_since.date())
    return (project.as_of - start).days


RULE = Rule(code="ENV205", title="Branch that lives too long", severity=Severity.NOTE, check=check, page=__doc__)
