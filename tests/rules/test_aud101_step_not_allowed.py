from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_project, told_by

LOG = "QMS/.audit/CR/CR-001.jsonl"
PATH = "QMS/CR/CR-001.md"


def logged(*steps: str, id_: str = "CR-001", project: ProjectBuilder | None = None) -> ProjectBuilder:
    """A record whose log has these events, a day apart: ``DRAFT>IN_PRE_REVIEW``, ``>CLOSED``, or a kind alone."""
    project = (project or a_project()).with_document(id_, status=None, version=None)
    project = project.with_event(id_, "CREATE", "2026-01-01T10:00:00Z")
    for day, step in enumerate(steps, start=2):
        before, mark, after = step.partition(">")
        states = {key: state for key, state in (("from_status", before), ("to_status", after)) if state} if mark else {}
        kind = "STATUS_CHANGE" if mark else step
        project = project.with_event(id_, kind, f"2026-01-{day:02}T10:00:00Z", **states)
    return project


@pytest.mark.verifies("REQ-HIST-005")
@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (
            ("DRAFT>IN_EXECUTION",),
            f"warning {LOG}:2 CR-001: CR-001 went from DRAFT to IN_EXECUTION, which its lifecycle does not allow",
        ),
        (
            ("DRAFT>IN_PRE_REVIEW", "REVIEW", "IN_PRE_REVIEW>CLOSED"),
            f"warning {LOG}:4 CR-001: CR-001 went from IN_PRE_REVIEW to CLOSED, which its lifecycle does not allow",
        ),
        (
            ("DRAFT>IN_PRE_REVIEW", "CLOSED>RETIRED"),
            f"warning {LOG}:2 CR-001: CR-001 went from DRAFT to IN_PRE_REVIEW",
        ),
        (
            (">CLOSED", ">IN_EXECUTION"),
            f"warning {LOG}:3 CR-001: CR-001 went from CLOSED to IN_EXECUTION, which its lifecycle does not allow",
        ),
        (
            (">IN_EXECUTION", "CHECKIN", "DRAFT>IN_POST_REVIEW"),
            f"warning {LOG}:4 CR-001: CR-001 went from DRAFT to IN_POST_REVIEW, which its lifecycle does not allow",
        ),
        (
            (">CLOSED", "DRAFT>IN_PRE_REVIEW"),
            (
                f"warning {LOG}:3 CR-001: CR-001 went from CLOSED to DRAFT, which its lifecycle does not allow, "
                "and no event tells how"
            ),
        ),
    ],
)
def test_a_step_that_the_lifecycle_does_not_allow_is_found(steps: tuple[str, ...], told: str) -> None:
    found = told_by("AUD101", logged(*steps))
    assert found == ([told] if "which" in told else [])


@pytest.mark.verifies("REQ-HIST-016")
@pytest.mark.parametrize(
    "steps",
    [
        ("DRAFT>IN_PRE_REVIEW", "IN_PRE_REVIEW>PRE_REVIEWED", "DRAFT>IN_PRE_REVIEW"),
        (">IN_EXECUTION", "IN_EXECUTION>IN_POST_REVIEW", "IN_POST_REVIEW>POST_REVIEWED", "IN_EXECUTION>IN_POST_REVIEW"),
        (">POST_REVIEWED", "CHECKOUT", "CHECKIN", "DRAFT>IN_PRE_REVIEW"),
        ("ROUTE_REVIEW", "REVIEW", "APPROVE", "DRAFT>PRE_APPROVED"),
        ("IN_PRE_REVIEW>PRE_APPROVED", "RELEASE", "PRE_APPROVED>IN_EXECUTION")[1:],
        ("RELEASE", "CLOSE"),
        ("PRE_APPROVED>IN_EXECUTION", "POST_APPROVED>CLOSED"),
        ("DRAFT>Parked", "Parked>CLOSED"),
    ],
    ids=[
        "checked out after review",
        "checked out in post-review",
        "checked out and in",
        "states of a review told by other events",
        "told by two lines",
        "milestones alone",
        "milestones with their states",
        "states that no step names",
    ],
)
def test_steps_that_logs_leave_out_are_no_violation(steps: tuple[str, ...]) -> None:
    assert told_by("AUD101", logged(*steps)) == []


def test_one_kind_of_step_in_several_documents_is_told_as_one() -> None:
    project = a_project()
    for number in range(1, 9):
        project = logged("DRAFT>CLOSED", id_=f"CR-00{number}", project=project)
    assert told_by("AUD101", project) == [
        (
            "warning None DRAFT to CLOSED: 8 documents went from DRAFT to CLOSED, which their lifecycle does not allow, in "
            "8 steps: CR-001, CR-002, CR-003, CR-004, CR-005 and 3 more"
        )
    ]


def committed(*states: str) -> ProjectBuilder:
    project = a_project()
    for day, state in enumerate(states, start=1):
        text = f'---\nstatus: {state}\nversion: "1.0"\n---\n# CR-001: X of src/\n'
        project = project.with_commit({PATH: text}, datetime(2026, 1, day, tzinfo=UTC), message=f"CR-001: {day}")
    return project


def test_commits_may_take_several_steps_at_once_but_none_that_leads_nowhere() -> None:
    assert told_by("AUD101", committed("DRAFT", "IN_EXECUTION", "CLOSED")) == []
    assert told_by("AUD101", committed("DRAFT", "CLOSED", "IN_EXECUTION")) == [
        f"warning {PATH} CR-001: CR-001 went from CLOSED to IN_EXECUTION, which its lifecycle does not allow"
    ]


def test_a_commit_that_reverts_another_undoes_its_step() -> None:
    project = committed("DRAFT", "IN_EXECUTION", "CLOSED")
    text = '---\nstatus: IN_EXECUTION\nversion: "1.0"\n---\n# CR-001: X of src/\n'
    reverted = f"CR-001: It goes on\n\nThis reverts commit {project.commits[0].hash}."
    day = datetime(2026, 1, 9, tzinfo=UTC)
    assert told_by("AUD101", project.with_commit({PATH: text}, day, message=reverted)) == []
    assert told_by("AUD101", project.with_commit({PATH: text}, day, message="CR-001: Revert to deadbeef00")) != []


def test_what_came_before_governance_is_history() -> None:
    project = committed("DRAFT", "CLOSED", "IN_EXECUTION")
    assert told_by("AUD101", project.with_settings("[project]\ngovernance-start = 2026-02-01")) == []


def test_a_log_of_many_events_is_read_in_one_go() -> None:
    project = logged().with_file(LOG, '{"ts": "2026-01-01T10:00:00Z", "event": "REVIEW"}\n' * 100_000)
    assert told_by("AUD101", project) == []
