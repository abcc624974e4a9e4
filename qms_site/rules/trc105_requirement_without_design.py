"""The design specification of a system neither designs nor cites a requirement.

**Why.** Where design is written down, a requirement that it does not mention is one that nobody thought through, or one whose
design is not linked to it. Only systems are looked at that have a design specification with items, or with references to
requirements. Where more than twenty are missing, they are told as one.

**Bad.** `SDLC-QMS-DS` cites every requirement of `SDLC-QMS-RS` but `REQ-SEC-009`.

**Good.** A design item names it: `| DSN-SEC-004 | Sessions end after ten minutes | REQ-SEC-009 |`

**Fix.** Name the requirement at the design item that satisfies it.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.graph.references import ReferenceStatus
from qms_site.markdown.regions import RegionKind
from qms_site.project import Project
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import (
    Lack,
    SystemDocuments,
    is_past,
    is_read,
    required_items,
    systems_of,
    tell_lacks,
)

_REGIONS = frozenset({RegionKind.TEXT, RegionKind.CODE})


def check(project: Project) -> Iterator[Finding]:
    """One finding for each requirement without design, only in systems whose design is linked or has items."""
    cited = _cited_by_designs(project)
    for system in systems_of(project):
        if not system.designs or not is_read(system.designs):
            continue
        has_items = any(document.file.contents.items for document in system.designs)
        names = " or ".join(design.id for design in system.designs)
        for document in system.requirements:
            designed = _designed(system, document.id, cited)
            if not (has_items or designed) or is_past(project, document, *system.designs):
                continue
            lacks = [
                Lack(item=item.id, line=item.line, subject=f"{item.id}@{document.id}")
                for item in required_items(project, document)
                if item.id not in designed
            ]
            what = (f"has no design in {names}", f"have no design in {names}", "requirements")
            yield from tell_lacks(RULE.code, RULE.severity, document, lacks, what)


def _cited_by_designs(project: Project) -> set[tuple[str, str, str]]:
    """(design, document that defines it, item) for each item that a design specification cites."""
    return {
        (reference.document, reference.target_document, reference.target)
        for reference in project.references
        if reference.status is ReferenceStatus.RESOLVED
        and reference.region in _REGIONS
        and reference.target_document
        and project.documents_by_id[reference.document].type == "DS"
    }


def _designed(system: SystemDocuments, specification: str, cited: set[tuple[str, str, str]]) -> set[str]:
    designs = {design.id for design in system.designs}
    return {item for source, target, item in cited if source in designs and target == specification}


RULE = Rule(code="TRC105", title="Requirement without design", severity=Severity.NOTE, check=check, page=__doc__)
