"""The texts of documents as an evidence package holds them: the bytes of one version, from the archive or from git."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from qms_site.markdown.decoding import decode_text
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.text import digest_of
from qms_site.timeline.versions import DocumentVersion


class VersionText(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a document, None where none is meant; ``data`` are its bytes, None with the reason why they are not there."""

    document: str
    version: str | None
    state: str | None
    data: bytes | None = None
    why: str | None = None


def texts_in_force(project: Project, documents: Iterable[Document]) -> Iterator[VersionText]:
    """The version in force of each document; at most one more bulk read, of texts that only git has."""
    asked = [(document, _in_force(project, document)) for document in documents]
    lost = [(document, version) for document, version in asked if version and _at_hand(project, version) is None]
    kept = _read_former(project, lost) if lost else {}
    for document, version in asked:
        if version is None:
            none = "no version of it is in force"
            yield VersionText(document=document.id, version=None, state=document.status, why=none)
            continue
        data = _at_hand(project, version) or kept.get(version.digest or "")
        why = None if data is not None else "the text of this version is neither in an archive nor in git"
        yield VersionText(document=document.id, version=version.version, state=version.state, data=data, why=why)


def newest_texts(project: Project, documents: Iterable[Document]) -> Iterator[VersionText]:
    """The newest text of each record, in whichever state it is."""
    for document in documents:
        data = _read(project, document.newest_file.path)
        why = None if data is not None else "it could not be read"
        yield VersionText(document=document.id, version=document.version, state=document.status, data=data, why=why)


def _in_force(project: Project, document: Document) -> DocumentVersion | None:
    timeline = project.timelines_by_id[document.id]
    return next((one for one in timeline.versions if one.version == timeline.in_force), None)


def _at_hand(project: Project, version: DocumentVersion) -> bytes | None:
    """The text where a file of the revision still has it."""
    data = _read(project, version.path) if version.path else None
    return data if data is None or version.digest in (None, _digest(data)) else None


def _read(project: Project, path: str) -> bytes | None:
    try:
        return project.read_asset(path)
    except OSError:
        return None


def _digest(data: bytes) -> str:
    return digest_of(decode_text(data).text.encode("utf-8", "surrogatepass"))


def _read_former(project: Project, lost: Iterable[tuple[Document, DocumentVersion]]) -> Mapping[str, bytes]:
    """Texts of former versions by their digests, among all that the files of these documents ever held."""
    pairs = tuple(lost)
    paths = {file.path for document, _ in pairs for file in document.current_files}
    wanted = {version.digest for _, version in pairs if version.digest}
    blobs = {
        change.after for commit in project.commits for change in commit.changes if change.path in paths and change.after
    }
    read = project.known_repositories.code.read_objects(None, sorted(blobs))
    told = ((_digest(data), data) for _, data in read)
    return {digest: data for digest, data in told if digest in wanted}
