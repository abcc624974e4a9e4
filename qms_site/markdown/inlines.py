"""Inline tokens to HTML: the text of a paragraph, a heading or a cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from markdown_it.token import Token

from qms_site.markdown.footnotes import ANCHOR
from qms_site.markdown.page import Page, image_attributes, link_attributes, write_code, write_text
from qms_site.markdown.placeholders import IS_HTML
from qms_site.markdown.positions import plain_text, walk_inline
from qms_site.markdown.raw_writing import write_html
from qms_site.markdown.tasks import CHECKBOX


def write_inlines(children: Sequence[Token], page: Page) -> None:
    """Write inline tokens; raw tags among them end with them."""
    page.markup.begin("")
    for token in _shown(children, page):
        match token.nesting:
            case 1:
                page.markup.begin(token.tag, _link(token, page) if token.type == "link_open" else ())
            case -1:
                page.markup.end()
            case _:
                _write_leaf(token, page)
    page.markup.end()


def write_footnote_anchors(token: Token, page: Page) -> None:
    """Write the ways back from a footnote to its references."""
    number, times = token.meta["number"], token.meta["times"]
    for time in range(times):
        href = f"#{_reference_id(number, time)}"
        page.markup.put(" ")
        page.markup.put_tag("a", (("class", "footnote-backref"), ("href", href), ("aria-label", "Back to the text")))
        page.markup.put("↩</a>")


def _shown(children: Sequence[Token], page: Page) -> Iterable[Token]:
    if page.options.keep_html:
        return children
    return (token for token, _ in walk_inline(children))


def _write_leaf(token: Token, page: Page) -> None:
    write = _LEAVES.get(token.type)
    if write:
        write(token, page)


def _write_text(token: Token, page: Page) -> None:
    if page.options.keep_html and IS_HTML in token.meta:
        page.markup.put(token.content)
    else:
        write_text(token.content, page)


def _write_code(token: Token, page: Page) -> None:
    write_code(token.content, page)


def _link(token: Token, page: Page) -> Iterable[tuple[str, str | None]]:
    return link_attributes(str(token.attrs["href"]), _title(token), page)


def _write_image(token: Token, page: Page) -> None:
    attributes = image_attributes(str(token.attrs["src"]), _title(token), page)
    page.markup.put_tag("img", (*attributes, ("alt", plain_text(token.children))))


def _title(token: Token) -> str | None:
    title = token.attrs.get("title")
    return None if title is None else str(title)


def _write_checkbox(token: Token, page: Page) -> None:
    checked = "" if token.meta["is_checked"] else None
    attributes = (("class", "task-list-item-checkbox"), ("type", "checkbox"), ("checked", checked), ("disabled", ""))
    page.markup.put_tag("input", attributes)
    page.markup.put(" ")


def _write_reference(token: Token, page: Page) -> None:
    number = token.meta["id"] + 1
    anchor = _reference_id(number, token.meta["subId"])
    page.ids.claim(anchor)
    page.markup.put_tag("sup", (("id", anchor),))
    page.markup.put_tag("a", (("class", "footnote-ref"), ("href", f"#fn:{number}")))
    page.markup.put(f"{number}</a></sup>")


def _reference_id(number: int, time: int) -> str:
    return f"fnref:{number}-{time + 1}" if time else f"fnref:{number}"


_LEAVES: Mapping[str, Callable[[Token, Page], None]] = {
    "text": _write_text,
    "code_inline": _write_code,
    "softbreak": lambda _, page: page.markup.put("\n"),
    "hardbreak": lambda _, page: page.markup.put("<br>\n"),
    "html_inline": lambda token, page: write_html(token.content, page),
    "image": _write_image,
    "footnote_ref": _write_reference,
    ANCHOR: write_footnote_anchors,
    CHECKBOX: _write_checkbox,
}
