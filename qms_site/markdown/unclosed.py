"""Comments and code fences that are never closed, and take what follows them along.

The line is told on which one begins; whoever wrote it meant it to end somewhere before the rest of the text.
"""

from collections.abc import Iterable, Iterator

from markdown_it.rules_block import StateBlock, fence
from markdown_it.token import Token

from qms_site.markdown.raw_html import PieceKind, scan_html

_IS_CLOSED = "is_closed"


def noted_fence(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's rule signature
    """Read a code fence as CommonMark does, and note whether it is closed: its token looks the same either way."""
    if not fence(state, start_line, end_line, silent):
        return False
    if not silent:
        token, last = state.tokens[-1], state.line - 1
        text = state.src[state.bMarks[last] + state.tShift[last] : state.eMarks[last]].rstrip()
        is_mark = len(text) >= len(token.markup) and not text.strip(token.markup[0])
        token.meta[_IS_CLOSED] = last > start_line and is_mark and not state.is_code_block(last)
    return True


def unclosed_comments(tokens: Iterable[Token]) -> Iterator[int]:
    """0-based body line of each comment without an end that hides lines after its first.

    One inside a paragraph hides nothing: without an end it is text.
    """
    for token in tokens:
        if token.type != "html_block" or not token.map or "<!--" not in token.content:
            continue
        for piece in scan_html(token.content):
            is_open = piece.kind is PieceKind.COMMENT and not piece.source.endswith("-->")
            if is_open and piece.source.partition("\n")[2].strip():
                yield token.map[0] + piece.line


def unclosed_fence(tokens: Iterable[Token], body: str) -> int | None:
    """0-based body line of the code fence that takes all the rest of a body; None if none does, or nothing is left.

    One that ends with its list item or quote leaves the rest of the document as it is.
    """
    end = body.rstrip("> \t\n").count("\n") + 1
    for token in tokens:
        if token.type == "fence" and token.map and token.map[1] >= end and not token.meta[_IS_CLOSED]:
            return token.map[0] if token.content.strip() else None
    return None
