from datetime import UTC, datetime, timedelta

import pytest
from builders import a_project, told_by

DAY = datetime(2026, 2, 1, tzinfo=UTC)
BEGUN = a_project().with_document("CR-042").with_commit({"src/a.py": "1"}, DAY, message="Begin")


def later(days: int) -> datetime:
    return DAY + timedelta(days=days)


@pytest.mark.verifies("REQ-ENV-003")
@pytest.mark.parametrize(
    ("name", "title"), [("cr-042-speed", "execution branch"), ("test/pump-001", "test environment")]
)
def test_a_squashed_branch_is_found(name: str, title: str) -> None:
    project = BEGUN.with_work(name, {"src/a.py": "2"}, {"src/b.py": "1"}, when=DAY)
    squashed = project.with_commit({"src/a.py": "2", "src/b.py": "1"}, later(1), message="CR-042: all of it")
    assert told_by("ENV302", squashed) == [
        (
            f"warning None {name}: {title} {name} was squashed into {squashed.commits[0].hash[:10]}: its changes arrived, "
            "its commits did not"
        )
    ]


@pytest.mark.verifies("REQ-ENV-003")
def test_one_that_a_hosting_site_squashed_is_found_after_it_is_gone() -> None:
    project = BEGUN.with_commit({"src/a.py": "2"}, DAY, message="Merged in cr-042-speed (pull request #3)")
    (told,) = told_by("ENV302", project)
    assert told.startswith("warning None cr-042-speed: execution branch cr-042-speed was squashed into ")


def test_a_rebased_branch_is_found() -> None:
    project = BEGUN.with_work("cr-042-speed", {"src/a.py": "2"}, when=DAY)
    rebased = project.with_commit({"src/a.py": "2"}, DAY, message="Work", author="Bo Example")
    assert told_by("ENV302", rebased) == [
        (
            "warning None cr-042-speed: execution branch cr-042-speed was rebased, and arrived as copies up to "
            f"{rebased.commits[0].hash[:10]}: its changes arrived, its commits did not"
        )
    ]


def test_a_fast_forward_is_a_note() -> None:
    project = BEGUN.with_commit({"src/a.py": "2"}, DAY, message="CR-042: all").with_branch("cr-042-speed")
    assert told_by("ENV302", project) == [
        (
            "note None cr-042-speed: execution branch cr-042-speed was merged by fast-forward, up to "
            f"{project.commits[0].hash[:10]}, so that no merge tells of it"
        )
    ]


def test_a_merge_commit_is_clean() -> None:
    assert (
        told_by("ENV302", BEGUN.with_work("cr-042-speed", {"a": "2"}, when=DAY).with_merge("cr-042-speed", DAY)) == []
    )


def test_roles_that_may_be_merged_in_any_way_are_clean() -> None:
    project = BEGUN.with_work("genesis/linter", {"src/a.py": "2"}, when=DAY)
    assert told_by("ENV302", project.with_commit({"src/a.py": "2"}, later(1), message="All")) == []


def test_what_came_before_governance_is_history() -> None:
    project = BEGUN.with_commit({"src/a.py": "2"}, DAY, message="Merged in cr-042-speed (pull request #3)")
    assert told_by("ENV302", project.with_settings("[project]\ngovernance-start = 2026-03-01")) == []


@pytest.mark.verifies("REQ-ENV-003")
def test_a_custom_is_told_once() -> None:
    project = BEGUN
    for number in range(6):
        message = f"Merged in cr-{number:03}-x (pull request #{number})"
        project = project.with_commit({"src/a.py": str(number + 2)}, later(number), message=message)
    assert told_by("ENV302", project) == [
        (
            "warning None branches: 6 branches were squashed or rebased: cr-000-x, cr-001-x, cr-002-x, cr-003-x, cr-004-x "
            "and 1 more"
        )
    ]
