from datetime import UTC, datetime, timedelta

import pytest
from builders import a_project, told_by

DAY = datetime(2026, 2, 1, tzinfo=UTC)
MERGES = "[project]\nrequire-merges = true\n"
BRANCHES = "[project]\nexecution-branches = 'required'\n[[system]]\nname = 'PUMP'\ncode = ['src']\n"
BEGUN = a_project().with_document("CR-042").with_commit({"src/a.py": "1"}, DAY, message="Begin")
MERGED = BEGUN.with_work("cr-042-speed", {"src/a.py": "2"}, when=DAY, message="CR-042: speed").with_merge(
    "cr-042-speed", DAY + timedelta(days=1), is_deleted=True
)
DIRECT = MERGED.with_commit({"src/a.py": "3"}, DAY + timedelta(days=2), message="Quickly").with_commit(
    {"QMS/x.txt": "3"}, DAY + timedelta(days=3), message="Words"
)


@pytest.mark.verifies("REQ-ENV-007")
def test_where_merges_are_required_direct_commits_are_found() -> None:
    words, quickly = (commit.hash[:10] for commit in DIRECT.commits[:2])
    assert told_by("ENV303", DIRECT.with_settings(MERGES)) == [
        f"warning None main: 2 commits directly on production (main): {words} (Words), {quickly} (Quickly)"
    ]


@pytest.mark.verifies("REQ-ENV-007")
def test_where_execution_branches_are_required_changes_of_code_are_found() -> None:
    quickly = DIRECT.commits[1].hash[:10]
    assert told_by("ENV303", DIRECT.with_settings(BRANCHES)) == [
        (
            "warning None main: 1 commit on production (main) that changed governed code without an execution branch: "
            f"{quickly} (Quickly)"
        )
    ]


@pytest.mark.verifies("REQ-ENV-007")
def test_what_another_branch_brought_is_found_where_execution_branches_are_required() -> None:
    work = BEGUN.with_work("feature/speed", {"src/a.py": "2"}, when=DAY, message="Speed")
    assert told_by("ENV303", work.with_settings(BRANCHES)) == []
    squashed = BEGUN.with_commit({"src/a.py": "2"}, DAY, message="Merged in feature/speed (pull request #3)")
    (told,) = told_by("ENV303", squashed.with_settings(BRANCHES))
    assert "1 commit on production (main) that changed governed code without an execution branch: " in told


def test_a_merge_that_names_no_branch_may_have_brought_an_execution_branch() -> None:
    work = BEGUN.with_work("cr-042-speed", {"src/a.py": "2"}, when=DAY, message="CR-042: speed")
    unnamed = work.with_merge("cr-042-speed", DAY, message="CR-042: bring it in", is_deleted=True)
    assert told_by("ENV303", unnamed.with_settings(BRANCHES)) == []


@pytest.mark.parametrize("settings", [MERGES, BRANCHES])
def test_copies_of_an_execution_branch_are_told_elsewhere(settings: str) -> None:
    steps = ({"src/a.py": "2"}, {"src/b.py": "2"})
    work = BEGUN.with_work("cr-042-speed", *steps, when=DAY)
    later = DAY + timedelta(hours=5)
    squashed = work.with_commit({**steps[0], **steps[1]}, later, message="CR-042: all")
    assert told_by("ENV303", squashed.with_settings(settings)) == []
    rebased = work
    for number, files in enumerate(steps):
        rebased = rebased.with_commit(files, DAY + timedelta(hours=number), message="Work", author="Bo Example")
    assert told_by("ENV303", rebased.with_settings(settings)) == []


def test_nothing_is_required_unless_the_project_asks() -> None:
    assert told_by("ENV303", DIRECT) == []


def test_merges_are_clean() -> None:
    assert told_by("ENV303", MERGED.with_settings(MERGES)) == []


def test_what_came_before_governance_is_history() -> None:
    start = "governance-start = 2026-02-03\n"
    assert told_by("ENV303", MERGED.with_settings(BRANCHES.replace("[[", start + "[[", 1))) == []
    assert "1 commit directly" in told_by("ENV303", DIRECT.with_settings(MERGES + "governance-start = 2026-02-04\n"))[0]


def test_what_was_squashed_is_told_elsewhere() -> None:
    squashed = BEGUN.with_commit({"src/a.py": "2"}, DAY, message="Merged in cr-042-speed (pull request #3)")
    assert told_by("ENV303", squashed.with_settings(MERGES)) == []
