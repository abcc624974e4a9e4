"""Lines of inline text: which line of a paragraph a word stands on.

Inline tokens carry no line. Line breaks between words are tokens, and can be counted; those inside a code span, a
link's address or title are gone from the tokens, so they are noted while parsing.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from markdown_it.rules_inline import StateInline, backtick, image, link
from markdown_it.token import Token

from qms_site.markdown.placeholders import HIDES, IS_HTML

InlineRule = Callable[[StateInline, bool], bool]

_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_STRIKES = re.compile(r"<(?P<closes>/?)(?:del|s|strike)\b", re.IGNORECASE)
_BREAKS = "breaks"
_LINE_ENDS = frozenset({"softbreak", "hardbreak"})
SOURCE = "source"
"""Key of a code span's text as written, where that spans lines."""


def noting_breaks(rule: InlineRule) -> InlineRule:
    """Wrap an inline rule: its last token notes the line breaks that none of its tokens shows."""

    def noted(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's rule signature
        start, first = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        breaks = 0 if silent else state.src.count("\n", start, state.pos)
        if breaks:
            shown = sum(_breaks_in(token) for token in state.tokens[first:])
            last = state.tokens[-1]
            last.meta[_BREAKS] = breaks - shown
            if last.type == "code_inline":
                # The token has spaces for line breaks; what counts lines needs the breaks.
                last.meta[SOURCE] = state.src[start : state.pos].strip("`")
        return True

    return noted


code_span = noting_breaks(backtick)
inline_link = noting_breaks(link)
inline_image = noting_breaks(image)


def walk_inline(children: Sequence[Token] | None) -> Iterator[tuple[Token, int]]:
    """Yield each inline token with the line breaks before it; what a hidden element hides is left out."""
    line = hidden = 0
    for token in children or ():
        if hidden:
            hidden -= 1
        else:
            yield token, line
            hidden = token.meta.get(HIDES, 0)
        line += _breaks_in(token)


def without_struck(children: Sequence[Token] | None) -> Iterator[tuple[Token, int]]:
    """The same without what was struck out, by `~~` or by an element such as `<del>`."""
    struck = 0
    for token, line in walk_inline(children):
        if token.type == "s_open":
            struck += 1
        elif token.type == "s_close":
            struck -= 1
        elif token.type == "html_inline" and (tag := _STRIKES.match(token.content)):
            struck = max(0, struck - 1) if tag["closes"] else struck + 1
        elif not struck:
            yield token, line


def plain_text(children: Sequence[Token] | None) -> str:
    """The words of inline tokens as a reader sees them, on one line: no markup, an image as its alternative text.

    `<br>` is a line break: cells have no other.
    """
    text = lone_text(children)
    return ("".join(_words(children)) if text is None else text).strip()


def lone_text(children: Sequence[Token] | None) -> str | None:
    """The text of inline tokens that are one stretch of text, as most cells are; None for others, which are to be walked."""
    return children[0].content if children and len(children) == 1 and children[0].type == "text" else None


def _words(children: Sequence[Token] | None) -> Iterator[str]:
    # A stack instead of recursion: images nest in the alternative text of images.
    walks = [walk_inline(children)]
    while walks:
        token, _ = next(walks[-1], (None, 0))
        if token is None:
            walks.pop()
        elif token.type == "image":
            walks.append(walk_inline(token.children))
        elif token.type in _LINE_ENDS or (token.type == "html_inline" and _BREAK.match(token.content)):
            yield " "
        elif token.type in {"text", "code_inline"}:
            yield token.content


def _breaks_in(token: Token) -> int:
    if token.type in _LINE_ENDS:
        return 1
    if token.type == "html_inline" or IS_HTML in token.meta:
        return token.content.count("\n")
    breaks: int = token.meta.get(_BREAKS, 0)
    return breaks
