from datetime import UTC, datetime, timedelta

import pytest
from builders import ProjectBuilder, a_project, told_by

DAY = datetime(2026, 2, 1, tzinfo=UTC)
RECORD = "QMS/CR/CR-042.md"


def front(status: str) -> str:
    return f'---\nstatus: {status}\nversion: "1.0"\n---\n# CR-042: Change of src/\n'


def later(days: int) -> datetime:
    return DAY + timedelta(days=days)


def approved(*statuses: tuple[str, int]) -> ProjectBuilder:
    """CR-042 in these states, each from a day on."""
    project = a_project().with_commit({"src/a.py": "1"}, later(-1), message="Begin")
    for status, day in statuses:
        project = project.with_commit({RECORD: front(status)}, later(day), message=f"CR-042: {status}")
    return project


USUAL = approved(("DRAFT", 0), ("PRE_APPROVED", 5), ("IN_EXECUTION", 6))


def begun(project: ProjectBuilder, day: int, *paths: str) -> ProjectBuilder:
    return project.with_work("cr-042-speed", *({path: "2"} for path in paths or ("src/a.py",)), when=later(day))


@pytest.mark.verifies("REQ-ENV-005")
def test_work_before_the_approval_is_found() -> None:
    project = begun(USUAL, 3)
    commit = project.around.beside[0].hash[:10]
    assert told_by("ENV204", project) == [
        (
            f"warning {RECORD} cr-042-speed: execution branch cr-042-speed was begun on 2026-02-04 by {commit} (Work), and CR-042 "
            "was approved on 2026-02-06"
        )
    ]


@pytest.mark.verifies("REQ-ENV-005")
def test_work_under_a_draft_is_found() -> None:
    (told,) = told_by("ENV204", begun(approved(("DRAFT", 0)), 3))
    assert told.endswith(" (Work), and CR-042 is not approved")


@pytest.mark.parametrize("day", [5, 6, 20])
def test_work_after_the_approval_is_clean(day: int) -> None:
    assert told_by("ENV204", begun(USUAL, day)) == []


def test_the_first_of_several_approvals_counts() -> None:
    again = approved(("DRAFT", 0), ("PRE_APPROVED", 1), ("DRAFT", 5), ("PRE_APPROVED", 6))
    assert told_by("ENV204", begun(again, 3)) == []


def test_a_record_may_be_drafted_on_its_branch() -> None:
    early = begun(USUAL, 3, RECORD, "QMS/SOP/SOP-001.md")
    assert told_by("ENV204", early) == []
    commits = begun(USUAL, 3, RECORD, "src/a.py").around.beside
    (told,) = told_by("ENV204", begun(USUAL, 3, RECORD, "src/a.py"))
    assert commits[0].hash[:10] in told


def test_where_nothing_dates_the_approval_nothing_is_said() -> None:
    undated = a_project().with_commit({"src/a.py": "1"}, DAY, message="Begin").with_document("CR-042", status="DRAFT")
    assert told_by("ENV204", begun(undated, 3)) == []


def test_where_one_commit_skips_the_approval_nobody_knows() -> None:
    assert told_by("ENV204", begun(approved(("DRAFT", 0), ("CLOSED", 9)), 3)) == []


def test_what_came_before_governance_is_history() -> None:
    assert told_by("ENV204", begun(USUAL, 3).with_settings("[project]\ngovernance-start = 2026-02-05")) == []
