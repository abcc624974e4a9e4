"""Metadata and audit logs of the documents of an evidence package, as they are in the state that was read, byte for byte."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

import msgspec

from qms_site.paths import is_inside, path_below
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.reports.file_names import NameGiver

FOLDER = "trail"
_KINDS = {".meta": ".json", ".audit": ".jsonl"}


class TrailFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file about a document. ``data`` is None, and ``why`` the reason, where it could not be read."""

    document: str
    source: str
    """Its path in the repository."""
    path: str
    """Its path in the package."""
    data: bytes | None
    why: str | None = None


def pack_trails(project: Project, documents: Iterable[Document], names: NameGiver) -> tuple[TrailFile, ...]:
    """The files of documents in their order, each file once; one bulk read, and nothing outside of the documents root.

    Logs and metadata that cannot be understood are packed too: they are what there is.
    """
    by_id = _by_id(project)
    wanted: dict[str, str] = {}
    for document in documents:
        told = {document.sidecar.path} if document.sidecar else set()
        told |= {event.path for event in document.events}
        own = {*(path for path in told if _is_trail(project, path)), *by_id.get(document.id, ())}
        for path in sorted(own, key=lambda path: (PurePosixPath(path).suffix.lower(), path)):
            wanted.setdefault(path, document.id)
    data = _read(project, wanted.keys())
    unread = {entry.path: entry.reason for entry in project.unread}
    return tuple(
        TrailFile(
            document=id_,
            source=path,
            path=names.give(FOLDER, id_, PurePosixPath(path).suffix.lower()),
            data=data.get(path),
            why=None if path in data else unread.get(path, "could not be read"),
        )
        for path, id_ in wanted.items()
    )


def _by_id(project: Project) -> Mapping[str, Sequence[str]]:
    """Files of metadata and logs by the id that their name has, those among them that could not be read."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted({*project.paths, *(entry.path for entry in project.unread)}):
        if _is_trail(project, path):
            found[PurePosixPath(path).stem].append(path)
    return found


def _is_trail(project: Project, path: str) -> bool:
    """Whether a file lies among metadata or logs, below the documents root."""
    if not is_inside(path, project.documents_root):
        return False
    place = PurePosixPath(path_below(path, project.documents_root))
    hidden = [part for part in place.parts[:-1] if part.startswith(".")]
    return len(hidden) == 1 and _KINDS.get(hidden[0]) == place.suffix.lower()


def _read(project: Project, paths: Iterable[str]) -> Mapping[str, bytes]:
    """The bytes of files that the engine read too; what is too large for it, or a link, is left out."""
    asked = frozenset(paths) - {entry.path for entry in project.unread}
    tree = project.known_repositories.code.read_files(None, None, asked.__contains__) if asked else None
    return dict(_with_large(project, tree.files, tree.too_large)) if tree else {}


def _with_large(project: Project, files: Mapping[str, bytes], too_large: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Logs may be larger than any source that is read in bulk; few are."""
    yield from files.items()
    for path in sorted(too_large):
        try:
            yield path, project.read_asset(path)
        except OSError:
            continue
