from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_project, assert_clean, findings_of

SYSTEM = "[[system]]\nname = 'FLOW'\ncode = ['src/', 'Makefile']\n"


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


def changed(*paths: str, message: str = "Fix", settings: str = "") -> ProjectBuilder:
    """A record in execution from 1 January on, and one commit for each path from 2 January on."""
    record = {
        "QMS/CR/CR-001.md": '---\nstatus: IN_EXECUTION\nversion: "1.0"\n---\n# CR-001: X of src/ and Makefile\n',
        "src/begin.py": "",
        "Makefile": "",
    }
    project = a_project().with_settings(settings + SYSTEM).with_commit(record, day(1), message="CR-001: release")
    for number, path in enumerate(paths, start=2):
        project = project.with_commit({path: f"{number}"}, day(number), message=message)
    return project


@pytest.mark.parametrize("path", ["src/a.py", "src/deep/er/a.py", "Makefile"])
def test_a_change_to_governed_code_that_cites_nothing_is_found(path: str) -> None:
    project = changed(path)
    (finding,) = findings_of(project)
    name = project.commits[0].hash[:10]
    assert finding.message == f"commit {name} (Fix) changed FLOW and cites no record"
    assert (finding.code, finding.location, finding.subject) == ("GIT101", None, name)


@pytest.mark.parametrize(
    "message", ["SOP-001: not a record", "CR-XXX: placeholder", "cr-002: lower case, and no record"]
)
def test_what_is_no_record_authorises_nothing(message: str) -> None:
    assert [finding.code for finding in findings_of(changed("src/a.py", message=message))] == ["GIT101"]


@pytest.mark.parametrize(
    "message", ["CR-001: fix", "Fix (CR-001)", "Fix\n\nChange: CR-001", "cr-001: fix", "CR-1: fix", "CR-001-speed: fix"]
)
def test_a_record_may_be_cited_anywhere_in_the_message(message: str) -> None:
    assert_clean(changed("src/a.py", message=message))


@pytest.mark.parametrize("path", ["docs/a.md", "src.txt", "Makefile.bak", "QMS/README.md"])
def test_what_is_not_governed_needs_no_record(path: str) -> None:
    assert_clean(changed(path))


def test_what_came_before_governance_is_history() -> None:
    assert len(findings_of(changed("src/a.py", "src/b.py"))) == 2
    by_day = changed("src/a.py", "src/b.py", settings="[project]\ngovernance-start = 2026-01-03\n")
    assert [finding.subject for finding in findings_of(by_day)] == [by_day.commits[0].hash[:10]]
    start = by_day.commits[0].hash
    by_commit = changed("src/a.py", "src/b.py", settings=f"[project]\ngovernance-start-commit = '{start}'\n")
    assert [finding.subject for finding in findings_of(by_commit)] == [start[:10]]


def test_code_of_another_repository_is_not_judged_here() -> None:
    other = "[repositories.flow]\npath = 'flow'\n"
    project = changed("src/a.py").with_settings("").with_repository("flow")
    assert len(findings_of(project)) == 1
    settings = other + SYSTEM.replace("code", "repository = 'flow'\ncode")
    assert_clean(
        ProjectBuilder(files=project.files, commits=project.commits, settings_text=settings, blobs=project.blobs)
    )


def test_a_custom_is_told_once() -> None:
    project = changed(*(f"src/{number}.py" for number in range(29)))
    for number in range(29):
        project = project.with_commit({f"src/{number}.py": "again"}, day(30), message=f"Fix {number}")
    assert [finding.message for finding in findings_of(project)] == ["58 of 59 commits to governed code cite no record"]
