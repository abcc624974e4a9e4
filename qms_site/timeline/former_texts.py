"""What specifications said in their former versions: which items they named, and since when each item reads as it does."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

import msgspec

from qms_site.history.statuses import Statuses
from qms_site.markdown.decoding import decode_text
from qms_site.markdown.frontmatter import read_front_matter
from qms_site.markdown.parsing import parse_body
from qms_site.markdown.passages import iter_passages
from qms_site.records.documents import Document
from qms_site.records.files import DocumentFile
from qms_site.records.item_ids import written_item_ids
from qms_site.records.item_spans import iter_spans
from qms_site.records.items import find_items
from qms_site.settings import Settings
from qms_site.sources.snapshot import Snapshot
from qms_site.timeline.versions import DocumentVersion, Timeline

ItemKey = tuple[str, str]
"""(document, item)."""
VersionKey = tuple[str, str]
"""(document, version)."""


class Unchanged(msgspec.Struct, frozen=True):
    """The version since which an item's lines read as they do now, and when that version came into force."""

    version: str
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerTexts:
    """What is known of the versions before the present texts of documents that define items."""

    ids: frozenset[str] = frozenset()
    """Every id of an item that a former text names."""
    unchanged: Mapping[ItemKey, Unchanged] = field(default_factory=lambda: MappingProxyType({}))
    fingerprints: Mapping[VersionKey, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    """Fingerprints of the items of the versions that were asked for, as far as their texts could be had."""


def read_former_texts(
    snapshot: Snapshot,
    documents: Iterable[Document],
    timelines: Mapping[str, Timeline],
    statuses: Statuses,
    settings: Settings,
    asked: Iterable[VersionKey],
) -> FormerTexts:
    """Read the former versions of all documents that define items; those that are asked for as items, the others as lines."""
    defining = [document for document in documents if document.file.contents.items]
    wanted = frozenset(asked)
    ids: set[str] = set()
    pattern = written_item_ids(settings)
    unchanged: dict[ItemKey, Unchanged] = {}
    fingerprints: dict[VersionKey, Mapping[str, str]] = {}
    blobs = dict(snapshot.history.read_blobs(frozenset(_blobs(defining, timelines, statuses, snapshot))))
    for document in defining:
        known = timelines[document.id].versions
        texts = [
            (version, data)
            for version in known
            if (data := _text_of(version, document, snapshot, statuses, blobs)) is not None
        ]
        for version, data in texts:
            ids.update(_ids_in(data, pattern))
            if (document.id, version.version) in wanted:
                fingerprints[document.id, version.version] = _fingerprints(data, document.type, settings)
        unchanged.update(_unchanged(document, [entry for entry in texts if entry[0].start], known))
    return FormerTexts(
        ids=frozenset(ids), unchanged=MappingProxyType(unchanged), fingerprints=MappingProxyType(fingerprints)
    )


def _is_former(version: DocumentVersion, document: Document) -> bool:
    return version.digest is not None and version.digest != document.file.digest


def _blobs(
    documents: Iterable[Document], timelines: Mapping[str, Timeline], statuses: Statuses, snapshot: Snapshot
) -> Iterator[str]:
    """The objects of former texts that only git has."""
    for document in documents:
        for version in timelines[document.id].versions:
            if _is_former(version, document) and version.path not in snapshot.files:
                blob = statuses.blobs_by_digest.get(version.digest or "")
                yield from (blob,) if blob else ()


def _text_of(
    version: DocumentVersion,
    document: Document,
    snapshot: Snapshot,
    statuses: Statuses,
    blobs: Mapping[str, bytes],
) -> bytes | None:
    if not _is_former(version, document):
        return None
    if version.path in snapshot.files:
        return snapshot.files[version.path or ""]
    return blobs.get(statuses.blobs_by_digest.get(version.digest or "", ""))


def _ids_in(data: bytes, ids: re.Pattern[str]) -> Iterator[str]:
    return (match.group() for match in ids.finditer(data.decode("utf-8", "replace")))


def _fingerprints(data: bytes, type_name: str, settings: Settings) -> Mapping[str, str]:
    matter = read_front_matter(decode_text(data).text)
    passages = iter_passages(parse_body(matter.body), first_line=matter.body_line)
    return MappingProxyType({item.id: item.fingerprint for item in find_items(passages, type_name, settings)})


def _unchanged(
    document: Document, former: Sequence[tuple[DocumentVersion, bytes]], known: Sequence[DocumentVersion]
) -> Iterator[tuple[ItemKey, Unchanged]]:
    """Since which version each item of the present text reads as it does, line by line; former versions oldest first."""
    present = next((version for version in known if version.digest == document.file.digest), None)
    if present is None or not former:
        return
    lines = [frozenset(map(_normal, data.decode("utf-8", "replace").splitlines())) for _, data in former]
    for item, own in _lines_by_item(document.file):
        since = present
        for (version, _), there in zip(reversed(former), reversed(lines), strict=True):
            if not own <= there:
                break
            since = version
        yield (document.id, item), Unchanged(since.version, since.start)


def _lines_by_item(file: DocumentFile) -> Iterator[tuple[str, frozenset[str]]]:
    """The lines that state each item, in one spelling of blanks."""
    lines = file.body.splitlines()
    for span in iter_spans(file):
        own = lines[span.first - file.body_line : span.last - file.body_line + 1]
        yield span.item.id, frozenset(filter(None, map(_normal, own)))


def _normal(line: str) -> str:
    return " ".join(line.split())
