import pytest
from builders import ProjectBuilder, a_project, assert_clean, assert_findings, findings_of


def with_records(*ids: str) -> ProjectBuilder:
    project = a_project()
    for id_ in ids:
        project = project.with_document(id_)
    return project


@pytest.mark.verifies("REQ-DOC-018")
def test_the_gaps_of_a_sequence_are_told_together() -> None:
    project = with_records("CR-001", "CR-002", "CR-004", "CR-006")
    assert_findings(project, "DOC204@QMS")
    (finding,) = findings_of(project)
    assert (finding.message, finding.subject) == ("missing from the sequence: CR-003, CR-005", "CR")


def test_children_have_sequences_of_their_own() -> None:
    project = with_records("CR-001", "CR-001-VAR-001", "CR-001-VAR-003", "CR-001-VAR-004", "CR-002", "CR-002-VAR-001")
    assert [finding.subject for finding in findings_of(project)] == ["CR-001-VAR"]


@pytest.mark.parametrize(
    "ids",
    [
        ("CR-001", "CR-002", "CR-003"),
        ("CR-007", "CR-008"),
        ("CR-1001", "CR-2001", "CR-3001"),
        ("CR-1", "CR-999999"),
        ("SDLC-A1-RS", "SDLC-A3-RS"),
        ("TEMPLATE-CR",),
    ],
)
def test_what_is_whole_or_not_numbered_one_by_one_is_in_order(ids: tuple[str, ...]) -> None:
    assert_clean(with_records(*ids))


def test_a_cancelled_record_of_which_only_metadata_is_left_fills_its_place() -> None:
    project = with_records("CR-001", "CR-003").with_sidecar("CR-002", status="CANCELLED", version="0.1")
    assert_clean(project)


def test_a_record_of_which_only_a_log_or_an_archive_is_left_fills_its_place() -> None:
    project = a_project().with_document("CR-001").with_document("CR-004")
    logged = project.with_event("CR-002", "CANCEL", "2026-01-02")
    assert_clean(logged.with_file("QMS/.archive/CR/CR-003-v1.0.md", "text"))
