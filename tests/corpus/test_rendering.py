"""Nothing of a real document is lost in rendering: as many items, rows and code blocks as a plain reader finds."""

from collections import Counter
from pathlib import Path

import pytest
from integration.sites import Repository
from markdown_it import MarkdownIt
from markdown_it.token import Token
from selectolax.lexbor import LexborHTMLParser

from qms_site.markdown.frontmatter import read_front_matter
from qms_site.markdown.options import RenderOptions
from qms_site.markdown.render import render_body

pytestmark = pytest.mark.corpus

OPTIONS = RenderOptions(
    resolve_link=lambda _target, _is_image: None, find_mentions=lambda _text: (), item_id=lambda _text: None
)
COUNTED = {"list_item_open": "li", "tr_open": "tr", "fence": "pre", "code_block": "pre"}
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def plain_counts(tokens: list[Token]) -> Counter[str]:
    return Counter(COUNTED[token.type] for token in tokens if token.type in COUNTED)


def rendered_counts(html: str) -> Counter[str]:
    page = LexborHTMLParser(html)
    return Counter({element: len(page.css(element)) for element in ("li", "tr", "pre") if page.css(element)})


@pytest.mark.verifies("REQ-REND-002", "REQ-REND-001")
def test_document_by_document_the_counts_are_equal(flow_state: Repository) -> None:
    files = sorted((flow_state.path / "QMS").rglob("*.md"))
    assert len(files) > 300
    differing = {path.relative_to(flow_state.path).as_posix(): found for path in files if (found := differences(path))}
    assert differing == {}


def differences(path: Path) -> dict[str, tuple[int, int]]:
    """What is counted differently in one file: expected, and found."""
    body = read_front_matter(path.read_text(encoding="utf-8")).body
    expected = plain_counts(READER.parse(body))
    found = rendered_counts(render_body(body, OPTIONS).html)
    return {
        element: (expected[element], found[element])
        for element in COUNTED.values()
        if expected[element] != found[element]
    }
