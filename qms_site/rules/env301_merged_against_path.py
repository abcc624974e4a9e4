"""A branch was merged into one that branches of its role may not be merged into.

**Why.** The way from one environment to the next is where control happens: what is free goes to production through a record, and
what is under control does not go where nothing is. `merges-into` under `[[branches]]` says which ways there are. Merges into
branches whose role is not known are not judged.

**Bad.** `cr-042-speed` is merged into `genesis/linter`.

**Good.** `cr-042-speed` is merged into `main`.

**Fix.** Bring the change the allowed way; if the way is right, name the role or a pattern in `merges-into`.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.judged_branches import judged_branches
from qms_site.rules.naming import name_some
from qms_site.rules.rule import Rule
from qms_site.rules.summing_up import sum_up


def check(project: Project) -> Iterator[Finding]:
    """One finding for each such merge; of many, one for all."""
    yield from sum_up(_check(project), "merges went into branches that they may not go into")


def _check(project: Project) -> Iterator[Finding]:
    by_name = {(branch.repository, branch.name): branch for branch in project.branches}
    for branch in judged_branches(project):
        allowed = branch.role.rule.merges_into if branch.role.rule else ()
        for merge in branch.merges if allowed else ():
            target = by_name.get((branch.repository, merge.into or ""))
            if target is None or not target.role.is_known or project.is_history(merge.date):
                continue
            if branch.role.may_go_into(target.role.name, target.name):
                continue
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{branch.called} was merged into {target.called} by {merge.commit[:10]}",
                subject=branch.label,
                hint=f"such branches are merged into: {name_some(allowed)}",
            )


RULE = Rule(code="ENV301", title="Merged against the path", severity=Severity.WARNING, check=check, page=__doc__)
