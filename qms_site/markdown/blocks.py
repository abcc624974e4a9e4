"""Block tokens to HTML: headings, lists, tables, code.

One loop over the flat tokens; nothing here calls itself, however deep a document nests.
"""

from collections.abc import Sequence

from markdown_it.token import Token

from qms_site.markdown import nesting
from qms_site.markdown.footnotes import ANCHOR
from qms_site.markdown.highlighting import code_block, mermaid_block
from qms_site.markdown.inlines import write_footnote_anchors, write_inlines
from qms_site.markdown.markup import Attributes
from qms_site.markdown.page import Page, write_anchor, write_note
from qms_site.markdown.raw_writing import write_html

_TABLE_ATTRIBUTES = (("class", "qms-table"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Table"))
_BROKEN_AFTER = frozenset({"blockquote", "dl", "ol", "table", "tbody", "thead", "tr", "ul"})
"""Elements whose start tag ends its line, so that the HTML can be read and compared by line."""


def write_blocks(tokens: Sequence[Token], page: Page) -> None:
    """Write all tokens of a body."""
    for index, token in enumerate(tokens):
        match token.nesting:
            case 1:
                _write_open(token, index, page)
            case -1:
                _write_close(tokens, index, page)
            case _:
                _write_leaf(token, index, page)


def is_mermaid(fence: Token) -> bool:
    """Whether a fence is a diagram."""
    return _language(fence) == "mermaid"


def _language(fence: Token) -> str:
    words = fence.info.split(maxsplit=1)
    return words[0] if words else ""


def _write_open(token: Token, index: int, page: Page) -> None:
    markup = page.markup
    match token.type:
        case "table_open":
            markup.begin("div", _TABLE_ATTRIBUTES)
        case "footnote_block_open":
            markup.begin("section", (("class", "footnote"),))
            markup.put("\n")
            markup.begin("ol")
            markup.put("\n")
            return
    markup.begin("" if token.hidden else token.tag, _attributes(token, index, page))
    if token.tag in _BROKEN_AFTER:
        markup.put("\n")


def _attributes(token: Token, index: int, page: Page) -> Attributes:
    match token.type:
        case "table_open":
            return (("class", "qms-grid"),)  # themes style, and wrap, only tables without a class
        case "heading_open":
            return (("id", page.anchors.headings[index].id),)
        case "tr_open" if index in page.anchors.items:
            return (("id", page.anchors.items[index][0]), ("class", "qms-item"))
        case "footnote_open":
            anchor = f"fn:{token.meta['number']}"
            page.ids.claim(anchor)
            return (("id", anchor),)
    return tuple((name, str(value)) for name, value in token.attrs.items())


def _write_close(tokens: Sequence[Token], index: int, page: Page) -> None:
    markup = page.markup
    token = tokens[index]
    if token.type == "heading_close":
        # A heading is three tokens: its start, its text, its end.
        _write_permalink(page.anchors.headings[index - 2].id, page)
    if note := page.notes.get(index):
        markup.close_raw()
        write_note(note, page)
    markup.end()
    if token.type in {"table_close", "footnote_block_close"}:
        markup.end()
    is_last = index + 1 == len(tokens) or tokens[index + 1].nesting < 0
    if not (token.hidden and is_last):
        markup.put("\n")


def _write_permalink(anchor: str, page: Page) -> None:
    attributes = (("class", "qms-permalink"), ("href", f"#{anchor}"), ("aria-label", "Link to this section"))
    page.markup.put_tag("a", attributes)
    page.markup.put("#</a>")


def _write_leaf(token: Token, index: int, page: Page) -> None:
    match token.type:
        case "inline":
            for anchor in page.anchors.items.get(index, ()):
                write_anchor(anchor, page, "qms-item-anchor")
            write_inlines(token.children or [], page)
        case "fence" if is_mermaid(token):
            page.markup.put(mermaid_block(token.content))
        case "fence":
            page.markup.put(code_block(token.content, _language(token)))
        case "code_block" | nesting.TOO_DEEP:
            page.markup.put(code_block(token.content, ""))
        case "html_block":
            write_html(token.content, page)
        case "hr":
            page.markup.put("<hr>\n")
        case _ if token.type == ANCHOR:
            write_footnote_anchors(token, page)
