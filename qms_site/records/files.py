"""One Markdown file of the documents root, as written: front matter, heading, ids mentioned, links."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from pathlib import PurePosixPath

import msgspec
from markdown_it.token import Token

from qms_site.markdown.decoding import DecodedText, decode_text
from qms_site.markdown.frontmatter import FrontMatter, FrontValue, front_texts, read_front_matter
from qms_site.markdown.nesting import MAX_NESTING, TOO_DEEP
from qms_site.markdown.outline import Heading, iter_headings
from qms_site.markdown.parsing import parse_body
from qms_site.markdown.regions import (
    Link,
    Region,
    RegionKind,
    first_heading,
    iter_links,
    iter_region_runs,
)
from qms_site.markdown.unclosed import unclosed_comments, unclosed_fence
from qms_site.records.contents import ContentReader, Contents
from qms_site.records.ids import DocumentId, IdScheme
from qms_site.records.placeholders import Placeholder, find_placeholders
from qms_site.text import digest_of

_ARCHIVED = re.compile(r"(?P<id>.+)-v(?P<version>\d+(?:\.\d+)*)")
_DRAFT = re.compile(r"(?P<id>.+)-draft", re.IGNORECASE)
_ID_KEYS = ("id", "doc_id", "document_id", "document_number", "doc_number", "doc_no", "number")
_TYPE_KEYS = ("type", "doc_type", "document_type")
STATUS_KEYS = ("status", "state", "document_status", "doc_status")
"""Front matter keys under which a text states its status; the first that is filled in counts."""
VERSION_KEYS = ("version", "revision", "rev", "document_version", "doc_version", "document_revision")
"""Front matter keys under which a text states its version; the first that is filled in counts."""
_STATE_KEYS = frozenset({*STATUS_KEYS, *VERSION_KEYS})


_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


_NO_CONTENTS = Contents()


class FileRole(StrEnum):
    """What a file is to its document."""

    CURRENT = "current"
    DRAFT = "draft"
    ARCHIVED = "archived"


class Mention(msgspec.Struct, frozen=True):
    """An id written in a document: where, in which region, and how often on that line's stretch of text."""

    target: str
    region: RegionKind
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProblem:
    """Something that kept a file from being read as it was meant; ``line`` is None for the whole file."""

    kind: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFile:
    """A Markdown file. ``id`` is None for a page that is no controlled document; ``version`` is an archived file's own.

    ``left_out`` is None, or why the text was not read: then only the name speaks, and there is no ``digest``.
    """

    path: str
    role: FileRole
    id: DocumentId | None
    version: str | None
    fields: Mapping[str, FrontValue]
    """Front matter under normalised keys: lower case, words joined by ``_``."""
    field_lines: Mapping[str, int]
    heading: str | None
    heading_line: int | None
    body: str
    body_line: int
    digest: str | None
    mentions: tuple[Mention, ...] = ()
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    contents: Contents = _NO_CONTENTS
    problems: tuple[FileProblem, ...] = ()
    left_out: str | None = None

    def field(self, *keys: str) -> str | None:
        """The first of these front matter values that is a single text, or a list of one; YAML's words for nothing are none."""
        values = (
            value[0] if isinstance(value, tuple) and len(value) == 1 else value for value in map(self.fields.get, keys)
        )
        return next((value for value in values if isinstance(value, str) and value.strip() not in _NOTHING), None)


def read_document_file(
    path: str,
    data: bytes,
    scheme: IdScheme,
    *,
    is_archived: bool = False,
    reads_body: bool = True,
    read_contents: ContentReader | None = None,
) -> DocumentFile:
    """Everything that one file says; with ``reads_body=False`` only what its front matter and its name say. Never raises.

    The headings of a template are always read: other documents are held to those of its former versions. ``read_contents``
    reads what stands in the body of a controlled document.
    """
    decoded = decode_text(data)
    matter = read_front_matter(decoded.text)
    fields = {normalise_key(key): value for key, value in matter.fields.items()}
    stem = PurePosixPath(path).stem
    archived, draft = _ARCHIVED.fullmatch(stem) if is_archived else None, _DRAFT.fullmatch(stem)
    named = (archived or draft or {"id": stem})["id"]
    tokens = parse_body(matter.body) if reads_body or _is_template(named, scheme) else []
    heading = first_heading(tokens)
    headings = tuple(iter_headings(tokens, first_line=matter.body_line))
    runs = tuple(iter_region_runs(tokens, first_line=matter.body_line)) if reads_body else ()
    id_ = _identify(fields, named, heading[0] if heading else None, scheme)
    return DocumentFile(
        path=path,
        role=FileRole.ARCHIVED if is_archived else FileRole.DRAFT if draft else FileRole.CURRENT,
        id=id_,
        version=(archived["version"] if archived else _text(fields.get("version"))) if is_archived else None,
        fields=fields,
        field_lines={normalise_key(key): line for key, line in matter.lines.items()},
        heading=heading[0] if heading else None,
        heading_line=matter.body_line + heading[1] if heading else None,
        body=matter.body,
        body_line=matter.body_line,
        digest=digest_of(decoded.text.encode("utf-8", "surrogatepass")),
        mentions=tuple(_mentions(runs, matter, scheme)) if reads_body else (),
        links=tuple(iter_links(tokens, first_line=matter.body_line)) if reads_body else (),
        headings=headings,
        placeholders=tuple(find_placeholders(matter.body, tokens, headings, first_line=matter.body_line))
        if reads_body
        else (),
        contents=read_contents(tokens, runs, matter, id_) if id_ and read_contents and reads_body else _NO_CONTENTS,
        problems=tuple(_problems(decoded, matter, tokens)),
    )


def name_document_file(path: str, reason: str, scheme: IdScheme, *, is_archived: bool = False) -> DocumentFile:
    """What the name of a file says whose text was left out for a reason (``is larger than ...``)."""
    named = read_document_file(path, b"", scheme, is_archived=is_archived, reads_body=False)
    return replace(named, digest=None, left_out=reason)


@lru_cache(maxsize=1024)
def normalise_key(key: str) -> str:
    """``Document ID``, ``document-id`` and ``document_id`` are one key."""
    return re.sub(r"[\s-]+", "_", key.strip()).lower()


def _identify(fields: Mapping[str, FrontValue], named: str, heading: str | None, scheme: IdScheme) -> DocumentId | None:
    """Front matter says it first, then the file's name, then the heading."""
    declared = next((value for key in _ID_KEYS if isinstance(value := fields.get(key), str)), None)
    type_ = next((value for key in _TYPE_KEYS if isinstance(value := fields.get(key), str)), None)
    has_state = not _STATE_KEYS.isdisjoint(fields)
    type_ = type_.strip() if type_ else None
    if declared and (found := scheme.parse_explicit(declared.strip(), type_, has_state=has_state)):
        return found
    if found := scheme.parse(named):
        return found
    # A title after the id, or an id of no known form, makes a document only of a file that also says in which state or
    # version it is; notes that lie beside a record are often named after it.
    if has_state and (leading := scheme.parse_leading(named) or scheme.parse_unknown_leading(named, type_)):
        return leading
    first = next(scheme.scan(heading), None) if heading else None
    return scheme.parse(first[2]) if first and first[0] == 0 else None


def _is_template(named: str, scheme: IdScheme) -> bool:
    id_ = scheme.parse(named)
    return id_ is not None and id_.type == "TEMPLATE"


def _text(value: FrontValue) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _mentions(runs: Sequence[Sequence[Region]], matter: FrontMatter, scheme: IdScheme) -> Iterator[Mention]:
    for key, value in matter.fields.items():
        for text in front_texts(value):
            for _, _, target in scheme.scan(text):
                yield Mention(target, RegionKind.FRONT_MATTER, matter.lines.get(key, 1))
    for region in chain.from_iterable(runs):
        for start, _, target in scheme.scan(region.text):
            yield Mention(target, region.kind, region.line + region.text.count("\n", 0, start))


def _problems(decoded: DecodedText, matter: FrontMatter, tokens: list[Token]) -> Iterator[FileProblem]:
    if decoded.problem:
        yield FileProblem(kind="encoding", message=decoded.problem, line=decoded.problem_line)
    if matter.problem:
        yield FileProblem(kind="front-matter", message=matter.problem, line=matter.problem_line)
    too_deep = next((token for token in tokens if token.type == TOO_DEEP), None)
    if too_deep and too_deep.map:
        yield FileProblem(kind="nesting", message=_TOO_DEEP, line=matter.body_line + too_deep.map[0])
    for line in unclosed_comments(tokens):
        yield FileProblem(kind="unclosed", message=_COMMENT, line=matter.body_line + line)
    fence = unclosed_fence(tokens, matter.body)
    if fence is not None:
        yield FileProblem(kind="unclosed", message=_FENCE, line=matter.body_line + fence)


_TOO_DEEP = f"Quotes or lists nest deeper than {MAX_NESTING} levels; from here on their text is shown as it is written."
_COMMENT = "A comment begins here and is never closed; what follows it is hidden."
_FENCE = "A code fence begins here and is never closed; what follows it is shown as code."
