from datetime import date

import pytest

from qms_site.records.signatures import read_day, split_signature


@pytest.mark.parametrize(
    ("text", "performer", "day"),
    [
        ("J. Doe - 2026-02-03", "J. Doe", "2026-02-03"),
        ("bot \u2014 2026-01-05", "bot", "2026-01-05"),
        ("bot \u2013 2026\u201101\u201105", "bot", "2026-01-05"),
        ("2026-02-03 / J. Doe", "J. Doe", "2026-02-03"),
        ("bot/lead - 2026-02-03", "bot/lead", "2026-02-03"),
        ("bot + lead, 2026-02-03", "bot + lead", "2026-02-03"),
        ("J. Doe (QA) - 2026-01-05", "J. Doe (QA)", "2026-01-05"),
        ("J. Doe (QA, 2026-01-05)", "J. Doe (QA)", "2026-01-05"),
        ("J. Doe (2026-01-05)", "J. Doe", "2026-01-05"),
        ("Doe, J., 2026-01-05", "Doe, J.", "2026-01-05"),
        ("Signed by: J. Doe on 2026-01-05", "J. Doe", "2026-01-05"),
        ("J. Doe, date: 2026-01-05", "J. Doe", "2026-01-05"),
        ("Lars-Erik \u00c5. 2026-01-05", "Lars-Erik \u00c5.", "2026-01-05"),
        ("May - 2026-05-05", "May", "2026-05-05"),
        ("A. Roe - 2026-01-05, B. Doe - 2026-01-06", "A. Roe, B. Doe", "2026-01-06"),
        ("A (2026-01-05); B (2026-01-06)", "A, B", "2026-01-06"),
        ("2026-01-03 to 2026-01-05", None, "2026-01-05"),
        ("J. Doe", "J. Doe", None),
        ("2026-02-03", None, "2026-02-03"),
        ("", None, None),
        ("-", None, None),
        ("N/A - N/A", None, None),
        ("TBD", None, None),
        ("[PERFORMER] - [DATE]", None, None),
        ("[PERFORMER - DATE]", None, None),
        ("{{NAME}} / {{DATE}}", None, None),
        ("______ / ______", None, None),
        ("bot - [DATE]", "bot", None),
        ("bot - YYYY-MM-DD", "bot", None),
        ("bot - TBD", "bot", None),
        ("bot - 2026-13-40", "bot", None),
    ],
)
@pytest.mark.verifies("REQ-TRC-003")
def test_a_cell_is_split_into_performer_and_day(text: str, performer: str | None, day: str | None) -> None:
    found = split_signature(text)
    assert (found.performer, found.day and found.day.isoformat()) == (performer, day)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-03",
        "2026/02/03",
        "2026.2.3",
        "20260203",
        "2026-02-03T10:00:00Z",
        "2026-02-03 14:05 UTC",
        "2026-Feb-03",
        "03Feb2026",
        "03-FEB-2026",
        "3-Feb-26",
        "3 February 2026",
        "3rd of February 2026",
        "Feb 3, 2026",
        "February 3rd, 2026, 10:15 am",
        "Feb. 3 2026",
        "03.02.2026",
    ],
)
def test_dates_are_read_in_many_forms(text: str) -> None:
    assert (split_signature(text).performer, read_day(text)) == (None, date(2026, 2, 3))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("13/02/2026", date(2026, 2, 13)),
        ("02/13/2026", date(2026, 2, 13)),
        ("02-02-2026", date(2026, 2, 2)),
        ("03/04/2026", None),
        ("03-04-2026", None),
        ("30.02.2026", None),
        ("12345678", None),
        ("2026", None),
    ],
)
def test_a_date_that_could_be_two_is_none(text: str, day: date | None) -> None:
    assert read_day(text) == day
