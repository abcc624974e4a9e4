"""A specification or a traceability matrix states a number of requirements that is not the number that there is.

**Why.** `This matrix covers all 143 requirements` is what an approver reads. If there are 145, two of them were forgotten, or the
sentence was. Counted are the requirements of the system that are not withdrawn; of a group (`REQ-SEC: 8 requirements`) those
whose ids begin so. What a matrix states agrees if it is the number of its own traces. While the text is being written it is a note.

**Bad.** `This RTM covers all 143 requirements defined in SDLC-QMS-RS`, which defines 145.

**Good.** `This RTM covers all 145 requirements defined in SDLC-QMS-RS`.

**Fix.** Look for what is missing, then correct the number; or leave it out, since it can be counted.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.qualification.system_documents import is_read, required_items, systems_of
from qms_site.records.documents import Document
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import is_past


def check(project: Project) -> Iterator[Finding]:
    """One finding for each number stated that is none of those that can be counted."""
    for system in systems_of(project):
        if not is_read(system.requirements):
            continue
        required = {item.id for document in system.requirements for item in required_items(project, document)}
        for document in (*system.requirements, *system.matrices):
            if is_past(project, document) or not required:
                continue
            own = {trace.item for trace in document.file.contents.traces}
            defined = own or {item.id for item in required_items(project, document)}
            yield from _judge(project, document, required, defined)


def _judge(project: Project, document: Document, required: set[str], own: set[str]) -> Iterator[Finding]:
    for stated in document.file.contents.counts:
        prefix = f"{stated.group}-" if stated.group else ""
        of_system, of_document = (sum(id_.startswith(prefix) for id_ in ids) for ids in (required, own))
        if stated.number in (of_system, of_document) or not of_system:
            continue
        group = f" {stated.group}" if stated.group else ""
        counted = f"there are {of_system}" + (f", and it traces {of_document}" if of_document != of_system else "")
        yield Finding(
            code=RULE.code,
            severity=Severity.NOTE if project.is_open(document) else RULE.severity,
            message=f"{document.id} states {stated.number}{group} requirements; {counted}",
            location=Location(path=document.path, line=stated.line),
            subject=f"{document.id}#{stated.group}" if stated.group else document.id,
        )


RULE = Rule(code="TRC205", title="Stated count of requirements", severity=Severity.WARNING, check=check, page=__doc__)
