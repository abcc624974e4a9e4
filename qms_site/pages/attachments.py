"""Files that documents show or offer, and that are published beside them: images and attachments under the documents root."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from qms_site.graph.destinations import DestinationKind, find_destination
from qms_site.project import Project

_PUBLISHED = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".pdf", ".csv", ".txt", ".xlsx", ".docx"})
# What would run in the site's own origin when the drawing is opened by itself.
_ACTIVE_SVG = re.compile(
    rb"<\s*(?:script|foreignObject|iframe|object|embed|a\b|use\b|!ENTITY)|\son\w+\s*=|javascript:|data:text",
    re.IGNORECASE,
)


def is_attachment(path: str, documents_root: str) -> bool:
    """Whether a file may be published: it lies under the documents root, in no hidden folder, and is of a passive kind."""
    place = PurePosixPath(path)
    inside = documents_root == "." or path.startswith(f"{documents_root}/")
    return inside and place.suffix.lower() in _PUBLISHED and not any(part.startswith(".") for part in place.parts)


def attachments_of(project: Project) -> frozenset[str]:
    """Paths of the attachments that some document or page links to."""
    return frozenset(path for path in _linked_files(project) if is_attachment(path, project.documents_root))


def read_attachment(project: Project, path: str) -> bytes | None:
    """Bytes to publish; None where the file cannot be read, or is a drawing with active content."""
    try:
        data = project.read_asset(path)
    except OSError:
        return None
    return None if path.lower().endswith(".svg") and _ACTIVE_SVG.search(data) else data


def _linked_files(project: Project) -> Iterator[str]:
    files = [file for document in project.documents for file in document.current_files]
    for file in (*files, *project.pages):
        for link in file.links:
            end = find_destination(link.target, file.path, project.paths, frozenset())
            if end.kind is DestinationKind.FILE:
                yield end.path
