"""What a host gives to the renderer, and what it gets back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of a rendered body, for a table of contents."""

    level: int
    """1 to 6."""
    id: str
    text: str
    """Plain text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTarget:
    """Where a link of a document leads on the site."""

    href: str | None
    """None: the link leads nowhere; its words stay."""
    title: str | None
    kind: str
    """`page`, `code`, `external` or `missing`; the link gets the class `qms-link--<kind>`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An identifier in plain text, `text[start:end]`, that becomes a link."""

    start: int
    end: int
    href: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellNote:
    """A word of the host's after what a cell of a table says, as a label that no document can write."""

    word: str
    """One of ``NOTE_WORDS``; the label gets the class `qms-support--<word>`."""
    title: str


NOTE_WORDS = ("asserted", "corroborated", "authenticated")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """How a body is rendered on one page."""

    resolve_link: Callable[[str, bool], LinkTarget | None]
    """(target, is_image) to its place on the site; None leaves it as it is."""
    find_mentions: Callable[[str], Iterable[Mention]]
    """Identifiers in plain text outside of links, code and headings."""
    find_code_mentions: Callable[[str], Iterable[Mention]] = lambda _: ()
    """What in a piece of inline code becomes a link, outside of links and headings."""
    item_id: Callable[[str], str | None]
    """The item that a first cell, a heading or a leading bold text names, if any."""
    items_by_line: Mapping[int, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The items that the body is known to define, by the line on which each begins, counted from 0."""
    notes_by_cell: Mapping[tuple[int, int], CellNote] = field(default_factory=lambda: MappingProxyType({}))
    """By row, as its line in the body counted from 0, and column counted from 0."""
    keep_html: bool = False
    """Pass raw HTML on as written, for hosts that trust their authors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedBody:
    """The HTML of a body and what a page needs to know of it."""

    html: str
    headings: tuple[Heading, ...]
    anchors: frozenset[str]
    """Every id in `html`; with `keep_html`, those of raw HTML aside."""
    has_mermaid: bool
