"""Facts of commits and code that documents name: citations and code references. See `facts` for the contract."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from qms_site.project import Project


class CitationFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A commit hash of a document: one for each document and token, at its first line, in the strongest of its regions.

    ``pointer``: a submodule was held at the commit, and no clone that is there has it. ``unknown``: no repository that is there
    has it; ``repository`` is then null, unless the text names it. ``candidates`` are repositories that have such a commit each,
    where the text does not tell which is meant; ``repository`` is then the first of them.
    """

    document: str
    token: str
    region: Literal["text", "code", "comment", "fence", "front-matter"]
    repository: str | None
    commit: str | None
    status: Literal["resolved", "pointer", "unknown"]
    candidates: tuple[str, ...]
    path: str
    line: int


class CodeReferenceFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Code at a commit that a document names, as ``src/pump.py:10-20 @ 1e0d63f``; ``path`` and ``line`` are its place in it.

    ``file`` is a path in the repository, empty for the repository as a whole; ``from_line`` and ``to_line`` are the lines named,
    ``name`` the test, function or class. ``since`` is what became of the file on production after the commit; null where there
    is no such file, or production is not known.
    """

    document: str
    written: str
    file: str
    from_line: int | None
    to_line: int | None
    name: str | None
    repository: str | None
    commit: str | None
    status: Literal["holds", "no-commit", "no-path", "no-lines", "no-name", "unknown"]
    since: Literal["same", "changed", "gone"] | None
    path: str
    line: int


def citation_facts(project: Project) -> Iterator[CitationFacts]:
    """Every citation, by document and place."""
    for citation in project.citations:
        yield CitationFacts(
            document=citation.document,
            token=citation.token,
            region=citation.region.value,
            repository=citation.repository,
            commit=citation.commit,
            status=citation.status.value,
            candidates=citation.candidates,
            path=citation.path,
            line=citation.line,
        )


def code_reference_facts(project: Project) -> Iterator[CodeReferenceFacts]:
    """Every code reference, by document and place."""
    for reference in project.code_references:
        found = reference.found
        yield CodeReferenceFacts(
            document=reference.document,
            written=found.code.written,
            file=found.code.path if found.path is None else found.path,
            from_line=found.code.first,
            to_line=found.code.last,
            name=found.code.name,
            repository=found.repository,
            commit=found.commit,
            status=found.status.value,
            since=found.since.value if found.since else None,
            path=reference.path,
            line=reference.line,
        )
