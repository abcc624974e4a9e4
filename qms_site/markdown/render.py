"""Bodies to HTML: plan the addresses, write the tokens, pass the result through the allow list."""

from collections.abc import Sequence

from markdown_it.token import Token

from qms_site.markdown.anchors import Anchors, PageIds, plan_anchors
from qms_site.markdown.blocks import is_mermaid, write_blocks
from qms_site.markdown.markup import Markup
from qms_site.markdown.options import (
    Heading,
    LinkTarget,
    Mention,
    RenderedBody,
    RenderOptions,
)
from qms_site.markdown.page import Page
from qms_site.markdown.parsing import parse_body
from qms_site.markdown.sanitizing import clean_html

__all__ = ["Heading", "LinkTarget", "Mention", "RenderOptions", "RenderedBody", "render_body"]


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
    page = Page(options=options, anchors=anchors, ids=ids, markup=Markup())
    write_blocks(tokens, page)
    return page.markup.html()
