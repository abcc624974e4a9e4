"""An item is defined twice in one system.

**Why.** Whoever cites the id, or tests what it says, must know which of the two statements counts. The same id in another
system is another item. A document and the draft of its next version are one.

**Bad.** Two rows of `SDLC-QMS-RS` begin with `REQ-SEC-004`; or `SDLC-QMS-RS` and `SDLC-QMS-DS` both define it.

**Good.** One statement for each id; elsewhere it is cited.

**Fix.** Give one of the two its own id, or remove it.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.graph.references import system_of
from qms_site.project import Project
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import is_past
from qms_site.settings import Stage


def check(project: Project) -> Iterator[Finding]:
    """One finding for each definition after the first of its system; a document of no system stands for itself."""
    first: dict[tuple[str, str], tuple[str, Location]] = {}
    for document in project.documents:
        if project.stage_of(document) is Stage.RETIRED:
            continue
        system = system_of(document.id) or document.id
        for item in document.file.contents.items:
            here = Location(path=document.path, line=item.line)
            source, place = first.setdefault((system, item.id), (document.id, here))
            if place is here or is_past(project, document, project.documents_by_id[source]):
                continue
            where = f"twice in {document.id}" if source == document.id else f"in {source} and again in {document.id}"
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{item.id} is defined {where}",
                location=here,
                subject=f"{item.id}@{document.id}",
                hint=f"it is first defined at {place}",
            )


RULE = Rule(code="TRC103", title="Item defined twice", severity=Severity.ERROR, check=check, page=__doc__)
