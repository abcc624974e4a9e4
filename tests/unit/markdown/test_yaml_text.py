"""Lines that mean the same whatever stands around them are read without YAML, and as YAML has it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qms_site.markdown.yaml_text import read_yaml_text

SIGNS = list("abZ019 _-.,:;'\"#()/+&*!|>@`%?[]{}~=<\\\t\nüé\u2028\x85")
PIECES = st.lists(
    st.sampled_from(
        ["id: CR-001\n", "title: ", "status:", "a b: ", '"', "'", "---\n", "...\n", "- ", ": ", " #", *SIGNS]
    ),
    max_size=14,
).map("".join)


@settings(max_examples=600, deadline=None, database=None, derandomize=True)
@given(PIECES)
@example("id: CR-001\ntitle: Adjust (unit 00), again\nstatus: CLOSED\nversion: '1.0'\n")
@example("status: DRAFT\nstatus: EFFECTIVE\n")
@example("title: one\n two\n")
@example("title: one\n- two\n")
@example("title:\n  a\n")
@example("title:\nid: x\n")
@example("title: \"\"\nother: ''\n")
@example("title: a:b\nid: 1:2\n")
@example("y: no\nnull: ~\n")
def test_plain_lines_say_what_yaml_makes_of_them(source: str) -> None:
    source = f"{source}\n"
    slowly = read_yaml_text(f"{source}# a comment, which no plain line is\n")
    if not slowly.problem:
        assert read_yaml_text(source) == slowly
        return
    found = read_yaml_text(source)
    assert (found.value, found.problem) == (slowly.value, slowly.problem)


def test_each_line_of_a_front_matter_may_be_plain() -> None:
    found = read_yaml_text("id: CR-001\ntitle: \"Of a: b\"\nowner:\nversion: '1.10'\nday: 2026-01-02\n")
    assert found.value == {"id": "CR-001", "title": "Of a: b", "owner": None, "version": "1.10", "day": "2026-01-02"}
    assert found.lines == {"id": 0, "title": 1, "owner": 2, "version": 3, "day": 4}


@pytest.mark.parametrize("length", [10, 100_000])
def test_a_line_that_is_almost_plain_takes_no_time(length: int) -> None:
    found = read_yaml_text(f"title: a{' b' * length}{' ' * length}[\n")
    assert found.value == {"title": f"a{' b' * length}{' ' * length}["}
