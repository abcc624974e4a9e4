import pytest
from builders import ProjectBuilder, a_project, assert_clean, assert_findings, findings_of


def sop(version: str = "2.0", body: str = "# SOP-001: X\n", **fields: str) -> ProjectBuilder:
    return a_project().with_document("CR-001").with_document("SOP-001", body, version=version, **fields)


@pytest.mark.verifies("REQ-DOC-022")
@pytest.mark.parametrize(
    ("fields", "message", "place"),
    [
        (
            {"revision_summary": "Clarified section 4"},
            "version 2.0 of SOP-001 has a revision summary that names no record",
            "QMS/SOP/SOP-001.md:4",
        ),
        ({}, "version 2.0 of SOP-001 has no revision summary that names a record", "QMS/SOP/SOP-001.md"),
        (
            {"revision_summary": "SOP-001: follows itself"},
            "version 2.0 of SOP-001 has a revision summary that names no record",
            "QMS/SOP/SOP-001.md:4",
        ),
    ],
)
def test_an_approved_revision_without_a_record_is_found(fields: dict[str, str], message: str, place: str) -> None:
    (finding,) = findings_of(sop(**fields))
    assert (finding.code, finding.message, str(finding.location)) == ("DOC403", message, place)


@pytest.mark.parametrize(
    "fields",
    [
        {"revision_summary": "CR-001: clarified"},
        {"revision_summary": "INV-004-CAPA-001: mended"},
        {"revision_summary": "As CR-001-VAR-005 demanded"},
        {"Change Record": "CR-001"},
        {"authorized_by": "see CR-001"},
    ],
)
def test_any_record_in_any_of_the_places_will_do(fields: dict[str, str]) -> None:
    assert_clean(sop(**fields).with_document("CR-001-VAR-005"))


def test_a_revision_history_in_the_text_will_do_for_its_own_lines_only() -> None:
    history = "# SOP-001: X\n\n## 9. Revision history\n\n| 2.0 | CR-001 |\n"
    assert_clean(sop(body=history))
    assert_findings(
        sop(body="# SOP-001: X\n\n## Revision history\n\nnone\n\n## Notes\n\nCR-001\n"), "DOC403@QMS/SOP/SOP-001.md"
    )


@pytest.mark.parametrize("version", ["1.0", "1", "0.9", "1.0.0", "v1.0", "A", "01"])
def test_first_versions_are_not_concerned(version: str) -> None:
    assert_clean(sop(version))


@pytest.mark.parametrize("version", ["1.1", "2", "10.0", "B", "v2.0"])
def test_later_versions_are(version: str) -> None:
    assert [finding.code for finding in findings_of(sop(version))] == ["DOC403"]


@pytest.mark.parametrize("status", ["DRAFT", "IN_REVIEW", "RETIRED"])
def test_what_is_not_approved_is_not_concerned(status: str) -> None:
    assert_clean(sop(status=status))


def test_a_document_that_keeps_no_revision_summary_is_a_note() -> None:
    severities = [str(finding.severity) for finding in findings_of(sop())]
    assert (severities, [str(finding.severity) for finding in findings_of(sop(revision_summary="x"))]) == (
        ["note"],
        ["warning"],
    )


def test_records_authorise_themselves() -> None:
    assert_clean(a_project().with_document("CR-001", version="3.0"))


def test_the_profile_for_front_matter_does_not_ask() -> None:
    assert_clean(sop().with_settings("[project]\nprofile = 'iso13485'"))
