"""Two files claim the same document id.

**Why.** An id names one document. Whoever cites it must know which. What is approved is taken as the document before what
is on its way, that before what was retired, then the newest version, then the first path; the others are shown as plain pages.

**Bad.** `QMS/SOP/SOP-004.md` and `QMS/archive/SOP-004.md`, both with `id: SOP-004`.

**Good.** The old text kept as a version of the one document, in its archive or in git.

**Fix.** Give the second file its own id, or remove it.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each file whose id was taken already."""
    for duplicate in project.duplicates:
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{duplicate.id} is already the id of {duplicate.first}",
            location=Location(path=duplicate.path),
            subject=duplicate.id,
        )


RULE = Rule(code="DOC201", title="Duplicate document id", severity=Severity.ERROR, check=check, page=__doc__)
