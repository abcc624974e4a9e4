from datetime import UTC, datetime, timedelta

import pytest
from builders import ProjectBuilder, a_project, assert_clean, findings_of

START = datetime(2026, 1, 10, tzinfo=UTC)
SYSTEM = "[[system]]\nname = 'FLOW'\ncode = ['src']\n"


def released(number: int = 1, names: str = "`src/a.py`", before: ProjectBuilder | None = None) -> ProjectBuilder:
    """A record in execution that names files; ``src/a.py`` is there."""
    id_ = f"CR-{number:03}"
    text = f'---\nstatus: IN_EXECUTION\nversion: "1.0"\n---\n# {id_}: X\n\nChanges {names}.\n'
    project = before or a_project().with_settings(SYSTEM).with_file("src/a.py", "0")
    return project.with_commit({f"QMS/CR/{id_}.md": text}, START, message=f"{id_}: release")


@pytest.mark.verifies("REQ-AUTH-009")
def test_files_that_the_approved_text_does_not_name_are_found_once_for_each_record() -> None:
    project = released()
    for number in range(2):
        files = {"src/a.py": str(number), f"src/b{number}.py": "1"}
        project = project.with_commit(files, START + timedelta(hours=number), message="CR-001: more")
    (finding,) = findings_of(project)
    assert finding.message == (
        "2 commits under CR-001 changed src/b0.py, src/b1.py, which its approved text does not name"
    )
    assert (finding.code, finding.subject, str(finding.location)) == ("GIT103", "CR-001", "QMS/CR/CR-001.md")


def test_what_many_records_do_is_told_as_one() -> None:
    project = released()
    for number in range(2, 24):
        project = released(number, before=project)
        project = project.with_commit({"src/b.py": str(number)}, START, message=f"CR-{number:03}: more")
    (finding,) = (finding for finding in findings_of(project) if finding.code == "GIT103")
    assert finding.message == (
        "22 records did not name in their approved texts all that was changed under them: "
        "CR-002, CR-003, CR-004, CR-005, CR-006 and 17 more"
    )
    assert (finding.subject, finding.location) == ("history", None)


@pytest.mark.parametrize("names", ["`src/a.py`", "src/", "a.py", "`*.py`", "`src/**`"])
def test_a_file_a_folder_or_a_pattern_that_covers_the_change_is_clean(names: str) -> None:
    assert_clean(released(names=names).with_commit({"src/a.py": "1"}, START, message="CR-001: change"))


def test_one_of_several_records_is_enough() -> None:
    project = released(2, names="`src/`", before=released())
    assert_clean(project.with_commit({"src/b.py": "1"}, START, message="CR-001, CR-002: change"))


@pytest.mark.verifies("REQ-AUTH-009")
def test_several_records_may_name_the_files_together() -> None:
    project = released(2, names="`src/b.py`", before=released())
    both = {"src/a.py": "1", "src/b.py": "1"}
    assert_clean(project.with_commit(both, START, message="CR-001, CR-002: change"))
    more = project.with_commit(both | {"src/c.py": "1"}, START, message="CR-001, CR-002: change")
    (finding,) = findings_of(more)
    assert finding.message == "1 commit under CR-001 changed src/c.py, which its approved text does not name"


def test_a_child_goes_on_under_the_plan_of_its_parent() -> None:
    text = '---\nstatus: IN_EXECUTION\nversion: "1.0"\n---\n# CR-001-VAR-001: X\n\nChanges src/b.py too.\n'
    project = released().with_commit({"QMS/CR/CR-001-VAR-001.md": text}, START, message="CR-001-VAR-001: release")
    project = project.with_commit({"src/a.py": "1", "src/b.py": "1"}, START, message="CR-001-VAR-001: change")
    assert_clean(project)
    (finding,) = findings_of(project.with_commit({"src/b.py": "2"}, START, message="CR-001: change"))
    assert finding.message == "1 commit under CR-001 changed src/b.py, which its approved text does not name"


@pytest.mark.parametrize("names", ["`src/old.py`", "`src/new/`"])
def test_of_a_file_that_was_only_moved_one_name_is_enough(names: str) -> None:
    project = released(names=names, before=a_project().with_settings(SYSTEM))
    project = project.with_commit({"src/old.py": "0"}, START - timedelta(days=1), message="CR-001: add")
    moved = project.with_commit({"src/old.py": None, "src/new/a.py": "0"}, START, message="CR-001: move")
    assert [finding.code for finding in findings_of(moved) if finding.code == "GIT103"] == []
    changed = project.with_commit({"src/old.py": None, "src/new/a.py": "1"}, START, message="CR-001: move")
    assert [finding.code for finding in findings_of(changed) if finding.code == "GIT103"] == ["GIT103"]
