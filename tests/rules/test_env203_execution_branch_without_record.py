from datetime import UTC, datetime

import pytest
from builders import a_project, told_by

DAY = datetime(2026, 2, 1, tzinfo=UTC)
BEGUN = a_project().with_commit({"src/a.py": "1"}, DAY, message="Begin")
FEATURES = "[[branches]]\npattern = 'feature/.+'\nrole = 'execution'\ntitle = 'execution branch'\n"


@pytest.mark.verifies("REQ-ENV-005")
def test_a_record_that_does_not_exist_is_found() -> None:
    assert told_by("ENV203", BEGUN.with_work("cr-999-speed", {"src/a.py": "2"}, when=DAY)) == [
        "warning None cr-999-speed: execution branch cr-999-speed belongs to CR-999, which does not exist"
    ]


@pytest.mark.verifies("REQ-ENV-005")
def test_a_branch_that_names_none_is_found() -> None:
    project = BEGUN.with_settings(FEATURES).with_work("feature/speed", {"src/a.py": "2"}, when=DAY)
    assert told_by("ENV203", project) == [
        "warning None feature/speed: execution branch feature/speed names no change record, and none of its commits cites one"
    ]


def test_the_record_may_be_cited_by_its_commits() -> None:
    project = BEGUN.with_settings(FEATURES).with_document("CR-042")
    assert (
        told_by("ENV203", project.with_work("feature/speed", {"src/a.py": "2"}, when=DAY, message="CR-042: go")) == []
    )


@pytest.mark.parametrize("name", ["cr-042-speed", "CR-42/exec"])
def test_a_record_that_exists_is_clean(name: str) -> None:
    assert told_by("ENV203", BEGUN.with_document("CR-042").with_work(name, {"src/a.py": "2"}, when=DAY)) == []


@pytest.mark.parametrize("path", ["QMS/CR/CR-042.md", "QMS/CR/CR-042/CR-042-draft.md", "QMS/.meta/CR/CR-042.json"])
def test_the_record_may_still_be_on_the_branch(path: str) -> None:
    assert told_by("ENV203", BEGUN.with_work("cr-042-speed", {path: "# CR-042: Speed\n"}, when=DAY)) == []


def test_one_of_which_only_the_log_is_left_existed() -> None:
    logged = BEGUN.with_event("CR-042", "CREATE", "2026-01-01T00:00:00Z")
    assert told_by("ENV203", logged.with_work("cr-042-speed", {"src/a.py": "2"}, when=DAY)) == []


def test_what_came_before_governance_is_history() -> None:
    project = BEGUN.with_settings("[project]\ngovernance-start = 2026-03-01")
    assert told_by("ENV203", project.with_work("cr-999-speed", {"src/a.py": "2"}, when=DAY)) == []


def test_a_record_that_was_deleted_is_told_elsewhere() -> None:
    written = BEGUN.with_commit({"QMS/CR/CR-042.md": "# CR-042: Speed\n"}, DAY, message="CR-042: draft")
    project = written.with_commit({"QMS/CR/CR-042.md": None}, DAY, message="Away").with_work(
        "cr-042-speed", {"src/a.py": "2"}, when=DAY
    )
    assert told_by("ENV203", project) == []
