"""The lines of a body as they state something: without fences, comments, quotations, and what was struck out."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from qms_site.markdown.parsing import parse_body
from qms_site.markdown.positions import without_struck

_BETWEEN = " | "
_ALERT = "[!"
"""What an alert (`> [!NOTE]`) begins with, which is no quotation."""


def shown_lines(body: str) -> list[str]:
    """As many lines as the body has, in words without markup and with bars between cells; one that only illustrates is empty."""
    shown: dict[int, str] = {}
    alerts: list[bool] = []
    for token in parse_body(body):
        match token.type:
            case "blockquote_open":
                alerts.append(False)
            case "blockquote_close":
                alerts.pop()
            case "inline" if token.map:
                if alerts and token.content.startswith(_ALERT):
                    alerts[-1] = True
                for place, words in _lines_of(token.children or (), token.map[0]) if all(alerts) else ():
                    shown[place] = f"{shown[place]}{_BETWEEN}{words}" if place in shown else words
    return [shown.get(place, "") for place in range(max((body.count("\n"), *shown)) + 1)]


def _lines_of(children: Sequence[Token], place: int) -> Iterator[tuple[int, str]]:
    found: dict[int, str] = {}
    for token, breaks in without_struck(children):
        if token.type in {"text", "code_inline"}:
            found[place + breaks] = found.get(place + breaks, "") + token.content
    return iter(found.items())
