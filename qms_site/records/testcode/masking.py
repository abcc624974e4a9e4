"""Source text of languages with braces, with strings and comments blanked out, so that what is left can be searched.

Each pattern takes a whole string or comment, closed or not, and never goes back: the time is linear.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from qms_site.records.testcode.blocks import Comment

# Runs of plain characters are possessive, the groups around them are not: before Python 3.11.5 a possessive group with
# alternatives misses matches. They need not be: of what may follow a run, one character decides.
_COMMENT = r"(?P<comment>//[^\n]*|/\*[^*]*+(?:\*(?!/)[^*]*+)*(?:\*/|\Z))"
_QUOTED = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*(?:"|(?=\n)|\Z)'
_APOSTROPHE = r"'[^'\\\n]*+(?:\\.[^'\\\n]*+)*(?:'|(?=\n)|\Z)"
_CHARACTER = r"'(?:[^'\\\n]|\\[^\n][^'\n]{0,8})'"
_BACKTICKED = r"`[^`]*+(?:`|\Z)"

JAVA = re.compile(rf'{_COMMENT}|"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*(?:"""|\Z)|{_QUOTED}|{_CHARACTER}', re.DOTALL)
GO = re.compile(rf"{_COMMENT}|{_BACKTICKED}|{_QUOTED}|{_CHARACTER}", re.DOTALL)
RUST = re.compile(
    rf'{_COMMENT}|\br(?P<hashes>#{{0,8}})"[^"]*+(?:"(?!(?P=hashes))[^"]*+)*(?:"(?P=hashes)|\Z)'
    rf'|"[^"\\]*+(?:\\.[^"\\]*+)*(?:"|\Z)|{_CHARACTER}',
    re.DOTALL,
)
# A literal pattern stands where a value may begin; it may hold quotes and what looks like a comment.
_LITERAL = r"(?<=[(,=:\[!&|?{};])[ ]?/(?![*/])[^\\/\n]{0,300}+(?:\\.[^\\/\n]{0,300}+){0,100}/"
JAVASCRIPT = re.compile(
    rf"{_COMMENT}|`[^`\\]*+(?:\\.[^`\\]*+)*(?:`|\Z)|{_QUOTED}|{_APOSTROPHE}|(?P<literal>{_LITERAL})", re.DOTALL
)

_NOT_NEWLINE = re.compile(r"[^\n]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BRACKET = re.compile(r"[(){}\[\];]")
_OPENING = {")": "(", "}": "{", "]": "["}


@dataclass(frozen=True)
class MaskedSource:
    """Text whose strings and comments are blank but for a quotation mark where a string begins; offsets are unchanged."""

    text: str
    comments: Sequence[Comment]
    strings: Mapping[int, str]
    """What each string says, by the offset at which it begins."""

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line_of(self, offset: int) -> int:
        """The line of an offset, from 1."""
        return bisect_right(self._starts, offset)

    @cached_property
    def code_lines(self) -> list[int]:
        """How many lines with code there are up to each line."""
        return [0, *accumulate(bool(line.strip()) for line in self.text.split("\n"))]

    @cached_property
    def brackets(self) -> "Brackets":
        """Which bracket closes which."""
        return _match_brackets(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brackets:
    """The closing offset of every opening bracket, and the places between statements.

    ``boundaries`` are the offsets of ``;``, ``{`` and ``}`` that are not inside parentheses or square brackets.
    """

    closing: Mapping[int, int]
    boundaries: Sequence[int]
    unclosed: int | None
    """The first brace that nothing closes, or that closes nothing."""

    def before(self, offset: int) -> int:
        """Where the statement begins that an offset is in."""
        place = bisect_right(self.boundaries, offset - 1)
        return self.boundaries[place - 1] + 1 if place else 0


def mask_source(text: str, pieces: re.Pattern[str]) -> MaskedSource:
    """Tell code from strings and comments, by the pattern of a language."""
    parts: list[str] = []
    comments: list[Comment] = []
    strings: dict[int, str] = {}
    done, line = 0, 1
    for match in pieces.finditer(text):
        start, end = match.span()
        piece = match.group()
        line += text.count("\n", done, start)
        blank = _NOT_NEWLINE.sub(" ", piece)
        if match.lastgroup == "comment" or piece.startswith(("//", "/*")):
            comments += [Comment(number, part) for number, part in enumerate(piece.split("\n"), start=line)]
        elif piece[0] in "\"'`r":
            bare = piece.lstrip("r#") if piece[0] == "r" else piece
            strings[start] = _ESCAPE.sub(r"\1", bare.rstrip("#").strip(bare[0]))
            blank = '"' + blank[1:]
        parts += (text[done:start], blank)
        line += piece.count("\n")
        done = end
    return MaskedSource("".join((*parts, text[done:])), comments, strings)


def _match_brackets(text: str) -> Brackets:
    closing: dict[int, int] = {}
    opened: list[tuple[str, int]] = []
    boundaries: list[int] = []
    unclosed: int | None = None
    for match in _BRACKET.finditer(text):
        mark, offset = match.group(), match.start()
        if mark in _OPENING:
            if opened and opened[-1][0] == _OPENING[mark]:
                closing[opened.pop()[1]] = offset
            elif mark == "}" and unclosed is None:
                unclosed = offset
        if mark in ";{}" and (not opened or opened[-1][0] == "{"):
            boundaries.append(offset)
        if mark in "({[":
            opened.append((mark, offset))
    if unclosed is None:
        unclosed = next((offset for mark, offset in opened if mark == "{"), None)
    closing.update({offset: len(text) for _, offset in opened})
    return Brackets(closing=closing, boundaries=boundaries, unclosed=unclosed)
