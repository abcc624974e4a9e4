import pytest

from qms_site.records.execution_ids import is_named_id, split_heading, split_id


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("EI-1", ("EI-1", "")),
        ("1", ("1", "")),
        ("#1", ("1", "")),
        ("1.", ("1", "")),
        ("1.2", ("1.2", "")),
        ("a)", ("a", "")),
        ("VAR-EI-1", ("VAR-EI-1", "")),
        ("INV-004-CAPA-001", ("INV-004-CAPA-001", "")),
        ("EI 1a", ("EI 1a", "")),
        ("Step 2", ("Step 2", "")),
        ("EI-1: Deploy", ("EI-1", "Deploy")),
        ("EI-1 (added)", ("EI-1", "(added)")),
        ("EI-1*", ("EI-1", "")),
        ("", None),
        ("Total", None),
        ("EI-n", None),
        ("{{EI-1}}", None),
        ("[EI-1]", None),
        ("A" * 100 + "1", None),
    ],
)
@pytest.mark.verifies("REQ-TRC-003")
def test_a_cell_begins_with_an_id(text: str, found: tuple[str, str] | None) -> None:
    assert split_id(text, is_named=True) == split_id(text, is_named=False) == found


@pytest.mark.parametrize(
    ("text", "named", "plain"),
    [
        ("EI-4 through EI-8", ("EI-4 through EI-8", ""), None),
        ("EI-4/5", ("EI-4/5", ""), None),
        ("3 tests added", ("3", "tests added"), None),
    ],
)
def test_under_a_head_that_names_items_more_is_an_id(text: str, named: tuple[str, str], plain: None) -> None:
    assert (split_id(text, is_named=True), split_id(text, is_named=False)) == (named, plain)


@pytest.mark.parametrize(
    ("text", "is_named"),
    [("EI-1", True), ("EI 2.1", True), ("VAR-EI-3a", True), ("CAPA-1", False), ("1", False), ("EI-1 done", False)],
)
def test_an_id_may_name_itself(text: str, *, is_named: bool) -> None:
    assert is_named_id(text) is is_named


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("EI-1: Title", ("EI-1", "Title")),
        ("5.1 EI-1 \u2014 Title", ("EI-1", "Title")),
        ("INV-004-CAPA-001", ("INV-004-CAPA-001", "")),
        ("Execution item 3. Title", ("Execution item 3", "Title")),
        ("EI-10x1", None),
        ("About EI-1", None),
        ("Execution", None),
    ],
)
def test_a_heading_begins_with_an_id(text: str, found: tuple[str, str] | None) -> None:
    assert split_heading(text) == found
