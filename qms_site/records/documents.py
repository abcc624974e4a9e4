"""Documents: the files, the sidecar and the events that belong to one id, joined; parents and children by id."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from qms_site.records.files import STATUS_KEYS, VERSION_KEYS, DocumentFile, FileRole
from qms_site.records.ids import IdScheme, id_scheme
from qms_site.records.sidecars import AuditEvent, Sidecar
from qms_site.settings import Settings, Stage
from qms_site.text import composed, natural_key, read_day

StatusSource = Literal["sidecar", "front-matter"]

PARENT_KEYS = ("parent", "parent_id", "parent_document")
"""Front matter keys under which a document names its parent."""
EFFECTIVE_KEYS = ("effective_date", "effective", "date_effective", "effective_from", "valid_from")
"""Front matter keys under which a version names the day from which it is in force; the first that is filled in counts."""

_OWNER_KEYS = ("owner", "document_owner", "responsible_user")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A controlled document: its newest state, and the files that hold its versions.

    ``status`` is the newest version's, in capitals, ``status_written`` as it stands; ``file`` is the one that its page
    shows (a draft only if there is nothing else); ``archived`` are the files of older versions.
    """

    id: str
    type: str
    title: str
    status: str | None
    status_written: str | None
    status_source: StatusSource | None
    version: str | None
    owner: str | None
    dates: Mapping[str, str]
    parent: str | None
    children: tuple[str, ...]
    file: DocumentFile
    draft: DocumentFile | None
    archived: tuple[DocumentFile, ...]
    sidecar: Sidecar | None
    events: tuple[AuditEvent, ...]

    @property
    def status_place(self) -> tuple[str, int | None]:
        """Path and line where the status is written; the document's own where none is."""
        if self.sidecar:
            return self.sidecar.path, None
        newest = self.newest_file
        return newest.path, next((newest.field_lines[key] for key in STATUS_KEYS if key in newest.field_lines), None)

    @property
    def newest_file(self) -> DocumentFile:
        """The text of the newest version; where metadata calls that effective, a draft beside it is work without a number."""
        has_other = self.draft is not None and self.draft is not self.file
        is_work = has_other and self.sidecar is not None and self.version == self.sidecar.effective_version
        return self.file if is_work else self.draft or self.file

    @property
    def path(self) -> str:
        """Path of the file that its page shows."""
        return self.file.path

    @property
    def current_files(self) -> tuple[DocumentFile, ...]:
        """The files that are no archive: the one shown, and a newer draft beside it."""
        return (self.file, self.draft) if self.draft and self.draft is not self.file else (self.file,)


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateId:
    """A file that claims an id which another file has already."""

    id: str
    path: str
    first: str


def join_documents(
    files: Iterable[DocumentFile], sidecars: Iterable[Sidecar], events: Iterable[AuditEvent], settings: Settings
) -> tuple[tuple[Document, ...], tuple[DuplicateId, ...]]:
    """One document per id, in the order of their ids, and the files whose id was taken."""
    by_id: dict[str, list[DocumentFile]] = defaultdict(list)
    for file in sorted(files, key=lambda file: file.path):
        if file.id:
            by_id[file.id.text].append(file)
    scheme = id_scheme(settings)
    sidecar_by_id = {
        sidecar.id: sidecar for sidecar in sorted(sidecars, key=lambda sidecar: sidecar.path, reverse=True)
    }
    events_by_id = _group_events(events)
    documents: dict[str, Document] = {}
    duplicates: list[DuplicateId] = []
    for id_ in sorted(by_id, key=natural_key):
        document, taken = _join(id_, by_id[id_], sidecar_by_id.get(id_), events_by_id.get(id_, ()), settings, scheme)
        if document:
            documents[id_] = document
        duplicates.extend(taken)
    return _with_children(documents), tuple(duplicates)


def declared_status(file: DocumentFile) -> str | None:
    """The status that a file's front matter states, as written."""
    return file.field(*STATUS_KEYS)


def declared_version(file: DocumentFile) -> str | None:
    """The version that a file's front matter states, as written."""
    return file.field(*VERSION_KEYS)


def declared_effective_day(file: DocumentFile) -> date | None:
    """The day from which a file's front matter says it is in force; None where it gives none that can be read."""
    return read_day(file.field(*EFFECTIVE_KEYS) or "")


def is_date_key(key: str) -> bool:
    """Whether front matter gives a date under a (normalised) key."""
    return key == "date" or key.endswith("_date")


def _group_events(events: Iterable[AuditEvent]) -> Mapping[str, tuple[AuditEvent, ...]]:
    grouped: dict[str, list[AuditEvent]] = defaultdict(list)
    for event in events:
        grouped[composed(event.path.rsplit("/", 1)[-1].removesuffix(".jsonl"))].append(event)
    return {id_: tuple(found) for id_, found in grouped.items()}


def _join(
    id_: str,
    files: list[DocumentFile],
    sidecar: Sidecar | None,
    events: tuple[AuditEvent, ...],
    settings: Settings,
    scheme: IdScheme,
) -> tuple[Document | None, list[DuplicateId]]:
    current = [file for file in files if file.role is FileRole.CURRENT]
    if sidecar is None:  # else metadata owns the state, and what front matter says of it counts for nothing
        current = _by_claim(current, settings)
    drafts = [file for file in files if file.role is FileRole.DRAFT]
    archived = tuple(file for file in files if file.role is FileRole.ARCHIVED)
    shown = next(iter(current or drafts), None)
    if shown is None or shown.id is None:
        return None, []  # an archive without a document: the document was retired or cancelled, and its file removed
    newest = drafts[0] if drafts and not sidecar else shown
    duplicates = [
        DuplicateId(id=id_, path=file.path, first=kept[0].path) for kept in (current, drafts) for file in kept[1:]
    ]
    written = sidecar.status if sidecar else declared_status(newest)
    document = Document(
        id=id_,
        type=shown.id.type,
        title=_title(shown, id_),
        status=settings.state_of(written, shown.id.type) if written else None,
        status_written=written,
        status_source=None if not written else "sidecar" if sidecar else "front-matter",
        version=(sidecar.version if sidecar else None) or declared_version(newest),
        owner=(sidecar.owner if sidecar else None) or shown.field(*_OWNER_KEYS),
        dates=_dates(shown, sidecar),
        parent=shown.id.parent or _declared_parent(shown, id_, scheme),
        children=(),
        file=shown,
        draft=drafts[0] if drafts else None,
        archived=archived,
        sidecar=sidecar,
        events=events,
    )
    return document, duplicates


def _by_claim(files: list[DocumentFile], settings: Settings) -> list[DocumentFile]:
    """Files that claim one id, the one that is most likely meant first, whatever its path is.

    What is approved comes before what is on its way, and that before what was retired; then the newest version counts.
    """

    def rank(file: DocumentFile) -> int:
        status, type_ = declared_status(file), file.id.type if file.id else ""
        stage = settings.stage_of(type_, settings.state_of(status, type_)) if status else None
        return _RANKS.get(stage, 0) if stage else 1

    newest_first = sorted(files, key=lambda file: natural_key(declared_version(file) or ""), reverse=True)
    return sorted(newest_first, key=rank)


_RANKS = {Stage.DRAFT: 1, Stage.REVIEW: 1, Stage.HOLD: 1, Stage.RETIRED: 2}


def _title(file: DocumentFile, id_: str) -> str:
    """Front matter's title, else the first heading without its id, else the id."""
    declared = file.field("title")
    if declared:
        return " ".join(declared.split())
    heading = re.sub(rf"^{re.escape(id_)}\s*(?:[:\u2013\u2014-]\s*)?", "", file.heading or "").strip()
    return heading or id_


def _dates(file: DocumentFile, sidecar: Sidecar | None) -> Mapping[str, str]:
    declared = {key: value for key, value in file.fields.items() if isinstance(value, str) and is_date_key(key)}
    found = declared | dict(sidecar.dates if sidecar else {})
    return {key: found[key] for key in sorted(found)}


def _declared_parent(file: DocumentFile, own: str, scheme: IdScheme) -> str | None:
    """The parent that front matter names: the first id in it, or all of it; a document is not its own parent."""
    declared = file.field(*PARENT_KEYS)
    named = next((id_ for _, _, id_ in scheme.scan(declared)), declared.strip()) if declared else None
    return named if named != own else None


def _with_children(documents: Mapping[str, Document]) -> tuple[Document, ...]:
    children: dict[str, list[str]] = defaultdict(list)
    for document in documents.values():
        if document.parent:
            children[document.parent].append(document.id)
    return tuple(replace(document, children=tuple(children[document.id])) for document in documents.values())
