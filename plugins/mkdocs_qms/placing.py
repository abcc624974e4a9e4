"""Where the engine's pages stand among the host's own files."""

from collections.abc import Iterable
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.structure.files import File, Files

from qms_site.markdown.options import Heading
from qms_site.pages.attachments import is_attachment
from qms_site.project import Project
from qms_site.sources.history import is_ignored
from qms_site.sources.place import Place

_INDEX_NAMES = ("index.md", "README.md")


def is_replaced(file: File, root: Path, documents_root: str) -> bool:
    """Whether a file of the host's docs folder is a controlled one, which the engine publishes at its own address."""
    if file.abs_src_path is None:
        return False
    try:
        path = Path(file.abs_src_path).resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return False
    inside = documents_root == "." or path.startswith(f"{documents_root}/")
    return inside and (file.is_documentation_page() or is_attachment(path, documents_root))


def choose_home(files: Files, project: Project, wanted: str | None) -> str:
    """Place of the overview: where the settings want it, else the site's index, else the first free one below."""
    if wanted:
        return wanted
    taken = {file.src_uri for file in files} | {page.path for page in project.pages}
    if not any(name in taken for name in _INDEX_NAMES):
        return "index.md"
    root = PurePosixPath(project.documents_root)
    has_index = any((root / name).as_posix() in taken for name in _INDEX_NAMES)
    return "overview.md" if has_index or project.documents_root == "." else (root / "index.md").as_posix()


def ignore_output(place: Place, output: str) -> None:
    """Let the folder of built pages ignore itself, as caches do; what the team's own rules ignore is left alone."""
    if not place.has_git or is_ignored(place.root, output):
        return
    marker = place.root / output / ".gitignore"
    if not marker.exists():
        marker.write_text("# Built pages are no part of the record.\n*\n", encoding="utf-8")


def toc_tokens(headings: Iterable[Heading]) -> list[Any]:
    """Headings as the nested mappings that the host builds its table of contents from."""
    top: list[Any] = []
    open_: list[Any] = []
    for heading in headings:
        token = {
            "level": heading.level,
            "id": heading.id,
            "name": escape(heading.text),  # the host's templates do not escape
            "children": [],
        }
        while open_ and open_[-1]["level"] >= heading.level:
            open_.pop()
        (open_[-1]["children"] if open_ else top).append(token)
        open_.append(token)
    return top
