from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_project, assert_clean, assert_findings, findings_of

PATH = "QMS/CR/CR-001.md"
STEPS = {"DRAFT": 5, "IN_EXECUTION": 10, "CLOSED": 20}


def text(status: str, *days: str) -> str:
    head = "# CR-001: Change src/\n\n| EI | Task | Outcome | Performed By - Date |\n|---|---|---|---|\n"
    rows = (f"| EI-{number} | Do it | Pass | Ada - {day} |\n" for number, day in enumerate(days, 1))
    return f'---\nstatus: {status}\nversion: "1.0"\n---\n{head}{"".join(rows)}'


def executed(*days: str, steps: dict[str, int] = STEPS) -> ProjectBuilder:
    """CR-001 in execution from 10 to 20 January 2026, with items of these days."""
    project = a_project()
    for status, day in steps.items():
        project = project.with_commit({PATH: text(status, *days)}, datetime(2026, 1, day, 23, tzinfo=UTC))
    return project


@pytest.mark.verifies("REQ-TRC-018")
@pytest.mark.parametrize("day", ["2026-01-08", "2026-01-22", "2025-01-15"])
def test_an_item_dated_outside_the_execution_is_found(day: str) -> None:
    (finding,) = findings_of(executed("2026-01-12", day))
    assert finding.message == f"EI-2 of CR-001 is dated {day}, outside its execution: 2026-01-10 to 2026-01-20"
    assert (finding.code, str(finding.severity), finding.subject) == ("REC105", "warning", "CR-001#EI-2")
    assert str(finding.location) == f"{PATH}:10"


@pytest.mark.parametrize("day", ["2026-01-09", "2026-01-10", "2026-01-15", "2026-01-20", "2026-01-21", "", "5 May"])
def test_inside_and_a_day_beside_it_is_clean(day: str) -> None:
    assert_clean(executed(day))


def test_while_it_lasts_only_what_came_before_is_found() -> None:
    steps = {"DRAFT": 5, "IN_EXECUTION": 10}
    assert_clean(executed("2026-03-01", steps=steps))
    (finding,) = findings_of(executed("2026-01-02", steps=steps))
    assert finding.message == "EI-1 of CR-001 is dated 2026-01-02, outside its execution: since 2026-01-10"


def test_days_are_those_of_utc() -> None:
    project = (
        a_project()
        .with_document("CR-001", text("", "2026-01-08"), status=None, version=None)
        .with_sidecar("CR-001", status="CLOSED", version="1.0")
        .with_event("CR-001", "STATUS_CHANGE", "2026-01-05T00:00:00Z", to_status="DRAFT")
        .with_event("CR-001", "STATUS_CHANGE", "2026-01-10T01:00:00+02:00", to_status="IN_EXECUTION")
        .with_event("CR-001", "STATUS_CHANGE", "2026-01-12T00:00:00Z", to_status="CLOSED")
    )
    assert [finding.code for finding in findings_of(project) if finding.code == "REC105"] == []


def test_each_of_several_executions_counts() -> None:
    project = (
        a_project()
        .with_file(PATH, text("", "2026-01-11", "2026-01-21", "2026-01-16").split("---\n", 2)[2])
        .with_sidecar("CR-001", status="CLOSED", version="1.0")
    )
    project = project.with_event("CR-001", "CREATE", "2026-01-05T09:00:00Z")
    for day, status in (
        (5, "DRAFT"),
        (10, "IN_EXECUTION"),
        (12, "IN_POST_REVIEW"),
        (20, "IN_EXECUTION"),
        (22, "CLOSED"),
    ):
        project = project.with_event("CR-001", "STATUS_CHANGE", f"2026-01-{day:02}T10:00:00Z", to_status=status)
    (finding,) = findings_of(project)
    assert finding.message.endswith(
        "2026-01-16, outside its execution: 2026-01-10 to 2026-01-12, 2026-01-20 to 2026-01-22"
    )


@pytest.mark.parametrize(
    "project",
    [
        a_project().with_file(PATH, text("CLOSED", "2020-01-01")),
        executed("2020-01-01", steps={"CLOSED": 20}),
        executed("2020-01-01", steps={"IN_EXECUTION": 10, "CLOSED": 20}),
        executed("2026-01-15", steps={"DRAFT": 5, "CLOSED": 20}),
    ],
    ids=["no history", "no execution known", "in execution from the first", "skipped by one commit"],
)
def test_where_nothing_tells_of_the_time_nothing_is_said(project: ProjectBuilder) -> None:
    assert_clean(project)


def test_many_are_told_as_one() -> None:
    (finding,) = findings_of(executed(*["2026-01-02"] * 11))
    assert finding.message.startswith(
        "11 items of CR-001 are dated outside its execution (2026-01-10 to 2026-01-20): EI-1, "
    )
    assert (finding.subject, str(finding.location)) == ("CR-001", f"{PATH}:9")


def test_what_came_before_governance_is_history() -> None:
    project = executed("2026-01-02")
    assert_findings(project, f"REC105@{PATH}:9")
    assert_clean(project.with_settings("[project]\ngovernance-start = 2026-01-07"))


def test_a_log_that_tells_of_the_beginning_tells_when_execution_began() -> None:
    project = (
        a_project()
        .with_file(PATH, text("", "2026-01-03").split("---\n", 2)[2])
        .with_sidecar("CR-001", status="IN_EXECUTION", version="1.0")
        .with_event("CR-001", "CREATE", "2026-01-05T10:00:00Z")
        .with_event("CR-001", "RELEASE", "2026-01-10T10:00:00Z")
    )
    assert [finding.code for finding in findings_of(project)] == ["REC105"]


def test_days_at_the_end_of_time_are_survived() -> None:
    project = (
        a_project()
        .with_file(PATH, text("", "2026-01-03", "2099-12-31").split("---\n", 2)[2])
        .with_sidecar("CR-001", status="CLOSED", version="1.0")
        .with_event("CR-001", "CREATE", "0001-01-01T00:00:00+14:00")
        .with_event("CR-001", "RELEASE", "0001-01-02T00:00:00Z")
        .with_event("CR-001", "CLOSE", "9999-12-31T23:59:59-12:00")
    )
    assert "REC105" not in [finding.code for finding in findings_of(project)]
