"""Counts of requirements that a text states of itself: ``covers all 143 requirements``, ``REQ-SEC (Security): 8 requirements``."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from qms_site.markdown.passages import Passage, PassageKind
from qms_site.records.columns import text_of, words_of_header
from qms_site.records.item_ids import ItemIds

_NUMBER = r"(?P<number>\d{1,6})"
# A verb that says what the document as a whole does, or that the number is all there are; `adds 3 requirements` is neither.
_WHOLE = re.compile(
    rf"\b(?:(?:covers?|traces?|contains?|defines?|specif(?:y|ies)|lists?|comprises?|verif(?:y|ies))\s+(?:all\s+|the\s+|a\s+total\s+of\s+)*"
    rf"|all\s+(?:of\s+the\s+)?|a\s+total\s+of\s+|total\s+of\s+){_NUMBER}\s+(?:\w+\s+)?requirements\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    rf"(?P<group>[A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*)+)(?:-\*|-)?\b[^:|]{{0,80}}:\s*{_NUMBER}\s+(?:\w+\s+)?requirements?\b"
)
_TOTAL = frozenset({"total", "all", "covered", "traced", "verified", "number", "count"})
_REQUIREMENTS = frozenset({"requirements", "reqs"})
_PAIR = 2


class StatedCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many requirements a text says there are: in all, or of those whose ids begin with ``group``."""

    number: int
    group: str | None
    line: int


def find_counts(passages: Iterable[Passage], ids: ItemIds) -> Iterator[StatedCount]:
    """Every count that is stated of a whole, in the order of the text. What stands inside an item is said of something else."""
    for passage in passages:
        if passage.kind is PassageKind.TABLE:
            yield from _counts_of_table(passage)
            continue
        words = passage.words
        if passage.kind in (PassageKind.HEADING, PassageKind.TERM) or ids.label_of(words.text):
            continue
        if group := _GROUP.match(words.text):
            yield StatedCount(number=int(group["number"]), group=group["group"], line=words.line)
        else:
            for match in _WHOLE.finditer(words.text):
                yield StatedCount(number=int(match["number"]), group=None, line=words.line)


def _counts_of_table(table: Passage) -> Iterator[StatedCount]:
    """Rows of two cells such as ``Total requirements | 104``."""
    for row in (*((table.head,) if table.head else ()), *table.rows):
        said = frozenset(words_of_header(text_of(row, 0)))
        number = text_of(row, 1).strip()
        if len(row.cells) == _PAIR and said & _TOTAL and said & _REQUIREMENTS and re.fullmatch(r"\d{1,6}", number):
            yield StatedCount(number=int(number), group=None, line=row.line)
