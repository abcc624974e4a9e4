"""A genesis sandbox changed code of a system that existed before it.

**Why.** A sandbox is outside governance because what it founds does not exist yet: there is nothing whose change could be
controlled. A system that exists is changed under a record, whatever else the branch is for.

**Bad.** `genesis/linter` edits `src/pump.py`, which production had.

**Good.** `genesis/linter` adds a folder `linter/`; the pump is changed on `cr-042-linter`.

**Fix.** Move these changes to an execution branch under a change record.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from functools import cache, partial

import msgspec

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
    beginnings = cache(partial(_beginnings, project, code))
    for branch in judged_branches(project, "genesis"):
        touched = _touched(project, code, branch, beginnings)
        if touched:
            systems = sorted({system for names in touched.values() for system in names})
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{branch.called} changed code of {name_some(systems)}, which existed before it: {name_some(touched)}",
                subject=branch.label,
                hint="a system that exists is changed under a change record",
            )


class _Beginnings(msgspec.Struct, frozen=True):
    """When code of each system, and anything in each folder at the root, was first changed in this repository."""

    systems: Mapping[str, datetime]
    folders: Mapping[str, datetime]


def _beginnings(project: Project, code: SystemCode) -> _Beginnings:
    systems: dict[str, datetime] = {}
    folders: dict[str, datetime] = {}
    for commit in reversed(project.commits):
        when = commit.authored or commit.committed
        if when is None:
            continue
        for change in commit.changes:
            folders.setdefault(change.path.partition("/")[0], when)
            for system in code.of_path(None, change.path):
                systems.setdefault(system, when)
    return _Beginnings(systems, folders)


def _touched(
    project: Project, code: SystemCode, branch: Branch, beginnings: Callable[[], _Beginnings]
) -> dict[str, tuple[str, ...]]:
    """Paths of systems that were there before, with the systems; what the sandbox made itself is its own."""
    made: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}
    everywhere = code.of_path(branch.repository, "")
    for commit in own_work(branch):
        for change in commit.changes:
            systems = [name for name in code.of_path(branch.repository, change.path) if name != branch.system]
            existing = tuple(name for name in systems if _existed(branch, name, change, everywhere, beginnings))
            if existing and change.path not in made and not project.is_history(commit.committed):
                found.setdefault(change.path, existing)
            elif change.before is None:
                made.add(change.path)
    return found


def _existed(
    branch: Branch, system: str, change: Change, everywhere: Collection[str], beginnings: Callable[[], _Beginnings]
) -> bool:
    """Whether a changed file, or else the code that a new one stands among, was there before the sandbox.

    A system that is the whole repository does not have yet what the sandbox puts into a folder of its own.
    """
    if change.before is not None:
        return True
    if branch.repository is not None:
        return False
    begun = beginnings().systems.get(system)
    folder, slash, _ = change.path.partition("/")
    if system in everywhere and slash:
        begun = beginnings().folders.get(folder)
    return begun is not None and branch.started is not None and begun < branch.started


RULE = Rule(
    code="ENV201", title="Genesis sandbox in an existing system", severity=Severity.WARNING, check=check, page=__doc__
)
