"""The pointer of a submodule stands, or stood, on a commit that is not on the submodule's production branch.

**Why.** What production holds must be what was merged there. A pointer to a commit of a branch brings code into use that nobody
merged, and that is lost when the branch is deleted. It is told once for each submodule whose code a system has; where the
submodule's clone, or the commit in it, is missing, nothing is known and nothing is said.

**Bad.** The pointer of `pump` moves to the tip of `cr-042-speed` before that is merged.

**Good.** `cr-042-speed` is merged into `main` of `pump`, and the pointer moves to the merge.

**Fix.** Merge the branch in the submodule with a merge commit, so that the commit is reachable; then move the pointer to it.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.governed_submodules import governed_moves, governed_submodules
from qms_site.rules.naming import name_some
from qms_site.rules.rule import Rule
from qms_site.text import count_of


def check(project: Project) -> Iterator[Finding]:
    """One finding for each submodule whose pointer is off its production, or was moved off it."""
    for submodule in governed_submodules(project):
        off = [move for move in governed_moves(project, submodule, RULE.code) if move.is_on_production is False]
        is_off_now = submodule.is_on_production is False
        if not off and not is_off_now:
            continue
        pointed = f"{submodule.pointer[:10]}, which is" if submodule.pointer and is_off_now else "a commit that is"
        times = name_some(f"{(move.after or '')[:10]} by {move.commit.hash[:10]}" for move in off)
        moved = f" ({count_of(len(off), 'move')}: {times})" if off else ""
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"the pointer of submodule {submodule.path} {'stands' if is_off_now else 'stood'} at {pointed} not on its "
            f"production branch {submodule.production}{moved}",
            location=Location(path=submodule.path),
            subject=submodule.path,
            hint=f"merge the commit into {submodule.production} of the submodule",
        )


RULE = Rule(
    code="GIT301", title="Pointer off the production branch", severity=Severity.WARNING, check=check, page=__doc__
)
