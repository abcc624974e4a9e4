import pytest
from builders import ProjectBuilder, a_project, told_by

LOG = "QMS/.audit/CR/CR-001.jsonl"


def record(status: str, *states: str, more: str = "") -> ProjectBuilder:
    project = (
        a_project()
        .with_document("CR-001", status=None, version=None)
        .with_sidecar("CR-001", status=status, version="1.0")
        .with_event("CR-001", "CREATE", "2026-01-01T10:00:00Z")
    )
    for state in states:
        project = project.with_event("CR-001", "STATUS_CHANGE", "2026-01-02T10:00:00Z", to_status=state)
    return project.with_event("CR-001", more, "2026-01-03T10:00:00Z") if more else project


@pytest.mark.verifies("REQ-HIST-005")
def test_a_state_that_no_event_tells_is_found() -> None:
    assert told_by("AUD102", record("CLOSED", "IN_EXECUTION", "POST_APPROVED", more="COMMENT")) == [
        f"warning {LOG}:3 CR-001: the audit log of CR-001 ends in POST_APPROVED, and its metadata say CLOSED"
    ]


@pytest.mark.parametrize(
    "project",
    [
        record("CLOSED", "CLOSED"),
        record("Closed", "CLOSED"),
        record("DRAFT", "PRE_REVIEWED"),
        record("IN_EXECUTION", "IN_POST_REVIEW"),
        record("DRAFT", "IN_EXECUTION", more="CHECKOUT"),
        record("DRAFT"),
        record("CLOSED", "POST_APPROVED").with_file(LOG, '{"to": "POST_APPROVED", "ts": "2026-01-01"}\nbroken\n'),
    ],
    ids=[
        "same",
        "written otherwise",
        "checked out",
        "back to work",
        "told to be checked out",
        "no state",
        "unreadable",
    ],
)
def test_what_logs_leave_out_is_no_finding(project: ProjectBuilder) -> None:
    assert told_by("AUD102", project) == []
