import pytest

from qms_site.records.ids import id_scheme
from qms_site.records.references import ReferenceScheme, reference_scheme
from qms_site.records.series import LONGEST_RANGE, Mark, Series, find_series
from qms_site.settings import parse_settings

SETTINGS = parse_settings("", "qms.toml")
SCHEME: ReferenceScheme = reference_scheme(SETTINGS, id_scheme(SETTINGS))


def meant(text: str) -> list[str]:
    """What the series of a text add to the ids written in it, each with the first letter of its form."""
    return [f"{id_} {series.form[0]}" for series in find_series(text, list(SCHEME.find(text))) for id_ in series.ids()]


@pytest.mark.parametrize(
    "text",
    [
        "REQ-INT-001 through REQ-INT-004",
        "REQ-INT-001 Through REQ-INT-004",
        "REQ-INT-001 thru REQ-INT-004",
        "REQ-INT-001 to REQ-INT-004",
        "REQ-INT-001 up to REQ-INT-004",
        "REQ-INT-001 until REQ-INT-004",
        "REQ-INT-001 - REQ-INT-004",
        "REQ-INT-001 -- REQ-INT-004",
        "REQ-INT-001 \u2013 REQ-INT-004",
        "REQ-INT-001\u2013REQ-INT-004",
        "REQ-INT-001\u2026REQ-INT-004",
        "REQ-INT-001 \u2026 REQ-INT-004",
        "REQ-INT-001..REQ-INT-004",
        "REQ-INT-001 ... REQ-INT-004",
        "REQ-INT-001, ..., REQ-INT-004",
        "REQ-INT-001 through\nREQ-INT-004",
        "REQ-INT-001\n  through REQ-INT-004",
        "reviewed from REQ-INT-001 to REQ-INT-004",
        "Updated REQ-INT-001 to REQ-INT-004",
        "It was renamed. REQ-INT-001 to REQ-INT-004 stay.",
    ],
)
@pytest.mark.verifies("REQ-TRC-004")
def test_a_range_means_what_lies_between_its_ends(text: str) -> None:
    assert meant(text) == ["REQ-INT-002 r", "REQ-INT-003 r"]


@pytest.mark.parametrize(
    "text",
    [
        "REQ-INT-001 to 004",
        "REQ-INT-001 through -004",
        "REQ-INT-001\u2013004",
        "REQ-INT-001 \u2013 004",
        "REQ-INT-001 - 004",
        "REQ-INT-001..004",
        "REQ-INT-001\u2026004",
    ],
)
@pytest.mark.verifies("REQ-TRC-004")
def test_the_end_of_a_range_may_be_a_bare_number(text: str) -> None:
    assert meant(text) == ["REQ-INT-002 r", "REQ-INT-003 r", "REQ-INT-004 w"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("REQ-MCP-011/012/013", ["REQ-MCP-012 l", "REQ-MCP-013 l"]),
        ("REQ-MCP-011 / 012", ["REQ-MCP-012 l"]),
        ("(REQ-MCP-111/112)", ["REQ-MCP-112 l"]),
        ("REQ-MCP-111/112 Transport", ["REQ-MCP-112 l"]),
        ("REQ-DOC-001, -002", ["REQ-DOC-002 l"]),
        ("REQ-DOC-001/-002", ["REQ-DOC-002 l"]),
        ("REQ-DOC-001, 002 and 003", ["REQ-DOC-002 l", "REQ-DOC-003 l"]),
        ("REQ-DOC-001, 002, and 003.", ["REQ-DOC-002 l", "REQ-DOC-003 l"]),
        ("REQ-DOC-001; 002", ["REQ-DOC-002 l"]),
        ("REQ-DOC-001 & 002", ["REQ-DOC-002 l"]),
        ("REQ-DOC-001 and/or 002", ["REQ-DOC-002 l"]),
        ("REQ-DOC-001,002,003", ["REQ-DOC-002 l", "REQ-DOC-003 l"]),
        ("REQ-DOC-001,\n002", ["REQ-DOC-002 l"]),
        ("CR-101, 102 and 103 are closed", ["CR-102 l", "CR-103 l"]),
        ("CR-101 or 102 and others", ["CR-102 l"]),
        ("CR-1, 2 and 3.", ["CR-2 l", "CR-3 l"]),
        ("CR-2001 and 2002", ["CR-2002 l"]),
        ("CR-036-VAR-001/002", ["CR-036-VAR-002 l"]),
        ("REQ-DOC-001 to 003, 007", ["REQ-DOC-002 r", "REQ-DOC-003 w", "REQ-DOC-007 l"]),
        ("REQ-DOC-001, 007\u2013009", ["REQ-DOC-007 l", "REQ-DOC-008 r", "REQ-DOC-009 w"]),
        ("REQ-DOC-001 to 003 and 004 pages", ["REQ-DOC-002 r", "REQ-DOC-003 w", "REQ-DOC-004 l"]),
    ],
)
@pytest.mark.verifies("REQ-TRC-004")
def test_a_list_means_its_bare_numbers(text: str, expected: list[str]) -> None:
    assert meant(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "CR-001 002",
        "CR-001, 02",
        "CR-001, 0002",
        "CR-001, 2026-01-03",
        "CR-0001, 2026",
        "CR-0012/2026",
        "CR-01, 05 March 2026",
        "CR-12, 14 March 2026",
        "CR-01, 02.03.2026",
        "CR-01, 02/03/2026",
        "CR-01/02/2026",
        "CR-12, 14:30",
        "CR-001/002.5",
        "CR-01 and 02.1",
        "CR-001, 100,000 rows",
        "CR-101 and 150 others",
        "CR-101 to 150 people",
        "CR-1, 2 documents",
        "CR-1, 2\ndocuments",
        "CR-10, 50 %",
        "CR-10, 50%",
        "CR-10, 20 \u20ac",
        "CR-001/002a",
        "CR-001, 002-B",
        "CR-001, 002_3",
        "QMS/CR/CR-028/001",
        "CR-028/001/notes.md",
        "CR-028/001.md",
        "CR-001 - 100 Hz",
        "CR-001 \u2013 100",
        "CR-001\n- 002",
        "CR-001-003",
        "SOP-005 007",
        "TEMPLATE-CR, 001",
        "CR-1234567890, 1234567891",
    ],
)
@pytest.mark.verifies("REQ-TRC-004")
def test_a_number_that_could_be_something_else_belongs_to_no_series(text: str) -> None:
    assert meant(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "REQ-A-004 through REQ-A-001",
        "REQ-A-004 to 001",
        "REQ-A-001 through REQ-A-002",
        "REQ-A-001 through REQ-B-004",
        "REQ-A-001 through REQ-A-1",
        "CR-1 through CR-004",
        "SDLC-QMS-RS to SDLC-QMS-RTM",
        "CR-1 and CR-4",
        "CR-1\n- CR-4",
        "CR-1\u2014CR-4",
        "CR-1 - CR-4 - CR-9",
        "renumbered CR-1 to CR-4",
        "Renaming the record CR-1 to 4",
        "changed from CR-1 to CR-4",
        "CR-1 and some words, through CR-4",
        "CR-1" + " " * 60 + "through CR-4",
    ],
)
@pytest.mark.verifies("REQ-TRC-004")
def test_two_ids_that_are_no_range_mean_themselves(text: str) -> None:
    assert meant(text) == []


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [("0001", "1000", 998), ("0001", "1001", 0), ("0002", "1001", 998), ("1", "999999999", 0)],
)
def test_a_range_is_bounded(first: str, last: str, count: int) -> None:
    assert LONGEST_RANGE == 1000
    assert len(meant(f"REQ-A-{first} through REQ-A-{last}")) == count


def test_numbers_keep_their_width() -> None:
    assert meant("CR-9 through CR-12") == ["CR-10 r", "CR-11 r"]
    assert meant("CR-098 through CR-101") == ["CR-099 r", "CR-100 r"]


def test_a_series_tells_where_it_stands() -> None:
    marks = [Mark(4, 9, "REQ-7")]
    assert list(find_series("see REQ-7/8 or 9", marks)) == [
        Series(form="list", place=10, stem="REQ-", width=1, first=8, last=8),
        Series(form="list", place=15, stem="REQ-", width=1, first=9, last=9),
    ]
