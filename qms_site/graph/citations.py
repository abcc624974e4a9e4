"""Where the commit hashes of documents lead: to a commit of a repository, to one that only a pointer tells of, or nowhere known."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

import msgspec

from qms_site.graph.code_references import DocumentCode
from qms_site.graph.repositories import FoundCommit, Meaning, Repositories
from qms_site.markdown.regions import RegionKind
from qms_site.records.citations import REGIONS_BY_STRENGTH, CitedHash
from qms_site.records.documents import Document
from qms_site.records.files import DocumentFile
from qms_site.text import natural_key


class CitationStatus(StrEnum):
    """Whether a citation arrives, in one word."""

    RESOLVED = "resolved"
    """A repository that is there has such a commit."""
    POINTER = "pointer"
    """A submodule was held at it; its repository is not there, or has lost the commit."""
    UNKNOWN = "unknown"
    """No repository that is there has it."""


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """A commit hash of a document, once, with the commit that it leads to."""

    document: str
    token: str
    region: RegionKind
    status: CitationStatus
    repository: str | None = None
    """Name of the repository; None where it is not known."""
    key: str | None = None
    """The snapshot's name of it, where its clone is there and is not this one."""
    commit: str | None = None
    """In full."""
    candidates: tuple[str, ...] = ()
    """Repositories that have such a commit, where the text does not tell which is meant."""
    crowded: tuple[str, ...] = ()
    """Repositories in which several commits begin so, where no other has one."""
    is_nowhere: bool = False
    """Whether no repository that could have it is missing."""
    path: str
    line: int
    called_line: int
    """Where it is first called a commit, if it is anywhere."""

    @property
    def is_missing(self) -> bool:
        """Whether it may be in a repository that is not there, or not as a whole."""
        return self.status is CitationStatus.UNKNOWN and not self.is_nowhere and not self.crowded


def resolve_citations(
    documents: Iterable[Document],
    repositories: Repositories,
    code: Iterable[DocumentCode],
) -> tuple[Citation, ...]:
    """Every citation of the current texts, sorted by document and place.

    ``code`` are the code references: what holds tells which repository its commit is of. A token that resolves nowhere is a
    citation only where the text calls it a commit.
    """
    settled = {
        (reference.document, reference.found.code.commit): reference.found.repository
        for reference in code
        if reference.found.repository
    }
    written = [(document.id, file, cited) for document in documents for file, cited in _cited(document)]
    meanings = repositories.find(cited.token for _, _, cited in written)
    called = {cited.token for _, _, cited in written if cited.is_called}
    written = [(id_, file, _recall(cited, called)) for id_, file, cited in written]
    found = (
        _citation(repositories, id_, file, cited, meanings[cited.token], settled.get((id_, cited.token)))
        for id_, file, cited in written
    )
    return tuple(
        sorted(filter(None, found), key=lambda one: (natural_key(one.document), one.path, one.line, one.token))
    )


def _cited(document: Document) -> Iterator[tuple[DocumentFile, CitedHash]]:
    """Each token of a document once: the text comes before its draft, and says where it stands."""
    found: dict[str, tuple[DocumentFile, CitedHash]] = {}
    for file in document.current_files:
        for cited in file.contents.hashes:
            held = found.get(cited.token)
            found[cited.token] = (held[0], _join(held[1], cited)) if held else (file, cited)
    yield from found.values()


def _join(held: CitedHash, more: CitedHash) -> CitedHash:
    return CitedHash(
        token=held.token,
        region=min(held.region, more.region, key=REGIONS_BY_STRENGTH.index),
        line=held.line,
        is_called=held.is_called or more.is_called,
        called_line=held.called_line,
        holders=tuple(dict.fromkeys((*held.holders, *more.holders))),
    )


def _recall(cited: CitedHash, called: Collection[str]) -> CitedHash:
    """A token that another document calls a commit is one here too, where it speaks."""
    is_called = cited.is_called or (cited.token in called and cited.region not in _ILLUSTRATING)
    return cited if is_called == cited.is_called else msgspec.structs.replace(cited, is_called=True)


_ILLUSTRATING = frozenset({RegionKind.COMMENT, RegionKind.FENCE})


def _citation(
    repositories: Repositories, id_: str, file: DocumentFile, cited: CitedHash, meaning: Meaning, settled: str | None
) -> Citation | None:
    holder = next(filter(None, map(repositories.named, cited.holders)), None)
    here = Citation(
        document=id_,
        token=cited.token,
        region=cited.region,
        status=CitationStatus.UNKNOWN,
        path=file.path,
        line=cited.line,
        called_line=cited.called_line,
    )
    if meaning.found:
        preferred = (holder.name if holder else None, settled)
        chosen, candidates = _choose(repositories, meaning.found, preferred, file, cited)
        return msgspec.structs.replace(
            here,
            status=CitationStatus.POINTER if chosen.is_pointer else CitationStatus.RESOLVED,
            repository=chosen.name,
            key=chosen.key,
            commit=chosen.commit,
            candidates=candidates,
        )
    if not (cited.is_called or holder or settled):
        return None
    is_complete = not (holder.can_hide if holder else repositories.hiding)
    return msgspec.structs.replace(
        here,
        repository=holder.name if holder else meaning.crowded[0] if len(meaning.crowded) == 1 else None,
        crowded=meaning.crowded,
        is_nowhere=is_complete and not meaning.crowded,
    )


def _choose(
    repositories: Repositories,
    found: Sequence[FoundCommit],
    preferred: tuple[str | None, ...],
    file: DocumentFile,
    cited: CitedHash,
) -> tuple[FoundCommit, tuple[str, ...]]:
    """The commit that is meant, and all repositories that may be meant where nothing tells which: then the first counts.

    Clones that are there come before what only pointers tell. One commit that several repositories share is not doubtful.
    """
    by_name = {one.name: one for one in reversed(found)}
    if len(found) == 1:
        return found[0], ()
    told = next((by_name[name] for name in preferred if name in by_name), None) or _named_before(
        repositories, by_name, file, cited
    )
    if told or len({one.commit for one in found}) == 1:
        return told or found[0], ()
    return found[0], tuple(sorted(by_name))


def _named_before(
    repositories: Repositories, by_name: Mapping[str, FoundCommit], file: DocumentFile, cited: CitedHash
) -> FoundCommit | None:
    """The one whose repository is named last before the token, in its line or the lines of text right above it."""
    for text in _lines_before(file, cited):
        places = {
            max((match.end() for match in _calls(name, repositories).finditer(text)), default=-1): one
            for name, one in by_name.items()
        }
        if max(places) >= 0:
            return places[max(places)]
    return None


def _calls(name: str, repositories: Repositories) -> re.Pattern[str]:
    repository = repositories.by_name(name)
    names = sorted(repository.names if repository else {name}, key=lambda one: (-len(one), one))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")


def _lines_before(file: DocumentFile, cited: CitedHash) -> Iterator[str]:
    """The line up to the token, the whole of the line, and the paragraph above it, the nearest first; all of bounded length."""
    lines = _lines_of(file.body)
    place = cited.line - file.body_line
    if not 0 <= place < len(lines):
        return
    line = lines[place][:_LONGEST_LINE]
    before, token, _ = line.partition(cited.token)
    yield before if token else line
    yield line
    above = [*lines[max(0, place - _MOST_LINES) : place]]
    while above and not above[-1].strip():
        above.pop()
    paragraph: list[str] = []
    while above and above[-1].strip():
        paragraph.insert(0, above.pop()[:_LONGEST_LINE])
    yield "\n".join(paragraph)


@lru_cache(maxsize=8)
def _lines_of(body: str) -> Sequence[str]:
    # A document may have thousands of hashes that several repositories share.
    return body.split("\n")


_LONGEST_LINE, _MOST_LINES = 4000, 40
