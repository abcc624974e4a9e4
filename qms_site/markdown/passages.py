"""A body as a reader takes it in: headings, paragraphs, list entries, definitions and tables, one after the other.

What items, trace rows and execution items are read from. Fences and comments are no passages: they only illustrate.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec
from markdown_it.token import Token

from qms_site.markdown.positions import lone_text, plain_text, walk_inline, without_struck


class Bold(msgspec.Struct, frozen=True):
    """Bold words, and their line in the file."""

    text: str
    line: int


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of text without its markup, on one line; ``line`` is its first line in the file, counted from 1."""

    text: str
    line: int
    lead: str = ""
    """The bold words that it begins with, as they stand in the text."""
    bolds: tuple[Bold, ...] = ()
    """All its bold words, in their order."""
    codes: tuple[str, ...] = ()
    """Its code spans, in their order, without the backticks."""
    unstruck: str | None = None
    """The text without what was struck out; None where nothing was."""

    @property
    def standing(self) -> str:
        """What the text states: without what was struck out."""
        return self.text if self.unstruck is None else self.unstruck


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a table, with as many cells as it has."""

    cells: tuple[Words, ...]
    line: int


class PassageKind(StrEnum):
    """What a passage is to the reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ENTRY = "entry"
    """First paragraph of a list entry."""
    TERM = "term"
    """Term of a definition list."""
    DEFINITION = "definition"
    TABLE = "table"


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """One passage. ``level`` is that of a heading (1 to 6); a table has its head and rows instead of words."""

    kind: PassageKind
    words: Words
    level: int = 0
    depth: int = 0
    """List entries that it stands in, its own among them: 1 for an entry of an outer list and what belongs to it."""
    head: Row | None = None
    rows: tuple[Row, ...] = ()


def iter_passages(tokens: Sequence[Token], *, first_line: int) -> Iterator[Passage]:
    """Every passage of a body, in its order; ``first_line`` is the file line of body line 0."""
    opened: list[str] = []
    is_new_entry = False
    depth = place = 0
    while place < len(tokens):
        token = tokens[place]
        match token.type:
            case "table_open":
                end = _end_of(tokens, place)
                yield _table(tokens[place : end + 1], first_line, depth)
                place = end
            case "list_item_open":
                opened.append(token.type)
                depth += 1
                is_new_entry = True
            case "heading_open" | "dt_open" | "dd_open":
                opened.append(token.tag)
            case "list_item_close" | "heading_close" | "dt_close" | "dd_close":
                depth -= opened.pop() == "list_item_open"
            case "inline" if token.map:
                kind, level = _kind_of(opened[-1] if opened else "", is_new_entry=is_new_entry)
                is_new_entry = False
                yield Passage(kind=kind, words=words_of(token, first_line), level=level, depth=depth)
        place += 1


def words_of(token: Token, first_line: int) -> Words:
    """The words of an inline token; a `<br>` parts words as a line break does."""
    line = first_line + (token.map[0] if token.map else 0)
    text = lone_text(token.children)
    if text is not None:
        return Words(text=text.strip(), line=line)
    children = [_SPACE if _is_break(child) else child for child in token.children or []]
    text = plain_text(children)
    standing = plain_text([child for child, _ in without_struck(children)]) if _may_be_struck(children) else text
    return Words(
        text=text,
        unstruck=None if standing == text else standing,
        line=line,
        lead=_lead_of(children),
        bolds=tuple(_bolds_of(children, line)),
        codes=tuple(child.content for child, _ in walk_inline(children) if child.type == "code_inline"),
    )


def _may_be_struck(children: Sequence[Token]) -> bool:
    return any(child.type in {"s_open", "html_inline"} for child in children)


_SPACE = Token("text", "", 0, content=" ")


def _is_break(token: Token) -> bool:
    return token.type == "html_inline" and token.content[:4].rstrip("/> ").lower() == "<br"


def _kind_of(container: str, *, is_new_entry: bool) -> tuple[PassageKind, int]:
    match container:
        case "list_item_open" if is_new_entry:
            return PassageKind.ENTRY, 0
        case "dt":
            return PassageKind.TERM, 0
        case "dd":
            return PassageKind.DEFINITION, 0
        case tag if tag.startswith("h"):
            return PassageKind.HEADING, int(tag[1:])
        case _:
            return PassageKind.PARAGRAPH, 0


def _lead_of(children: Sequence[Token]) -> str:
    """The bold words that a text begins with, struck out or not; blanks, tags and empty text before them do not count."""
    for place, child in enumerate(children):
        if child.type == "strong_open":
            return next((bold.text for bold in _bolds_of(children[place:], 0)), "")
        is_unseen = child.type in {"s_open", "em_open", "link_open", "html_inline"}
        if not is_unseen and (child.type != "text" or child.content.strip()):
            return ""
    return ""


def _bolds_of(children: Sequence[Token], first_line: int) -> Iterator[Bold]:
    """Every stretch of bold words that holds any; bold within bold is part of it."""
    inside: list[Token] = []
    depth = begun = 0
    for child, breaks in walk_inline(children):
        depth -= child.type == "strong_close"
        if inside and not depth:
            text = plain_text(inside)
            if text:
                yield Bold(text, first_line + begun)
            inside = []
        if depth:
            begun = begun if inside else breaks
            inside.append(child)
        depth += child.type == "strong_open"


def _end_of(tokens: Sequence[Token], start: int) -> int:
    """Place of the token that closes a table; tables do not nest."""
    return next(place for place in range(start, len(tokens)) if tokens[place].type == "table_close")


def _table(tokens: Sequence[Token], first_line: int, depth: int) -> Passage:
    rows: list[Row] = []
    head: Row | None = None
    cells: list[Words] = []
    line = first_line
    for token in tokens:
        match token.type:
            case "tr_open":
                cells, line = [], first_line + (token.map[0] if token.map else 0)
            case "inline":
                cells.append(words_of(token, first_line))
            case "tr_close" if head is None:
                head = Row(cells=tuple(cells), line=line)
            case "tr_close":
                rows.append(Row(cells=tuple(cells), line=line))
    begun = head.line if head else first_line
    return Passage(kind=PassageKind.TABLE, words=Words(text="", line=begun), depth=depth, head=head, rows=tuple(rows))
