"""Bodies to HTML: plan the addresses, write the tokens, pass the result through the allow list."""

from collections.abc import Iterator, Mapping, Sequence

from markdown_it.token import Token

from qms_site.markdown.anchors import Anchors, PageIds, plan_anchors
from qms_site.markdown.blocks import is_mermaid, write_blocks
from qms_site.markdown.markup import Markup
from qms_site.markdown.options import (
    CellNote,
    Heading,
    LinkTarget,
    Mention,
    RenderedBody,
    RenderOptions,
)
from qms_site.markdown.page import Page
from qms_site.markdown.parsing import parse_body
from qms_site.markdown.sanitizing import clean_html

__all__ = ["CellNote", "Heading", "LinkTarget", "Mention", "RenderOptions", "RenderedBody", "render_body"]


def render_body(body: str, options: RenderOptions) -> RenderedBody:
    """Render the body of a controlled document. Never raises; the same input gives the same bytes."""
    tokens = parse_body(body)
    ids = PageIds()
    anchors = plan_anchors(tokens, options.item_id, ids, options.items_by_line)
    html = _write(tokens, anchors, ids, options)
    return RenderedBody(
        html=html if options.keep_html else clean_html(html),
        headings=tuple(anchors.headings.values()),
        anchors=ids.all(),
        has_mermaid=any(token.type == "fence" and is_mermaid(token) for token in tokens),
    )


def _write(tokens: Sequence[Token], anchors: Anchors, ids: PageIds, options: RenderOptions) -> str:
    notes = dict(_notes_by_token(tokens, options.notes_by_cell)) if options.notes_by_cell else {}
    page = Page(options=options, anchors=anchors, ids=ids, markup=Markup(), notes=notes)
    write_blocks(tokens, page)
    return page.markup.html()


def _notes_by_token(
    tokens: Sequence[Token], notes: Mapping[tuple[int, int], CellNote]
) -> Iterator[tuple[int, CellNote]]:
    """Each note with the index of the token that closes its cell."""
    line, place = -1, -1
    for index, token in enumerate(tokens):
        match token.type:
            case "tr_open":
                line, place = token.map[0] if token.map else -1, -1
            case "td_open":
                place += 1
            case "td_close" if (line, place) in notes:
                yield index, notes[line, place]
