"""Raw HTML in a body, cut into tags, comments and text.

Only what CommonMark calls a tag is one; a `<` anywhere else is text. So whatever this module lets through as a tag
is well formed, and the page needs no guess at how a browser would read the rest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from qms_site.markdown.elements import HIDDEN, KNOWN

_TAG = re.compile(
    r"<(?P<close>/)?(?P<name>[A-Za-z][A-Za-z0-9-]*+)"
    r"(?P<attributes>(?:\s++[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?)*)"
    r"\s*+(?P<empty>/)?>",
    re.ASCII,
)
_ATTRIBUTE = re.compile(r"([A-Za-z_:][\w.:-]*+)(?:\s*+=\s*+([^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?", re.ASCII)
_SHORT_COMMENT = re.compile(r"<!--(?:-?>)")
_NEXT = re.compile(r"<(?=[A-Za-z/]|!--)")
_ENDS = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in sorted(HIDDEN)}


class PieceKind(Enum):
    """What a piece of raw HTML is to a reader."""

    TEXT = "text"
    COMMENT = "comment"
    OPEN = "open"
    CLOSE = "close"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlPiece:
    """One piece of raw HTML; the sources of all pieces, joined, are the HTML."""

    kind: PieceKind
    source: str
    line: int
    """Line breaks before the piece."""
    name: str = ""
    """Lower-case element name of a tag, also of what is hidden."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Names in lower case with values as written, character references included."""
    is_empty: bool = False
    """Whether the tag ends in `/>`."""


def scan_html(source: str) -> Iterator[HtmlPiece]:
    """Cut raw HTML into pieces, in linear time. A tag of an element that HTML does not know is text."""
    unclosed: set[str] = set()
    position = text_start = line = 0
    while found := _NEXT.search(source, position):
        piece = _piece_at(source, found.start(), unclosed)
        if piece is None:
            position = found.end()
            continue
        if text_start < found.start():
            text = source[text_start : found.start()]
            yield HtmlPiece(kind=PieceKind.TEXT, source=text, line=line)
            line += text.count("\n")
        yield replace(piece, line=line)
        line += piece.source.count("\n")
        position = text_start = found.start() + len(piece.source)
    if text_start < len(source):
        yield HtmlPiece(kind=PieceKind.TEXT, source=source[text_start:], line=line)


def comment_text(source: str) -> str:
    """What stands between `<!--` and `-->`; the end may be missing."""
    if _SHORT_COMMENT.fullmatch(source):
        return ""
    return source.removeprefix("<!--").removesuffix("-->")


def read_tag(source: str) -> HtmlPiece | None:
    """The one tag that `source` is, whatever its element; None where it is a comment or a declaration."""
    tag = _TAG.fullmatch(source)
    return _tag_piece(tag) if tag else None


def _piece_at(source: str, start: int, unclosed: set[str]) -> HtmlPiece | None:
    """The comment, tag or hidden element at `start`; `unclosed` remembers whose end is nowhere ahead."""
    if source.startswith("<!--", start):
        return HtmlPiece(kind=PieceKind.COMMENT, source=source[start : _comment_end(source, start)], line=0)
    tag = _TAG.match(source, start)
    if not tag or tag["name"].lower() not in KNOWN:
        return None
    piece = _tag_piece(tag)
    if piece.kind is PieceKind.OPEN and piece.name in HIDDEN and piece.name not in unclosed:
        end = _ENDS[piece.name].search(source, tag.end())
        if end:
            return HtmlPiece(kind=PieceKind.HIDDEN, source=source[start : end.end()], line=0, name=piece.name)
        unclosed.add(piece.name)
    return piece


def _comment_end(source: str, start: int) -> int:
    short = _SHORT_COMMENT.match(source, start)
    if short:
        return short.end()
    end = source.find("-->", start + 4)
    return len(source) if end < 0 else end + 3


def _tag_piece(tag: re.Match[str]) -> HtmlPiece:
    attributes = tuple((name.lower(), _unquoted(value)) for name, value in _ATTRIBUTE.findall(tag["attributes"]))
    return HtmlPiece(
        kind=PieceKind.CLOSE if tag["close"] else PieceKind.OPEN,
        source=tag[0],
        line=0,
        name=tag["name"].lower(),
        attributes=attributes,
        is_empty=tag["empty"] is not None,
    )


def _unquoted(value: str) -> str:
    return value[1:-1] if value[:1] in {"'", '"'} else value
