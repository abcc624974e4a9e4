"""Where a file defines a name: by the blocks of its language, or else by the look of the line that defines it."""

import re
from functools import lru_cache

from qms_site.records.testcode.blocks import Block
from qms_site.records.testcode.lines import decode
from qms_site.records.testcode.reading import scan_code


def find_definition(path: str, data: bytes, name: str) -> tuple[int, int | None] | None:
    """First and last line of what a file defines under a name, ``Class::function`` or a part of it; None for nothing.

    The last line is None where only the first can be told.
    """
    parts = tuple(part for part in re.split(r"::|\.", name) if part)
    if not parts:
        return None
    wanted = [block for block in _blocks(path, data) if block.names[-len(parts) :] == parts]
    if wanted:
        nearest = min(wanted, key=lambda block: (len(block.names), block.first))
        return nearest.first, nearest.last
    line = _line_that_defines(decode(data), parts[-1])
    return (line, None) if line else None


_WORDS = (
    "def|class|func|function|fn|sub|proc|procedure|interface|struct|type|enum|trait|module|const|let|var|val|record|object|"
    "protocol|macro|package|namespace|impl|function_block|program|entity|architecture|task|describe|it|test|alias|define"
)
_LONGEST_LINE = 1000


@lru_cache(maxsize=64)
def _blocks(path: str, data: bytes) -> tuple[Block, ...]:
    # Several references often name functions of one file.
    return tuple(scan_code(path, data).blocks)


def _line_that_defines(text: str, name: str) -> int | None:
    """The first line that has the name behind a word that defines, at its begin before ``=``, ``:`` or ``(``, or as a title."""
    known = re.escape(name)
    defining = re.compile(
        rf"(?:\b(?:{_WORDS})\b|[#@*&])[^\n=]{{0,80}}?(?<![\w-]){known}(?![\w-])|^\s{{0,40}}{known}\s{{0,20}}(?:\(.{{0,400}}\)\s{{0,9}}\{{|[=:])"
        rf"|\b(?:it|test|describe|scenario)\W{{1,4}}{known}",
        re.IGNORECASE if name.isupper() else 0,
    )
    lines = enumerate(text.split("\n"), start=1)
    return next((number for number, line in lines if name in line and defining.search(line[:_LONGEST_LINE])), None)
