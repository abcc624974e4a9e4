"""The graph from requirement to design, test, record and commit, and back: every link with its kind, status and place.

Nodes are named ``CR-001`` (a document), ``REQ-A-001@SDLC-A-RS`` (an item, or the trace of one: with the document that has it),
``CR-001#EI-2`` (an execution item), ``tests/test_a.py::test_b`` (a test, or a function of the code), and commits by their hashes.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from qms_site.graph.cited_versions import TextChange
from qms_site.graph.code_states import CodeState
from qms_site.graph.links import Graph, LinkKind, LinkStatus
from qms_site.graph.references import DocumentReference, ReferenceStatus, resolve_document, resolve_item, system_of
from qms_site.graph.systems import UNNAMED
from qms_site.graph.verification import NamedStatus, Verification, Verifications
from qms_site.markdown.regions import RegionKind
from qms_site.paths import is_inside
from qms_site.records.documents import Document
from qms_site.records.files import DocumentFile
from qms_site.records.item_spans import references_by_item
from qms_site.records.testcode.markers import CodeMarker, MarkerKind
from qms_site.records.testcode.reading import TestFunction
from qms_site.records.traces import Trace
from qms_site.records.withdrawals import is_withdrawn
from qms_site.text import natural_key

_SPEAKING = frozenset({RegionKind.TEXT, RegionKind.CODE, RegionKind.FRONT_MATTER})
_SHORTEST_HASH = 7


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """An edge of the graph, from what says so to what is meant, at the first place where it is said."""

    source: str
    target: str
    kind: LinkKind
    status: LinkStatus
    path: str
    line: int | None


class LinkSources(msgspec.Struct, frozen=True, kw_only=True):
    """What links are made of."""

    documents: Mapping[str, Document]
    definers: Mapping[str, tuple[str, ...]]
    graph: Graph
    references: Sequence[DocumentReference]
    verifications: Verifications
    changes: Mapping[tuple[str, str], TextChange]
    """By (matrix, item): how the text in force differs from the one that was verified."""
    ahead: frozenset[str]
    """Matrices that verified a version newer than the one in force."""
    commits: Sequence[str]
    """Hashes of this repository."""
    cited: frozenset[str]
    """Hashes of documents, as they are written, that some repository has."""
    folders: Mapping[str, str]
    """Where the other repositories lie, by name."""


def build_links(sources: LinkSources) -> tuple[Link, ...]:
    """Every link, each once, by source, kind and target."""
    builder = _Builder(sources)
    found: dict[tuple[str, LinkKind, str], Link] = {}
    for link in builder.links():
        found.setdefault((link.source, link.kind, link.target), link)
    return tuple(
        sorted(
            found.values(),
            key=lambda link: (natural_key(link.source), link.kind, natural_key(link.target), link.target),
        )
    )


class _Builder:
    """Makes links; holds what they are looked up in."""

    def __init__(self, sources: LinkSources) -> None:
        self.sources = sources
        self._parents = {id_: document.parent for id_, document in sources.documents.items()}
        self._commits = sorted(sources.commits)
        items = [
            (document.id, item)
            for document in sources.documents.values()
            for item in document.newest_file.contents.items
        ]
        self._definitions = Counter((document, item.id) for document, item in items)
        self._withdrawn = {(document, item.id) for document, item in items if is_withdrawn(item.text)}
        self._kinds = {item.id: item.kind for _, item in items}

    def links(self) -> Iterator[Link]:
        """All links; one that several places say comes once for each."""
        yield from self._citations()
        for document in self.sources.documents.values():
            file = document.newest_file
            yield from self._between_items(document, file)
            for trace in file.contents.traces:
                yield from self._of_trace(document, file, trace)
            yield from self._of_executions(document, file)
        yield from self._of_code()

    def _citations(self) -> Iterator[Link]:
        """Parents, and documents that speak of others, or of items, in words or by a link to their file."""
        for reference in self.sources.references:
            if reference.region in _SPEAKING and reference.status is not ReferenceStatus.SELF:
                citation = self._citation(reference)
                if citation.status is not LinkStatus.DANGLING or not self._is_template(reference.document):
                    yield citation
        for link in self.sources.graph.links:
            if link.kind is LinkKind.PARENT or link.status is LinkStatus.RESOLVED:
                yield Link(
                    source=link.source,
                    target=link.target,
                    kind=link.kind,
                    status=link.status,
                    path=link.path,
                    line=link.line,
                )

    def _is_template(self, document: str) -> bool:
        """Whether a document shows how others are written, so that an id in it may be of none."""
        return self.sources.documents[document].type == "TEMPLATE"

    def _citation(self, reference: DocumentReference) -> Link:
        target, status = reference.target, _OF_REFERENCE[reference.status]
        if target in self.sources.definers and target not in self.sources.documents:
            owners = (reference.target_document,) if reference.target_document else ()
            status = self._to_item(target, owners) if owners else status
            target = self._item_node(target, owners)
        return Link(
            source=reference.document,
            target=target,
            kind=LinkKind.CITES,
            status=status,
            path=reference.path,
            line=reference.line,
        )

    def _between_items(self, document: Document, file: DocumentFile) -> Iterator[Link]:
        """What the text of an item names: a design item the requirement that it satisfies, or the other way round."""
        for item, reference in references_by_item(file):
            kind = self._kinds.get(reference.target)
            if kind is None or reference.region not in _SPEAKING:
                continue
            owners = resolve_item(document.id, self.sources.definers.get(reference.target, ()))
            here, there = f"{item.id}@{document.id}", self._item_node(reference.target, owners)
            status = self._to_item(reference.target, owners)
            is_designed = kind == _DESIGN and item.kind != _DESIGN
            is_design = item.kind == _DESIGN and kind != _DESIGN
            ends = (there, here) if is_designed else (here, there)
            yield Link(
                source=ends[0],
                target=ends[1],
                kind=LinkKind.SATISFIES if is_design or is_designed else LinkKind.REFERS,
                status=status,
                path=file.path,
                line=reference.line,
            )

    def _of_trace(self, document: Document, file: DocumentFile, trace: Trace) -> Iterator[Link]:
        here = f"{trace.item}@{document.id}"
        owners = resolve_item(document.id, self.sources.definers.get(trace.item, ()))
        status = self._to_item(trace.item, owners)
        if status is LinkStatus.RESOLVED:
            status = self._of_text(document.id, trace.item)

        def link(target: str, kind: LinkKind, status: LinkStatus) -> Link:
            return Link(source=here, target=target, kind=kind, status=status, path=file.path, line=trace.line)

        yield link(self._item_node(trace.item, owners), LinkKind.TRACES, status)
        verification = self.sources.verifications.by_system.get(system_of(document.id) or UNNAMED)
        for name in trace.evidence.tests:
            yield link(*self._to_test(name, verification))
        for record in trace.evidence.records:
            target, found = self._to_document(record, document.id)
            yield link(target, LinkKind.RECORDED_IN, found)
        for commit in trace.evidence.commits:
            yield link(commit, LinkKind.HOLDS_AT, self._to_commit(commit))

    def _of_executions(self, document: Document, file: DocumentFile) -> Iterator[Link]:
        for item in file.contents.executions:
            here = f"{document.id}#{item.id}"
            if item.vr and any(map(str.isdigit, item.vr)):
                target, status = self._to_document(item.vr, document.id)
                yield Link(
                    source=here, target=target, kind=LinkKind.RECORDED_IN, status=status, path=file.path, line=item.line
                )
            for commit in item.commits:
                yield Link(
                    source=here,
                    target=commit,
                    kind=LinkKind.COMMITTED_AS,
                    status=self._to_commit(commit),
                    path=file.path,
                    line=item.line,
                )

    def _of_code(self) -> Iterator[Link]:
        """What tests and markers in the code say of items."""
        for state in self.sources.verifications.states:
            for test in state.tests:
                for item in test.verifies:
                    yield self._from_code(test.id, item, LinkKind.VERIFIES, state, test)
            for marker in state.markers:
                if marker.kind is MarkerKind.IMPLEMENTS:
                    here = marker.function or marker.path
                    yield self._from_code(here, marker.id, LinkKind.IMPLEMENTS, state, marker)

    def _from_code(
        self, here: str, item: str, kind: LinkKind, state: CodeState, place: TestFunction | CodeMarker
    ) -> Link:
        definers = self.sources.definers.get(item, ())
        owners = resolve_item("", definers, self._systems_of(state, place.path)) if len(definers) > 1 else definers
        folder = self.sources.folders.get(state.repository or "")
        return Link(
            source=here,
            target=self._item_node(item, owners),
            kind=kind,
            status=self._to_item(item, owners),
            path=f"{folder}/{place.path}" if folder else place.path,
            line=place.line,
        )

    def _systems_of(self, state: CodeState, path: str) -> Sequence[str]:
        """The systems that a file is of: whose paths hold it, else whose code counts at this commit, else any of its repository."""
        near = [one for one in self.sources.verifications.by_system.values() if one.repository == state.repository]
        own = [one for one in near if any(path == place or is_inside(path, place) for place in one.paths)]
        here = [one for one in near if one.code and one.commit == state.commit]
        return [one.system for one in own or here or near]

    def _item_node(self, item: str, owners: Sequence[str]) -> str:
        return f"{item}@{owners[0]}" if len(owners) == 1 else item

    def _to_item(self, item: str, owners: Sequence[str]) -> LinkStatus:
        if len(owners) != 1:
            return LinkStatus.AMBIGUOUS if owners else LinkStatus.DANGLING
        if self._definitions[owners[0], item] > 1:
            return LinkStatus.DUPLICATE
        return LinkStatus.UNWANTED if (owners[0], item) in self._withdrawn else LinkStatus.RESOLVED

    def _of_text(self, matrix: str, item: str) -> LinkStatus:
        change = self.sources.changes.get((matrix, item), TextChange.SAME)
        if change in (TextChange.SAME, TextChange.UNKNOWN):
            return LinkStatus.RESOLVED
        return LinkStatus.PREDATED if matrix in self.sources.ahead else LinkStatus.OUTDATED

    def _to_test(self, name: str, verification: Verification | None) -> tuple[str, LinkKind, LinkStatus]:
        found = verification.named.get(name) if verification else None
        status = _OF_NAMED[found.status] if found else LinkStatus.UNKNOWN
        return (found and found.id) or name, LinkKind.VERIFIED_BY, status

    def _to_document(self, written: str, source: str) -> tuple[str, LinkStatus]:
        found = resolve_document(written, source, self._parents)
        if len(found) == 1:
            return found[0], LinkStatus.RESOLVED
        return written, LinkStatus.AMBIGUOUS if found else LinkStatus.DANGLING

    def _to_commit(self, written: str) -> LinkStatus:
        """What some repository has is resolved; one that is not there may have the rest."""
        if written in self.sources.cited:
            return LinkStatus.RESOLVED
        place = bisect_left(self._commits, written)
        is_known = place < len(self._commits) and self._commits[place].startswith(written)
        return LinkStatus.RESOLVED if is_known and len(written) >= _SHORTEST_HASH else LinkStatus.UNKNOWN


_DESIGN = "design"
_OF_REFERENCE = {
    ReferenceStatus.RESOLVED: LinkStatus.RESOLVED,
    ReferenceStatus.DANGLING: LinkStatus.DANGLING,
    ReferenceStatus.AMBIGUOUS: LinkStatus.AMBIGUOUS,
}
_OF_NAMED = {
    NamedStatus.RESOLVED: LinkStatus.RESOLVED,
    NamedStatus.DANGLING: LinkStatus.DANGLING,
    NamedStatus.AMBIGUOUS: LinkStatus.AMBIGUOUS,
    NamedStatus.UNKNOWN: LinkStatus.UNKNOWN,
}


def links_by_end(links: Iterable[Link]) -> tuple[Mapping[str, tuple[Link, ...]], Mapping[str, tuple[Link, ...]]]:
    """Links by what they come from, and by what they lead to, in their order."""
    out: dict[str, list[Link]] = defaultdict(list)
    into: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        out[link.source].append(link)
        into[link.target].append(link)
    return {node: tuple(own) for node, own in out.items()}, {node: tuple(own) for node, own in into.items()}
