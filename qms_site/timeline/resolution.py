"""The second bulk read: what files that history names said at each commit, and the headings that templates had."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType

from qms_site.history.statuses import Declared, Statuses, read_statuses, wanted_blobs, wanted_changes
from qms_site.markdown.outline import Heading
from qms_site.paths import MARKDOWN_SUFFIXES, is_inside, path_below
from qms_site.records.documents import declared_effective_day, declared_status, declared_version
from qms_site.records.files import read_document_file
from qms_site.records.reading import Records
from qms_site.records.sidecars import Sidecar, read_sidecar
from qms_site.sources.snapshot import History
from qms_site.timeline.kept_declarations import DeclarationKeeper


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What became of the documents, commit by commit; headings of templates by the digest of their text."""

    statuses: Statuses = field(default_factory=Statuses)
    headings_by_digest: Mapping[str, tuple[Heading, ...]] = field(default_factory=lambda: MappingProxyType({}))


def resolve_history(history: History, records: Records, documents_root: str, limit: int = 0) -> Resolution:
    """Read all that documents and their metadata ever said on the way to the revision; nothing without git.

    ``limit`` is the size up to which texts are read.
    """
    id_by_path = {document.path: document.id for document in records.documents}
    others = {file.path for file in records.other_files}
    headings = dict(records.headings_by_digest)
    unkept: set[str] = set()
    former = _former_paths(history, documents_root)

    def is_wanted(path: str) -> bool:
        if path in former:
            return True
        if not is_inside(path, documents_root) or path in others:
            return False
        place = PurePosixPath(path_below(path, documents_root))
        hidden = [part for part in place.parts[:-1] if part.startswith(".")]
        if hidden:
            return hidden[0] == ".meta" and place.suffix.lower() == ".json"
        return place.suffix.lower() in MARKDOWN_SUFFIXES

    def read(path: str, data: bytes) -> Declared:
        if path.lower().endswith(".json"):
            return _declared_by(read_sidecar(path, data))
        file = read_document_file(path, data, records.scheme, reads_body=False)
        if file.digest and file.headings:
            headings[file.digest] = file.headings
        if file.headings or file.id is None:  # what it means is not told by its text alone
            unkept.add(path)
        return Declared(
            document=file.id.text if file.id else id_by_path.get(path),
            status=declared_status(file),
            version=declared_version(file),
            digest=file.digest,
            effective=declared_effective_day(file),
        )

    touching = wanted_changes(history, is_wanted)
    keeper = DeclarationKeeper(history.kept, records.scheme, limit)
    blobs = history.read_blobs(wanted_blobs(touching, keeper.known))
    statuses = read_statuses(history, touching, blobs, read, keeper.known)
    keeper.keep({place: told for place, told in statuses.declared.items() if place[0] not in unkept})
    return Resolution(statuses=statuses, headings_by_digest=MappingProxyType(headings))


def _former_paths(history: History, documents_root: str) -> frozenset[str]:
    """Where texts lay before they were moved under the documents root, with it or one by one: the same name, in one commit."""
    found: set[str] = set()
    for place in history.changes.removals:
        commit = history.commits[place]
        removed = [change.path for change in commit.changes if change.after is None and _is_former(change.path)]
        if not removed:
            continue
        added = {
            change.path.rsplit("/", 1)[-1]
            for change in commit.changes
            if change.before is None and (change.path in found or is_inside(change.path, documents_root))
        }
        found.update(
            path for path in removed if path.rsplit("/", 1)[-1] in added and not is_inside(path, documents_root)
        )
    return frozenset(found)


def _is_former(path: str) -> bool:
    place = PurePosixPath(path)
    return place.suffix.lower() in MARKDOWN_SUFFIXES and not any(part.startswith(".") for part in place.parts[:-1])


def _declared_by(entry: object) -> Declared:
    if not isinstance(entry, Sidecar):
        return Declared(document=None, status=None, version=None)
    return Declared(
        document=entry.id,
        status=entry.status,
        version=entry.version,
        effective=entry.effective_day,
        is_metadata=True,
        in_force=entry.effective_version,
    )
