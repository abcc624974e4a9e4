from datetime import UTC, datetime, timedelta

import pytest
from builders import ProjectBuilder, a_project, assert_clean, findings_of

END = datetime(2026, 1, 20, tzinfo=UTC)
SYSTEM = "[[system]]\nname = 'FLOW'\ncode = ['src']\n"


def closed(numbers: int = 1) -> ProjectBuilder:
    """Records that were closed on 20 January, after ten days in execution."""
    project = a_project().with_settings(SYSTEM)
    for when, status in ((END - timedelta(days=10), "IN_EXECUTION"), (END, "CLOSED")):
        for number in range(1, numbers + 1):
            text = f'---\nstatus: {status}\nversion: "1.0"\n---\n# CR-00{number}: X of src/\n'
            project = project.with_commit({f"QMS/CR/CR-00{number}.md": text}, when, message=f"CR-00{number}: step")
    return project


@pytest.mark.verifies("REQ-AUTH-003")
def test_what_was_recorded_late_is_one_note_for_the_project() -> None:
    project = closed(3).with_commit({"src/a.py": "0"}, END - timedelta(days=1), message="CR-001: in time")
    for number in (1, 2, 3):
        when = END + timedelta(hours=number)
        project = project.with_commit({"src/a.py": str(number)}, when, message=f"CR-00{number}: CLOSED")
    (finding,) = (finding for finding in findings_of(project) if finding.code == "GIT104")
    assert finding.message == ("3 of 4 commits to governed code were recorded late, under CR-001, CR-002, CR-003")
    assert (finding.code, finding.severity.value, finding.subject) == ("GIT104", "note", "history")


def test_in_time_is_clean() -> None:
    assert_clean(closed().with_commit({"src/a.py": "0"}, END - timedelta(days=1), message="CR-001: in time"))
