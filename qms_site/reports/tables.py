"""Tables to take along: the matrix of a system and the register of items, as CSV, JSON, Markdown and XLSX."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

import msgspec

from qms_site.timeline.former_texts import Unchanged
from qms_site.views.items import ItemIndex
from qms_site.views.matrix import Matrix
from qms_site.views.matrix_row import MatrixRow

Cell = str | int | tuple[str, ...]


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table: what it is called, whose it is, its columns, and as many cells in each row. A cell of several texts is a list."""

    title: str
    subject: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


MATRIX_COLUMNS = (
    *("requirement", "document", "title", "text", "state", "missing", "who", "design", "matrix", "method", "result"),
    *(
        "tests",
        "test results",
        "commits",
        "records",
        "changed in",
        "change commits",
        "cited by",
        "text since",
        "path",
        "line",
    ),
)
ITEM_COLUMNS = (
    *("item", "kind", "document", "title", "text", "state", "designed in", "satisfies", "traced in", "tests"),
    *("implemented in", "changed in", "cited by", "text since", "path", "line"),
)


def matrix_table(matrix: Matrix) -> Table:
    """The matrix of a system, a row for each requirement."""
    return Table(
        title=f"{matrix.title}: requirements and what they rest on",
        subject=matrix.name,
        columns=MATRIX_COLUMNS,
        rows=tuple(map(_matrix_cells, matrix.rows)),
    )


def item_table(index: ItemIndex, rows: Mapping[tuple[str, str], MatrixRow]) -> Table:
    """The register of all items; requirements with the state that they have in the matrix of their system."""
    return Table(
        title="Items",
        subject="items",
        columns=ITEM_COLUMNS,
        rows=tuple(
            (
                *(item.id, item.kind, item.document, item.title or "", item.text),
                rows[item.document, item.id].state.value if (item.document, item.id) in rows else "",
                *(_names(item.designed_in), _names(item.satisfies), item.traced_in, item.tests, item.implemented_in),
                *(item.changed_in, item.cited_by, since(item.unchanged), item.path, item.line),
            )
            for item in index.items
        ),
    )


def since(unchanged: Unchanged | None) -> str:
    """Since when a text reads as it does: ``version 2.0 (2026-01-31)``; empty where it is not known."""
    if unchanged is None:
        return ""
    return f"version {unchanged.version}" + (f" ({unchanged.since:%Y-%m-%d})" if unchanged.since else "")


def render_table(table: Table, form: str) -> bytes:
    """A table in one of FORMS."""
    return FORMS[form](table)


def _matrix_cells(row: MatrixRow) -> tuple[Cell, ...]:
    return (
        *(row.id, row.document, row.title or "", row.text, row.state.value, row.what_is_missing, row.who),
        *(_names(row.design), row.matrix or "", row.method or "", row.result or ""),
        *(tuple(test.name for test in row.tests), row.measured, row.commits, row.records, row.changed_in),
        *(tuple(commit[:10] for commit in row.change_commits), row.cited_by, since(row.unchanged), row.path, row.line),
    )


def _names(items: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(id_ for _, id_ in items)


def _text(cell: Cell) -> str:
    return " ".join(cell) if isinstance(cell, tuple) else str(cell)


def _csv(table: Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # RFC 4180
    writer.writerow(table.columns)
    writer.writerows([_harmless(_text(cell)) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8", "replace")


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not compute: one that begins like a formula gets an apostrophe."""
    return f"'{cell}" if cell[:1] in _FORMULA else cell


_FORMULA = frozenset("=+-@\t\r")


def _json(table: Table) -> bytes:
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    told = {"system": table.subject, "rows": rows}
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _markdown(table: Table) -> bytes:
    lines = [
        f"# {_plain(table.title)}",
        "",
        _line(table.columns),
        _line(["---"] * len(table.columns)),
    ]
    lines += [_line([_plain(_text(cell)) for cell in row]) for row in table.rows]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _line(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Text that means nothing in Markdown."""
    escaped = "".join(f"\\{letter}" if letter in r"\`*_{}[]<>#|!&~" else letter for letter in text)
    return " ".join(escaped.split())


def _xlsx(table: Table) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - takes a while, and every command imports this module

    file = io.BytesIO()
    # Everything is text: nothing is computed, linked or dated. A fixed day keeps the bytes the same.
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _DAY})
    sheet = book.add_worksheet("Table")
    head = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, 48 if name in ("text", "tests") else 18, wrapped)
    for place, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(map(_text, row)):
            sheet.write_string(place, column, cell[:_LONGEST_CELL], wrapped)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    book.close()
    return file.getvalue()


_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_LONGEST_CELL = 32_767
"""What a cell of XLSX can hold."""

FORMS: Mapping[str, Callable[[Table], bytes]] = MappingProxyType(
    {"csv": _csv, "json": _json, "md": _markdown, "xlsx": _xlsx}
)
