"""A branch whose commits have to stay reachable was squashed or rebased: its changes arrived, its commits did not.

**Why.** Matrices and records cite commits. The commit that was tested is one of the branch; squashing and rebasing put others in
its place, which nobody tested, and once the branch is deleted the cited one is gone. Where `merge = "merge-commit"` stands under
`[[branches]]`, such branches are merged with a merge commit. A fast-forward keeps the commits, but nothing tells of the merge: a
note.

**Bad.** `git merge --squash cr-042-speed`

**Good.** `git merge --no-ff cr-042-speed`

**Fix.** Keep the branch, or a tag at its tip, so that what was verified stays reachable. From now on merge with a merge commit.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.judged_branches import judged_branches
from qms_site.rules.rule import Rule
from qms_site.rules.summing_up import sum_up

_WORDS = {
    "squash": "was squashed into {commit}: its changes arrived, its commits did not",
    "rebase": "was rebased, and arrived as copies up to {commit}: its changes arrived, its commits did not",
    "fast-forward": "was merged by fast-forward, up to {commit}, so that no merge tells of it",
}


def check(project: Project) -> Iterator[Finding]:
    """One finding for each merge without a merge commit; of many, one for all."""
    found = tuple(_check(project))
    kept = [finding for finding in found if finding.severity is Severity.NOTE]
    yield from sum_up((finding for finding in found if finding not in kept), "branches were squashed or rebased")
    yield from sum_up(kept, "branches were merged by fast-forward, so that no merge tells of them")


def _check(project: Project) -> Iterator[Finding]:
    for branch in judged_branches(project):
        if branch.role.rule is None or branch.role.rule.merge != "merge-commit":
            continue
        for merge in branch.merges:
            is_seen = merge.how != "fast-forward" or bool(merge.commits)
            if merge.how not in _WORDS or not is_seen or project.is_history(merge.date):
                continue
            yield Finding(
                code=RULE.code,
                severity=Severity.NOTE if merge.how == "fast-forward" else RULE.severity,
                message=f"{branch.called} {_WORDS[merge.how].format(commit=merge.commit[:10])}",
                subject=branch.label,
                hint="git merge --no-ff",
            )


RULE = Rule(code="ENV302", title="Squashed branch", severity=Severity.WARNING, check=check, page=__doc__)
