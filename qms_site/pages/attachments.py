"""Files that documents show or offer, and that are published beside them: images and attachments under the documents root."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException, ElementTree

from qms_site.graph.destinations import DestinationKind, find_destination, folders_of
from qms_site.paths import is_inside
from qms_site.project import Project

_PUBLISHED = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".pdf", ".csv", ".txt", ".xlsx", ".docx"})
# What would run, or load something, in the site's own origin when a drawing is opened by itself.
_ACTIVE_ELEMENTS = frozenset({"script", "foreignobject", "iframe", "object", "embed", "a", "handler", "listener"})
_OWN_TARGET = re.compile(r"#|data:image/(?:png|jpe?g|gif|webp);")
_INSTRUCTION = re.compile(rb"<\?(?!xml\s)")


def is_attachment(path: str, documents_root: str) -> bool:
    """Whether a file may be published: it lies under the documents root, in no hidden folder, and is of a passive kind."""
    place = PurePosixPath(path)
    return (
        is_inside(path, documents_root)
        and place.suffix.lower() in _PUBLISHED
        and not any(part.startswith(".") for part in place.parts)
    )


def read_attachments(project: Project) -> Mapping[str, bytes]:
    """The attachments that some document or page links to, by path, without those that must not be published."""
    linked = sorted({path for path in _linked_files(project) if is_attachment(path, project.documents_root)})
    read = ((path, read_attachment(project, path)) for path in linked)
    return {path: data for path, data in read if data is not None}


def read_attachment(project: Project, path: str) -> bytes | None:
    """Bytes to publish; None where the file cannot be read, or is a drawing with active content."""
    try:
        data = project.read_asset(path)
    except OSError:
        return None
    return None if path.lower().endswith(".svg") and not _is_passive_drawing(data) else data


def _is_passive_drawing(data: bytes) -> bool:
    """Whether an SVG only draws. What cannot be read as XML, or declares entities, counts as active."""
    if _INSTRUCTION.search(data):
        return False
    try:
        root = ElementTree.fromstring(data, forbid_dtd=False)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError):
        return False
    return all(_is_passive_element(element) for element in root.iter())


def _is_passive_element(element: Element) -> bool:
    if _local(element.tag) in _ACTIVE_ELEMENTS or "@import" in (element.text or ""):
        return False
    names = {_local(name): value for name, value in element.attrib.items()}
    is_animated_link = _local(names.get("attributename", "").rpartition(":")[2]) == "href"
    return (
        not is_animated_link
        and not any(name.startswith("on") for name in names)
        and ("href" not in names or _OWN_TARGET.match(names["href"].strip()) is not None)
    )


def _local(name: object) -> str:
    """Name without its namespace, in lower case; comments have none."""
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""


def _linked_files(project: Project) -> Iterator[str]:
    folders = folders_of(project.paths)
    for file, _ in project.current_files():
        for link in file.links:
            end = find_destination(link.target, file.path, project.paths, folders)
            if end.kind is DestinationKind.FILE:
                yield end.path
