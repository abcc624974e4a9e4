"""Text that only looks like a tag: `<id>`, `<path>`, `<user>` in a command line of a procedure.

CommonMark takes all of these for HTML, and a browser then shows nothing. Here they become text while parsing, so
that readers, records and rules see the same words.
"""

from collections.abc import Mapping
from itertools import accumulate

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.html_block import html_block
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from qms_site.markdown.elements import HIDDEN, KNOWN, OPTIONAL_END
from qms_site.markdown.raw_html import HtmlPiece, PieceKind, read_tag

IS_HTML = "html"
"""In the `meta` of a text token: CommonMark reads it as HTML, so it is passed on as such where all HTML is kept."""
HIDES = "hides"
"""In the `meta` of an html_inline token: how many of the tokens after it are removed along with it."""

_SELF_SUFFICIENT = OPTIONAL_END | {"br", "hr", "wbr"}
_LINK_SCHEMES = ("http:", "https:", "mailto:")
_BLOCK_NAME_ENDS = " \t>/"


def known_html_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's rule signature
    """Read an HTML block as CommonMark does, unless its first tag is of no HTML element."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    name = _name_at(state.src, start, state.eMarks[start_line])
    if name and name not in KNOWN:
        return False
    return html_block(state, start_line, end_line, silent)


def mark_placeholders(state: StateCore) -> None:
    """Turn inline tags that are no HTML into text, and mark what a hidden element hides."""
    for token in state.tokens:
        if token.type == "inline" and token.children and "<" in token.content:
            _mark_inline(token.children)


def _name_at(source: str, start: int, end: int) -> str:
    if not source.startswith("<", start):
        return ""
    start += 2 if source.startswith("</", start) else 1
    stop = start
    while stop < end and (source[stop].isalnum() or source[stop] == "-"):
        stop += 1
    # `<https://...>` is an autolink and `<!--` a comment: neither has a tag name.
    is_tag = stop == end or source[stop] in _BLOCK_NAME_ENDS
    return source[start:stop].lower() if is_tag else ""


def _mark_inline(children: list[Token]) -> None:
    tags = {index: read_tag(child.content) for index, child in enumerate(children) if child.type == "html_inline"}
    last_ends = {tag.name: index for index, tag in tags.items() if tag and tag.kind is PieceKind.CLOSE}
    for index, tag in tags.items():
        if tag is None:
            is_text = not children[index].content.startswith("<!--")
        else:
            is_text = _is_placeholder(tag, is_closed=last_ends.get(tag.name, -1) > index)
        if is_text:
            _become_text(children[index])
    _mark_hidden(children, tags)
    for index, child in enumerate(children):
        if child.type == "link_open" and child.markup == "autolink":
            _mark_autolink(children[index : index + 3])


def _is_placeholder(tag: HtmlPiece, *, is_closed: bool) -> bool:
    """Whether a tag is text: of no HTML element, or bare and never closed, as `<title>` in a synopsis is."""
    if tag.name not in KNOWN:
        return True
    is_bare = tag.kind is PieceKind.OPEN and "=" not in tag.source
    return is_bare and not is_closed and tag.name not in _SELF_SUFFICIENT


def _become_text(token: Token) -> None:
    token.type = "text"
    token.meta[IS_HTML] = True


def _mark_hidden(children: list[Token], tags: Mapping[int, HtmlPiece | None]) -> None:
    """Mark each start tag of a hidden element with the number of tokens to its end tag."""
    openings: dict[str, int] = {}
    for index, tag in tags.items():
        if tag is None or tag.name not in HIDDEN:
            continue
        if tag.kind is PieceKind.OPEN:
            openings.setdefault(tag.name, index)
        elif tag.name in openings:
            start = openings.pop(tag.name)
            if _is_whole(children[start:index]):
                children[start].meta[HIDES] = index - start


def _is_whole(tokens: list[Token]) -> bool:
    """Whether no emphasis or link begins before these tokens and ends in them, or the other way round."""
    depths = list(accumulate(token.nesting for token in tokens))
    return depths[-1] == 0 and min(depths) == 0


def _mark_autolink(tokens: list[Token]) -> None:
    """Turn `<path:line>` into text: CommonMark takes any word before a colon for the scheme of an address."""
    opened, text, closed = tokens
    if str(opened.attrs.get("href", "")).lower().startswith(_LINK_SCHEMES):
        return
    for token, content in ((opened, "<"), (text, text.content), (closed, ">")):
        token.type, token.tag, token.nesting, token.content, token.attrs = "text", "", 0, content, {}
