import pytest

from qms_site.records.item_ids import item_ids
from qms_site.settings import parse_settings

IDS = item_ids(parse_settings("", "qms.toml"))


@pytest.mark.parametrize(
    ("text", "id_", "rest", "is_marked"),
    [
        ("REQ-A-001: Title", "REQ-A-001", "Title", True),
        ("REQ-A-001 Title", "REQ-A-001", "Title", False),
        ("REQ-A-001", "REQ-A-001", "", False),
        ("REQ-FS-ARCH-001 - Title", "REQ-FS-ARCH-001", "Title", True),
        ("REQ-A-001 \u2014 Title", "REQ-A-001", "Title", True),
        ("REQ-A-001\u2013Title", "REQ-A-001", "Title", True),
        ("REQ-A-001. Title", "REQ-A-001", "Title", True),
        ("4.1.2 REQ-A-001: Title", "REQ-A-001", "Title", True),
        ("[REQ-A-001] Title", "REQ-A-001", "Title", False),
        ("Requirement REQ-A-001: Title", "REQ-A-001", "Title", True),
        ("REQ-A-001 (withdrawn): Title", "REQ-A-001", "Title", True),
        ("REQ-A-001 - 3 attempts", "REQ-A-001", "3 attempts", True),
        ("REQ-A-001: 3", "REQ-A-001", "3", True),
        ("DES-CORE-12: Title", "DES-CORE-12", "Title", True),
    ],
)
def test_a_text_begins_with_an_id(text: str, id_: str, rest: str, is_marked: bool) -> None:  # noqa: FBT001
    label = IDS.label_of(text)
    assert label
    assert (label.id, label.rest, label.is_marked) == (id_, rest, is_marked)


@pytest.mark.parametrize(
    "text",
    [
        "4.1 Security (REQ-SEC)",
        "Remote Transport (REQ-MCP-011 through REQ-MCP-013)",
        "REQ-A-001 through REQ-A-003",
        "REQ-A-001 \u2013 REQ-A-003: Group",
        "REQ-A-001 - 003",
        "REQ-A-001..003: Group",
        "REQ-A-001, REQ-A-002",
        "REQ-A-001/002: Group",
        "REQ-A-001 and REQ-A-002",
        "REQ-A-001's text",
        "REQ-A-001.2 text",
        "REQ-A-001-old text",
        "XREQ-A-001: text",
        "req-a-001: text",
        "REQ-XXX: text",
        "CR-001: text",
    ],
)
def test_a_text_begins_with_no_id_of_an_item(text: str) -> None:
    assert IDS.label_of(text) is None


@pytest.mark.parametrize(
    ("cell", "id_"),
    [
        ("REQ-A-001", "REQ-A-001"),
        (" [REQ-A-001] ", "REQ-A-001"),
        ("REQ-A-001:", "REQ-A-001"),
        ("REQ-A-001 (withdrawn)", "REQ-A-001"),
        ("REQ-A-001 Title", None),
        ("REQ-A-001 (see REQ-A-002), and more", None),
        ("REQ-A-001, REQ-A-002", None),
        ("REQ-A", None),
        ("", None),
    ],
)
def test_a_cell_holds_an_id_and_nothing_else(cell: str, id_: str | None) -> None:
    assert IDS.whole(cell) == id_


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("REQ-A-001", "1"),
        ("REQ-A-001 through REQ-A-003", "1 2 3"),
        ("REQ-A-001 to REQ-A-003 and REQ-A-005", "1 2 3 5"),
        ("REQ-A-001\u2013REQ-A-003", "1 2 3"),
        ("REQ-A-001 - REQ-A-003", "1 2 3"),
        ("REQ-A-001 .. 003", "1 2 3"),
        ("REQ-A-001 \u2013 003", "1 2 3"),
        ("REQ-A-001/002/004", "1 2 4"),
        ("REQ-A-001, -002", "1 2"),
        ("REQ-A-001, 002 and 003", "1 2 3"),
        ("REQ-A-002, REQ-A-001, REQ-A-002", "2 1"),
        ("REQ-A-001, 3 tests", "1"),
        ("REQ-A-001 is linked to REQ-A-003", "1 3"),
        ("through REQ-A-003", "3"),
        ("REQ-A-003 through REQ-A-001", "3 1"),
        ("none", ""),
    ],
)
def test_ids_are_named_one_by_one_in_ranges_and_in_lists(text: str, named: str) -> None:
    assert IDS.named_in(text) == tuple(f"REQ-A-00{number}" for number in named.split())


@pytest.mark.parametrize(
    "text", ["REQ-A-001 through REQ-B-003", "REQ-A-1 through REQ-A-999999999", f"REQ-A-1 to REQ-A-{'9' * 5000}"]
)
def test_a_range_that_cannot_be_walked_names_its_ends(text: str) -> None:
    assert len(IDS.named_in(text)) == 2


@pytest.mark.parametrize(
    ("text", "is_only_ids"),
    [
        ("REQ-A-001", True),
        ("REQ-A-001 through REQ-A-004, DES-A-001 and -002", True),
        ("The system shall", False),
        ("Details of REQ-A-001", False),
        ("", False),
        ("-", False),
    ],
)
def test_a_text_of_ids_says_nothing_besides(text: str, is_only_ids: bool) -> None:  # noqa: FBT001
    assert IDS.is_only_ids(text) is is_only_ids
