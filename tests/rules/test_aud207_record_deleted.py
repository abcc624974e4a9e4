import pytest
from builders import META, ProjectBuilder, committed, told_by

PATH = "QMS/CR/CR-001.md"


def record(status: str | None, text: str = "Text.") -> dict[str, str | None]:
    matter = f'---\nstatus: {status}\nversion: "1.0"\n---\n' if status else ""
    return {PATH: f"{matter}# CR-001: X of src/\n\n{text}\n"}


GONE: dict[str, str | None] = {PATH: None}


def name(project: ProjectBuilder) -> str:
    return f"commit {project.commits[0].hash[:10]} of 2026-01-{len(project.commits):02} by Ada Example"


@pytest.mark.verifies("REQ-HIST-009")
@pytest.mark.parametrize(
    ("status", "severity"), [("CLOSED", "warning"), ("IN_EXECUTION", "warning"), ("DRAFT", "note")]
)
def test_a_record_that_was_deleted_is_found(status: str, severity: str) -> None:
    project = committed(record(status), GONE)
    assert told_by("AUD207", project) == [f"{severity} None CR-001: {name(project)} deleted CR-001, which was {status}"]


def test_one_whose_metadata_stayed_is_found_too() -> None:
    meta = {META: '{"doc_id": "CR-001", "status": "CLOSED", "version": "1.0"}'}
    project = committed(record(None) | meta, GONE)
    assert told_by("AUD207", project) == [f"warning None CR-001: {name(project)} deleted CR-001, which was CLOSED"]


def test_drafts_are_told_as_one() -> None:
    two = record("DRAFT") | {PATH.replace("001", "002"): record("DRAFT", "Other.")[PATH]}
    assert told_by("AUD207", committed(two, dict.fromkeys(two))) == [
        "note None audit trail: 2 records were deleted before they were approved: CR-001, CR-002"
    ]


@pytest.mark.parametrize(
    "project",
    [
        committed(record("CANCELLED"), GONE),
        committed(record("CLOSED"), GONE | {"QMS/CR/CR-001/CR-001.md": record("CLOSED")[PATH]}),
        committed(record("CLOSED"), GONE | {"old/CR-001.md": record("CLOSED")[PATH]}),
        committed(record("CLOSED"), GONE, record("CLOSED")),
        committed(record("CLOSED"), GONE, record("IN_EXECUTION", "Another.")),
        committed(
            record(None) | {META: '{"doc_id": "CR-001", "status": "DRAFT", "version": "0.1"}'},
            GONE | {META: '{"doc_id": "CR-001", "status": "CANCELLED", "version": "0.1"}'},
        ),
        committed(record("CLOSED"), GONE).with_settings("[project]\ngovernance-start = 2026-02-01"),
    ],
    ids=["cancelled", "moved", "moved out", "put back", "id used again", "cancelled by metadata", "before governance"],
)
def test_what_was_retired_moved_or_put_back_is_silent(project: ProjectBuilder) -> None:
    assert told_by("AUD207", project) == []


@pytest.mark.verifies("REQ-HIST-009")
def test_deleted_records_are_listed_with_their_commit_whatever_became_of_their_ids() -> None:
    project = committed(record("CLOSED"), GONE, record("IN_EXECUTION", "Another.")).build()
    (deletion,) = project.trails.deletions
    assert (deletion.id, deletion.path, deletion.state, deletion.commit) == (
        "CR-001",
        PATH,
        "CLOSED",
        project.commits[1],
    )
