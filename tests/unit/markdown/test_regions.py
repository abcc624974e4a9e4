"""Regions, links and the first heading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms_site.markdown.parsing import parse_body
from qms_site.markdown.regions import Link, first_heading, iter_links, iter_region_runs, iter_regions


@pytest.mark.parametrize(
    ("body", "regions"),
    [
        ("one\ntwo", [("text", "one", 10), ("text", "two", 11)]),
        ("one  \ntwo\\\nthree", [("text", "one", 10), ("text", "two", 11), ("text", "three", 12)]),
        ("a `b\nc` d", [("text", "a ", 10), ("code", "b\nc", 10), ("text", " d", 11)]),
        ("[a\nb](x\n'y\nz') c", [("text", "a", 10), ("text", "b", 11), ("text", " c", 13)]),
        ("[`a\nb`](x) c", [("code", "a\nb", 10), ("text", " c", 11)]),
        ("![a\nb](x\n'y') c", [("text", "a", 10), ("text", "b", 11), ("text", " c", 12)]),
        ("<b\nid=x>a</b> c", [("text", "a", 11), ("text", " c", 11)]),
        ("a <!-- b\nc --> d", [("text", "a ", 10), ("comment", " b\nc ", 10), ("text", " d", 11)]),
        ("a <id\nx> b", [("text", "a ", 10), ("text", "<id\nx>", 10), ("text", " b", 11)]),
        ("<!-- a\nb -->\nc", [("comment", " a\nb ", 10), ("text", "c", 12)]),
        ("<!-- a\nb", [("comment", " a\nb", 10)]),
        ("```py\na\nb\n```", [("fence", "a\nb\n", 11)]),
        ("    a\n    b", [("fence", "a\nb\n", 10)]),
        ("> - a\n>   `b`", [("text", "a", 10), ("code", "b", 11)]),
        ("<div>\na &amp; b\n<!-- c --></div>", [("text", "\na & b\n", 10), ("comment", " c ", 12)]),
        ("<script>\nCR-1\n</script>", [("comment", "<script>\nCR-1\n</script>", 10)]),
        ("a <script>CR-1</script> b", [("text", "a ", 10), ("text", " b", 10)]),
        ("|a|\n|-|\n|`b|c`|", [("text", "a", 10), ("code", "b|c", 12)]),
        ("x[^1]\n\n[^1]: y", [("text", "x", 10), ("text", "y", 12)]),
        ("T\n: d", [("text", "T", 10), ("text", "d", 11)]),
        ("a\n\\_b", [("text", "a", 10), ("text", "_b", 11)]),
        ("[a]: b\n\nc", [("text", "c", 12)]),
    ],
)
def test_regions(body: str, regions: list[tuple[str, str, int]]) -> None:
    found = [(region.kind.value, region.text, region.line) for region in iter_regions(parse_body(body), first_line=10)]
    assert found == regions


@pytest.mark.parametrize(
    ("body", "runs"),
    [
        ("a *b*\n`c`\n\nd", [["a ", "b", "c"], ["d"]]),
        ("- a\n- b", [["a"], ["b"]]),
        ("|a|`b` c|\n|-|-|", [["a"], ["b", " c"]]),
        ("```\na\n```\n\n    b", [["a\n"], ["b\n"]]),
        ("<p>a</p><p>b</p>", [["a"], ["b"]]),
    ],
)
def test_regions_of_one_paragraph_or_cell_stand_together(body: str, runs: list[list[str]]) -> None:
    found = [[region.text for region in run] for run in iter_region_runs(parse_body(body), first_line=1)]
    assert found == runs


def test_links() -> None:
    body = (
        "[a `b`](x.md 't') ![c](d.png)\n"
        "[![e](f.png)](my%20file.md) <https://example.org> [r]\n\n"
        '<p>\n<a class=z href="g&amp;h">i</a><img alt="k" src=j.png></p>\n\n'
        "[r]: s.md\n"
    )
    assert list(iter_links(parse_body(body), first_line=1)) == [
        Link(target="x.md", text="a b", line=1, is_image=False),
        Link(target="d.png", text="c", line=1, is_image=True),
        Link(target="my%20file.md", text="e", line=2, is_image=False),
        Link(target="f.png", text="e", line=2, is_image=True),
        Link(target="https://example.org", text="https://example.org", line=2, is_image=False),
        Link(target="s.md", text="r", line=2, is_image=False),
        Link(target="g&h", text="", line=5, is_image=False),
        Link(target="j.png", text="k", line=5, is_image=True),
    ]


@pytest.mark.parametrize(
    ("body", "heading"),
    [
        ("text", None),
        ("## a\n\n# b `c` <id>\n", ("b c <id>", 2)),
        ("\n## a\n### b\n", ("a", 1)),
        ("two\nlines\n===\n", ("two lines", 0)),
        ("# ![alt *x*](y) <!-- c -->", ("alt x", 0)),
    ],
)
def test_first_heading(body: str, heading: tuple[str, int] | None) -> None:
    assert first_heading(parse_body(body)) == heading


words = st.sampled_from(
    ["WORD", "`WORD`", "*WORD*", "[WORD](x 'y')", "<b>WORD</b>", "<!-- WORD -->", "`WORD\nx`", "\n"]
)


@given(st.lists(words))
def test_every_word_is_found_on_its_own_line(parts: list[str]) -> None:
    body = "begin " + " ".join(parts)
    lines = body.split("\n")
    regions = list(iter_regions(parse_body(body), first_line=1))
    for region in regions:
        if "WORD" in region.text:
            before = region.text[: region.text.index("WORD")]
            assert "WORD" in lines[region.line - 1 + before.count("\n")]
    assert sum(region.text.count("WORD") for region in regions) == body.count("WORD")
