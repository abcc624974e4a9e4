from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_project, assert_clean, findings_of

WHEN = datetime(2026, 1, 10, tzinfo=UTC)
SYSTEM = "[[system]]\nname = 'FLOW'\ncode = ['src']\n"


def changed(names: str) -> ProjectBuilder:
    """Two records in execution, each with two commits to governed code."""
    project = a_project().with_settings(SYSTEM)
    for id_ in ("CR-001", "CR-002"):
        text = f'---\nstatus: IN_EXECUTION\nversion: "1.0"\n---\n# {id_}: X\n\nChanges {names}.\n'
        project = project.with_commit({f"QMS/CR/{id_}.md": text}, WHEN, message=f"{id_}: release")
        for number in range(2):
            project = project.with_commit({"src/a.py": f"{id_}{number}"}, WHEN, message=f"{id_}: change {number}")
    return project


@pytest.mark.verifies("REQ-AUTH-009")
def test_records_that_name_no_file_are_told_once_and_not_per_commit() -> None:
    (finding,) = findings_of(changed("the parser"))
    assert finding.message == "2 records under which governed code was changed name no file: CR-001, CR-002"
    assert (finding.code, finding.severity.value, finding.subject) == ("GIT105", "note", "history")


def test_a_record_that_names_what_it_changes_is_clean() -> None:
    assert_clean(changed("`src/a.py`"))
