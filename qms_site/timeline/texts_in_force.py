"""Specifications and matrices as they are in force, where their own files hold a later text that is not yet."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from qms_site.history.statuses import Statuses
from qms_site.records.contents import content_reader
from qms_site.records.documents import Document
from qms_site.records.files import DocumentFile, name_document_file, read_document_file
from qms_site.records.reading import Records
from qms_site.settings import Settings
from qms_site.sources.snapshot import Snapshot
from qms_site.timeline.versions import DocumentVersion, Timeline

_NOT_AT_HAND = "the text of the version in force is not at hand"


def read_texts_in_force(
    snapshot: Snapshot, records: Records, timelines: Mapping[str, Timeline], statuses: Statuses, settings: Settings
) -> Mapping[str, Document]:
    """By id, each specification whose file is revised in place, with the text that is in force.

    Where that cannot be had, the file is one that was left out: what stands in it is not known.
    """
    revised = tuple(_revised(records, timelines, settings))
    if not revised:
        return {}
    names = {document.id: statuses.blobs_by_digest.get(version.digest or "") for document, version in revised}
    blobs = dict(snapshot.history.read_blobs(frozenset(name for name in names.values() if name)))
    read_contents = content_reader(settings, records.scheme)

    def read(document: Document, version: DocumentVersion) -> DocumentFile:
        data = snapshot.files.get(version.path or "") or blobs.get(names[document.id] or "")
        if data is None:
            return name_document_file(document.file.path, _NOT_AT_HAND, records.scheme)
        return read_document_file(document.file.path, data, records.scheme, read_contents=read_contents)

    return {document.id: replace(document, file=read(document, version), draft=None) for document, version in revised}


def _revised(
    records: Records, timelines: Mapping[str, Timeline], settings: Settings
) -> Iterator[tuple[Document, DocumentVersion]]:
    for document in records.documents:
        timeline = timelines[document.id]
        if timeline.in_force is None or settings.role_of(document.type) is None:
            continue
        version = next((one for one in timeline.versions if one.version == timeline.in_force), None)
        if version and version.digest and document.file.digest not in (None, version.digest):
            yield document, version
