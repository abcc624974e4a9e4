"""Code and commits that a document names: links to the hosting site in its text, and the lines themselves below it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from markupsafe import Markup

from qms_site.graph.citations import Citation
from qms_site.graph.code_references import CodeStatus, DocumentCode
from qms_site.markdown.highlighting import highlighted_lines
from qms_site.markdown.options import Mention
from qms_site.pages.hosting import commit_url, file_url
from qms_site.project import Project
from qms_site.records.code_references import find_code_references
from qms_site.settings.model import ProjectSettings, RepositorySettings
from qms_site.views.code import CodeView, build_code_view

MOST_ENTRIES = 200
"""Code references that a page shows."""
MOST_BYTES = 200_000
"""Of all excerpts of a page."""
_MOST_OPEN = 10
_Home = ProjectSettings | RepositorySettings | None
"""What the settings say of a repository, its hosting site among it."""
_SUBJECT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntry:
    """A code reference below a document: where it leads, and the lines as HTML."""

    view: CodeView
    anchor: str
    href: str | None
    commit_href: str | None
    place: int
    """Line of the document's file in which it stands first."""
    lines: tuple[tuple[int, Markup], ...]
    left_out: int
    """Lines that are meant and not shown."""
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCode:
    """What a document names of code and commits."""

    entries: tuple[CodeEntry, ...] = ()
    more: int = 0
    """Code references that are not shown."""
    by_written: Mapping[str, Mention] = field(default_factory=lambda: MappingProxyType({}))
    """Where each code reference leads, by how it is written; places do not count."""
    by_path: Mapping[str, Mention] = field(default_factory=lambda: MappingProxyType({}))
    """The same by the half before the ``@``, where it leads to one place only."""
    by_hash: Mapping[str, Mention] = field(default_factory=lambda: MappingProxyType({}))

    def find_in_text(self, text: str) -> Iterator[Mention]:
        """Code references and hashes in a stretch of text, or of inline code."""
        if self.by_written and "@" in text:
            for mark in find_code_references(text):
                if target := self.by_written.get(mark.code.written):
                    yield _at(target, mark.start, mark.end)
        if self.by_hash:
            for match in _HASH.finditer(text):
                if target := self.by_hash.get(match.group()):
                    yield _at(target, match.start(), match.end())

    def find_in_code(self, text: str) -> Iterator[Mention]:
        """The same, and the path of a code reference whose hash stands in another piece of code."""
        if target := self.by_path.get(text.strip()):
            yield _at(target, 0, len(text))
        yield from self.find_in_text(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeIndex:
    """All code and commits that documents name, by document."""

    project: Project
    references: Mapping[str, tuple[DocumentCode, ...]]
    citations: Mapping[str, tuple[Citation, ...]]

    def named_by(self, document: str, *, shows_lines: bool) -> NamedCode:
        """The code and the commits that a document names; with its lines, to which references without a site lead."""
        references = self.references.get(document, ())
        entries = tuple(_entries(self.project, references, MOST_BYTES if shows_lines else 0))
        by_written = {
            entry.view.written: Mention(start=0, end=0, href=href, title=_title(entry.view))
            for entry in entries
            if (href := entry.href or (f"#{entry.anchor}" if entry.lines else entry.commit_href))
        }
        by_path: dict[str, list[Mention]] = {}
        for written, target in by_written.items():
            by_path.setdefault(written.rpartition(" @ ")[0], []).append(target)
        return NamedCode(
            entries=entries,
            more=max(0, len(references) - len(entries)),
            by_written=by_written,
            by_path={path: targets[0] for path, targets in by_path.items() if len(targets) == 1},
            by_hash=dict(_hashes(self.project, self.citations.get(document, ()))),
        )


def index_code(project: Project) -> CodeIndex:
    """What the documents of a project name."""
    references: dict[str, list[DocumentCode]] = {}
    for reference in project.code_references:
        references.setdefault(reference.document, []).append(reference)
    citations: dict[str, list[Citation]] = {}
    for citation in project.citations:
        citations.setdefault(citation.document, []).append(citation)
    return CodeIndex(
        project=project,
        references={document: tuple(own) for document, own in references.items()},
        citations={document: tuple(own) for document, own in citations.items()},
    )


_HASH = re.compile(r"(?<![\w-])[0-9a-f]{7,40}(?![\w-])")


def _at(target: Mention, start: int, end: int) -> Mention:
    return Mention(start=start, end=end, href=target.href, title=target.title)


def _entries(project: Project, references: Sequence[DocumentCode], left: int) -> Iterator[CodeEntry]:
    opened = 0
    for number, reference in enumerate(references[:MOST_ENTRIES], start=1):
        view = build_code_view(reference.found, project.known_repositories)
        lines = tuple(_lines(view)) if left > 0 else ()
        left -= sum(len(html) for _, html in lines)
        opened += bool(lines)
        home = _home_of(project, view.key, view.repository)
        yield CodeEntry(
            view=view,
            anchor=f"qms-code-{number}",
            href=_address(home, view),
            commit_href=_commit_url(home, view.commit),
            place=reference.line,
            lines=lines,
            left_out=0 if not view.excerpt else view.excerpt.left_out + len(view.excerpt.lines) - len(lines),
            is_open=opened <= _MOST_OPEN,
        )


def _lines(view: CodeView) -> Iterator[tuple[int, Markup]]:
    if view.excerpt:
        shown = highlighted_lines("\n".join(view.excerpt.lines), view.path)
        for number, html in enumerate(shown, start=view.excerpt.first):
            yield number, Markup(html)  # noqa: S704 - the highlighter escapes


def _address(home: _Home, view: CodeView) -> str | None:
    """Where the hosting site shows what is meant: lines, file or folder; the commit for a repository as a whole."""
    if view.object is None or view.status is CodeStatus.NO_PATH:
        return None
    if not view.path:
        return _commit_url(home, view.commit)
    is_found = view.status is CodeStatus.HOLDS and view.first is not None
    lines = (view.first or 1, view.last or view.first or 1) if is_found else None
    kind = home.hosting if home else None
    return file_url(home.url if home else None, view.commit, view.path, lines, kind=kind, is_folder=view.is_folder)


def _commit_url(home: _Home, commit: str | None) -> str | None:
    return commit_url(home.url, commit, home.hosting) if home else None


def _home_of(project: Project, key: str | None, name: str | None) -> _Home:
    """What the settings say of a repository and its hosting site."""
    settings = project.settings
    if name is None or name == settings.project.name:
        return settings.project
    return settings.repositories.get(key or name)


def _title(view: CodeView) -> str:
    return f"{view.label}: {view.explained}" if view.status is not CodeStatus.HOLDS else view.since or "holds"


def _hashes(project: Project, citations: Sequence[Citation]) -> Iterator[tuple[str, Mention]]:
    for citation in citations:
        href = _commit_url(_home_of(project, citation.key, citation.repository), citation.commit)
        if href:
            repository = project.known_repositories.by_name(citation.repository)
            record = repository.commit_by_hash.get(citation.commit or "") if repository else None
            said = f": {record.subject[:_SUBJECT]}" if record else ""
            title = f"commit {(citation.commit or citation.token)[:10]} of {citation.repository}{said}"
            yield citation.token, Mention(start=0, end=0, href=href, title=title)
