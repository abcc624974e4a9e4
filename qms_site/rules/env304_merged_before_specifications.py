"""A branch was merged into production while the requirements or the matrix of the system that it changed were not in force yet.

**Why.** Only qualified code may enter production, and code is qualified against requirements that bind. A merge at a time when the
specification or the matrix of the system was only a draft puts code in use whose verification nobody has approved. Systems whose
documents did not exist then, and documents whose states nothing dates, are not judged.

**Bad.** `cr-042-speed` is merged on 3 March; `SDLC-PUMP-RTM` 1.0 becomes effective on 5 March.

**Good.** The specifications are effective first, then the branch is merged.

**Fix.** State in the record of the change that it was merged early, and what was verified afterwards.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from qms_site.findings import Finding, Severity
from qms_site.graph.systems import system_name
from qms_site.project import Project
from qms_site.rules.judged_branches import judged_branches
from qms_site.rules.naming import name_some
from qms_site.rules.rule import Rule
from qms_site.rules.summing_up import sum_up
from qms_site.text import natural_key
from qms_site.timeline.branches import BranchMerge


def check(project: Project) -> Iterator[Finding]:
    """One finding for each merge into production; of many, one for all."""
    yield from sum_up(
        _check(project),
        "branches were merged into production when the specifications of their systems were not in force",
    )


def _check(project: Project) -> Iterator[Finding]:
    specifications = _specifications(project)
    for branch in judged_branches(project, "execution", "test", "genesis"):
        production = project.settings.production_of(branch.repository)
        for merge in branch.merges:
            if merge.into != production or project.is_history(merge.date):
                continue
            missing = tuple(_not_in_force(project, merge, specifications))
            if missing and merge.date:
                yield Finding(
                    code=RULE.code,
                    severity=RULE.severity,
                    message=f"{branch.called} was merged into {production} on {merge.date.date()} ({merge.commit[:10]}), when "
                    f"{name_some(missing)} {'was' if len(missing) == 1 else 'were'} not in force",
                    subject=branch.label,
                    hint="requirements and matrix are in force before code is merged",
                )


def _specifications(project: Project) -> Mapping[str, list[str]]:
    """Requirements and matrices by the name of their system."""
    found: dict[str, list[str]] = {}
    for document in project.documents:
        if project.settings.role_of(document.type) in ("requirements", "matrix"):
            found.setdefault(system_name(document, project.settings) or "", []).append(document.id)
    return found


def _not_in_force(project: Project, merge: BranchMerge, specifications: Mapping[str, list[str]]) -> Iterator[str]:
    """Specifications of the systems touched that existed at a merge, and of which no version was in force."""
    ids = (id_ for system in merge.touched for id_ in specifications.get(f"SDLC-{system}", ()))
    yield from sorted((id_ for id_ in ids if _was_draft(project, id_, merge.date)), key=natural_key)


def _was_draft(project: Project, id_: str, moment: datetime | None) -> bool:
    timeline = project.timelines_by_id[id_]
    first = next((event.when for event in timeline.events if event.when), None)
    return moment is not None and first is not None and first <= moment and timeline.in_force_at(moment) is None


RULE = Rule(
    code="ENV304", title="Merged before its specifications", severity=Severity.WARNING, check=check, page=__doc__
)
