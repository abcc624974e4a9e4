"""Tables and headings that may hold execution items, with what the section around them speaks of: a plan, or its execution."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto

import msgspec

from qms_site.markdown.passages import Passage, PassageKind, Row, Words
from qms_site.records.execution_columns import Columns, read_columns
from qms_site.records.execution_ids import is_named_id
from qms_site.records.fields import fields_of


class Section(Enum):
    """What the nearest heading that speaks of either says of what stands below it."""

    PLAN = auto()
    EXECUTION = auto()
    SILENT = auto()


class ItemTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table; ``heading`` stands above it and has no table before this one."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: Columns
    section: Section
    heading: Words | None
    is_named: bool
    """Its rows are execution items by name: the head says it, or every id does."""

    @property
    def is_executed(self) -> bool:
        """Whether it has a place for what execution fills in; under a plan, that must be an outcome."""
        return is_executed(self.columns, self.section)


_PLAN = re.compile(r"\b(?:plans?|planned|planning|propos(?:ed|al)|approach|strategy)\b", re.IGNORECASE)
_EXECUTION = re.compile(
    r"\b(?:execution|executed|resolution|closure|verification|implementation|remediation|capas?|corrective|"
    r"actions?|test (?:steps?|scripts?|cases?|procedures?|execution))\b",
    re.IGNORECASE,
)


class HeadedFields(msgspec.Struct, frozen=True, kw_only=True):
    """A heading and the fields that the text below it has, as ``**Outcome:** Pass``, up to the next heading."""

    heading: Words
    fields: tuple[tuple[str, str], ...]
    section: Section


def iter_tables(passages: Iterable[Passage]) -> Iterator[ItemTable]:
    """Every table of a body that has a head, in its order."""
    heading: Words | None = None
    for passage, section in _with_sections(passages):
        if passage.kind is PassageKind.HEADING:
            heading = passage.words
        elif passage.head:
            yield _table(passage.head, passage.rows, section, heading)
            heading = None


def iter_headed_fields(passages: Iterable[Passage]) -> Iterator[HeadedFields]:
    """Every heading over text with fields; what follows a field without a name of its own belongs to it."""
    heading: Words | None = None
    above = Section.SILENT
    fields: list[tuple[str, list[str]]] = []
    for passage, section in _with_sections(passages):
        if passage.kind is PassageKind.HEADING:
            if heading and fields:
                yield _headed(heading, fields, above)
            heading, above, fields = passage.words, section, []
        for name, value in fields_of(passage.words) if passage.kind is not PassageKind.HEADING else ():
            if name:
                fields.append((name, [value]))
            elif fields:
                fields[-1][1].append(value)
    if heading and fields:
        yield _headed(heading, fields, above)


def _headed(heading: Words, fields: Sequence[tuple[str, Sequence[str]]], section: Section) -> HeadedFields:
    joined = tuple((name, " ".join(value for value in values if value)) for name, values in fields)
    return HeadedFields(heading=heading, fields=joined, section=section)


def _with_sections(passages: Iterable[Passage]) -> Iterator[tuple[Passage, Section]]:
    """Each passage with what the headings above it, its own among them, speak of."""
    opened: list[tuple[int, Section]] = []
    has_title = False
    for passage in passages:
        if passage.kind is PassageKind.HEADING:
            # A document's title tells what it is about, not what stands below.
            is_title, has_title = passage.level == 1 and not has_title, has_title or passage.level == 1
            while opened and opened[-1][0] >= passage.level:
                opened.pop()
            above = opened[-1][1] if opened else Section.SILENT
            opened.append((passage.level, above if is_title else _section_of(passage.words.text, above)))
        yield passage, opened[-1][1] if opened else Section.SILENT


def is_executed(columns: Columns, section: Section) -> bool:
    """Whether columns have a place for what execution fills in."""
    if columns.outcome is not None:
        return True
    return section is not Section.PLAN and (columns.performer is not None or columns.summary is not None)


def cell_at(row: Row, place: int | None) -> str | None:
    """Words of a cell; None where the row has no such cell."""
    return row.cells[place].text if place is not None and place < len(row.cells) else None


def _section_of(title: str, above: Section) -> Section:
    if _PLAN.search(title):
        return Section.PLAN
    return Section.EXECUTION if _EXECUTION.search(title) else above


def _table(head: Row, rows: tuple[Row, ...], section: Section, heading: Words | None) -> ItemTable:
    words = tuple(cell.text for cell in head.cells)
    columns = read_columns(words)
    return ItemTable(
        head=words,
        rows=rows,
        columns=columns,
        section=section,
        heading=heading,
        is_named=columns.is_named or _has_named_ids(rows, columns.id),
    )


def _has_named_ids(rows: tuple[Row, ...], place: int | None) -> bool:
    ids = [text for row in rows if (text := cell_at(row, place))]
    return bool(ids) and all(map(is_named_id, ids))
