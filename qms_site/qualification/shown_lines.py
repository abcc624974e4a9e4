"""The lines of a body without what declares nothing: fences, comments, quotations, and what was struck out.

A scan of lines, since a matrix may be long: who states a release is asked of every line of it.
"""

import re
from collections.abc import Iterator

_FENCE = re.compile(r"\s{0,40}(?P<mark>`{3,}|~{3,})(?P<rest>.*)")
_QUOTE = re.compile(r"\s{0,3}>(?!\s*\[!)")
_STRUCK = re.compile(r"~~[^~\n]{1,2000}~~|<(?P<tag>del|s|strike)>[^<\n]{1,2000}</(?P=tag)>", re.IGNORECASE)


def shown_lines(body: str) -> list[str]:
    """As many lines as the body has; one that only illustrates is empty."""
    shown = _without_comments("\n".join(_without_fences(body.split("\n"))))
    return [_STRUCK.sub("", line) if "~~" in line or "</" in line else line for line in shown.split("\n")]


def _without_fences(lines: list[str]) -> Iterator[str]:
    fence: str | None = None
    for line in lines:
        match = _FENCE.match(line)
        mark = match["mark"] if match else ""
        if fence is not None:
            if mark.startswith(fence) and match and not match["rest"].strip():
                fence = None
            yield ""
        elif match and (mark[0] == "~" or "`" not in match["rest"]):
            fence = mark
            yield ""
        else:
            yield "" if _QUOTE.match(line) else line


def _without_comments(text: str) -> str:
    """The text with nothing but the line breaks of its comments; one that is not closed hides nothing."""
    pieces: list[str] = []
    place = 0
    while (begin := text.find("<!--", place)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        pieces += [text[place:begin], "\n" * text.count("\n", begin, end)]
        place = end + 3
    return "".join((*pieces, text[place:]))
