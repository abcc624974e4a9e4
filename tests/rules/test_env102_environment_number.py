from datetime import UTC, datetime, timedelta

import pytest
from builders import ProjectBuilder, a_project, told_by

DAY = datetime(2026, 2, 1, tzinfo=UTC)
BEGUN = a_project().with_commit({"a": "1"}, DAY, message="Begin")


def later(days: int) -> datetime:
    return DAY + timedelta(days=days)


def environments(*names: str) -> ProjectBuilder:
    project = BEGUN
    for number, name in enumerate(names):
        project = project.with_work(name, {f"x{number}": "2"}, when=later(1))
    return project


@pytest.mark.verifies("REQ-ENV-003")
def test_a_number_that_is_not_padded_is_found() -> None:
    assert told_by("ENV102", environments("test/pump-7")) == [
        "warning None test/pump-7: the number of test environment test/pump-7 is not zero-padded: test/pump-007"
    ]


@pytest.mark.verifies("REQ-ENV-003")
def test_one_number_in_two_spellings_is_found() -> None:
    assert told_by("ENV102", environments("test/pump-001", "test/pump-0001", "test/dose-001")) == [
        "warning None test/pump-0001: one number is used for 2 test environments: test/pump-0001, test/pump-001"
    ]


@pytest.mark.verifies("REQ-ENV-003")
def test_an_environment_that_was_begun_anew_is_told() -> None:
    project = environments("test/pump-001").with_merge("test/pump-001", later(2), is_deleted=True)
    merge = project.commits[0].hash[:10]
    again = project.with_commit({"a": "2"}, later(3)).with_work("test/pump-001", {"b": "3"}, when=later(4))
    assert told_by("ENV102", again) == [
        f"note None test/pump-001: test environment test/pump-001 was begun anew after it had been merged on 2026-02-03 ({merge})"
    ]


def test_one_that_goes_on_after_its_merge_is_clean() -> None:
    project = environments("test/pump-001").with_merge("test/pump-001", later(2), is_deleted=True)
    assert told_by("ENV102", project.with_work("test/pump-001", {"b": "3"}, when=later(4))) == []


@pytest.mark.parametrize("names", [["test/pump-001", "test/pump-002", "test/dose-001"], ["test/pump-1234"]])
def test_numbers_of_their_own_are_clean(names: list[str]) -> None:
    assert told_by("ENV102", environments(*names)) == []


def test_names_of_another_form_are_nobodys_business() -> None:
    settings = "[[branches]]\npattern = 'staging/.+'\nrole = 'test'\ntitle = 'test environment'\n"
    assert told_by("ENV102", environments("staging/build-7", "staging/build-07").with_settings(settings)) == []
