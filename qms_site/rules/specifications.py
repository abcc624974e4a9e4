"""What the rules on traceability share: the specifications of each system, and the items that lack something."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.documents import Document

_MOST_SINGLE = 20
_MOST_NAMED = 10


def is_past(project: Project, *documents: Document) -> bool:
    """Whether all these documents were approved before governance began, as far as is known."""
    return all(project.is_history(project.approved_when(document.id)) for document in documents)


def is_settled(project: Project, document: Document) -> bool:
    """Whether the last that is known to have happened to a document was before governance began."""
    return project.is_history(project.timelines_by_id[document.id].last_event)


def is_illustrating(project: Project, document: Document) -> bool:
    """Whether a document shows by examples how things are done: all but records and specifications."""
    return not (project.settings.role_of(document.type) or project.settings.is_executable(document.type))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """An item that lacks something: its id, the line at which to tell of it, and what it is called as a subject."""

    item: str
    line: int
    subject: str


def tell_lacks(
    code: str, severity: Severity, document: Document, lacks: Sequence[Lack], what: tuple[str, str, str]
) -> Iterator[Finding]:
    """One finding for each item of a document that lacks something, or one for all where they are many.

    ``what`` says it of one and of many, after the name and the number, and names many: ``is not traced``, ``are not
    traced``, ``requirements``.
    """
    of_one, of_many, noun = what
    if len(lacks) > _MOST_SINGLE:
        named = ", ".join(lack.item for lack in lacks[:_MOST_NAMED])
        yield Finding(
            code=code,
            severity=severity,
            message=f"{len(lacks)} {noun} of {document.id} {of_many}: {named} and {len(lacks) - _MOST_NAMED} more",
            location=Location(path=document.path, line=lacks[0].line),
            subject=document.id,
        )
        return
    for lack in lacks:
        yield Finding(
            code=code,
            severity=severity,
            message=f"{lack.item} {of_one}",
            location=Location(path=document.path, line=lack.line),
            subject=lack.subject,
        )


def subject_of(project: Project, item: str, source: str) -> str:
    """An item as the subject of a finding: ``REQ-SEC-001@SDLC-QMS-RS``; with the source itself where nothing defines it."""
    return f"{item}@{project.definer_of(item, source) or source}"
