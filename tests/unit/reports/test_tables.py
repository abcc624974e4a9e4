import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from builders import a_system
from builders import matrix as rtm

from qms_site.graph.verification import NamedStatus, NamedTest, Standing
from qms_site.reports.tables import FORMS, ITEM_COLUMNS, MATRIX_COLUMNS, item_table, matrix_table, render_table
from qms_site.timeline.former_texts import Unchanged
from qms_site.views.items import index_items
from qms_site.views.matrix import Matrix, build_matrices, index_by_requirement
from qms_site.views.matrix_row import MatrixRow, TraceState


def a_test(name: str) -> NamedTest:
    return NamedTest(name=name, status=NamedStatus.RESOLVED, id=name, standing=Standing.ABSENT, result=None)


def row(id_: str = "REQ-A-001", text: str = "It shall.", title: str | None = "First") -> MatrixRow:
    return MatrixRow(
        id=id_, document="SDLC-A-RS", title=title, text=text, path="QMS/RS.md", line=9, state=TraceState.STATED,
        design=(("SDLC-A-DS", "DSN-A-001"),), matrix="SDLC-A-RTM", method="test", result="PASS",
        tests=(a_test("test_a::test_b"), a_test("test_a::test_c")), commits=("a1b2c3d",), records=(),
        changed_in=("CR-001",), cited_by=(),
    )  # fmt: skip


def matrix(*rows: MatrixRow) -> Matrix:
    return Matrix(name="A", title="The pump", specifications=("SDLC-A-RS",), matrices=("SDLC-A-RTM",), rows=rows)


def render_matrix(shown: Matrix, form: str) -> bytes:
    return render_table(matrix_table(shown), form)


def test_a_table_of_values_has_a_line_for_each_requirement() -> None:
    head, first = csv.reader(io.StringIO(render_matrix(matrix(row()), "csv").decode()))
    assert tuple(head) == MATRIX_COLUMNS
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


def test_a_row_says_since_when_the_text_reads_so_and_which_commits_changed_it() -> None:
    changed = replace(
        row(), unchanged=Unchanged("2.0", datetime(2026, 1, 31, tzinfo=UTC)), change_commits=("c" * 40, "d" * 40)
    )
    (first,) = json.loads(render_matrix(matrix(changed), "json"))["rows"]
    assert (first["text since"], first["change commits"]) == ("version 2.0 (2026-01-31)", ["c" * 10, "d" * 10])


@pytest.mark.verifies("REQ-TRC-027")
@pytest.mark.parametrize("form", FORMS)
def test_the_register_of_items_is_a_table_of_the_same_kind(form: str) -> None:
    project = a_system(("001",), rtm("001"), ds="# DS\n\n### DES-A-001: Valve\n\nFor REQ-A-001.\n").build()
    index = index_items(project)
    table = item_table(index, index_by_requirement(build_matrices(project, index)))
    assert table.columns == ITEM_COLUMNS
    assert [(row[0], row[2], row[5], row[6]) for row in table.rows] == [
        ("DES-A-001", "SDLC-A-DS", "", ()),
        ("REQ-A-001", "SDLC-A-RS", "stated to pass", ("DES-A-001",)),
    ]
    assert b"REQ-A-001" in render_table(table, form) or form == "xlsx"
