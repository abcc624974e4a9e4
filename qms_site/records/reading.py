"""Read every file of a snapshot into records. The order of the files does not matter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TypeVar

from qms_site.markdown.outline import Heading
from qms_site.paths import MARKDOWN_SUFFIXES, path_below
from qms_site.records.contents import content_reader
from qms_site.records.documents import Document, DuplicateId, join_documents
from qms_site.records.files import DocumentFile, FileRole, name_document_file, read_document_file
from qms_site.records.ids import IdScheme, id_scheme
from qms_site.records.sidecars import (
    AuditEvent,
    Sidecar,
    SidecarProblem,
    read_audit_log,
    read_sidecar,
)
from qms_site.settings import Settings
from qms_site.sources.snapshot import Snapshot

_ARCHIVE, _META, _AUDIT = ".archive", ".meta", ".audit"
_Entry = TypeVar("_Entry", Sidecar, AuditEvent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """All that the files say: documents in the order of their ids, other pages by path, and what could not be read."""

    documents: tuple[Document, ...]
    other_files: tuple[DocumentFile, ...]
    duplicates: tuple[DuplicateId, ...]
    problems: tuple[SidecarProblem, ...]
    orphan_sidecars: tuple[Sidecar, ...]
    remembered_ids: frozenset[str]
    """Ids of which only an audit log or an archive is left."""
    headings_by_digest: Mapping[str, tuple[Heading, ...]]
    """Headings of templates, archived versions included, by the digest of the text."""
    scheme: IdScheme


def read_records(snapshot: Snapshot, settings: Settings, documents_root: str) -> Records:
    """Records of the files under the documents root (relative to the repository's root; ``.`` for all of it)."""
    scheme = _with_declared_ids(id_scheme(settings), snapshot, documents_root)
    read_contents = content_reader(settings, scheme)
    files: list[DocumentFile] = []
    sidecars: list[Sidecar] = []
    events: list[AuditEvent] = []
    problems: list[SidecarProblem] = []
    for path in sorted(snapshot.files):
        data, place = snapshot.files[path], PurePosixPath(path)
        hidden = _hidden_folders(path, documents_root)
        match hidden[:1], place.suffix.lower():
            case ([] | [".archive"], suffix) if suffix in MARKDOWN_SUFFIXES:
                files.append(
                    read_document_file(
                        path, data, scheme, is_archived=bool(hidden), reads_body=not hidden, read_contents=read_contents
                    )
                )
            case [".meta"], ".json":
                _sort_in(read_sidecar(path, data), sidecars, problems)
            case [".audit"], ".jsonl":
                for entry in read_audit_log(path, data):
                    _sort_in(entry, events, problems)
            case _:
                pass  # other people's folders and files: not part of the quality system's own layout
    files = sorted([*files, *_left_out(snapshot, documents_root, scheme)], key=lambda file: file.path)
    documents, duplicates = join_documents(files, sidecars, events, settings)
    ids = {document.id for document in documents}
    taken = {duplicate.path for duplicate in duplicates}
    return Records(
        documents=documents,
        other_files=tuple(
            file for file in files if file.role is not FileRole.ARCHIVED and (file.id is None or file.path in taken)
        ),
        duplicates=duplicates,
        problems=tuple(problems),
        remembered_ids=frozenset(
            {
                *(event.path.rsplit("/", 1)[-1].removesuffix(".jsonl") for event in events),
                *(file.id.text for file in files if file.id and file.role is FileRole.ARCHIVED),
            }
            - ids
        ),
        headings_by_digest={
            file.digest: file.headings for file in files if file.digest and file.id and file.id.type == "TEMPLATE"
        },
        orphan_sidecars=tuple(sidecar for sidecar in sidecars if sidecar.id not in ids),
        scheme=scheme,
    )


def _with_declared_ids(scheme: IdScheme, snapshot: Snapshot, documents_root: str) -> IdScheme:
    """The scheme, and the ids of unknown forms that front matter declares: they must be known before prose is read."""
    shown = (
        (path, data)
        for path, data in snapshot.files.items()
        if PurePosixPath(path).suffix.lower() in MARKDOWN_SUFFIXES and not _hidden_folders(path, documents_root)
    )
    ids = (read_document_file(path, data, scheme, reads_body=False).id for path, data in shown)
    return replace(scheme, declared=frozenset(id_.text for id_ in ids if id_ and scheme.parse(id_.text) is None))


def _left_out(snapshot: Snapshot, documents_root: str, scheme: IdScheme) -> Iterator[DocumentFile]:
    """Documents whose text is missing: they are there all the same, and others refer to them."""
    for entry in snapshot.unread:
        hidden = _hidden_folders(entry.path, documents_root)
        is_markdown = PurePosixPath(entry.path).suffix.lower() in MARKDOWN_SUFFIXES
        if entry.is_regular and is_markdown and hidden[:1] in ([], [_ARCHIVE]):
            yield name_document_file(entry.path, entry.reason, scheme, is_archived=bool(hidden))


def _hidden_folders(path: str, documents_root: str) -> list[str]:
    """Folders below the documents root, on the way to a file, whose names begin with a dot."""
    return [part for part in PurePosixPath(path_below(path, documents_root)).parts[:-1] if part.startswith(".")]


def _sort_in(entry: _Entry | SidecarProblem | None, good: list[_Entry], problems: list[SidecarProblem]) -> None:
    if isinstance(entry, SidecarProblem):
        problems.append(entry)
    elif entry is not None:
        good.append(entry)
