"""What the writers of blocks, inline text and raw HTML share while one body is written."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from qms_site.markdown.anchors import Anchors, PageIds
from qms_site.markdown.markup import Attributes, Markup
from qms_site.markdown.options import CellNote, Mention, RenderOptions

_EXTERNAL = re.compile(r"(?:https?:)?//", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One body on its way to HTML."""

    options: RenderOptions
    anchors: Anchors
    ids: PageIds
    markup: Markup
    notes: Mapping[int, CellNote]
    """By the index of the token that closes a cell."""


def write_text(text: str, page: Page) -> None:
    """Write text; identifiers in it become links, except in code, links and headings."""
    if page.markup.is_raw_text:
        page.markup.put_text(text)
        return
    _write_mentions(text, page.options.find_mentions(text), page)


def write_code(text: str, page: Page) -> None:
    """Write inline code; what the host knows of it becomes a link, except in links and headings."""
    is_linked = not page.markup.is_raw_text
    page.markup.put("<code>")
    _write_mentions(text, page.options.find_code_mentions(text) if is_linked else (), page)
    page.markup.put("</code>")


def _write_mentions(text: str, mentions: Iterable[Mention], page: Page) -> None:
    end = 0
    for mention in _in_order(text, mentions):
        page.markup.put_text(text[end : mention.start])
        rel = "noopener" if _EXTERNAL.match(mention.href) else None
        page.markup.put_tag("a", (("class", "qms-ref"), ("href", mention.href), ("rel", rel), ("title", mention.title)))
        page.markup.put_text(text[mention.start : mention.end])
        page.markup.put("</a>")
        end = mention.end
    page.markup.put_text(text[end:])


def link_attributes(target: str, title: str | None, page: Page) -> Attributes:
    """Attributes of an `<a>` to where `target` is on the site."""
    found = page.options.resolve_link(target, False)  # noqa: FBT003 - the signature is the host's contract
    href = found.href if found else target
    rel = "noopener" if href and _EXTERNAL.match(href) else None
    css_class = f"qms-link--{found.kind}" if found else None
    shown_title = (found.title if found else None) or title
    return (("class", css_class), ("href", href), ("rel", rel), ("title", shown_title))


def image_attributes(target: str, title: str | None, page: Page) -> Attributes:
    """Attributes of an `<img>` of what `target` is on the site."""
    found = page.options.resolve_link(target, True)  # noqa: FBT003 - the signature is the host's contract
    css_class = f"qms-link--{found.kind}" if found else None
    shown_title = (found.title if found else None) or title
    return (("class", css_class), ("src", found.href if found else target), ("title", shown_title))


def write_anchor(anchor: str | None, page: Page, css_class: str | None = None) -> None:
    """Write an address in the text, if there is one: an empty element, so that nothing can go wrong with it."""
    if anchor:
        page.markup.put_tag("a", (("id", anchor), ("class", css_class)))
        page.markup.put("</a>")


def write_note(note: CellNote, page: Page) -> None:
    """Write the host's label into the cell that ends here; search does not find a cell by it."""
    classes = f"qms-support qms-support--{note.word}"
    page.markup.put(" ")
    page.markup.put_tag("span", (("class", classes), ("title", note.title), ("data-search-exclude", "")))
    page.markup.put_text(note.word)
    page.markup.put("</span>")


def _in_order(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions from left to right; of two that overlap the first and longer one counts."""
    end = 0
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        if end <= mention.start < mention.end <= len(text):
            yield mention
            end = mention.end
