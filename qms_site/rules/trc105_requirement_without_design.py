"""The design specification of a system neither designs nor cites a requirement.

**Why.** Where design is written down, a requirement that it does not mention is one that nobody thought through, or one whose
design is not linked to it. Only systems are looked at that have a design specification with items, or with references to
requirements. Where more than twenty are missing, they are told as one.

**Bad.** `SDLC-QMS-DS` cites every requirement of `SDLC-QMS-RS` but `REQ-SEC-009`.

**Good.** A design item names it, as `| DSN-SEC-004 | Sessions end after ten minutes | REQ-SEC-009 |`, or it names its design.

**Fix.** Name the requirement at the design item that satisfies it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from qms_site.findings import Finding, Severity
from qms_site.graph.links import LinkKind
from qms_site.project import Project
from qms_site.qualification.system_documents import is_read, required_items, systems_of
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import Lack, is_past, tell_lacks


def check(project: Project) -> Iterator[Finding]:
    """One finding for each requirement without design, only in systems whose design is linked or has items."""
    satisfied = _designed_items(project)
    for system in systems_of(project):
        if not system.designs or not is_read(system.designs):
            continue
        has_items = any(document.file.contents.items for document in system.designs)
        names = tuple(design.id for design in system.designs)
        for document in system.requirements:
            designed = set[str]().union(*(satisfied.get(name, ()) for name in names))
            if not (has_items or designed) or is_past(project, document, *system.designs):
                continue
            lacks = [
                Lack(item=item.id, line=item.line, subject=f"{item.id}@{document.id}")
                for item in required_items(project, document)
                if f"{item.id}@{document.id}" not in designed
            ]
            designs = " or ".join(names)
            what = (f"has no design in {designs}", f"have no design in {designs}", "requirements")
            yield from tell_lacks(RULE.code, RULE.severity, document, lacks, what)


def _designed_items(project: Project) -> Mapping[str, set[str]]:
    """By design specification, the items (``REQ-A-001@SDLC-A-RS``) that its own satisfy, or that it cites."""
    found: dict[str, set[str]] = defaultdict(set)
    for link in project.links:
        if link.kind is LinkKind.SATISFIES:
            found[link.source.rpartition("@")[2]].add(link.target)
        elif link.kind is LinkKind.CITES:
            found[link.source].add(link.target)
    return found


RULE = Rule(code="TRC105", title="Requirement without design", severity=Severity.NOTE, check=check, page=__doc__)
