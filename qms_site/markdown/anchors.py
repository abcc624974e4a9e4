"""Addresses within a page: the ids of headings, items, footnotes and raw HTML, each given once.

They are settled before anything is written, so that a raw `id` early in a document cannot take the address of an
item further down.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from qms_site.markdown.options import Heading
from qms_site.markdown.positions import plain_text
from qms_site.markdown.tasks import CHECKBOX

_HOST_PREFIX = "__"
_RESERVED_PREFIXES = (_HOST_PREFIX, "qms-", "fn:", "fnref:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """The addresses of one body, by the index of the token that gets them."""

    headings: Mapping[int, Heading]
    """By index of the `heading_open` token."""
    items: Mapping[int, tuple[str, ...]]
    """Item ids, by index of a `tr_open`, which has one, or of the `inline` token of a cell, heading or paragraph."""


@dataclass(slots=True)
class PageIds:
    """The ids that are taken on one page."""

    _taken: set[str] = field(default_factory=set, init=False)
    _repeats: dict[str, int] = field(default_factory=dict, init=False)
    """The last suffix tried for a slug, so that thousands of equal headings stay cheap."""

    def claim(self, anchor: str) -> bool:
        """Take an id; False where it is taken already."""
        if anchor in self._taken:
            return False
        self._taken.add(anchor)
        return True

    def claim_raw(self, anchor: str) -> bool:
        """Take an id of raw HTML; False also where it is no id, or one that belongs to the page around it."""
        is_id = bool(anchor) and not any(map(str.isspace, anchor))
        return is_id and not anchor.startswith(_RESERVED_PREFIXES) and self.claim(anchor)

    def claim_slug(self, text: str) -> str:
        """Take the id of a heading: its slug, and with `-1`, `-2` where it repeats."""
        slug = slugify(text)
        candidate = slug
        while not self.claim(candidate):
            self._repeats[slug] = self._repeats.get(slug, 0) + 1
            candidate = f"{slug}-{self._repeats[slug]}"
        return candidate

    def all(self) -> frozenset[str]:
        """Every id that was taken."""
        return frozenset(self._taken)


def slugify(text: str) -> str:
    """The id that GitHub gives a heading, except that it is never empty and never one of the host's own."""
    kept = "".join(character for character in text.lower() if _is_kept(character))
    slug = kept.strip().replace(" ", "-") or "section"
    return f"user-content-{slug}" if slug.startswith(_HOST_PREFIX) else slug


def plan_anchors(
    tokens: Sequence[Token],
    item_id: Callable[[str], str | None],
    ids: PageIds,
    items_by_line: Mapping[int, tuple[str, ...]],
) -> Anchors:
    """Give each heading its id, each item the place where it is known to be defined, and any other the first that names it."""
    headings: dict[int, Heading] = {}
    items: dict[int, tuple[str, ...]] = {}
    defined = frozenset(id_ for begun in items_by_line.values() for id_ in begun)
    is_body = False
    for index, token in enumerate(tokens):
        name, target = "", index + 1
        match token.type:
            case "heading_open":
                name = plain_text(tokens[index + 1].children)
                headings[index] = Heading(level=int(token.tag[1:]), id=ids.claim_slug(name), text=name)
            case "paragraph_open":
                name = _leading_bold(tokens[index + 1].children or [])
            case "tr_open" if is_body:
                name, target = _first_cell(tokens, index), index
            case "tbody_open" | "tbody_close":
                is_body = token.nesting > 0
                continue
            case _:
                continue
        named = item_id(name) if name else None
        begun = _begun(token, items_by_line) if defined else ()
        found = tuple(id_ for id_ in (*begun, *([named] if named and named not in defined else [])) if ids.claim(id_))
        if target == index and found:  # a row has one id of its own, the others stand in its first cell
            items[index] = found[:1]
            target, found = index + 2, found[1:]
        if found:
            items[target] = found
    return Anchors(headings=headings, items=items)


def _begun(token: Token, items_by_line: Mapping[int, tuple[str, ...]]) -> Iterator[str]:
    """The items that begin on one of the lines of a block."""
    first, end = token.map or (0, 0)
    for line in range(first, end):
        yield from items_by_line.get(line, ())


def _is_kept(character: str) -> bool:
    return character in "-_ " or character.isalnum() or unicodedata.category(character).startswith("M")


def _first_cell(tokens: Sequence[Token], row: int) -> str:
    is_cell = tokens[row + 1].type == "td_open"
    return plain_text(tokens[row + 2].children) if is_cell else ""


def _leading_bold(children: Sequence[Token]) -> str:
    """The bold words that a paragraph begins with, a task's checkbox aside; empty where there are none."""
    first = next((i for i, token in enumerate(children) if not _is_blank(token)), len(children))
    if first == len(children) or children[first].type != "strong_open":
        return ""
    depth = 0
    for index in range(first, len(children)):
        depth += children[index].nesting
        if depth == 0:
            return plain_text(children[first:index])
    return ""


def _is_blank(token: Token) -> bool:
    return token.type == CHECKBOX or (token.type == "text" and not token.content.strip())
