"""Front matter as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms_site.markdown.frontmatter import MAX_BLOCK_BYTES, FrontMatter, read_front_matter

ANCHOR = "The front matter uses a YAML anchor or alias; write the value out."
TAG = "The front matter uses a YAML tag; values are read as text."


@pytest.mark.parametrize(
    ("yaml", "value"),
    [
        ("1.10", "1.10"),
        ("0012", "0012"),
        ("no", "no"),
        ("2026-01-02", "2026-01-02"),
        ("~", "~"),
        ("null", "null"),
        ("0x1F # a comment", "0x1F"),
        ("", None),
        ('""', ""),
        ("!!str 1.10", "1.10"),
        ("[a, 1.0, ]", ("a", "1.0")),
        ("\n  - a\n  -\n  - [b]", ("a", None, ("b",))),
        ("{1: yes, b: }", {"1": "yes", "b": None}),
        (">\n  two\n  words", "two words\n"),
        ("|-\n  two\n  lines", "two\nlines"),
        ("two\n  words", "two words"),
    ],
)
def test_values_stay_text(yaml: str, value: object) -> None:
    assert read_front_matter(f"---\nkey: {yaml}\n---\n").fields == {"key": value}


def test_lines_are_those_of_the_file() -> None:
    front = read_front_matter("--- \n# a comment\nid: CR-001\nnested:\n  id: no\nlast: x\n---\t\n\n# Body\n")
    assert front.lines == {"id": 3, "nested": 4, "last": 6}
    assert (front.body, front.body_line) == ("\n# Body\n", 8)


@pytest.mark.parametrize("text", ["---\n---\nbody", "---\n \n---\nbody", "---\n{}\n---\nbody", "---\n{}\n...\nbody"])
def test_empty_front_matter_is_front_matter(text: str) -> None:
    front = read_front_matter(text)
    assert (front.fields, front.body, front.problem) == ({}, "body", None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Title\n",
        "---",
        "---\n",
        "---\nid: CR-001\n",
        "----\nid: CR-001\n----\n",
        "---\n\nA paragraph after a rule.\n\n---\n\nAnother.\n",
        "---\n# A heading, which is a comment to YAML\n---\n",
        "---\n- a list\n- of two\n---\n",
        "---\n\nIt says: this is prose: not fields\nand goes on and on\nfor lines.\n---\n",
        "---\nOne \x07 bell.\n---\n",
        "---\n" + "Long prose.\n" * 10_000 + "---\n",
    ],
)
def test_a_rule_at_the_beginning_is_body(text: str) -> None:
    assert read_front_matter(text) == FrontMatter(
        fields={}, lines={}, body=text, body_line=1, problem=None, problem_line=None
    )


@pytest.mark.parametrize(
    ("block", "problem", "line"),
    [
        ("a: 1\nb: [x", "The front matter is not valid YAML: did not find expected ',' or ']'.", 4),
        ("a: b: c", "The front matter is not valid YAML: mapping values are not allowed in this context.", 2),
        ("a: 1\nb: &x 2", ANCHOR, 3),
        ("a: *x", ANCHOR, 2),
        ("a: &x {b: c}\n<<: *x", ANCHOR, 2),
        ("a: !!python/object:os.system {}", TAG, 2),
        ("a: 1\nb: !mine x", TAG, 3),
        ("a: 1\n--- x\nb: 2\nc: 3", "The front matter holds more than one YAML document.", 3),
        ("a: 1\n[b]: 2\nc: 3", "A key of the front matter is a list or a mapping, not text.", 3),
        ("a: " + "[" * 21 + "]" * 21, "The front matter nests deeper than 20 levels.", 2),
        ("a: 1\nb: \x07", "The front matter holds the control character U+0007.", 3),
        ("a: 1\nb: x\u2028y", "The front matter holds the control character U+2028.", 3),
        ("a: 1\n" * MAX_BLOCK_BYTES, "The front matter is longer than 64 KiB.", 2),
    ],
)
def test_what_cannot_be_read_is_a_problem_and_the_body_stays(block: str, problem: str, line: int) -> None:
    front = read_front_matter(f"---\n{block}\n---\nbody\n")
    assert (front.fields, front.lines, front.body) == ({}, {}, "body\n")
    assert (front.problem, front.problem_line) == (problem, line)


def test_the_last_of_two_equal_keys_counts() -> None:
    front = read_front_matter("---\nid: A\nstatus: x\nid: B\n---\n")
    assert front.fields == {"id": "B", "status": "x"}
    assert (front.problem, front.problem_line) == ('The key "id" is given more than once; the last one counts.', 4)
    assert front.lines == {"id": 4, "status": 3}


@given(st.text() | st.lists(st.sampled_from(["---\n", "a: ", "b:\n", "[", "- ", "&x ", "*x", "!!", "\n", "'", "..."])))
def test_nothing_raises_and_nothing_of_the_body_is_lost(parts: str | list[str]) -> None:
    text = "".join(parts)
    front = read_front_matter(text)
    assert text.endswith(front.body)
    assert front.body_line == 1 + text[: len(text) - len(front.body)].count("\n")
    if not front.fields and not front.problem and front.body_line == 1:
        assert front.body == text
