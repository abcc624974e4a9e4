from datetime import UTC, date, datetime

import pytest

from qms_site.settings import parse_settings
from qms_site.timeline.events import Event
from qms_site.timeline.periods import Day, Period, find_periods

SETTINGS = parse_settings("", "qms.toml")


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


def event(number: int, state: str, version: str | None = "1.0", effective: int | None = None) -> Event:
    return Event(
        when=day(number),
        kind="STATUS_CHANGE",
        actor=None,
        version=version,
        from_state=None,
        to_state=state,
        note=None,
        source="git",
        effective=date(2026, 1, effective) if effective else None,
    )


@pytest.mark.parametrize(
    ("events", "periods"),
    [
        ((event(1, "APPROVED"),), ()),
        ((event(1, "APPROVED", effective=9),), (Period(version="1.0", start=day(9), end=None),)),
        (
            (event(1, "APPROVED", effective=9), event(3, "EFFECTIVE", effective=9)),
            (Period(version="1.0", start=day(9), end=None),),
        ),
        ((event(1, "APPROVED", effective=9), event(4, "DRAFT")), ()),
        ((event(1, "EFFECTIVE", effective=9), event(4, "CANCELLED", None)), ()),
        (
            (event(1, "EFFECTIVE"), event(2, "EFFECTIVE", "2.0", effective=9), event(4, "DRAFT", "2.0")),
            (Period(version="1.0", start=day(1), end=None),),
        ),
        (
            (event(1, "EFFECTIVE", effective=3), event(9, "DRAFT", "1.1")),
            (Period(version="1.0", start=day(3), end=None),),
        ),
        ((event(1, "EFFECTIVE"), event(5, "REVIEW_DUE")), (Period(version="1.0", start=day(1), end=None),)),
        (
            (event(1, "EFFECTIVE"), event(5, "ON_HOLD"), event(7, "EFFECTIVE")),
            (Period(version="1.0", start=day(1), end=day(5)), Period(version="1.0", start=day(7), end=None)),
        ),
        ((event(1, "EFFECTIVE"), event(5, "ON_HOLD", "1.1")), (Period(version="1.0", start=day(1), end=None),)),
        ((event(1, "EFFECTIVE"), event(5, "RETAINED")), (Period(version="1.0", start=day(1), end=day(5)),)),
    ],
    ids=[
        "approved without a day",
        "approved with a day ahead",
        "approved, then effective",
        "taken back before its day",
        "cancelled before its day",
        "a revision taken back",
        "a draft of another version",
        "review due",
        "suspended and resumed",
        "a revision on hold",
        "retained",
    ],
)
@pytest.mark.verifies("REQ-DOC-010", "REQ-DOC-013")
def test_a_stretch_begins_on_the_day_that_the_text_gives(
    events: tuple[Event, ...], periods: tuple[Period, ...]
) -> None:
    assert find_periods(events, "SOP", SETTINGS) == periods


def test_a_stretch_holds_from_its_beginning_to_before_its_end() -> None:
    period = Period(version="1.0", start=day(2), end=day(4))
    assert [period.holds_at(day(number)) for number in (1, 2, 3, 4)] == [False, True, True, False]
    assert [period.holds_on(Day(date=date(2026, 1, number))) for number in (1, 2, 3, 4)] == [False, True, True, False]


def test_the_stages_count_whatever_a_team_calls_its_states() -> None:
    text = "[lifecycles.non-executable.states]\nFREIGEGEBEN = 'effective'\nIN_SCHULUNG = 'approved'\n"
    settings = parse_settings(text, "qms.toml")
    for state in ("FREIGEGEBEN", "IN_SCHULUNG"):
        assert find_periods((event(1, state, effective=9),), "SOP", settings) == (
            Period(version="1.0", start=day(9), end=None),
        )


def test_a_record_is_never_in_force() -> None:
    assert find_periods((event(1, "PRE_APPROVED", effective=9), event(2, "CLOSED")), "CR", SETTINGS) == ()
