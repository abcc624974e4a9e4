"""Where a link in a document leads: path arithmetic over the paths of the revision, no disk."""

import posixpath
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from qms_site.text import composed, decomposed

_SCHEME = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]+:|//)")


class DestinationKind(StrEnum):
    """What a link leads to: another site, a place in this page, a file or folder of the repository, or nothing."""

    EXTERNAL = "external"
    ANCHOR = "anchor"
    FILE = "file"
    FOLDER = "folder"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """The end of a link: for a file or folder its path from the repository's root, and the fragment without ``#``."""

    kind: DestinationKind
    path: str = ""
    fragment: str = ""


def find_destination(target: str, source: str, paths: AbstractSet[str], folders: AbstractSet[str]) -> Destination:
    """Where ``target`` leads, written in the file ``source``. A leading ``/`` means the repository's root, as at hosting sites."""
    if _SCHEME.match(target):
        return Destination(kind=DestinationKind.EXTERNAL)
    fragment = unquote(target.partition("#")[2])
    path = find_path(target, source)
    if path is None:
        return Destination(kind=DestinationKind.ANCHOR, fragment=fragment)
    path = _as_spelled(path, paths, folders)
    if path in paths:
        return Destination(kind=DestinationKind.FILE, path=path, fragment=fragment)
    if path == "." or path in folders:
        return Destination(kind=DestinationKind.FOLDER, path=path, fragment=fragment)
    return Destination(kind=DestinationKind.MISSING, path=path, fragment=fragment)


def find_path(target: str, source: str) -> str | None:
    """Path that a link names, from the repository's root; None for other sites and for anchors of the page itself."""
    written = unquote(target.partition("#")[0].partition("?")[0]).replace("\\", "/")
    if not written or _SCHEME.match(target):
        return None
    base = "" if written.startswith("/") else posixpath.dirname(source)
    return posixpath.normpath(posixpath.join(base, written if base else written.lstrip("/")))


def _as_spelled(path: str, paths: AbstractSet[str], folders: AbstractSet[str]) -> str:
    """The path as the repository writes it: a letter with a mark is one character or two, and both look the same."""
    if path.isascii() or path in paths:
        return path
    found = ""
    for part in path.split("/"):
        places = (posixpath.join(found, form) for form in (part, composed(part), decomposed(part)))
        found = next((place for place in places if place in paths or place in folders), "")
        if not found:
            return path
    return found


def folders_of(paths: AbstractSet[str]) -> frozenset[str]:
    """Every folder that holds one of these paths, however deep."""
    found: set[str] = set()
    for path in paths:
        folder = posixpath.dirname(path)
        while folder and folder not in found:
            found.add(folder)
            folder = posixpath.dirname(folder)
    return frozenset(found)
