"""Counts of requirements that a text states of itself: ``covers all 143 requirements``, ``REQ-SEC (Security): 8 requirements``."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from qms_site.markdown.passages import Passage, PassageKind
from qms_site.records.columns import text_of, words_of_header
from qms_site.records.item_ids import ItemIds

_NUMBER = r"(?<![\d.,])(?P<number>\d{1,3}(?:[,'\u2019]\d{3})+|\d{1,6})"
# Words that leave it at all the requirements; any other word before them tells of some.
_KIND = r"(?:(?:system|software|product|total|defined|individual|unique|distinct)\s+)?"
# What the requirements may be of, so that they still are all there are.
_SOURCE = (
    r"\s+(?:(?:defined|specified|listed|stated|contained|documented)\s+)?(?:in|of|from)\s+"
    r"(?:\S*\bS?RS\b|(?:the|this)\s+(?:\w+\s+)?(?:system|software|product|specification|document|matrix|RTM|S?RS)\b)"
)
_PART = (
    r"\s+(?:of|for|in|from|on|under|within|by|below|above|that|which|whose|added|changed|modified|removed|introduced|affected|related|"
    r"concerning|relevant|marked|with)\b"
)
# A verb that says what the document as a whole does, or that the number is all there are; `adds 3 requirements` is neither.
_WHOLE = re.compile(
    rf"\b(?:(?:covers?|traces?|contains?|defines?|specif(?:y|ies)|lists?|comprises?|verif(?:y|ies))\s+(?:all\s+|the\s+|a\s+total\s+of\s+)*"
    rf"|all\s+(?:of\s+the\s+)?|a\s+total\s+of\s+|total\s+of\s+){_NUMBER}\s+{_KIND}requirements\b(?:{_SOURCE}|(?!{_PART}))",
    re.IGNORECASE,
)
_GROUP = re.compile(
    rf"(?P<group>[A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*)+)(?:-\*|-)?\b[^:|]{{0,80}}:\s*{_NUMBER}\s+{_KIND}requirements?\b(?!{_PART})"
)
# What a sentence speaks of before the number, if not of the document as it is.
_OTHER_SUBJECT = re.compile(
    r"\b(?:(?i:sections?|chapters?|tables?|appendix|annex|parts?|domains?|categor(?:y|ies)|groups?|subsystems?|modules?|versions?|revisions?|"
    r"releases?|v\d[\d.]*|previous(?:ly)?|former(?:ly)?|earlier|before|originally|was|were|not|no|each|every)|DS|CR|VR|[A-Z]+-\d+)\b"
)
_SENTENCE_END = re.compile(r"[.!?;]\s+(?=[A-Z(])")
_LONGEST_SENTENCE = 400
# Sections that tell what was so in other versions.
_PAST = re.compile(
    r"[\d.\s]{0,20}(?:(?:(?:revision|change|document|version|amendment) )?"
    r"(?:history|log|record|summary of changes)|changes|changelog|amendments)\s*",
    re.IGNORECASE,
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
    """Every count that is stated of a whole, in the order of the text.

    What stands inside an item is said of something else, and what stands in a history of other versions.
    """
    past: int | None = None
    for passage in passages:
        if passage.kind is PassageKind.HEADING:
            past = past if past is not None and passage.level > past else None
            past = passage.level if past is None and _PAST.fullmatch(passage.words.text) else past
        elif past is None:
            yield from _counts_of_table(passage) if passage.kind is PassageKind.TABLE else _counts_of_text(passage, ids)


def _counts_of_text(passage: Passage, ids: ItemIds) -> Iterator[StatedCount]:
    words = passage.words
    if passage.kind is PassageKind.TERM or ids.label_of(words.text):
        return
    if group := _GROUP.match(words.text):
        yield StatedCount(number=_number_of(group["number"]), group=group["group"], line=words.line)
        return
    for match in _WHOLE.finditer(words.text):
        sentence = _SENTENCE_END.split(words.text[max(0, match.start() - _LONGEST_SENTENCE) : match.start()])[-1]
        if not _OTHER_SUBJECT.search(sentence):
            yield StatedCount(number=_number_of(match["number"]), group=None, line=words.line)


def _number_of(written: str) -> int:
    return int(re.sub(r"\D", "", written))


def _counts_of_table(table: Passage) -> Iterator[StatedCount]:
    """Rows of two cells such as ``Total requirements | 104``."""
    for row in (*((table.head,) if table.head else ()), *table.rows):
        said = frozenset(words_of_header(text_of(row, 0)))
        number = text_of(row, 1).strip()
        if len(row.cells) == _PAIR and said & _TOTAL and said & _REQUIREMENTS and re.fullmatch(_NUMBER, number):
            yield StatedCount(number=_number_of(number), group=None, line=row.line)
