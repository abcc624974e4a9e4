"""The trace as a whole: who defines and cites what, what verifies it, and how each link of it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from qms_site.graph.citations import Citation, CitationStatus, resolve_citations
from qms_site.graph.cited_versions import CitedVersion, TextChange, compare_texts, find_cited_versions
from qms_site.graph.code_references import DocumentCode, resolve_code_references
from qms_site.graph.links import Graph, build_graph
from qms_site.graph.references import DocumentReference, WrittenReferences, resolve_references
from qms_site.graph.repositories import Repositories, known_repositories
from qms_site.graph.trace_links import Link, LinkSources, build_links
from qms_site.graph.verification import Verifications, verify_systems
from qms_site.history.statuses import Statuses
from qms_site.records.documents import Document
from qms_site.records.ids import IdScheme
from qms_site.records.reading import Records
from qms_site.settings import Settings
from qms_site.sources.snapshot import Snapshot
from qms_site.timeline.former_texts import FormerTexts, read_former_texts
from qms_site.timeline.versions import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What verifies the items of specifications, and in which of their versions. See `Project` for what each part means."""

    verifications: Verifications
    former: FormerTexts
    cited_versions: tuple[CitedVersion, ...]
    text_changes: Mapping[tuple[str, str], TextChange]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracing:
    """All that links documents, items, tests and commits. See `Project` for what each part means."""

    graph: Graph
    definers_by_item: Mapping[str, tuple[str, ...]]
    references: tuple[DocumentReference, ...]
    evidence: Evidence
    links: tuple[Link, ...]
    repositories: Repositories
    citations: tuple[Citation, ...]
    code_references: tuple[DocumentCode, ...]


def trace_records(
    snapshot: Snapshot,
    records: Records,
    timelines: Mapping[str, Timeline],
    statuses: Statuses,
    settings: Settings,
    *,
    documents_root: str,
    base: str,
) -> Tracing:
    """Link what was read; the code, reports and former texts that the records call for are read here."""
    documents = records.documents
    documents_by_id = {document.id: document for document in documents}
    definers = _definers(documents)
    graph = build_graph(documents)
    references = _references(documents, settings, definers)
    evidence = trace_evidence(
        snapshot, documents, records.scheme, timelines, statuses, settings, documents_root=documents_root, base=base
    )
    repositories = known_repositories(snapshot, settings)
    repositories.find(cited.token for one in documents for file in one.current_files for cited in file.contents.hashes)
    code = resolve_code_references(documents, repositories)
    citations = resolve_citations(documents, repositories, code)
    links = build_links(
        LinkSources(
            documents=documents_by_id,
            definers=definers,
            graph=graph,
            references=references,
            verifications=evidence.verifications,
            changes=evidence.text_changes,
            ahead=frozenset(version.matrix for version in evidence.cited_versions if version.is_ahead),
            commits=[commit.hash for commit in snapshot.history.commits],
            cited=frozenset(one.token for one in citations if one.status is CitationStatus.RESOLVED),
            folders={repository.name: repository.path for repository in snapshot.repositories},
        )
    )
    return Tracing(
        graph=graph,
        definers_by_item=MappingProxyType(definers),
        references=references,
        evidence=evidence,
        links=links,
        repositories=repositories,
        citations=citations,
        code_references=code,
    )


def trace_evidence(
    snapshot: Snapshot,
    documents: tuple[Document, ...],
    scheme: IdScheme,
    timelines: Mapping[str, Timeline],
    statuses: Statuses,
    settings: Settings,
    *,
    documents_root: str,
    base: str,
) -> Evidence:
    """Join what matrices name to code, reports and former texts."""
    documents_by_id = {document.id: document for document in documents}
    cited = tuple(find_cited_versions(documents, timelines, scheme, settings))
    asked = {key for version in cited for key in version.asked}
    former = read_former_texts(snapshot, documents, timelines, statuses, settings, asked)
    changes = {
        (version.matrix, item): change
        for version in cited
        for item, change in compare_texts(version, documents_by_id[version.specification], former).items()
    }
    return Evidence(
        verifications=verify_systems(snapshot, documents, settings, documents_root, base),
        former=former,
        cited_versions=cited,
        text_changes=MappingProxyType(changes),
    )


def _definers(documents: tuple[Document, ...]) -> dict[str, tuple[str, ...]]:
    """Documents that define each item, in the order of their ids."""
    found: dict[str, dict[str, None]] = {}
    for document in documents:
        for file in document.current_files:
            for item in file.contents.items:
                found.setdefault(item.id, {})[document.id] = None
    return {item: tuple(definers) for item, definers in found.items()}


def _references(
    documents: tuple[Document, ...], settings: Settings, definers: Mapping[str, tuple[str, ...]]
) -> tuple[DocumentReference, ...]:
    written = (
        WrittenReferences(
            document=document.id,
            path=file.path,
            references=file.contents.references,
            is_record=settings.is_executable(document.type),
        )
        for document in documents
        for file in document.current_files
    )
    return resolve_references(written, {document.id: document.parent for document in documents}, definers)
