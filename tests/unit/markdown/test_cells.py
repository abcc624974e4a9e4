"""Table rows, as they are read and as they are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.token import Token

from qms_site.markdown.cells import MAX_FILLED_CELLS, split_row
from qms_site.markdown.parsing import parse_body


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("", ()),
        ("|", ()),
        ("| a | b |", ("a", "b")),
        ("a | b", ("a", "b")),
        ("  |a|b  ", ("a", "b")),
        ("| |", ("",)),
        ("|| a ||", ("", "a", "")),
        (r"| a \| b | c |", ("a | b", "c")),
        (r"| a \|", ("a |",)),
        (r"| a \\| b |", (r"a \\", "b")),
        ("| `a | b` | c |", ("`a | b`", "c")),
        (r"| `a \| b` | c |", ("`a | b`", "c")),
        ("| ``a | ` | b`` | c |", ("``a | ` | b``", "c")),
        ("| `a | b |", ("`a", "b")),
        ("| ``a | b` | c |", ("``a", "b`", "c")),
        (r"| \`a | b` | c |", (r"\`a", "b`", "c")),
        (r"| `a\` | b` |", (r"`a\`", "b`")),
        ("| \u00a0a |", ("\u00a0a",)),
    ],
)
def test_split_row(line: str, cells: tuple[str, ...]) -> None:
    assert split_row(line) == cells


words = st.text(st.characters(exclude_characters="|`\\\n\r", exclude_categories=["Cs"]))
cell = st.lists(
    words | words.filter(bool).map("``{}|``".format) | st.just(r"\|") | st.just("`a b`"),
    max_size=4,
).map(lambda parts: " ".join(parts).strip(" \t"))


@given(st.lists(cell, min_size=1))
def test_joined_cells_come_back(cells: list[str]) -> None:
    row = f"| {' | '.join(cells)} |"
    assert split_row(row) == tuple(part.replace(r"\|", "|") for part in cells)


@given(st.text(st.sampled_from("|`\\ a")))
def test_no_character_but_pipes_escapes_and_space_is_lost(row: str) -> None:
    kept = "".join(split_row(row))
    assert kept.count("a") == row.count("a")
    assert kept.count("`") == row.count("`")


def test_a_row_of_backticks_takes_linear_time() -> None:
    row = " | ".join("`" * length for length in range(1, 1000))
    assert len(split_row(row)) == 999


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("| a | b |\n|---|:-:|\n| 1 | 2 |\n", [["a", "b"], ["1", "2"]]),
        ("a | b\n--|--:\n1 | 2", [["a", "b"], ["1", "2"]]),
        ("|a|b|\n|-|-|\n|1|\n|1|2|3|4|", [["a", "b"], ["1", ""], ["1", "2 | 3 | 4"]]),
        ("|a|\n|-|\n| `x|y` |", [["a"], ["`x|y`"]]),
        ("|a|\n|-|\n1\n\n2", [["a"], ["1"]]),
        ("|a|\n|-|\n1\n> q", [["a"], ["1"]]),
        ("|a|\n|-|\n1\n# h", [["a"], ["1"]]),
        ("|a|\n|-|\n1\n    code", [["a"], ["1"]]),
        ("> |a|\n> |-|\n> 1\nlazy", [["a"], ["1"]]),
        ("text\n|a|\n|-|\n|1|", [["a"], ["1"]]),
        ("|a|\n|-|-|\n|1|", []),
        ("|a|\n- b\n", []),
        ("a\n-\n", []),
        ("    |a|\n    |-|\n", []),
        ("|a|\n|x|\n", []),
    ],
)
def test_tables(body: str, rows: list[list[str]]) -> None:
    assert _rows(parse_body(body)) == rows


def test_every_row_and_cell_knows_its_line() -> None:
    tokens = parse_body("\n|a|b|\n|-|-|\n|1|\n|2|3|\n")
    rows = [token.map for token in tokens if token.type == "tr_open"]
    assert rows == [[1, 2], [3, 4], [4, 5]]
    assert [token.map for token in tokens if token.type == "inline"] == [
        [line, line + 1] for line in (1, 1, 3, 3, 4, 4)
    ]
    assert next(token.map for token in tokens if token.type == "table_open") == [1, 5]


def test_alignment() -> None:
    tokens = parse_body("|a|b|c|d|\n|-|:-|-:|:-:|\n")
    styles = [token.attrs.get("style") for token in tokens if token.type == "th_open"]
    assert styles == [None, "text-align:left", "text-align:right", "text-align:center"]


def test_filling_is_bounded_and_loses_no_row() -> None:
    width, height = 1000, 200
    tokens = parse_body("|a" * width + "|\n" + "|-" * width + "|\n" + "|x|\n" * height)
    types = [token.type for token in tokens]
    assert types.count("tr_open") == height + 1
    assert types.count("td_open") <= MAX_FILLED_CELLS + height


def _rows(tokens: list[Token]) -> list[list[str]]:
    rows: list[list[str]] = []
    for index, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in {"th_open", "td_open"}:
            rows[-1].append(tokens[index + 1].content)
    return rows
