"""Where a file defines a name: by the blocks of its language, or else by the look of the line that defines it."""

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from qms_site.records.testcode.blocks import Block
from qms_site.records.testcode.lines import decode
from qms_site.records.testcode.reading import scan_code


class Definition(msgspec.Struct, frozen=True):
    """Lines of what is defined under a name; ``last`` is None where its end cannot be told.

    ``is_open``: the lines are those of the class, which may have it from another file.
    """

    first: int
    last: int | None
    is_open: bool = False


def find_definition(path: str, data: bytes, name: str) -> Definition | None:
    """What a file defines under a name, ``Class::function`` or the last part of it; None for nothing."""
    parts = tuple(part for part in re.split(r"::|\.", name) if part)
    if not parts:
        return None
    blocks = _blocks(path, data)
    found = _nearest(blocks, parts)
    if found:
        return Definition(found.first, found.last)
    text = decode(data)
    lines = text.split("\n")
    if len(parts) == 1 or not blocks:
        line = _line_that_defines(lines, parts[-1])
        return Definition(line, None) if line else None
    outer = _nearest(blocks, parts[:-1])
    if outer is None:
        return None
    line = _line_that_defines(lines[outer.first - 1 : outer.last], parts[-1])
    if line:
        return Definition(outer.first + line - 1, None)
    return Definition(outer.first, outer.last, is_open=True) if _inherits(lines[outer.line - 1]) else None


_WORDS = (
    "def|class|func|function|fn|sub|proc|procedure|interface|struct|type|enum|trait|module|const|let|var|val|record|object|"
    "protocol|macro|package|namespace|impl|function_block|program|entity|architecture|task|alias|define|table|view"
)
_LONGEST_LINE = 1000
_INHERITS = re.compile(r"\bclass\s+\w+\s*(?:\(\s*(?!object\s*\)|\))|:\s*\w|<|extends\b|[^{]{0,200}\bextends\b)")


@lru_cache(maxsize=64)
def _blocks(path: str, data: bytes) -> tuple[Block, ...]:
    # Several references often name functions of one file.
    return tuple(block for block in scan_code(path, data).blocks if block.names)


def _nearest(blocks: Sequence[Block], parts: tuple[str, ...]) -> Block | None:
    """The block that is called so, the outermost of several."""
    wanted = [block for block in blocks if block.names[-len(parts) :] == parts]
    return min(wanted, key=lambda block: (len(block.names), block.first), default=None)


def _inherits(head: str) -> bool:
    """Whether the line that begins a class names others, from which it may have what is not seen in it."""
    return _INHERITS.search(head[:_LONGEST_LINE]) is not None


def _line_that_defines(lines: Sequence[str], name: str) -> int | None:
    """The first line that has the name behind a word that defines, before ``=``, ``:`` or a body, or as the title of a test."""
    known = rf"(?<![\w-]){re.escape(name)}(?![\w-])"
    defining = re.compile(
        rf"\b(?i:{_WORDS})\b[^\n=]{{0,80}}?{known}|^\s{{0,40}}{known}\s{{0,20}}(?:\([^)]{{0,400}}\)\s{{0,9}}\{{|[=:])"
        rf"|\b(?:it|test|describe|scenario)\W{{1,4}}{known}",
    )
    found = (
        number for number, line in enumerate(lines, start=1) if name in line and defining.search(line[:_LONGEST_LINE])
    )
    return next(found, None)
