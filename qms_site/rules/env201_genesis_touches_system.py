"""A genesis sandbox changed code of a system that existed before it.

**Why.** A sandbox is outside governance because what it founds does not exist yet: there is nothing whose change could be
controlled. A system that exists is changed under a record, whatever else the branch is for.

**Bad.** `genesis/linter` edits `src/pump.py`, which production had.

**Good.** `genesis/linter` adds a folder `linter/`; the pump is changed on `cr-042-linter`.

**Fix.** Move these changes to an execution branch under a change record.
"""

from collections.abc import Iterator
from datetime import datetime

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.judged_branches import judged_branches, own_work
from qms_site.rules.naming import name_some
from qms_site.rules.rule import Rule
from qms_site.sources.snapshot import Change
from qms_site.timeline.branches import Branch
from qms_site.timeline.system_code import SystemCode


def check(project: Project) -> Iterator[Finding]:
    """One finding for each sandbox."""
    code = SystemCode(project.settings, project.base)
    for branch in judged_branches(project, "genesis"):
        touched = _touched(project, code, branch)
        if touched:
            systems = sorted({system for names in touched.values() for system in names})
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{branch.called} changed code of {name_some(systems)}, which existed before it: {name_some(touched)}",
                subject=branch.label,
                hint="a system that exists is changed under a change record",
            )


def _touched(project: Project, code: SystemCode, branch: Branch) -> dict[str, tuple[str, ...]]:
    """Paths of systems that were there before, with the systems; what the sandbox made itself is its own."""
    made: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}
    for commit in own_work(branch):
        for change in commit.changes:
            systems = [name for name in code.of_path(branch.repository, change.path) if name != branch.system]
            existing = tuple(name for name in systems if _existed(project, code, branch, name, change))
            if existing and change.path not in made and not project.is_history(commit.committed):
                found.setdefault(change.path, existing)
            elif change.before is None:
                made.add(change.path)
    return found


def _existed(project: Project, code: SystemCode, branch: Branch, system: str, change: Change) -> bool:
    if change.before is not None:
        return True
    begun = _first_change(project, code, system) if branch.repository is None else None
    return begun is not None and branch.started is not None and begun < branch.started


def _first_change(project: Project, code: SystemCode, system: str) -> datetime | None:
    """When code of a system was first changed in this repository."""
    for commit in reversed(project.commits):
        if any(system in code.of_path(None, change.path) for change in commit.changes):
            return commit.authored or commit.committed
    return None


RULE = Rule(
    code="ENV201", title="Genesis sandbox in an existing system", severity=Severity.WARNING, check=check, page=__doc__
)
