"""Cells of a record's tables that name who did something: in which row and column, who, in which part, and on which day.

Only columns and fields that are called so in plain words count, beside the performers of execution tables: of a column
``Reviewers`` in a table of permissions nobody should be told how well ``Yes`` is supported.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from qms_site.markdown.passages import Passage, Row
from qms_site.records.execution_columns import plain_head
from qms_site.records.execution_tables import ItemTable, iter_tables
from qms_site.records.hashes import find_hashes
from qms_site.records.signatures import split_signature


class Part(StrEnum):
    """What somebody who is named did."""

    PERFORMED = "performed"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    WROTE = "wrote"


class SignedCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell that names somebody; ``line`` is its row's in the file, ``place`` its column counted from 0."""

    line: int
    place: int
    part: Part
    name: str
    """As written, without the date; several are parted by commas."""
    date: dt.date | None
    commits: tuple[str, ...]
    """Hash-like tokens of the whole row."""


def find_signed_cells(passages: Iterable[Passage]) -> Iterator[SignedCell]:
    """Every cell of a record's tables that names somebody, in their order; placeholders name nobody."""
    for table in iter_tables(passages):
        parts = dict(_parts_of(table))
        for row in table.rows:
            field = _part_of(plain_head(row.cells[0].text)) if _is_field(row) else None
            for place, part in parts.items() if field is None else ((1, field),):
                if cell := _cell(row, place, part):
                    yield cell


def _parts_of(table: ItemTable) -> Iterator[tuple[int, Part]]:
    """The columns that name somebody: those that say so, and the one of an execution table's performers."""
    columns = table.columns
    performer = columns.performer if table.is_executed and columns.id is not None else None
    for place, head in enumerate(table.head):
        part = _part_of(plain_head(head)) or (Part.PERFORMED if place == performer else None)
        if part and not (place != performer and _holds_answers(table.rows, place)):
            yield place, part


def _part_of(words: str) -> Part | None:
    return next((part for part, pattern in _HEADS.items() if pattern.fullmatch(words)), None)


_MORE = r"(?: (?:and|or|date|signed|on|name|names|initials|signature))*"
_HEADS = {
    part: re.compile(rf"(?:(?:{deeds}) by|{nouns}){_MORE}")
    for part, deeds, nouns in (
        (Part.APPROVED, "approved|authori[sz]ed|accepted", "approvers?"),
        (Part.REVIEWED, "reviewed|verified|checked|witnessed|inspected", "reviewers?|verifiers?|witness(?:es)?"),
        (Part.WROTE, "prepared|written|authored|drafted|raised|reported|created", "authors?|originators?"),
        (
            Part.PERFORMED,
            "performed|executed|completed|closed|done|implemented|tested|carried out|conducted|recorded|signed",
            "performers?|executors?|testers?|operators?|implementers?",
        ),
    )
}


def _is_field(row: Row) -> bool:
    """Whether a row may be a field with its value: ``| Performed By | J. Doe |``."""
    return len(row.cells) == 2  # noqa: PLR2004 - a name and a value


def _holds_answers(rows: Sequence[Row], place: int) -> bool:
    texts = (row.cells[place].text.casefold() for row in rows if place < len(row.cells))
    return any(text in _ANSWERS for text in texts)


_ANSWERS = frozenset({"yes", "no", "y", "x", "\u2713", "\u2714", "required", "optional", "pass", "fail", "all", "any"})


def _cell(row: Row, place: int, part: Part) -> SignedCell | None:
    if place >= len(row.cells) or row.cells[place].codes or len(row.cells[place].text) > _LONGEST:
        return None
    signature = split_signature(row.cells[place].text)
    if signature.performer is None or _THING.search(signature.performer):
        return None
    return SignedCell(
        line=row.line,
        place=place,
        part=part,
        name=signature.performer,
        date=signature.day,
        commits=tuple(dict.fromkeys(token for cell in row.cells for token in find_hashes(cell.text))),
    )


_LONGEST = 200
"""Characters of a cell that names somebody; longer ones tell a story."""
_THING = re.compile(r"::|\w/\w+[./]|\b[A-Z]{2,}(?:-[A-Z]+)*-\d{2,}\b")
"""A test, a file or a record: something verified it, and nobody."""
