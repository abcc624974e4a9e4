from datetime import UTC, datetime, timedelta

import pytest
from builders import ProjectBuilder, a_project, assert_clean, assert_findings, findings_of

START = datetime(2026, 1, 10, tzinfo=UTC)
END = datetime(2026, 1, 20, tzinfo=UTC)
SYSTEM = "[[system]]\nname = 'FLOW'\ncode = ['src']\n"
RECORD = "QMS/CR/CR-001.md"
CHILDREN = ("CR-001-VAR-001", "CR-002-VAR-001")


def front(status: str) -> str:
    return f'---\nstatus: {status}\nversion: "1.0"\n---\n# CR-001: X of src/\n'


def changed(when: datetime, message: str = "CR-001: fix") -> ProjectBuilder:
    """CR-001 in execution from 10 to 20 January, and a commit to governed code at another moment."""
    steps = [
        (START - timedelta(days=5), {RECORD: front("DRAFT")}, "CR-001: draft"),
        (START, {RECORD: front("IN_EXECUTION")}, "CR-001: release"),
        (END, {RECORD: front("CLOSED")}, "CR-001: close"),
        (when, {"src/a.py": "a"}, message),
    ]
    project = a_project().with_settings(SYSTEM)
    for moment, files, subject in sorted(steps, key=lambda step: step[0]):
        project = project.with_commit(files, moment, message=subject)
    return project


@pytest.mark.parametrize("when", [START - timedelta(days=1), END + timedelta(days=2)], ids=["before", "long after"])
def test_a_change_outside_its_records_execution_is_found(when: datetime) -> None:
    project = changed(when)
    name = next(commit.hash for commit in project.commits if commit.subject == "CR-001: fix")[:10]
    (finding,) = findings_of(project)
    assert (
        finding.message == f"1 commit changed FLOW under CR-001, which was not in execution then: {name} (CR-001: fix)"
    )
    assert (finding.code, finding.subject, str(finding.location)) == ("GIT102", "CR-001", RECORD)


def test_what_one_record_is_cited_for_is_told_as_one() -> None:
    project = changed(END + timedelta(days=2))
    for number in range(7):
        project = project.with_commit(
            {"src/a.py": str(number)}, END + timedelta(days=3 + number), message="CR-001: more"
        )
    (finding,) = findings_of(project)
    assert finding.message.startswith("8 commits changed FLOW under CR-001, which was not in execution then: ")
    assert finding.message.endswith(" and 3 more")


@pytest.mark.parametrize(
    "when",
    [START, START + timedelta(days=3), END],
    ids=["at its release", "inside", "at its closing"],
)
def test_inside_is_clean(when: datetime) -> None:
    assert_clean(changed(when))


def test_just_after_it_is_late_and_no_violation() -> None:
    assert_findings(changed(END + timedelta(hours=20)), "GIT104")


def test_a_record_that_does_not_exist_authorises_nothing() -> None:
    (finding,) = findings_of(changed(START, "CR-009: fix"))
    assert finding.message.startswith("1 commit changed FLOW under CR-009, which does not exist: ")
    assert (finding.subject, finding.location) == ("CR-009", None)


def test_one_of_several_records_is_enough() -> None:
    assert_clean(changed(START, "CR-009, CR-001: fix"))
    assert_findings(changed(END + timedelta(days=9), "CR-009, CR-001: fix"), "GIT102")


def test_where_no_event_tells_when_a_record_was_executed_nothing_is_said() -> None:
    project = a_project().with_settings(SYSTEM).with_commit({"src/a.py": "a"}, START, message="CR-002: fix")
    uncommitted = project.with_document("CR-002", status="CLOSED")
    assert_clean(uncommitted)


@pytest.mark.parametrize(("when", "is_found"), [(START, False), (END + timedelta(days=2), True)])
def test_where_one_commit_skips_the_execution_the_time_between_counts(when: datetime, *, is_found: bool) -> None:
    steps = [
        (START - timedelta(days=5), {RECORD: front("DRAFT")}, "CR-001: draft"),
        (END, {RECORD: front("CLOSED")}, "CR-001: whole"),
        (when, {"src/a.py": "a"}, "CR-001: fix"),
    ]
    project = a_project().with_settings(SYSTEM)
    for moment, files, subject in sorted(steps, key=lambda step: step[0]):
        project = project.with_commit(files, moment, message=subject)
    assert [finding.code for finding in findings_of(project)] == ["GIT102"] * is_found


def test_of_a_record_whose_file_was_removed_the_metadata_are_told() -> None:
    project = changed(START, "CR-009: fix").with_sidecar("CR-009", status="CANCELLED", version="0.1")
    (finding,) = findings_of(project)
    assert finding.message.startswith(
        "1 commit changed FLOW under CR-009, which has no file here, and is CANCELLED by its metadata: "
    )


@pytest.mark.parametrize(
    ("when", "codes"), [(START + timedelta(days=1), []), (END + timedelta(days=2), ["GIT102"])], ids=["inside", "after"]
)
def test_a_record_that_was_deleted_still_authorises_what_was_made_under_it(when: datetime, codes: list[str]) -> None:
    project = changed(when).with_commit({RECORD: None}, END + timedelta(days=30), message="Tidy")
    found = [finding for finding in findings_of(project) if finding.code.startswith("GIT")]
    assert [finding.code for finding in found] == codes
    assert all("under CR-001, which was not in execution then, and was deleted since: " in one.message for one in found)


def test_what_is_left_of_a_records_metadata_speaks_for_the_work_under_it() -> None:
    metadata = "QMS/.meta/CR/CR-001.json"
    steps = [
        (START, {RECORD: "# CR-001: X of src/\n", metadata: '{"status": "DRAFT", "version": "0.1"}'}),
        (START + timedelta(days=1), {"src/a.py": "a"}),
        (END, {metadata: '{"status": "CLOSED", "version": "1.0"}'}),
        (END + timedelta(days=9), {RECORD: None}),
    ]
    project = a_project().with_settings(SYSTEM)
    for moment, files in steps:
        project = project.with_commit(files, moment, message="CR-001: step")
    assert [finding for finding in findings_of(project) if finding.code.startswith("GIT")] == []


def test_nobody_is_accused_by_a_name_that_several_children_have() -> None:
    children = {f"QMS/CR/{id_}.md": front("IN_EXECUTION").replace("CR-001", id_) for id_ in CHILDREN}
    project = changed(END + timedelta(days=2), "VAR-001: fix").with_commit(children, START, message="Open variances")
    assert [finding for finding in findings_of(project) if finding.code.startswith("GIT")] == []
