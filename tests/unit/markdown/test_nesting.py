"""Text below the deepest level that is read as structure."""

import pytest

from qms_site.markdown.nesting import MAX_NESTING, TOO_DEEP
from qms_site.markdown.parsing import parse_body
from qms_site.markdown.regions import iter_regions

QUOTES = "> " * (MAX_NESTING - 2)
STEPS = [f"{'  ' * level}- step {level}\n" for level in range(60)]


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (f"{QUOTES}> one\n", []),
        (f"{QUOTES}> > one\n", [("one\n", 0, 1)]),
        (f"{QUOTES}> > # one\n{QUOTES}> > | a |\n\nend\n", [("# one\n| a |\n", 0, 2)]),
        (f"{QUOTES}> > one\nlazy\n\nend\n", [("one\nlazy\n", 0, 2)]),
        (f"{QUOTES}> > > > one\n", [("> > one\n", 0, 1)]),
        (f"{QUOTES}- one\n{QUOTES}\n{QUOTES}  two\n{QUOTES}- three\n", [("one\n\ntwo\n", 0, 3), ("three\n", 3, 4)]),
        (f"{QUOTES}> - one\n{QUOTES}> - two\n", [("one\n", 0, 1), ("two\n", 1, 2)]),
        (f"{QUOTES}> term\n{QUOTES}> : one\n", [("one\n", 1, 2)]),
        (f"[^a]: {QUOTES}> one\n\n[^a]\n", [("one\n", 0, 1)]),
    ],
)
def test_it_is_kept_as_it_is_written(body: str, kept: list[tuple[str, int, int]]) -> None:
    found = [(token.content, *(token.map or [])) for token in parse_body(body) if token.type == TOO_DEEP]
    assert found == kept


def test_no_step_of_a_deep_list_is_lost_and_each_has_its_line() -> None:
    regions = list(iter_regions(parse_body("".join(STEPS)), first_line=1))
    words = [
        (word.strip().removeprefix("- "), region.line + number)
        for region in regions
        for number, word in enumerate(region.text.rstrip("\n").split("\n"))
    ]
    assert words == [(f"step {level}", level + 1) for level in range(60)]
