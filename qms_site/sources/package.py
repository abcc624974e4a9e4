"""A folder that holds an evidence package: the digest of each of its files. Nothing is followed out of it."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from qms_site.errors import SourceError

_LARGEST_MANIFEST = 64 * 1024 * 1024


class PackageEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What lies at a path, relative to the folder with ``/``; no digest for a link, and for what is neither file nor folder."""

    path: str
    sha256: str | None
    size: int


def is_free_folder(folder: Path) -> bool:
    """Whether a package may be written there: there is nothing, or an empty folder, and no link to one."""
    if folder.is_symlink():
        return False
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def read_package(folder: Path) -> tuple[PackageEntry, ...]:
    """All that lies in a folder but for folders, by path. Raises SourceError for what cannot be read."""
    try:
        return tuple(sorted(_walk(folder), key=lambda entry: entry.path))
    except OSError as error:
        message = f"{folder} cannot be read: {error.strerror}"
        raise SourceError(message) from error


def read_package_file(folder: Path, name: str) -> bytes | None:
    """The bytes of a file right in the folder; None where there is none, or only a link."""
    place = folder / name
    try:
        if place.is_symlink() or not place.is_file():
            return None
        with place.open("rb") as file:
            return file.read(_LARGEST_MANIFEST)
    except OSError as error:
        message = f"{place} cannot be read: {error.strerror}"
        raise SourceError(message) from error


def _walk(root: Path) -> Iterator[PackageEntry]:
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                elif entry.is_file(follow_symlinks=False):
                    yield _digested(root / path, path)
                else:
                    yield PackageEntry(path=path, sha256=None, size=0)


def _digested(place: Path, path: str) -> PackageEntry:
    with place.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return PackageEntry(path=path, sha256=digest, size=file.tell())
