"""Quotes and lists that nest deeper than the parser follows: their text is kept, as it is written.

The parser recurses once per level and would drop, without a word, what lies below its limit.
"""

from markdown_it.rules_block import StateBlock

MAX_NESTING = 100
"""Levels that are read as structure; a list is one and each of its items another."""

PARSER_LIMIT = MAX_NESTING + 2
"""The parser's own limit, out of reach: a list that begins on the last level and its item add two."""

TOO_DEEP = "too_deep"
"""Type of the token that holds the text below the limit, without the marks and the indentation around it."""


def keep_deep_text(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's rule signature
    """Below the limit take all lines of this quote or item into one token."""
    if silent or state.level < MAX_NESTING:
        return False
    # A negative count marks a line that belongs to a quote without its mark.
    line = start_line + 1
    while line < end_line and (state.isEmpty(line) or state.sCount[line] < 0 or state.sCount[line] >= state.blkIndent):
        line += 1
    token = state.push(TOO_DEEP, "", 0)
    token.content = state.getLines(start_line, line, state.blkIndent, False).rstrip("\n") + "\n"  # noqa: FBT003 - as above
    token.map = [start_line, line]
    state.line = line
    return True
