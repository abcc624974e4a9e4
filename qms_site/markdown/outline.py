"""The outline of a body: its headings, and under which of them each piece of text stands."""

from collections.abc import Iterable, Iterator

import msgspec
from markdown_it.token import Token

from qms_site.markdown.positions import plain_text


class Heading(msgspec.Struct, frozen=True):
    """A heading: its words as a reader sees them, 1 to 6, and its 1-based line in the file."""

    title: str
    level: int
    line: int


def iter_headings(tokens: Iterable[Token], *, first_line: int) -> Iterator[Heading]:
    """Every heading of the text, in its order; ``first_line`` is the file line of body line 0."""
    level = 0
    for token in tokens:
        if level and token.type == "inline":
            yield Heading(plain_text(token.children), level, first_line + (token.map[0] if token.map else 0))
        level = int(token.tag[1:]) if token.type == "heading_open" else 0
