"""The words of a link, found in bounded time.

markdown-it looks for the closing bracket of every `[` up to the end of the paragraph, which is quadratic in a text of
brackets. Here a link has at most as many characters of text as the specification allows a link label.
"""

from types import SimpleNamespace

from markdown_it import helpers
from markdown_it.rules_inline import StateInline

LONGEST_LABEL = 999
"""CommonMark 0.31, section 4.7: a link label has at most 999 characters between its brackets."""


def find_label_end(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: FBT001, FBT002, N803 - as the parser calls it
    """Position of the bracket that closes the one at `start`; -1 if none does within the longest label."""
    limit = min(state.posMax, start + LONGEST_LABEL + 2)
    if state.src.find("]", start, limit) < 0:
        return -1
    whole, state.posMax = state.posMax, limit
    try:
        return helpers.parseLinkLabel(state, start, disableNested)
    finally:
        state.posMax = whole


bounded_helpers = SimpleNamespace(
    parseLinkDestination=helpers.parseLinkDestination,
    parseLinkLabel=find_label_end,
    parseLinkTitle=helpers.parseLinkTitle,
)
"""What the parser's rules ask for, with the bounded search in the place of the unbounded one."""
