"""Whether what code references name is there at their commits, and whether it has changed on production since."""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from qms_site.graph.repositories import FoundCommit, KnownRepository, Meaning, Repositories
from qms_site.markdown.regions import RegionKind
from qms_site.records.code_references import WrittenCode
from qms_site.records.documents import Document
from qms_site.records.testcode.defined import find_definition
from qms_site.records.testcode.lines import decode
from qms_site.sources.snapshot import TreeEntry
from qms_site.text import count_of, natural_key, printable

MOST_LINES = 40
"""Lines that an excerpt shows."""
_LONGEST_LINE = 300
_AROUND = 12  # lines that are shown of a definition whose end cannot be told


class CodeStatus(StrEnum):
    """Whether a code reference holds, in one word."""

    HOLDS = "holds"
    NO_COMMIT = "no-commit"
    NO_PATH = "no-path"
    NO_LINES = "no-lines"
    NO_NAME = "no-name"
    UNKNOWN = "unknown"


CODE_STATUSES_EXPLAINED: Mapping[CodeStatus, str] = {
    CodeStatus.HOLDS: "All that it names was there at its commit.",
    CodeStatus.NO_COMMIT: "No repository has such a commit.",
    CodeStatus.NO_PATH: "There was no such file or folder at its commit.",
    CodeStatus.NO_LINES: "The file had no such lines at its commit.",
    CodeStatus.NO_NAME: "The file defined nothing under that name at its commit.",
    CodeStatus.UNKNOWN: "It could not be looked at: a repository is missing, the file is too large, or another file defines it.",
}
"""What each status means, in a sentence."""


class Since(StrEnum):
    """What became of a file on production after the commit that a reference names."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


class Excerpt(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of a file as they were at a commit; ``left_out`` are those that follow and are not shown."""

    first: int
    lines: tuple[str, ...]
    left_out: int = 0


class ResolvedCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code reference with what became of it."""

    code: WrittenCode
    status: CodeStatus
    repository: str | None = None
    """Name of the repository."""
    key: str | None = None
    """The snapshot's name of it; None for this one, or where it is not known."""
    commit: str | None = None
    """In full."""
    path: str | None = None
    """In the repository; empty for the repository as a whole."""
    object: str | None = None
    """Hash of what lies at the path."""
    is_folder: bool = False
    since: Since | None = None
    first: int | None = None
    last: int | None = None
    """The lines meant, also those of what is named."""
    excerpt: Excerpt | None = None
    reason: str | None = None
    """Why it is unknown."""


class DocumentCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code reference at its first place in a document."""

    document: str
    path: str
    line: int
    region: RegionKind
    found: ResolvedCode


def resolve_code_references(documents: Iterable[Document], repositories: Repositories) -> tuple[DocumentCode, ...]:
    """The code references of the current texts, sorted by document and place.

    A bare word before a hash is one only where it is the name of a repository, or of something that is there. What stands
    in a comment or a fence illustrates: it is one only if it holds.
    """
    written = [
        (document.id, file.path, reference)
        for document in documents
        for file in document.current_files
        for reference in file.contents.code_references
    ]
    found = resolve_code((reference.code for _, _, reference in written), repositories)
    first: dict[tuple[str, str], DocumentCode] = {}
    for id_, path, reference in written:
        resolved = found[reference.code.written]
        is_speaking = reference.region not in _ILLUSTRATING and (
            reference.code.is_certain or _is_repository(reference.code, repositories)
        )
        if is_speaking or resolved.status is CodeStatus.HOLDS:
            place = DocumentCode(document=id_, path=path, line=reference.line, region=reference.region, found=resolved)
            first.setdefault((id_, reference.code.written), place)
    return tuple(
        sorted(first.values(), key=lambda one: (natural_key(one.document), one.path, one.line, one.found.code.written))
    )


def resolve_code(codes: Iterable[WrittenCode], repositories: Repositories) -> Mapping[str, ResolvedCode]:
    """What became of each code reference, by how it is written; a few questions to each repository for all of them."""
    by_written = {code.written: code for code in codes}
    meanings = repositories.find(code.commit for code in by_written.values())
    places = {
        written: tuple(_places(code, meanings[code.commit], repositories)) for written, code in by_written.items()
    }
    objects = _Objects(repositories, {place for each in places.values() for place in each})
    chosen = {
        written: min(each, key=lambda place: objects.at(place) is None) for written, each in places.items() if each
    }
    contents = _contents(
        repositories,
        [(place, objects.at(place)) for written, place in chosen.items() if by_written[written].names_more],
    )
    return {
        written: _judge(code, chosen[written], objects, contents)
        if written in chosen
        and not (objects.at(chosen[written]) is None and _is_of_another(code, chosen[written], repositories))
        else _lost(code, meanings[code.commit], repositories)
        for written, code in by_written.items()
    }


_ILLUSTRATING = frozenset({RegionKind.COMMENT, RegionKind.FENCE})


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a reference may lead: a path in a repository at a commit in full."""

    name: str
    key: str | None
    commit: str
    path: str
    tip: str | None


def _is_repository(code: WrittenCode, repositories: Repositories) -> bool:
    return not code.names_more and repositories.named(code.path) is not None


def _is_of_another(code: WrittenCode, place: _Place, repositories: Repositories) -> bool:
    """Whether a reference names another repository than the one in which its commit was found."""
    named = _named(code, repositories)
    return named is not None and named.key != place.key and (named.can_hide or _is_repository(code, repositories))


def _named(code: WrittenCode, repositories: Repositories) -> KnownRepository | None:
    """The repository that a reference is to, or whose folder its path begins with."""
    return repositories.named(code.path) or repositories.named(code.path.partition("/")[0])


def _places(code: WrittenCode, meaning: Meaning, repositories: Repositories) -> Iterator[_Place]:
    """Every place that a reference may mean, the likeliest first: one whose repository the path begins with."""
    ranked = [(*_ranked(code, found, repositories), found) for found in meaning.found if not found.is_pointer]
    for _, paths, found in sorted(ranked, key=lambda entry: entry[0]):
        repository = repositories.by_name(found.name)
        tip = repository.tip if repository else None
        yield from (_Place(name=found.name, key=found.key, commit=found.commit, path=path, tip=tip) for path in paths)


def _ranked(code: WrittenCode, found: FoundCommit, repositories: Repositories) -> tuple[int, tuple[str, ...]]:
    repository = repositories.by_name(found.name)
    below = _below(code.path, repository) if repository else None
    if below is None:
        return 1, (code.path,)
    return 0, (below, code.path)


def _below(path: str, repository: KnownRepository) -> str | None:
    """The path within a repository, where it begins with its folder or one of its names."""
    for name in sorted(repository.names, key=lambda one: (-len(one), one)):
        if path == name:
            return ""
        if path.startswith(f"{name}/"):
            return path.removeprefix(f"{name}/")
    return None


class _Objects:
    """What lies at places and, under the same paths, on production; read in one go for each repository."""

    def __init__(self, repositories: Repositories, places: Iterable[_Place]) -> None:
        folders: dict[str | None, dict[tuple[str, str], None]] = defaultdict(dict)
        for place in sorted(places, key=lambda one: (one.name, one.commit, one.path)):
            for commit in filter(None, (place.commit, place.tip)):
                folders[place.key] |= {(commit, posixpath.dirname(place.path)): None, (commit, ""): None}
        self._folders = {
            (key, *asked): found
            for key, wanted in folders.items()
            for asked, found in zip(wanted, repositories.code.list_folders(key, [*wanted]), strict=True)
        }

    def at(self, place: _Place) -> TreeEntry | None:
        """What lies at a place."""
        return self._at(place, place.commit)

    def since(self, place: _Place) -> Since | None:
        """What became of it; None where production is not known."""
        entry = self.at(place)
        if entry is None or place.tip is None or self._folders.get((place.key, place.tip, "")) is None:
            return None
        now = self._at(place, place.tip)
        return Since.GONE if now is None else Since.SAME if now.object == entry.object else Since.CHANGED

    def _at(self, place: _Place, commit: str) -> TreeEntry | None:
        if not place.path:
            return TreeEntry(object=commit, is_folder=True)
        folder = self._folders.get((place.key, commit, posixpath.dirname(place.path)))
        return folder.get(posixpath.basename(place.path)) if folder is not None else None


def _contents(
    repositories: Repositories, wanted: Sequence[tuple[_Place, TreeEntry | None]]
) -> Mapping[tuple[str | None, str], bytes]:
    """Contents of files by repository and hash, without those that are too large."""
    names: dict[str | None, set[str]] = defaultdict(set)
    for place, entry in wanted:
        if entry and not entry.is_folder:
            names[place.key].add(entry.object)
    return {
        (key, name): data
        for key, objects in names.items()
        for name, data in repositories.code.read_objects(key, objects)
    }


def _judge(
    code: WrittenCode, place: _Place, objects: _Objects, contents: Mapping[tuple[str | None, str], bytes]
) -> ResolvedCode:
    entry = objects.at(place)
    here = ResolvedCode(
        code=code,
        status=CodeStatus.NO_PATH,
        repository=place.name,
        key=place.key,
        commit=place.commit,
        path=place.path,
        object=entry.object if entry else None,
        is_folder=entry is not None and entry.is_folder,
    )
    if entry is None:
        return here
    held = msgspec.structs.replace(here, status=CodeStatus.HOLDS, since=objects.since(place) if place.path else None)
    if not code.names_more:
        return held
    if entry.is_folder:
        return msgspec.structs.replace(held, status=_LACKING[code.name is not None])
    data = contents.get((place.key, entry.object))
    if data is None:
        return msgspec.structs.replace(
            held, status=CodeStatus.UNKNOWN, reason=f"what lies at {place.path} is too large to be read, or is no file"
        )
    return _judge_text(held, place.path, data)


_LACKING = {True: CodeStatus.NO_NAME, False: CodeStatus.NO_LINES}


def _judge_text(held: ResolvedCode, path: str, data: bytes) -> ResolvedCode:
    """Whether a file has the lines, or defines the name; with the lines themselves."""
    code = held.code
    text = decode(data)
    lines = text.split("\n")
    count = len(lines) - (not lines[-1])
    first, last = code.first, code.last
    shown: int | None = None
    if code.name is not None:
        defined = find_definition(path, data, code.name)
        if defined is None:
            return msgspec.structs.replace(held, status=CodeStatus.NO_NAME)
        if defined.is_open:
            reason = f"the class itself does not define {code.name}, and may have it from another file"
            return msgspec.structs.replace(held, status=CodeStatus.UNKNOWN, reason=reason)
        if first is None:
            first, last = defined.first, defined.last
            shown = last or min(count, first + _AROUND - 1)
    if first is not None and not 1 <= first <= (last or first) <= count:
        is_range = 1 <= first <= (last or first)
        reason = f"the file had {count_of(count, 'line')} then" if is_range else "lines count upwards from 1"
        return msgspec.structs.replace(held, status=CodeStatus.NO_LINES, reason=reason)
    end = shown or last or first or 0
    return msgspec.structs.replace(
        held, first=first, last=last, excerpt=_excerpt(lines, first or 1, end) if b"\0" not in data else None
    )


def _excerpt(lines: Sequence[str], first: int, last: int) -> Excerpt:
    """Lines as a reader may see them: signs that would reorder or hide others are spelled out."""
    end = min(last, first + MOST_LINES - 1)
    shown = (line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}\u2026" for line in lines[first - 1 : end])
    return Excerpt(first=first, lines=tuple(map(printable, shown)), left_out=last - end)


def _lost(code: WrittenCode, meaning: Meaning, repositories: Repositories) -> ResolvedCode:
    """A reference whose commit is in no clone, or not in the one that it names."""
    named = _named(code, repositories)
    pointed = next((found for found in meaning.found if found.is_pointer), None)
    unknown = ResolvedCode(
        code=code,
        status=CodeStatus.UNKNOWN,
        repository=pointed.name if pointed else named.name if named else None,
        commit=pointed.commit if pointed else None,
    )
    hiding = (pointed.name,) if pointed else (named.name,) if named and named.can_hide else repositories.hiding
    if meaning.crowded and not pointed:
        return msgspec.structs.replace(
            unknown, reason=f"several commits of {', '.join(meaning.crowded)} begin with {code.commit}"
        )
    if pointed or (named.can_hide if named else repositories.hiding):
        return msgspec.structs.replace(unknown, reason=f"not available here, or not as a whole: {', '.join(hiding)}")
    return ResolvedCode(code=code, status=CodeStatus.NO_COMMIT, repository=named.name if named else None)
