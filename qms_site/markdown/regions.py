"""What a body says, cut by where it says it: a reference in prose is not the same as one in a comment or a fence.

Rules decide by these regions; each has the line of its first character, counted in the file.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from itertools import chain, takewhile

import msgspec
from markdown_it.token import Token

from qms_site.markdown import nesting
from qms_site.markdown.positions import SOURCE, lone_text, plain_text, walk_inline
from qms_site.markdown.raw_html import HtmlPiece, PieceKind, comment_text, scan_html


class RegionKind(StrEnum):
    """Where in a document a piece of text stands."""

    TEXT = "text"
    CODE = "code"
    COMMENT = "comment"
    FENCE = "fence"
    FRONT_MATTER = "front-matter"


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of written text, without its markup; it may hold line breaks."""

    kind: RegionKind
    text: str
    line: int
    """1-based line in the file of the first character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link or image, of Markdown or of raw HTML."""

    target: str
    """As Markdown normalises it (`my file.md` is `my%20file.md`); of raw HTML, as written."""
    text: str
    """The words of the link, or an image's alternative text; empty for a raw HTML link."""
    line: int
    """1-based line in the file."""
    is_image: bool


def iter_regions(tokens: Iterable[Token], *, first_line: int) -> Iterator[Region]:
    """Every piece of written text, in the order of the tokens; `first_line` is the file line of body line 0.

    A hidden element (`<script>`) counts as a comment: nobody reads it on the page. Addresses of links are left out.
    """
    return chain.from_iterable(iter_region_runs(tokens, first_line=first_line))


def iter_region_runs(tokens: Iterable[Token], *, first_line: int) -> Iterator[tuple[Region, ...]]:
    """The same regions, those of one paragraph, heading or cell together: what is written there may go on from one to the next."""
    for token, line in _placed(tokens, first_line):
        match token.type:
            case "inline":
                yield tuple(_inline_regions(token.children, line))
            case "fence":
                # The opening fence is a line of its own.
                yield (Region(kind=RegionKind.FENCE, text=token.content, line=line + 1),)
            case "code_block":
                yield (Region(kind=RegionKind.FENCE, text=token.content, line=line),)
            case nesting.TOO_DEEP:
                yield (Region(kind=RegionKind.TEXT, text=token.content, line=line),)
            case "html_block":
                yield from ((region,) for region in _html_regions(token.content, line))


def iter_links(tokens: Iterable[Token], *, first_line: int) -> Iterator[Link]:
    """Every link and image, in the order of the tokens; `first_line` is the file line of body line 0."""
    for token, line in _placed(tokens, first_line):
        if token.type == "inline":
            yield from _inline_links(token.children, line)
        elif token.type == "html_block":
            yield from _html_links(token.content, line)


def first_heading(tokens: Iterable[Token]) -> tuple[str, int] | None:
    """Plain text and 0-based body line of the first heading of level 1, or else of the first heading."""
    first = None
    is_top = is_heading = False
    for token in tokens:
        if token.type == "inline" and is_heading and (is_top or first is None):
            first = plain_text(token.children), token.map[0] if token.map else 0
            if is_top:
                return first
        is_heading = token.type == "heading_open"
        is_top = token.tag == "h1"
    return first


def _placed(tokens: Iterable[Token], first_line: int) -> Iterator[tuple[Token, int]]:
    """Each token that has a place in the body, with its file line."""
    return ((token, first_line + token.map[0]) for token in tokens if token.map)


def _inline_regions(children: Sequence[Token] | None, line: int) -> Iterator[Region]:
    text = lone_text(children)
    if text:
        yield Region(kind=RegionKind.TEXT, text=text, line=line)
        return
    for token, here in _walk(children, line):
        match token.type:
            case "text" if token.content:
                yield Region(kind=RegionKind.TEXT, text=token.content, line=here)
            case "code_inline":
                yield Region(kind=RegionKind.CODE, text=token.meta.get(SOURCE, token.content), line=here)
            case "html_inline":
                yield from _html_regions(token.content, here)


def _walk(children: Sequence[Token] | None, line: int) -> Iterator[tuple[Token, int]]:
    """Inline tokens with their file lines, down into the alternative texts of images."""
    walks = [(walk_inline(children), line)]
    while walks:
        walk, base = walks[-1]
        token, breaks = next(walk, (None, 0))
        if token is None:
            walks.pop()
            continue
        yield token, base + breaks
        if token.type == "image":
            walks.append((walk_inline(token.children), base + breaks))


def _html_regions(source: str, line: int) -> Iterator[Region]:
    for piece in scan_html(source):
        here = line + piece.line
        match piece.kind:
            case PieceKind.TEXT if not piece.source.isspace():
                yield Region(kind=RegionKind.TEXT, text=unescape(piece.source), line=here)
            case PieceKind.COMMENT:
                yield Region(kind=RegionKind.COMMENT, text=comment_text(piece.source), line=here)
            case PieceKind.HIDDEN:
                yield Region(kind=RegionKind.COMMENT, text=piece.source, line=here)


def _inline_links(children: Sequence[Token] | None, line: int) -> Iterator[Link]:
    if lone_text(children) is not None:
        return
    placed = list(walk_inline(children))
    for index, (token, breaks) in enumerate(placed):
        here = line + breaks
        match token.type:
            case "link_open":
                words = plain_text(_link_content(placed, index))
                yield Link(target=str(token.attrs["href"]), text=words, line=here, is_image=False)
            case "image":
                words = plain_text(token.children)
                yield Link(target=str(token.attrs["src"]), text=words, line=here, is_image=True)
            case "html_inline":
                yield from _html_links(token.content, here)


def _link_content(placed: Sequence[tuple[Token, int]], opening: int) -> list[Token]:
    # Bounds instead of a slice to the end: a paragraph may hold thousands of links.
    after = (placed[index][0] for index in range(opening + 1, len(placed)))
    return list(takewhile(lambda token: token.type != "link_close", after))


def _html_links(source: str, line: int) -> Iterator[Link]:
    for piece in scan_html(source):
        target = _target(piece)
        if target:
            text = unescape(dict(piece.attributes).get("alt", ""))
            yield Link(target=target, text=text, line=line + piece.line, is_image=piece.name == "img")


def _target(piece: HtmlPiece) -> str | None:
    """Where a raw tag leads to, if it is one that leads somewhere."""
    if piece.kind is not PieceKind.OPEN or piece.name not in {"a", "img"}:
        return None
    value = dict(piece.attributes).get("src" if piece.name == "img" else "href")
    return value and unescape(value).strip()
