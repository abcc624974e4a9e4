"""Execution items of a record: what was to be done, and how, by whom and when it was done.

Three forms are read, each only where the one before is absent: tables whose head names execution items (``EI``, ``CAPA``),
headings ``EI-n`` over a table or a list of fields, and tables of numbered steps in a section about execution. Plans are none.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from qms_site.markdown.passages import Passage
from qms_site.records.execution_columns import Columns, read_columns
from qms_site.records.execution_flags import read_flag
from qms_site.records.execution_ids import split_heading, split_id
from qms_site.records.execution_tables import (
    HeadedFields,
    ItemTable,
    Section,
    cell_at,
    is_executed,
    iter_headed_fields,
    iter_tables,
)
from qms_site.records.hashes import find_hashes
from qms_site.records.outcomes import OUTCOME_WORDS, OutcomeWords, Result
from qms_site.records.signatures import read_day, split_signature


class ExecutionItem(msgspec.Struct, frozen=True, kw_only=True):
    """An execution item, with the words of its cells as a reader sees them; None for what is not said."""

    id: str
    description: str
    outcome: str | None
    """As written, empty if the cell is; None if the table has no place for an outcome."""
    result: Result
    vr: str | None
    """``Yes``, ``No`` or the id of a verification record; a box that is checked or empty is ``Yes`` or ``No``."""
    performer: str | None
    date: dt.date | None
    commits: tuple[str, ...]
    """Hash-like tokens of the whole row in their order, each once."""
    line: int
    """The row's, or that of the heading."""


def find_executions(passages: Iterable[Passage], *, words: OutcomeWords = OUTCOME_WORDS) -> Iterator[ExecutionItem]:
    """Every execution item of a body, in its order. Which documents are records, and no templates, the caller knows."""
    passages = tuple(passages)
    tables = list(iter_tables(passages))
    named = [table for table in tables if table.is_named and table.is_executed]
    if named:
        return _without_repetitions(named, words)
    headed = [item for table in tables if (item := _headed_item(table, words))]
    headed = headed or [item for text in iter_headed_fields(passages) if (item := _told_item(text, words))]
    if headed:
        return iter(headed)
    steps = [table for table in tables if table.section is Section.EXECUTION and table.is_executed]
    return (item for table in steps for item in _items_of(table, words))


_FIELD_HEADS = frozenset({"", "field", "attribute", "property", "key", "element", "aspect", "name"})


def _items_of(table: ItemTable, words: OutcomeWords) -> Iterator[ExecutionItem]:
    """The items of a table's rows; a row that begins with no id, as one that was left empty, is none."""
    for row in table.rows:
        if found := split_id(cell_at(row, table.columns.id) or "", is_named=table.is_named):
            yield _item(found, [cell.text for cell in row.cells], table.columns, row.line, words)


def _without_repetitions(tables: Sequence[ItemTable], words: OutcomeWords) -> Iterator[ExecutionItem]:
    """Items of tables that may repeat each other: a plan beside its execution, an overview beside the details."""
    items = [(table, item) for table in tables for item in _items_of(table, words)]
    items_by_id: dict[str, list[tuple[ItemTable, ExecutionItem]]] = {}
    for table, item in items:
        items_by_id.setdefault(item.id.casefold(), []).append((table, item))
    kept = {id(item) for rows in items_by_id.values() for item in _best_of(rows)}
    return (item for _, item in items if id(item) in kept)


def _best_of(rows: Sequence[tuple[ItemTable, ExecutionItem]]) -> Iterator[ExecutionItem]:
    """Of the rows with one id, those that tell how it came out. Equal tables are no repetitions: a second try, or parts."""
    highest = max(_standing(table) for table, _ in rows)
    rows = [(table, item) for table, item in rows if _standing(table) == highest]
    chosen, _ = max(rows, key=lambda row: (row[1].result is not Result.OPEN, row[0].columns.known))
    return (item for table, item in rows if table.head == chosen.head)


def _standing(table: ItemTable) -> tuple[bool, bool]:
    return table.columns.outcome is not None, table.section is not Section.PLAN


def _headed_item(table: ItemTable, words: OutcomeWords) -> ExecutionItem | None:
    """The item of a heading ``EI-1: Title`` over a table with a field in each row."""
    found = split_heading(table.heading.text) if table.heading else None
    if table.heading is None or found is None or len(table.head) == 1:
        return None
    fields = [(cell_at(row, 0) or "", cell_at(row, 1) or "") for row in table.rows]
    if table.head[0].casefold() not in _FIELD_HEADS:
        fields = [(table.head[0], table.head[1]), *fields]
    columns = read_columns([name for name, _ in fields])
    if not is_executed(columns, table.section):
        return None
    return _item(found, [value for _, value in fields], columns, table.heading.line, words)


def _told_item(text: HeadedFields, words: OutcomeWords) -> ExecutionItem | None:
    """The item of a heading ``EI-1: Title`` over fields in running text, of which one must be an outcome."""
    found = split_heading(text.heading.text)
    columns = read_columns([name for name, _ in text.fields])
    if found is None or columns.outcome is None or text.section is Section.PLAN:
        return None
    return _item(found, [value for _, value in text.fields], columns, text.heading.line, words)


def _item(
    heading: tuple[str, str], cells: Sequence[str], columns: Columns, line: int, words: OutcomeWords
) -> ExecutionItem:
    """An item from its id, what stands beside that, and the cells of its row."""

    def cell(place: int | None) -> str | None:
        return cells[place] if place is not None and place < len(cells) else None

    id_, title = heading
    outcome, vr = cell(columns.outcome), read_flag(cell(columns.vr) or "")
    signature = split_signature(cell(columns.performer) or "")
    return ExecutionItem(
        id=id_,
        description=cell(columns.description) or title,
        outcome=outcome,
        result=words.judge(outcome),
        vr=vr,
        performer=signature.performer,
        date=read_day(cell(columns.date) or "") or signature.day,
        commits=tuple(dict.fromkeys(token for text in (title, *cells) for token in find_hashes(text))),
        line=line,
    )
