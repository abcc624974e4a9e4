"""Items with all that leads to them and from them: where they are designed, implemented, verified, changed and cited."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from qms_site.graph.links import LinkKind
from qms_site.graph.references import system_of
from qms_site.graph.trace_links import Link, links_by_end
from qms_site.project import Project
from qms_site.records.items import Item
from qms_site.records.withdrawals import is_withdrawn
from qms_site.text import natural_key
from qms_site.timeline.former_texts import Unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """An item and its links. Items are named ``(document, id)``, documents by their ids, tests and code as ``path::name``."""

    id: str
    document: str
    kind: str
    """Name of its kind in words."""
    title: str | None
    text: str
    path: str
    line: int
    is_requirement: bool
    is_withdrawn: bool
    unchanged: Unchanged | None
    """Since when it reads as it does, where former versions tell."""
    designed_in: tuple[tuple[str, str], ...]
    satisfies: tuple[tuple[str, str], ...]
    refers_to: tuple[tuple[str, str], ...]
    referred_by: tuple[tuple[str, str], ...]
    """Items of other kinds than design whose text names it."""
    traced_in: tuple[str, ...]
    """Matrices."""
    tests: tuple[str, ...]
    """Tests that a matrix names for it, or that name it in the code."""
    implemented_in: tuple[str, ...]
    changed_in: tuple[str, ...]
    """Records that speak of it."""
    cited_by: tuple[str, ...]
    """Other documents that speak of it, without those that define, design or trace it."""

    @property
    def name(self) -> str:
        """Its title, or else what it says."""
        return self.title or self.text

    @property
    def system(self) -> str | None:
        """The system of its document: ``SDLC-QMS``."""
        return system_of(self.document)

    @property
    def is_used(self) -> bool:
        """Whether anything leads to it."""
        return any(
            (
                self.designed_in,
                self.referred_by,
                self.traced_in,
                self.tests,
                self.implemented_in,
                self.changed_in,
                self.cited_by,
            )
        )


@dataclass(frozen=True, kw_only=True)
class ItemIndex:
    """All items of a project, by document and id; built once for all pages of a run."""

    items: tuple[ItemView, ...]

    @cached_property
    def by_key(self) -> Mapping[tuple[str, str], ItemView]:
        """By (document, id)."""
        return {(item.document, item.id): item for item in self.items}

    @cached_property
    def by_document(self) -> Mapping[str, tuple[ItemView, ...]]:
        """By document, in the order of its text."""
        found: dict[str, list[ItemView]] = defaultdict(list)
        for item in sorted(self.items, key=lambda item: item.line):
            found[item.document].append(item)
        return {document: tuple(items) for document, items in found.items()}

    @cached_property
    def by_id(self) -> Mapping[str, tuple[ItemView, ...]]:
        """By id: several where several documents define it."""
        found: dict[str, list[ItemView]] = defaultdict(list)
        for item in self.items:
            found[item.id].append(item)
        return {id_: tuple(items) for id_, items in found.items()}


def index_items(project: Project) -> ItemIndex:
    """Every item once, by id and document; of two definitions in one document the first."""
    ends = links_by_end(project.links)
    found: dict[tuple[str, str], ItemView] = {}
    for document in project.documents:
        file = document.newest_file
        for item in file.contents.items:
            if (document.id, item.id) not in found:
                found[document.id, item.id] = _view(project, document.id, file.path, item, ends)
    return ItemIndex(
        items=tuple(sorted(found.values(), key=lambda item: (natural_key(item.id), natural_key(item.document))))
    )


_Ends = tuple[Mapping[str, tuple[Link, ...]], Mapping[str, tuple[Link, ...]]]


def _view(project: Project, document: str, path: str, item: Item, ends: _Ends) -> ItemView:
    out, into = ends
    node = f"{item.id}@{document}"
    incoming, outgoing = _sources(into.get(node, ())), _targets(out.get(node, ()))
    traces = incoming[LinkKind.TRACES]
    named = (link.target for trace in traces for link in out.get(trace, ()) if link.kind is LinkKind.VERIFIED_BY)
    matrices = tuple(dict.fromkeys(trace.rpartition("@")[2] for trace in traces))
    designed = tuple(map(_item_of, incoming[LinkKind.SATISFIES]))
    known = {document, *matrices, *(place for place, _ in designed)}
    citing = [id_ for id_ in incoming[LinkKind.CITES] if id_ not in known and id_ in project.documents_by_id]
    records = {id_ for id_ in citing if project.settings.is_executable(project.documents_by_id[id_].type)}
    return ItemView(
        id=item.id,
        document=document,
        kind=project.settings.items[item.kind].title,
        title=item.title,
        text=item.text,
        path=path,
        line=item.line,
        is_requirement=item.kind == "requirement",
        is_withdrawn=is_withdrawn(item.text),
        unchanged=project.former.unchanged.get((document, item.id)),
        designed_in=designed,
        satisfies=tuple(map(_item_of, outgoing[LinkKind.SATISFIES])),
        refers_to=tuple(map(_item_of, outgoing[LinkKind.REFERS])),
        referred_by=tuple(map(_item_of, incoming[LinkKind.REFERS])),
        traced_in=matrices,
        tests=tuple(dict.fromkeys((*named, *incoming[LinkKind.VERIFIES]))),
        implemented_in=tuple(incoming[LinkKind.IMPLEMENTS]),
        changed_in=tuple(id_ for id_ in citing if id_ in records),
        cited_by=tuple(id_ for id_ in citing if id_ not in records),
    )


def _sources(links: tuple[Link, ...]) -> defaultdict[LinkKind, list[str]]:
    found: defaultdict[LinkKind, list[str]] = defaultdict(list)
    for link in links:
        found[link.kind].append(link.source)
    return found


def _targets(links: tuple[Link, ...]) -> defaultdict[LinkKind, list[str]]:
    found: defaultdict[LinkKind, list[str]] = defaultdict(list)
    for link in links:
        found[link.kind].append(link.target)
    return found


def _item_of(node: str) -> tuple[str, str]:
    id_, _, document = node.rpartition("@")
    return (document, id_) if id_ else ("", document)
