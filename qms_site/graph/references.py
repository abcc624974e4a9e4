"""Where references lead: to which document or item, to none, or to one of several that the text does not tell apart."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import msgspec

from qms_site.markdown.regions import RegionKind
from qms_site.records.references import Reference, ReferenceForm
from qms_site.text import natural_key

# What stands in a comment or a fence illustrates: it tells nothing about what the rest of the text means.
_TELLING = frozenset({RegionKind.TEXT, RegionKind.CODE, RegionKind.FRONT_MATTER})
_SPECIFICATION = re.compile(r"(?P<system>.+)-(?:RS|DS|RTM)(?:-\d+)?")
_NONE: Mapping[str, Collection[str]] = MappingProxyType({})


class ReferenceStatus(StrEnum):
    """Whether a reference arrives, in one word."""

    RESOLVED = "resolved"
    """It leads to one other document, or to one item."""
    DANGLING = "dangling"
    """There is no such document or item."""
    AMBIGUOUS = "ambiguous"
    """Several documents define the item, or several children have the short id, and nothing tells which is meant."""
    SELF = "self"
    """It leads to the document that it stands in; a reference to one of its own items is resolved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReferences:
    """What one file writes for its document. A document may have several files: the text and its draft."""

    document: str
    path: str
    references: tuple[Reference, ...]
    is_record: bool = False
    """Whether it tells of one case, as a CR or an INV does, so that a short id speaks of the case at hand."""


class DocumentReference(msgspec.Struct, frozen=True, kw_only=True):
    """All references of a document to one target, of one form and in one kind of region; the place is the first one's."""

    document: str
    target: str
    target_document: str | None
    """The document, or the one that defines the item; None where none or several could be meant."""
    form: ReferenceForm
    region: RegionKind
    path: str
    line: int
    occurrences: int
    status: ReferenceStatus


def resolve_references(
    written: Iterable[WrittenReferences],
    documents: Mapping[str, str | None],
    items: Mapping[str, Collection[str]],
) -> tuple[DocumentReference, ...]:
    """Every reference with what it leads to, sorted.

    ``documents`` are the known ones with their parents, ``items`` the ids of items with the documents that define them.
    """
    sources: dict[str, _Source] = {}
    for file in written:
        source = sources.setdefault(file.document, _Source(file.document, is_record=file.is_record))
        source.add(file)
    return sort_references(
        reference for source in sources.values() for reference in _resolve_source(source, documents, items)
    )


def resolve_document(
    written: str, source: str, documents: Mapping[str, str | None], meanings: Mapping[str, Collection[str]] = _NONE
) -> tuple[str, ...]:
    """Ids of the known documents that an id can mean where it is written: none, the one, or several.

    Inside CR-036 and its children ``VAR-005`` is CR-036-VAR-005 if there is one, even beside another VAR-005. Elsewhere it
    is VAR-005; without such a document it is what it is short for among the ids that the source also writes: ``meanings``.
    """
    holder: str | None = source
    passed = set()
    while holder and holder not in passed:
        if f"{holder}-{written}" in documents:
            return (f"{holder}-{written}",)
        passed.add(holder)
        holder = documents.get(holder)
    return (written,) if written in documents else tuple(meanings.get(written, ()))


def resolve_item(source: str, definers: Collection[str], systems: Collection[str] = ()) -> tuple[str, ...]:
    """Those of the documents defining an item that can be meant: the source itself, or else those of its own system.

    A source of no system, or of one without the item, means those of the systems that it names (``systems``).
    """
    if source in definers:
        return (source,)
    own = system_of(source)
    for among in ((own,) if own else (), systems):
        near = tuple(definer for definer in definers if system_of(definer) in among)
        if near:
            return near
    return tuple(definers)


def system_of(document: str) -> str | None:
    """What the specifications of one system have in common: ``SDLC-QMS`` for SDLC-QMS-RS, SDLC-QMS-DS-002 and SDLC-QMS-RTM."""
    found = _SPECIFICATION.fullmatch(document)
    return found["system"] if found else None


def sort_references(references: Iterable[DocumentReference]) -> tuple[DocumentReference, ...]:
    """References by document and target, numbers in their order; then by form, region and place."""
    return tuple(
        sorted(
            references,
            key=lambda one: (_order(one.document), _order(one.target), one.form, one.region, one.path, one.line),
        )
    )


_Place = tuple[str, int]
_Key = tuple[str, ReferenceForm, RegionKind]


@dataclass(slots=True)
class _Source:
    """References of a document while they are collected: the first place of each, and how many there are."""

    document: str
    is_record: bool
    found: dict[_Key, tuple[_Place, int]] = field(default_factory=dict)

    def add(self, file: WrittenReferences) -> None:
        for one in file.references:
            key = (one.target, one.form, one.region)
            place, count = self.found.get(key, ((file.path, one.line), 0))
            self.found[key] = place, count + 1


def _resolve_source(
    source: _Source, documents: Mapping[str, str | None], items: Mapping[str, Collection[str]]
) -> Iterator[DocumentReference]:
    told = {target for target, _, region in source.found if region in _TELLING}
    systems = {system for target in told if (system := system_of(target))}
    meanings = _meanings(told & documents.keys()) if source.is_record else _NONE
    counted: dict[tuple[str, str | None, ReferenceForm, RegionKind, ReferenceStatus], tuple[_Place, int]] = {}
    for (written, form, region), (place, count) in source.found.items():
        candidates = resolve_document(written, source.document, documents, meanings)
        if len(candidates) == 1 or written not in items:
            target, owners = (candidates[0] if len(candidates) == 1 else written), candidates
        else:
            target, owners = written, resolve_item(source.document, items[written], systems)
        if not owners and written.isalpha():  # TP has the form of an id; where none is called so, it is a word
            continue
        is_short = target != written and form is ReferenceForm.WRITTEN
        owner = owners[0] if len(owners) == 1 else None
        status = ReferenceStatus.SELF if target == source.document else _status(owners)
        key = (target, owner, ReferenceForm.SHORT if is_short else form, region, status)
        first, before = counted.get(key, (place, 0))
        counted[key] = first, before + count
    for (target, owner, form, region, status), ((path, line), count) in counted.items():
        yield DocumentReference(
            document=source.document,
            target=target,
            target_document=owner,
            form=form,
            region=region,
            path=path,
            line=line,
            occurrences=count,
            status=status,
        )


def _meanings(written: Iterable[str]) -> Mapping[str, list[str]]:
    """What the last parts of these ids are short for: ``VAR-005`` for CR-036-VAR-005."""
    meanings: dict[str, list[str]] = defaultdict(list)
    for full in sorted(written):
        for dash in re.finditer("-", full):
            meanings[full[dash.end() :]].append(full)
    return meanings


def _status(owners: Collection[str]) -> ReferenceStatus:
    match len(owners):
        case 0:
            return ReferenceStatus.DANGLING
        case 1:
            return ReferenceStatus.RESOLVED
        case _:
            return ReferenceStatus.AMBIGUOUS


def _order(text: str) -> tuple[object, str]:
    """CR-9 before CR-10; and CR-09 beside CR-9, always in the same order."""
    return natural_key(text), text
