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
from qms_site.rules.naming import name_some
from qms_site.rules.rule import Rule

_MOST_ALONE = 3


def check(project: Project) -> Iterator[Finding]:
    """One finding for each such branch; of many in one repository, one for all of them."""
    unknown = [branch for branch in judged_branches(project) if not branch.role.is_known]
    for repository in dict.fromkeys(branch.repository for branch in unknown):
        branches = [branch for branch in unknown if branch.repository == repository]
        where = f" of {repository}" if repository else ""
        if len(branches) <= _MOST_ALONE:
            for branch in branches:
                yield _finding(f"branch {branch.name}{where} matches no pattern of [[branches]]", branch.label)
        else:
            names = name_some(branch.name for branch in branches)
            count = f"{len(branches)} branches{where} match no pattern of [[branches]]"
            yield _finding(f"{count}: {names}", repository or "branches")


def _finding(message: str, subject: str) -> Finding:
    return Finding(
        code=RULE.code,
        severity=RULE.severity,
        message=message,
        subject=subject,
        hint="[[branches]] in qms.toml says which names there are, and what they mean",
    )


RULE = Rule(code="ENV101", title="Branch of no known kind", severity=Severity.NOTE, check=check, page=__doc__)
