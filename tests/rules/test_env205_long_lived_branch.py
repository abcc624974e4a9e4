from datetime import UTC, date, datetime

import pytest
from builders import a_project, told_by

DAY = datetime(2026, 2, 1, tzinfo=UTC)
BEGUN = a_project().with_document("CR-042").with_commit({"src/a.py": "1"}, DAY, message="Begin")
BRANCH = BEGUN.with_work("cr-042-speed", {"src/a.py": "2"}, when=DAY)


@pytest.mark.verifies("REQ-ENV-006")
def test_a_branch_that_lives_too_long_is_told() -> None:
    assert told_by("ENV205", BRANCH.judged_on(date(2026, 3, 4))) == [
        "note None cr-042-speed: execution branch cr-042-speed has lived for 31 days and is not merged; 30 are allowed"
    ]


@pytest.mark.parametrize("day", [date(2026, 3, 3), date(2026, 1, 1), None])
def test_one_that_does_not_is_clean(day: date | None) -> None:
    assert told_by("ENV205", BRANCH.judged_on(day)) == []


def test_other_roles_may_live_as_long_as_their_entry_says() -> None:
    project = BEGUN.with_work("test/pump-001", {"src/a.py": "2"}, when=DAY)
    assert told_by("ENV205", project.judged_on(date(2027, 1, 1))) == []
    settings = "[[branches]]\npattern = 'test/.+'\nrole = 'test'\ntitle = 'test environment'\nmax-days = 100\n"
    assert len(told_by("ENV205", project.with_settings(settings).judged_on(date(2027, 1, 1)))) == 1


def test_merged_branches_live_no_more() -> None:
    assert told_by("ENV205", BRANCH.with_merge("cr-042-speed", DAY).judged_on(date(2027, 1, 1))) == []
    squashed = BRANCH.with_commit({"src/a.py": "2"}, datetime(2026, 2, 2, tzinfo=UTC), message="CR-042: all")
    assert told_by("ENV205", squashed.judged_on(date(2027, 1, 1))) == []


def test_one_without_commits_was_not_begun() -> None:
    assert told_by("ENV205", BEGUN.with_branch("cr-042-speed").judged_on(date(2027, 1, 1))) == []


def test_days_before_governance_do_not_count() -> None:
    recent = "[project]\ngovernance-start = 2026-01-25"
    assert len(told_by("ENV205", BRANCH.with_settings(recent).judged_on(date(2026, 3, 4)))) == 1
    late = BEGUN.with_work("cr-042-speed", {"a": "2"}, {"a": "3"}, when=datetime(2026, 2, 9, 23, 30, tzinfo=UTC))
    start = "[project]\ngovernance-start = 2026-02-10"
    assert told_by("ENV205", late.with_settings(start).judged_on(date(2026, 3, 12))) == []
    assert len(told_by("ENV205", late.with_settings(start).judged_on(date(2026, 3, 13)))) == 1
