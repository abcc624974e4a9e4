from datetime import UTC, date, datetime

import pytest

from qms_site.timeline.periods import Period
from qms_site.views.force import build_stretches


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("periods", "as_of", "expected"),
    [
        ((), date(2026, 1, 31), []),
        ((Period(version="1.0", start=day(1), end=None),), date(2026, 1, 10), [("1.0", 10, True)]),
        (
            (Period(version="1.0", start=day(1), end=day(4)), Period(version="2.0", start=day(4), end=None)),
            date(2026, 1, 10),
            [("1.0", 3, False), ("2.0", 7, True)],
        ),
        (
            (Period(version="1.0", start=day(1), end=day(3)), Period(version="2.0", start=day(6), end=day(8))),
            date(2026, 1, 10),
            [("1.0", 2, False), (None, 3, False), ("2.0", 2, False), (None, 3, True)],
        ),
        (
            (Period(version="1.0", start=day(1), end=day(8)), Period(version="2.0", start=day(8), end=None)),
            date(2026, 1, 5),
            [("1.0", 5, True)],
        ),
        ((Period(version="1.0", start=day(8), end=None),), date(2026, 1, 5), []),
        ((Period(version="1.0", start=day(8), end=None),), None, [("1.0", 1, True)]),
    ],
    ids=["none", "one", "two", "gaps", "as of an earlier day", "not yet", "no day"],
)
def test_stretches_follow_each_other_up_to_the_day(
    periods: tuple[Period, ...], as_of: date | None, expected: list[tuple[str | None, int, bool]]
) -> None:
    found = build_stretches(periods, as_of)
    assert [(stretch.version, stretch.days, stretch.is_current) for stretch in found] == expected
