"""Links between documents: parent to child, and who cites whom, each with its place and status."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from qms_site.graph.destinations import find_path
from qms_site.markdown.regions import RegionKind
from qms_site.records.documents import Document
from qms_site.text import composed, natural_key


class LinkKind(StrEnum):
    """What a link means, read from what says so to what is meant."""

    PARENT = "parent"
    CITES = "cites"
    SATISFIES = "satisfies"
    REFERS = "refers"
    TRACES = "traces"
    VERIFIED_BY = "verified-by"
    RECORDED_IN = "recorded-in"
    HOLDS_AT = "holds-at"
    COMMITTED_AS = "committed-as"
    VERIFIES = "verifies"
    IMPLEMENTS = "implements"


class LinkStatus(StrEnum):
    """Whether a link arrives, in one word."""

    RESOLVED = "resolved"
    DANGLING = "dangling"
    AMBIGUOUS = "ambiguous"
    OUTDATED = "outdated"
    UNWANTED = "unwanted"
    PREDATED = "predated"
    DUPLICATE = "duplicate"
    UNKNOWN = "unknown"


KINDS_EXPLAINED: Mapping[LinkKind, str] = {
    LinkKind.PARENT: "A document is a child of another.",
    LinkKind.CITES: "A document speaks of another, or of an item.",
    LinkKind.SATISFIES: "A design item meets a requirement, or whatever else it names.",
    LinkKind.REFERS: "The text of an item names another item.",
    LinkKind.TRACES: "A matrix has evidence for an item.",
    LinkKind.VERIFIED_BY: "A trace names a test.",
    LinkKind.RECORDED_IN: "A trace or an execution item names the record of its verification.",
    LinkKind.HOLDS_AT: "A trace holds at a commit.",
    LinkKind.COMMITTED_AS: "An execution item names a commit.",
    LinkKind.VERIFIES: "A test says in the code that it verifies an item.",
    LinkKind.IMPLEMENTS: "Code says that it implements an item.",
}
"""What each kind means, in a sentence; the reference page of links is made of them."""

STATUSES_EXPLAINED: Mapping[LinkStatus, str] = {
    LinkStatus.RESOLVED: "It leads to one thing that exists.",
    LinkStatus.DANGLING: "It leads to nothing: there is no such document, item or test.",
    LinkStatus.AMBIGUOUS: "Several things could be meant, and nothing tells which.",
    LinkStatus.OUTDATED: "The matrix verified a version in which the requirement read otherwise than now, or was not there yet.",
    LinkStatus.UNWANTED: "It leads to an item that was withdrawn, and needs nothing any more.",
    LinkStatus.PREDATED: "The matrix verified a version that is not in force yet, in which the requirement has another text.",
    LinkStatus.DUPLICATE: "It leads to an item that its document defines more than once.",
    LinkStatus.UNKNOWN: "What it leads to lies where nobody could look, as in a repository that is not there.",
}
"""What each status means, in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLink:
    """A link from a document to an id, at the first place where it is written."""

    source: str
    target: str
    kind: LinkKind
    status: LinkStatus
    path: str
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """All links, sorted; and the documents that each cites and is cited by, resolved links only."""

    links: tuple[DocumentLink, ...]
    cites: Mapping[str, tuple[str, ...]]
    cited_by: Mapping[str, tuple[str, ...]]


# An id in a comment or a fence illustrates; only what a reader reads as prose cites.
_CITING_REGIONS = frozenset({RegionKind.TEXT, RegionKind.CODE, RegionKind.FRONT_MATTER})


def build_graph(documents: Iterable[Document]) -> Graph:
    """The graph of these documents."""
    by_id = {document.id: document for document in documents}
    id_by_path = {composed(file.path): document.id for document in by_id.values() for file in document.current_files}
    found = (
        link
        for document in by_id.values()
        for link in (*_parent_link(document, by_id), *_citations(document, by_id, id_by_path))
    )
    links = tuple(sorted(found, key=lambda link: (natural_key(link.source), link.kind, natural_key(link.target))))
    citing = [link for link in links if link.kind is LinkKind.CITES and link.status is LinkStatus.RESOLVED]
    return Graph(
        links=links,
        cites=_group((link.source, link.target) for link in citing),
        cited_by=_group((link.target, link.source) for link in citing),
    )


def resolve_short_id(written: str, source: str, by_id: Mapping[str, Document]) -> str:
    """The id that is meant: inside CR-036 or its children, ``VAR-005`` is CR-036-VAR-005 if there is one."""
    holder: str | None = source
    while holder:
        if f"{holder}-{written}" in by_id:
            return f"{holder}-{written}"
        document = by_id.get(holder)
        parent = document.parent if document else None
        holder = parent if parent and len(parent) < len(holder) else None
    return written


def _parent_link(document: Document, by_id: Mapping[str, Document]) -> Iterable[DocumentLink]:
    if document.parent:
        status = LinkStatus.RESOLVED if document.parent in by_id else LinkStatus.DANGLING
        yield DocumentLink(
            source=document.id,
            target=document.parent,
            kind=LinkKind.PARENT,
            status=status,
            path=document.path,
            line=None,
        )


def _citations(
    document: Document, by_id: Mapping[str, Document], id_by_path: Mapping[str, str]
) -> Iterable[DocumentLink]:
    first: dict[str, tuple[str, int]] = {}
    for file in document.current_files:
        for mention in file.mentions:
            target = resolve_short_id(mention.target, document.id, by_id)
            if mention.region in _CITING_REGIONS and target != document.id:
                first.setdefault(target, (file.path, mention.line))
        for link in file.links:
            target_document = id_by_path.get(composed(find_path(link.target, file.path) or ""))
            if target_document and target_document != document.id:
                first.setdefault(target_document, (file.path, link.line))
    for target, (path, line) in first.items():
        status = LinkStatus.RESOLVED if target in by_id else LinkStatus.DANGLING
        yield DocumentLink(
            source=document.id,
            target=target,
            kind=LinkKind.CITES,
            status=status,
            path=path,
            line=line,
        )


def _group(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """Second parts by first parts, in the order of the documents' ids that the pairs came in."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        grouped[key].append(value)
    return MappingProxyType({key: tuple(values) for key, values in grouped.items()})
