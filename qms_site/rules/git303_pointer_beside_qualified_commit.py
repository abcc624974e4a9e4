"""The pointer of a submodule stands at another commit than the one at which the matrix says that its system is qualified.

**Why.** Only at the qualified commit does all the evidence of a system hold. A pointer that is ahead of it has code in use that was
not verified; one that is behind has not yet taken in what was. Neither is wrong while a change is under way, so this is a note.

**Bad.** The matrix states commit `2fed599`; the pointer is three commits ahead of it.

**Good.** The pointer stands at the commit that the matrix states.

**Fix.** Move the pointer to the qualified commit, or verify the commit that it points at and state that in the matrix.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule
from qms_site.text import count_of


def check(project: Project) -> Iterator[Finding]:
    """One finding for each qualified commit that a pointer has left, or not reached."""
    for submodule in project.submodules:
        for qualified in submodule.qualified:
            ahead, behind = qualified.ahead, qualified.behind
            if submodule.pointer is None or ahead is None or behind is None or not (ahead or behind):
                continue
            parts = [
                f"{count_of(number, 'commit')} {word}"
                for number, word in ((ahead, "ahead of"), (behind, "behind"))
                if number
            ]
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"the pointer of submodule {submodule.path} is {' and '.join(parts)} {qualified.commit[:10]}, at which "
                f"{qualified.system or 'its system'} is qualified",
                location=Location(path=submodule.path),
                subject=submodule.path,
            )


RULE = Rule(
    code="GIT303", title="Pointer beside the qualified commit", severity=Severity.NOTE, check=check, page=__doc__
)
