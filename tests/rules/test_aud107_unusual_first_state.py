from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_project, told_by

START = "[project]\ngovernance-start = 2026-01-01\n"


def created(state: str | None, id_: str = "CR-001", kind: str = "CREATE") -> ProjectBuilder:
    states = {"to_status": state} if state else {}
    project = a_project().with_document(id_).with_event(id_, kind, "2026-01-02T10:00:00Z", **states)
    return project.with_event(id_, "STATUS_CHANGE", "2026-01-03", from_status="IN_EXECUTION", to_status="CLOSED")


@pytest.mark.verifies("REQ-HIST-005")
def test_a_log_that_begins_in_another_state_is_found() -> None:
    assert told_by("AUD107", created("IN_EXECUTION")) == [
        "warning QMS/.audit/CR/CR-001.jsonl:1 CR-001: CR-001 was created in IN_EXECUTION, and not in DRAFT"
    ]


@pytest.mark.parametrize(
    "project",
    [
        created("DRAFT"),
        created(None),
        created("IN_EXECUTION", kind="IMPORT"),
        created("Parked"),
        created("IN_EXECUTION", "CR-001-VR-001"),
        created("IN_EXECUTION").with_settings("[project]\ngovernance-start = 2026-02-01"),
    ],
    ids=["usual", "not told", "imported", "a state of no lifecycle", "own first states", "before governance"],
)
def test_usual_beginnings_are_silent(project: ProjectBuilder) -> None:
    assert told_by("AUD107", project) == []


def committed(*ids: str) -> ProjectBuilder:
    project = a_project().with_settings(START)
    for id_ in ids:
        text = '---\nstatus: CLOSED\nversion: "1.0"\n---\n# X of src/\n'
        project = project.with_commit({f"QMS/CR/{id_}.md": text}, datetime(2026, 1, 2, tzinfo=UTC))
    return project


def test_where_commits_alone_tell_it_is_one_note() -> None:
    assert told_by("AUD107", committed("CR-001")) == [
        "note QMS/CR/CR-001.md CR-001: CR-001 is first seen in CLOSED, and not in DRAFT"
    ]
    assert told_by("AUD107", committed("CR-001", "CR-002")) == [
        "note None audit trail: 2 documents are first seen in states in which they do not begin: CR-001, CR-002"
    ]


def test_where_nothing_says_when_governance_began_commits_are_not_judged() -> None:
    text = '---\nstatus: CLOSED\nversion: "1.0"\n---\n# X of src/\n'
    assert told_by("AUD107", a_project().with_commit({"QMS/CR/CR-001.md": text})) == []
