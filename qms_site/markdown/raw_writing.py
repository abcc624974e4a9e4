"""Raw HTML of a document onto the page: allowed tags rewritten, everything else as text or not at all."""

from collections.abc import Iterator
from html import unescape

from qms_site.markdown.elements import FORMATTING, GLOBAL_ATTRIBUTES, RAW_ATTRIBUTES, VOID
from qms_site.markdown.markup import Attributes, start_tag
from qms_site.markdown.page import Page, image_attributes, link_attributes, write_anchor, write_text
from qms_site.markdown.raw_html import HtmlPiece, PieceKind, scan_html

_BOOLEAN = frozenset({"checked", "disabled", "open", "reversed"})
_ADDRESS = {"a": "href", "img": "src"}


def write_html(source: str, page: Page) -> None:
    """Write a piece of raw HTML: comments vanish, text that is no tag stays."""
    for piece in scan_html(source):
        if page.options.keep_html:
            page.markup.put(_kept(piece, page))
            continue
        match piece.kind:
            case PieceKind.TEXT:
                write_text(unescape(piece.source), page)
            case PieceKind.OPEN if piece.name in RAW_ATTRIBUTES:
                _write_open(piece, page)
            case PieceKind.CLOSE if piece.name in RAW_ATTRIBUTES:
                page.markup.end_raw(piece.name)


def _kept(piece: HtmlPiece, page: Page) -> str:
    """The source as it is; only addresses are resolved, since they are written relative to the file."""
    if piece.kind is not PieceKind.OPEN or _ADDRESS.get(piece.name) not in dict(piece.attributes):
        return piece.source
    tag = start_tag(
        piece.name, _with_address(piece, ((name, unescape(value)) for name, value in piece.attributes), page)
    )
    return f"{tag}</{piece.name}>" if piece.is_empty and piece.name not in VOID else tag


def _write_open(piece: HtmlPiece, page: Page) -> None:
    if piece.name == "input":
        _write_checkbox(piece, page)
        return
    attributes = _with_address(piece, _allowed(piece, page), page)
    if piece.name in FORMATTING:
        attributes = _with_anchor_apart(attributes, page)
    if piece.name == "a" and "href" not in dict(piece.attributes):
        return
    if piece.name in VOID:
        page.markup.put_tag(piece.name, attributes)
        return
    page.markup.begin_raw(piece.name, attributes)
    if piece.is_empty:
        # A browser would leave `<a id="x"/>` open; who writes it means an empty element.
        page.markup.end_raw(piece.name)


def _with_anchor_apart(attributes: Attributes, page: Page) -> Attributes:
    """Write the id as an empty anchor before the element, where it can never be repeated."""
    write_anchor(dict(attributes).get("id"), page)
    return tuple((name, value) for name, value in attributes if name != "id")


def _write_checkbox(piece: HtmlPiece, page: Page) -> None:
    """Write an `<input>`, which may only be a checkbox that nobody can tick."""
    attributes = dict(piece.attributes)
    if attributes.get("type", "").lower() == "checkbox":
        checked = "" if "checked" in attributes else None
        page.markup.put_tag("input", (("type", "checkbox"), ("checked", checked), ("disabled", "")))


def _allowed(piece: HtmlPiece, page: Page) -> Iterator[tuple[str, str | None]]:
    """The attributes that the element may have, each once; an id only where it is free."""
    names = GLOBAL_ATTRIBUTES | RAW_ATTRIBUTES[piece.name]
    seen: set[str] = set()
    for name, written in piece.attributes:
        if name in names and name not in seen:
            seen.add(name)
            value = "" if name in _BOOLEAN else unescape(written)
            if name in {"id", "name"}:
                # `name` is the older way to say it, on links only.
                yield "id", value if page.ids.claim_raw(value) else None
            elif name == "class":
                # What the site says of a name, a document cannot say of itself.
                yield name, " ".join(word for word in value.split() if not word.startswith("qms-support")) or None
            else:
                yield name, value


def _with_address(piece: HtmlPiece, attributes: Attributes, page: Page) -> Attributes:
    """The attributes with the address, if there is one, led to its place on the site."""
    values = dict(attributes)
    address = values.pop(_ADDRESS.get(piece.name, ""), None)
    if address is None:
        return tuple(values.items())
    resolved = image_attributes if piece.name == "img" else link_attributes
    found = {name: value for name, value in resolved(address.strip(), values.get("title"), page) if value is not None}
    return tuple({**values, **found}.items())
