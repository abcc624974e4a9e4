"""The grammar beyond CommonMark."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from qms_site.markdown.parsing import make_reader, parse_body
from qms_site.markdown.tasks import CHECKBOX


def test_the_reader_is_one_and_keeps_nothing() -> None:
    assert make_reader() is make_reader()
    parse_body("[^1]\n\n[^1]: x\n[a]: b\n")
    assert [token.content for token in parse_body("[^1] [a]") if token.type == "inline"] == ["[^1] [a]"]
    assert [child.type for child in _children("[^1] [a]")] == ["text"]


@given(st.text(alphabet="ab1 -:/[]()!<>*_~`&;\\\n{}$%#@^|=+.\"'", max_size=80))
def test_the_marks_at_which_rules_are_asked_are_enough(body: str) -> None:
    thorough = make_reader.__wrapped__()
    thorough.inline.terminator_re = MarkdownIt().inline.terminator_re
    assert [token.as_dict() for token in parse_body(body)] == [token.as_dict() for token in thorough.parse(body, {})]


@pytest.mark.parametrize("text", ["<id>", "<path/to>", "</user>", "<CR-001>", "<path:line>", "<?what?>", "<title>"])
def test_what_only_looks_like_a_tag_is_text(text: str) -> None:
    assert "".join(child.content for child in _children(f"run {text}")) == f"run {text}"
    assert {child.type for child in _children(f"run {text}")} == {"text"}


@pytest.mark.parametrize("tag", ["<br>", '<a id="x">', "<!-- c -->", "</b>", "<p>", "<b>b</b>"])
def test_html_stays_html(tag: str) -> None:
    assert "html_inline" in {child.type for child in _children(f"a {tag}")}


def test_markdown_after_a_placeholder_line_is_read() -> None:
    assert [token.type for token in parse_body("<path>\n**b**\n")][:2] == ["paragraph_open", "inline"]
    assert [token.type for token in parse_body("<div>\n**b**\n")] == ["html_block"]


@pytest.mark.parametrize(
    ("body", "checked"),
    [
        ("- [ ] a\n- [x] b\n- [X] c\n- d", [False, True, True]),
        ("1. [x] a", [True]),
        ("- [ ]a", []),
        ("- [ ]", []),
        ("[ ] a", []),
        ("- a\n\n  [ ] b", []),
    ],
)
def test_tasks(body: str, checked: list[bool]) -> None:
    boxes = [child for token in parse_body(body) for child in token.children or [] if child.type == CHECKBOX]
    assert [box.meta["is_checked"] for box in boxes] == checked


def test_footnotes_are_numbered_by_reference_and_none_is_lost() -> None:
    tokens = parse_body("[^b] [^a] [^b]\n\n[^c]: never\n[^a]: A\n[^b]: B [^d]\n\n    [^d]: inner\n")
    openings = [token.meta for token in tokens if token.type == "footnote_open"]
    assert [(meta["label"], meta["number"]) for meta in openings] == [("b", 1), ("a", 2), ("d", 3), ("c", 4)]
    texts = [token.content for token in tokens if token.type == "inline"]
    assert texts == ["[^b] [^a] [^b]", "B [^d]", "A", "inner", "never"]


@pytest.mark.parametrize(
    "part",
    ["- [ ] a\n", "<a b='", "a <script a=b> ", "<svg>\n\n", "| `a |", "`a``b", "[^a]: x\n", "<!-- ", "# a\n", "\\|"],
)
def test_time_is_linear(part: str) -> None:
    body = part * (50_000 // len(part))
    started = time.process_time()
    parse_body(body)
    assert time.process_time() - started < 10


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from([*"[]()!*_~`<>|-:^\n \\#&=+1.a", "\n\n", "<b>", "```", "[^a]", "\ud800"])).map("".join)
)
def test_parsing_never_raises(body: str) -> None:
    tokens = parse_body(body)
    assert sum(token.nesting for token in tokens) == 0


def _children(body: str) -> list[Token]:
    return [child for token in parse_body(body) for child in token.children or []]
