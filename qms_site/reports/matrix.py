"""The matrix of a system to take along: CSV, JSON, Markdown and XLSX, all with the same rows and columns."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

import xlsxwriter

from qms_site.views.matrix import Matrix, MatrixRow

COLUMNS = (
    *("requirement", "document", "title", "text", "state", "missing", "design", "matrix", "method", "result"),
    *("tests", "commits", "records", "changed in", "cited by", "path", "line"),
)


def render_matrix(matrix: Matrix, form: str) -> bytes:
    """A matrix in one of FORMS."""
    return FORMS[form](matrix)


def _cells(row: MatrixRow) -> tuple[str, ...]:
    lists = (row.tests, row.commits, row.records, row.changed_in, row.cited_by)
    return (
        *(row.id, row.document, row.title or "", row.text, row.state.value, row.what_is_missing),
        " ".join(id_ for _, id_ in row.design),
        *(row.matrix or "", row.method or "", row.result or ""),
        *(" ".join(entries) for entries in lists),
        *(row.path, str(row.line)),
    )


def _csv(matrix: Matrix) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # RFC 4180
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in _cells(row)] for row in matrix.rows)
    return text.getvalue().encode("utf-8", "replace")


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not compute: one that begins like a formula gets an apostrophe."""
    return f"'{cell}" if cell[:1] in _FORMULA else cell


_FORMULA = frozenset("=+-@\t\r")


def _json(matrix: Matrix) -> bytes:
    rows = [
        dict(zip(COLUMNS, _cells(row), strict=True)) | {"line": row.line, "tests": row.tests} for row in matrix.rows
    ]
    told = {"system": matrix.name, "rows": rows}
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _markdown(matrix: Matrix) -> bytes:
    lines = [
        f"# {_plain(matrix.title)}: requirements and what they rest on",
        "",
        _line(COLUMNS),
        _line(["---"] * len(COLUMNS)),
    ]
    lines += [_line([_plain(cell) for cell in _cells(row)]) for row in matrix.rows]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _line(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Text that means nothing in Markdown."""
    escaped = "".join(f"\\{letter}" if letter in r"\`*_{}[]<>#|!&~" else letter for letter in text)
    return " ".join(escaped.split())


def _xlsx(matrix: Matrix) -> bytes:
    file = io.BytesIO()
    # Everything is text: nothing is computed, linked or dated. A fixed day keeps the bytes the same.
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _DAY})
    sheet = book.add_worksheet("Matrix")
    head = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, 48 if name in ("text", "tests") else 18, wrapped)
    for place, row in enumerate(matrix.rows, start=1):
        for column, cell in enumerate(_cells(row)):
            sheet.write_string(place, column, cell[:_LONGEST_CELL], wrapped)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(matrix.rows), 1), len(COLUMNS) - 1)
    book.close()
    return file.getvalue()


_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_LONGEST_CELL = 32_767
"""What a cell of XLSX can hold."""

FORMS: Mapping[str, Callable[[Matrix], bytes]] = MappingProxyType(
    {"csv": _csv, "json": _json, "md": _markdown, "xlsx": _xlsx}
)
