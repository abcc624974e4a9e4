import csv
import io
import json
import zipfile

import pytest

from qms_site.reports.matrix import COLUMNS, FORMS, render_matrix
from qms_site.views.matrix import Matrix, MatrixRow, TraceState


def row(id_: str = "REQ-A-001", text: str = "It shall.", title: str | None = "First") -> MatrixRow:
    return MatrixRow(
        id=id_, document="SDLC-A-RS", title=title, text=text, path="QMS/RS.md", line=9, state=TraceState.PASSING,
        design=(("SDLC-A-DS", "DSN-A-001"),), matrix="SDLC-A-RTM", method="test", result="PASS",
        tests=("test_a::test_b", "test_a::test_c"), commits=("a1b2c3d",), records=(), changed_in=("CR-001",), cited_by=(),
    )  # fmt: skip


def matrix(*rows: MatrixRow) -> Matrix:
    return Matrix(name="A", title="The pump", specifications=("SDLC-A-RS",), matrices=("SDLC-A-RTM",), rows=rows)


def test_a_table_of_values_has_a_line_for_each_requirement() -> None:
    head, first = csv.reader(io.StringIO(render_matrix(matrix(row()), "csv").decode()))
    assert tuple(head) == COLUMNS
    told = dict(zip(head, first, strict=True))
    assert (told["requirement"], told["tests"], told["line"]) == ("REQ-A-001", "test_a::test_b test_a::test_c", "9")


@pytest.mark.verifies("REQ-SEC-001")
@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_cell_that_looks_like_a_formula_is_text(text: str) -> None:
    _, first = csv.reader(io.StringIO(render_matrix(matrix(row(text=text)), "csv").decode()))
    assert first[3] == f"'{text}"
    book = zipfile.ZipFile(io.BytesIO(render_matrix(matrix(row(text=text)), "xlsx")))
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def test_json_keeps_lists_and_numbers() -> None:
    (first,) = json.loads(render_matrix(matrix(row()), "json"))["rows"]
    assert (first["tests"], first["line"], first["state"]) == (
        ["test_a::test_b", "test_a::test_c"],
        9,
        "stated to pass",
    )


@pytest.mark.verifies("REQ-SEC-001")
def test_markdown_shows_what_a_document_says_and_never_interprets_it() -> None:
    text = render_matrix(matrix(row(text="a | b <script> [x](y) *z*", title="`t`")), "md").decode()
    assert "a \\| b \\<script\\> \\[x\\](y) \\*z\\*" in text
    assert "\\`t\\`" in text


@pytest.mark.parametrize("form", FORMS)
def test_two_renderings_are_the_same_bytes(form: str) -> None:
    assert render_matrix(matrix(row(), row("REQ-A-002")), form) == render_matrix(matrix(row(), row("REQ-A-002")), form)
