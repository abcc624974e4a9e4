"""What the rules on traceability share: the specifications of each system, and the items that lack something."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from qms_site.findings import Finding, Location, Severity
from qms_site.graph.systems import system_name
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.items import Item
from qms_site.records.withdrawals import is_withdrawn
from qms_site.settings import Stage

_MOST_SINGLE = 20
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemDocuments:
    """The specifications of one system that are not retired, by what they are to it."""

    name: str
    by_role: Mapping[str, tuple[Document, ...]]

    @property
    def requirements(self) -> tuple[Document, ...]:
        """The requirements specifications."""
        return self.by_role.get("requirements", ())

    @property
    def designs(self) -> tuple[Document, ...]:
        """The design specifications."""
        return self.by_role.get("design", ())

    @property
    def matrices(self) -> tuple[Document, ...]:
        """The traceability matrices."""
        return self.by_role.get("matrix", ())


def systems_of(project: Project) -> tuple[SystemDocuments, ...]:
    """The systems of which there are specifications, in the order of their documents."""
    found: dict[str, dict[str, list[Document]]] = {}
    for document in project.documents:
        name, role = system_name(document, project.settings), project.settings.role_of(document.type)
        if name is not None and role and project.stage_of(document) is not Stage.RETIRED:
            found.setdefault(name, {}).setdefault(role, []).append(document)
    return tuple(
        SystemDocuments(name=name, by_role=MappingProxyType({role: tuple(each) for role, each in by_role.items()}))
        for name, by_role in found.items()
    )


def is_read(documents: Iterable[Document]) -> bool:
    """Whether the texts of all these documents were read; what stands in one that was left out is not known."""
    return all(file.left_out is None for document in documents for file in document.current_files)


def is_past(project: Project, *documents: Document) -> bool:
    """Whether all these documents were approved before governance began, as far as is known."""
    return all(project.is_history(project.approved_when(document.id)) for document in documents)


def is_settled(project: Project, document: Document) -> bool:
    """Whether the last that is known to have happened to a document was before governance began."""
    return project.is_history(project.timelines_by_id[document.id].last_event)


def is_illustrating(project: Project, document: Document) -> bool:
    """Whether a document shows by examples how things are done: all but records and specifications."""
    return not (project.settings.role_of(document.type) or project.settings.is_executable(document.type))


def required_items(project: Project, document: Document) -> tuple[Item, ...]:
    """The requirements that a specification defines, each once, without those that were withdrawn."""
    first: dict[str, Item] = {}
    for item in document.file.contents.items:
        kind = project.settings.items.get(item.kind)
        is_required = item.kind == "requirement" or (kind is not None and document.type in kind.types)
        if is_required and not is_withdrawn(item.text):
            first.setdefault(item.id, item)
    return tuple(first.values())


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
