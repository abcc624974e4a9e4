"""Where the engine's pages stand among the host's own files."""

import posixpath
from collections.abc import Iterable
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from pathspec.gitignore import GitIgnoreSpec

from qms_site.markdown.options import Heading
from qms_site.pages.site import Page, PageKind
from qms_site.paths import path_below
from qms_site.project import Project
from qms_site.sources.history import is_ignored
from qms_site.sources.place import Place

_INDEX_NAMES = ("index.md", "README.md")
# What a browser runs when it is opened by itself; from the documents root only what mkdocs.yml names is published.
_ACTIVE_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xml", ".js", ".mjs", ".svg"})


def documents_in_docs(config: MkDocsConfig, place: Place, documents_root: str) -> str | None:
    """Path of the documents root below the host's docs folder (``.`` if they are one), None if it lies elsewhere."""
    documents = (place.root / documents_root).resolve()
    docs = Path(config.docs_dir).resolve()
    return documents.relative_to(docs).as_posix() if documents.is_relative_to(docs) else None


def leave_out_documents(config: MkDocsConfig, below_docs: str) -> None:
    """Tell the host that the Markdown of the documents root is not its own, before it warns of what it cannot place."""
    base = "" if below_docs == "." else f"/{below_docs}"
    ours = GitIgnoreSpec.from_lines([f"{base}/**/*.md", f"{base}/**/*.markdown"])
    config.exclude_docs = config.exclude_docs + ours if config.exclude_docs else ours


def host_name(page: Page, documents_root: str, below_docs: str | None) -> str:
    """The name under which the host's own pages link to a page: its file's, where that lies in the docs folder."""
    shows_file = page.file is not None and page.kind in (PageKind.DOCUMENT, PageKind.DRAFT, PageKind.OTHER)
    if page.file is None or not shows_file or below_docs is None:
        return page.uri
    return posixpath.normpath(posixpath.join(below_docs, path_below(page.file.path, documents_root)))


def is_below(file: File, documents: Path) -> bool:
    """Whether a file of the docs folder lies under the documents root."""
    return file.abs_src_path is not None and _own_path(file).is_relative_to(documents)


def host_urls(files: Iterable[File], root: Path, documents: Path) -> dict[str, str]:
    """URLs of what the host publishes by itself, by path in the repository."""
    return {
        own.relative_to(root).as_posix(): file.url
        for file in files
        if file.abs_src_path is not None and not is_below(file, documents)
        if (own := _own_path(file)).is_relative_to(root)
    }


def is_replaced(file: File, config: MkDocsConfig, published: frozenset[Path]) -> bool:
    """Whether a file under the documents root is not the host's: the engine publishes it, or it must not be published."""
    own = _own_path(file)
    is_named = file.src_uri in {*config.extra_css, *map(str, config.extra_javascript)}
    is_active = own.suffix.lower() in _ACTIVE_SUFFIXES and not is_named
    return file.is_documentation_page() or own.is_symlink() or is_active or own in published


def _own_path(file: File) -> Path:
    """The file itself, if need be the link, and not what a link leads to."""
    place = Path(file.abs_src_path or "")
    return place.parent.resolve() / place.name


def choose_home(files: Iterable[File], project: Project, wanted: str | None) -> str:
    """Place of the overview: where the settings want it, else the site's index, else the first free one below."""
    if wanted:
        return wanted
    taken = {file.src_uri for file in files} | {page.path for page in project.other_files}
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
