"""The list of pages: which there are, where they stand, and what each is about. Their contents are rendered on demand."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from qms_site.graph.destinations import folders_of
from qms_site.pages.addresses import Addresses
from qms_site.pages.attachments import read_attachments
from qms_site.pages.code import CodeIndex, index_code
from qms_site.pages.evidence import plan_evidence
from qms_site.pages.evidence_page import EvidencePage
from qms_site.pages.systems import SYSTEMS_URI, Systems, plan_systems
from qms_site.pages.trace import ITEMS_URI, Trace, place_of, plan_trace
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.files import DocumentFile
from qms_site.views.edition import Edition, build_edition
from qms_site.views.home import HomeView, build_home
from qms_site.views.register import Register, build_registers
from qms_site.views.run import Run

FINDINGS_URI = "findings.md"


class PageKind(StrEnum):
    """What a page is about."""

    HOME = "home"
    SYSTEMS = "systems"
    SYSTEM = "system"
    REGISTER = "register"
    MATRIX = "matrix"
    ITEMS = "items"
    EVIDENCE = "evidence"
    FINDINGS = "findings"
    DOCUMENT = "document"
    DRAFT = "draft"
    VERSION = "version"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page. ``uri`` is the path of its Markdown source as hosts name it; ``subject`` the id, type or path it is about."""

    uri: str
    title: str
    kind: PageKind
    subject: str
    file: DocumentFile | None = None
    is_wide: bool = False
    """Whether it is one table that has use for the room of a table of contents."""

    @property
    def is_section(self) -> bool:
        """Whether navigation shows it: the home page, registers, matrices and such, no single system or document."""
        return self.kind in _SECTIONS

    @property
    def is_searchable(self) -> bool:
        """Whether search finds it; old versions would hide the ones that bind."""
        return self.kind is not PageKind.VERSION


_SECTIONS = frozenset(
    {
        *(PageKind.HOME, PageKind.SYSTEMS, PageKind.REGISTER, PageKind.MATRIX),
        *(PageKind.ITEMS, PageKind.EVIDENCE, PageKind.FINDINGS),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A run as pages, with what rendering one of them needs to know of the others."""

    run: Run
    addresses: Addresses
    pages: tuple[Page, ...]
    sections: tuple[Page, ...]
    """The pages that navigation shows."""
    page_by_path: Mapping[str, Page]
    """By the path of the file that a page shows, relative to the repository's root."""
    page_by_document: Mapping[str, Page]
    page_by_type: Mapping[str, Page]
    home: Page
    findings: Page
    attachments: Mapping[str, bytes]
    """Images and other files that are published beside the documents, by path."""
    host_urls: Mapping[str, str]
    """URLs of the host's own pages and files, relative to the site's root, by their paths in the repository."""
    folders: frozenset[str]
    edition: Edition
    home_view: HomeView
    registers: tuple[Register, ...]
    evidence: Mapping[str, EvidencePage]
    """Pages that hold documents against history, by their place."""
    code: CodeIndex
    """Code and commits that documents name."""
    trace: Trace
    """What the pages show of the trace; nothing where it was not asked for."""
    systems: Systems
    """What the pages show of systems and their readiness; nothing where it was not asked for."""

    @property
    def project(self) -> Project:
        """The project shown."""
        return self.run.project

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Files that pages take along or read: tables, and data that one page could not hold, by their place on the site."""
        yield from self.trace.files()
        yield from self.systems.files().items()
        for page in self.evidence.values():
            for name, data in page.files.items():
                yield f"history/{name}", data


def plan_site(
    run: Run,
    *,
    directories: bool,
    home_uri: str = "index.md",
    host_urls: Mapping[str, str] | None = None,
    has_trace: bool = True,
    has_status: bool = True,
) -> Site:
    """The pages of a run.

    ``directories``: URLs end in ``/``. ``home_uri``: where the host has room for the home page. ``host_urls``: what the
    host publishes besides, by path in the repository. ``has_trace``: whether matrices, items and their links are shown.
    ``has_status``: whether systems have pages, and badges are written.
    """
    project = run.project
    registers = build_registers(project)
    home = Page(uri=home_uri, title=project.settings.project.name, kind=PageKind.HOME, subject="")
    findings = Page(uri=FINDINGS_URI, title="Findings", kind=PageKind.FINDINGS, subject="")
    addresses = Addresses(directories=directories)
    wanted = (_register_page(register) for register in registers)
    register_pages = list(_without_collisions(wanted, [home, findings], addresses))
    trace = plan_trace(project) if has_trace else Trace()
    trace_pages = [
        *(
            Page(uri=uri, title=f"Matrix: {matrix.title}", kind=PageKind.MATRIX, subject=matrix.name, is_wide=True)
            for uri, matrix in trace.matrix_by_page.items()
        ),
        *(
            [Page(uri=ITEMS_URI, title="Items", kind=PageKind.ITEMS, subject="items", is_wide=True)]
            if trace.index.items
            else []
        ),
    ]
    systems = plan_systems(run, trace.matrix_by_page.values() if has_trace else None) if has_status else Systems()
    evidence = {page.uri: page for page in plan_evidence(run)}
    evidence_pages = [
        Page(uri=page.uri, title=page.title, kind=PageKind.EVIDENCE, subject=page.name, is_wide=page.is_wide)
        for page in evidence.values()
    ]
    overview, system_pages = _system_pages(systems)
    fixed = [home, *overview, *register_pages, *trace_pages, *evidence_pages, findings]
    file_pages = list(_without_collisions(_file_pages(project), [*fixed, *system_pages], addresses))
    return Site(
        run=run,
        addresses=addresses,
        pages=(*fixed, *system_pages, *file_pages),
        sections=tuple(fixed),
        page_by_path={page.file.path: page for page in file_pages if page.file},
        page_by_document={page.subject: page for page in file_pages if page.kind is PageKind.DOCUMENT},
        page_by_type={page.subject: page for page in register_pages},
        home=home,
        findings=findings,
        attachments=read_attachments(project),
        host_urls=host_urls or {},
        folders=folders_of(project.paths),
        edition=build_edition(project),
        home_view=build_home(run, registers),
        registers=registers,
        evidence=evidence,
        code=index_code(project),
        trace=trace,
        systems=systems,
    )


def _system_pages(systems: Systems) -> tuple[list[Page], list[Page]]:
    """The inventory, if there is any system, and a page for each."""
    if not systems.view.systems:
        return [], []
    overview = Page(uri=SYSTEMS_URI, title="Systems", kind=PageKind.SYSTEMS, subject="systems", is_wide=True)
    return [overview], [
        Page(uri=uri, title=f"Readiness: {system.title}", kind=PageKind.SYSTEM, subject=system.name, is_wide=True)
        for uri, system in systems.system_by_page.items()
    ]


def _register_page(register: Register) -> Page:
    return Page(
        uri=place_of(f"registers/{register.type}"),
        title=register.title,
        kind=PageKind.REGISTER,
        subject=register.type,
        is_wide=True,
    )


def _file_pages(project: Project) -> Iterator[Page]:
    for document in project.documents:
        yield _document_page(document, document.file, PageKind.DOCUMENT)
        if document.draft and document.draft is not document.file:
            yield _document_page(document, document.draft, PageKind.DRAFT)
    for page in project.other_files:
        title = page.field("title") or page.heading or posixpath.basename(page.path)
        yield Page(uri=_uri(page.path), title=title, kind=PageKind.OTHER, subject=page.path, file=page)
    for document in project.documents:
        for file in document.archived:
            yield _document_page(document, file, PageKind.VERSION)


def _document_page(document: Document, file: DocumentFile, kind: PageKind) -> Page:
    suffix = {PageKind.DRAFT: " (draft)", PageKind.VERSION: f" (version {file.version})"}.get(kind, "")
    return Page(
        uri=_uri(file.path), title=f"{document.id}: {document.title}{suffix}", kind=kind, subject=document.id, file=file
    )


def _uri(path: str) -> str:
    """A page stands at its file's path; the archive loses its dot, since many servers hide such folders."""
    stem = posixpath.splitext(path)[0]
    return "/".join(part.lstrip(".") or part for part in f"{stem}.md".split("/"))


def _without_collisions(pages: Iterator[Page], taken: list[Page], addresses: Addresses) -> Iterator[Page]:
    """Each page at a place of its own: a README beside an index, or a name in two spellings of suffix, moves aside."""
    files = {addresses.file_of(page.uri).casefold() for page in taken}
    for page in pages:
        uri, number = page.uri, 1
        while addresses.file_of(uri).casefold() in files:
            number += 1
            uri = f"{posixpath.splitext(page.uri)[0]}-{number}.md"
        files.add(addresses.file_of(uri).casefold())
        yield (page if uri == page.uri else replace(page, uri=uri))
