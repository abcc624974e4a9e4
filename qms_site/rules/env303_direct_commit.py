"""Commits were made directly on production, where the settings require merges or execution branches.

**Why.** A merge is where somebody other than the author lets a change in. Off unless the project asks for it: with
`require-merges = true` under `[project]` every commit on production that is no merge counts, with `execution-branches = "required"`
those that changed governed code and came with no execution branch. What a squash or a rebase of a branch put there came with that
branch, and ENV302 tells of it; of a merge that names no branch nobody knows which it was. All of one kind and repository are one
finding.

**Bad.** `git commit` on `main`.

**Good.** The commit is made on `cr-042-speed`, which is merged into `main`.

**Fix.** Name the commits in a record that accepts them; protect the branch at the hosting site.
"""

from collections.abc import Iterator, Sequence

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.naming import name_commit, name_some
from qms_site.rules.rule import Rule
from qms_site.sources.snapshot import CommitRecord
from qms_site.text import count_of
from qms_site.timeline.branch_roles import PRODUCTION
from qms_site.timeline.branches import Branch


def check(project: Project) -> Iterator[Finding]:
    """At most one finding for each repository and setting."""
    if project.settings.project.require_merges:
        governed = {None, *(system.repository for system in project.settings.system)}
        for branch in project.branches:
            if branch.role.name == PRODUCTION and branch.repository in governed:
                yield from _told(project, branch, _direct(project, branch), "directly on", "")
    if project.settings.project.execution_branches == "required":
        without = _without_execution_branch(project)
        changes = [
            entry.commit
            for entry in project.ledger.governed
            if entry.repository is None and entry.touch.systems and not entry.is_merge and entry.commit.hash in without
        ]
        production = next((branch for branch in project.branches if branch.role.name == PRODUCTION), None)
        if production and production.repository is None:
            yield from _told(
                project, production, changes, "on", " that changed governed code without an execution branch"
            )


def _without_execution_branch(project: Project) -> frozenset[str]:
    """Hashes of the commits on production that were made directly, or came with branches, none of which is an execution branch."""
    own = [branch for branch in project.branches if branch.repository is None]
    direct = {commit.hash for branch in own if branch.role.name == PRODUCTION for commit in branch.direct}
    others = [branch for branch in own if branch.role.name != PRODUCTION]
    elsewhere = {commit.hash for branch in others for commit in branch.unmerged}
    executed = (_brought(branch) for branch in others if branch.role.name == "execution")
    return frozenset(direct.union(*map(_brought, others)).difference(elsewhere, *executed))


def _brought(branch: Branch) -> Iterator[str]:
    """Hashes of a branch's commits, and of those of production that it was squashed into, or copied to."""
    yield from (commit.hash for commit in branch.commits)
    yield from (copy for merge in branch.merges for copy in merge.copies)


def _direct(project: Project, production: Branch) -> list[CommitRecord]:
    """Commits that no branch brought, not even squashed, copied or by fast-forward: those are told otherwise."""
    others = [branch for branch in project.branches if branch.repository == production.repository]
    arrived = {merge.commit for branch in others for merge in branch.merges}
    arrived = arrived.union(*map(_brought, others))
    return [commit for commit in production.direct if commit.hash not in arrived]


def _told(
    project: Project, production: Branch, commits: Sequence[CommitRecord], where: str, what: str
) -> Iterator[Finding]:
    since = [commit for commit in commits if not project.is_history(commit.committed)]
    if since:
        of = f" of {production.repository}" if production.repository else ""
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{count_of(len(since), 'commit')} {where} production{of} ({production.name}){what}: "
            f"{name_some(map(name_commit, since))}",
            subject=production.label,
            hint="changes come to production by merges",
        )


RULE = Rule(code="ENV303", title="Direct commit to production", severity=Severity.WARNING, check=check, page=__doc__)
