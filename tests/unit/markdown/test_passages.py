import pytest

from qms_site.markdown.parsing import parse_body
from qms_site.markdown.passages import Passage, PassageKind, iter_passages

HEADING, PARAGRAPH, ENTRY = PassageKind.HEADING, PassageKind.PARAGRAPH, PassageKind.ENTRY


def passages(body: str) -> list[Passage]:
    return list(iter_passages(parse_body(body), first_line=11))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# A `b`\n\ntext\nmore\n", [(HEADING, 1, "A b", 11), (PARAGRAPH, 0, "text more", 13)]),
        ("- one\n\n  two\n- three\n  - four\n", [
            (ENTRY, 0, "one", 11), (PARAGRAPH, 0, "two", 13), (ENTRY, 0, "three", 14), (ENTRY, 0, "four", 15)
        ]),
        ("1. one\n2. two\n", [(ENTRY, 0, "one", 11), (ENTRY, 0, "two", 12)]),
        ("Term\n: Meaning\n", [(PassageKind.TERM, 0, "Term", 11), (PassageKind.DEFINITION, 0, "Meaning", 12)]),
        ("> quoted\n", [(PARAGRAPH, 0, "quoted", 11)]),
        ("```\n# no\n```\n<!--\n# no\n-->\n", []),
    ],
    ids=["heading", "nested list", "numbers", "definition", "quote", "fence and comment"],
)  # fmt: skip
def test_a_body_is_read_as_its_passages(body: str, expected: list[tuple[PassageKind, int, str, int]]) -> None:
    assert [(entry.kind, entry.level, entry.words.text, entry.words.line) for entry in passages(body)] == expected


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("**Title.** Statement", "Title."),
        ("**One `code`** two **three**", "One code"),
        ("Statement **bold**", ""),
        ("`code` **bold**", ""),
        ("**all**", "all"),
        ("plain", ""),
        ('<a id="x"></a>**Title.** Statement', "Title."),
        ("** ** **bold**", ""),
    ],
)
def test_words_know_the_bold_lead(text: str, lead: str) -> None:
    assert passages(text)[0].words.lead == lead


@pytest.mark.parametrize("mark", ["<br>", "<br/>", "<BR />"])
def test_a_break_in_a_cell_parts_words(mark: str) -> None:
    (table,) = passages(f"| A |\n|---|\n| **J. Doe**{mark}2026-01-05 |\n")
    assert table.rows[0].cells[0].text == "J. Doe 2026-01-05"


def test_a_table_has_its_head_and_rows_with_their_lines_and_codes() -> None:
    (table,) = passages("| A | B |\n|---|---|\n| 1 | `x \\| y` and `z` |\n| **2.** more |\n")
    assert table.head
    assert ([cell.text for cell in table.head.cells], table.head.line) == (["A", "B"], 11)
    assert [([cell.text for cell in row.cells], row.line) for row in table.rows] == [
        (["1", "x | y and z"], 13),
        (["2. more", ""], 14),
    ]
    assert table.rows[0].cells[1].codes == ("x | y", "z")
    assert table.rows[1].cells[0].lead == "2."


def test_words_know_all_that_is_bold_with_its_line() -> None:
    (words,) = [passage.words for passage in passages("**One:** a  \n__Two `b`__ c\n")]
    assert [(bold.text, bold.line) for bold in words.bolds] == [("One:", 11), ("Two b", 12)]


@pytest.mark.parametrize("written", ["a<br>b", "a<BR/>b", "a<br />b"])
def test_a_break_parts_words(written: str) -> None:
    assert passages(written)[0].words.text == "a b"


def test_passages_know_how_deep_they_stand_in_lists() -> None:
    body = "out\n\n- one\n\n  two\n  - three\n\n    | a |\n    |---|\n- four\n\nout\n"
    assert [(entry.words.text, entry.depth) for entry in passages(body)] == [
        ("out", 0), ("one", 1), ("two", 1), ("three", 2), ("", 2), ("four", 1), ("out", 0)
    ]  # fmt: skip
