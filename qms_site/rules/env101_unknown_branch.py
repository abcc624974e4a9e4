"""The name of a branch matches no pattern of `[[branches]]`, so its role and its governance level are unknown.

**Why.** The name of a branch says what may be done on it. Where it says nothing, nobody can tell a sandbox from a change under
control. Several such branches of one repository are one note: then it is the patterns that do not fit the custom.

**Bad.** `johns-stuff`

**Good.** `cr-042-speed`, `test/pump-001`, or a pattern of your own under `[[branches]]`.

**Fix.** Name branches by the patterns, or add a pattern with the role of such branches (`role = "other"` where they have none).
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.judged_branches import judged_branches
from qms_site.rules.rule import Rule
from qms_site.rules.summing_up import sum_up

_MOST_ALONE = 3


def check(project: Project) -> Iterator[Finding]:
    """One finding for each such branch; of many in one repository, one for all of them."""
    unknown = [branch for branch in judged_branches(project) if not branch.role.is_known]
    for repository in dict.fromkeys(branch.repository for branch in unknown):
        where = f" of {repository}" if repository else ""
        findings = (
            Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"branch {branch.name}{where} matches no pattern of [[branches]]",
                subject=branch.label,
                hint="[[branches]] in qms.toml says which names there are, and what they mean",
            )
            for branch in unknown
            if branch.repository == repository
        )
        yield from sum_up(findings, f"branches{where} match no pattern of [[branches]]", most=_MOST_ALONE)


RULE = Rule(code="ENV101", title="Branch of no known kind", severity=Severity.NOTE, check=check, page=__doc__)
