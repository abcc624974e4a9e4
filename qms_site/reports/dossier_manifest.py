"""The manifest of an evidence package: what is in it, from which commits it was made, and whether a folder is still as it says."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from qms_site.errors import QmsSiteError
from qms_site.sources.package import PackageEntry
from qms_site.text import digest_of

NAME = "MANIFEST.json"
SCHEMA = "qms-site/dossier/1"


class PackageError(QmsSiteError):
    """An evidence package cannot be made, or what was given is none."""


class PackedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the package with the SHA-256 of its bytes, in hex, and their number."""

    path: str
    sha256: str
    size: int


class PackedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document or a record with the version that was packed; ``path`` is null where its text was not there, and why."""

    id: str
    kind: str
    """``document`` or ``record``."""
    version: str | None
    state: str | None
    path: str | None
    missing: str | None
    trail: tuple[str, ...] = ()
    """Its metadata and its audit log, by their paths in the package."""


class PackedRepository(msgspec.Struct, frozen=True, kw_only=True):
    """A repository: the commit that was read of it, null where its clone is not there; what the submodule's pointer says."""

    name: str
    commit: str | None
    pointer: str | None
    available: bool


class PackedProgram(msgspec.Struct, frozen=True, kw_only=True):
    """What made the package."""

    name: str
    version: str


class Previous(msgspec.Struct, frozen=True, kw_only=True):
    """The package before: its commit, and the SHA-256 of its manifest where that was given."""

    commit: str
    manifest_sha256: str | None = None


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """All that a package says of itself. ``commit`` is that of the repository with the documents."""

    schema: str
    program: PackedProgram
    project: str
    system: str
    title: str
    state: str
    verdicts: Mapping[str, str]
    qualified_commit: str | None
    commit: str | None
    as_of: date | None
    previous: Previous | None
    repositories: tuple[PackedRepository, ...]
    documents: tuple[PackedDocument, ...]
    files: tuple[PackedFile, ...]


def packed_files(files: Mapping[str, bytes]) -> tuple[PackedFile, ...]:
    """Files as the manifest lists them, sorted by their paths."""
    return tuple(PackedFile(path=path, sha256=digest_of(data), size=len(data)) for path, data in sorted(files.items()))


def read_manifest(data: bytes, where: str) -> Manifest:
    """A manifest as it was written. Raises PackageError for what is none."""
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"{where}: {NAME} cannot be read: {error}"
        raise PackageError(message) from error
    if manifest.schema != SCHEMA:
        message = f"{where}: {NAME} has schema {manifest.schema[:_LONGEST]!r}, and not {SCHEMA}"
        raise PackageError(message)
    return manifest


_LONGEST = 60


def differences(manifest: Manifest, found: Iterable[PackageEntry]) -> Iterator[str]:
    """What is not as the manifest says, file by file in the order of their paths: removed, changed, added."""
    there = {file.path: file for file in found if file.path != NAME}
    stated = {file.path: file for file in manifest.files}
    for path in sorted(there.keys() | stated.keys()):
        if path not in there:
            yield f"{path} was removed"
        elif path not in stated:
            yield f"{path} was added"
        elif there[path].sha256 != stated[path].sha256:
            how = "is no plain file any more" if there[path].sha256 is None else "was changed"
            yield f"{path} {how}"
