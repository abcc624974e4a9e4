import pytest
from builders import ProjectBuilder, a_project, assert_clean, assert_findings, findings_of

STATES = (
    "DRAFT, IN_REVIEW, REVIEWED, IN_APPROVAL, APPROVED, EFFECTIVE, REVIEW_DUE, ON_HOLD, SUPERSEDED, RETIRED, RETAINED, "
    "CANCELLED"
)


@pytest.mark.verifies("REQ-DOC-011")
@pytest.mark.parametrize(
    ("id_", "status", "hint"),
    [
        ("SOP-001", "Effectiv", "did you mean EFFECTIVE?"),
        ("CR-001", "In execute", "did you mean IN_EXECUTION?"),
        ("SOP-001", "Freigegeben", f"its states are {STATES}"),
    ],
)
def test_a_status_that_the_lifecycle_lacks_is_found_with_the_nearest_state(id_: str, status: str, hint: str) -> None:
    project = a_project().with_document(id_, status=status)
    (finding,) = findings_of(project)
    assert (finding.code, finding.location and finding.location.line, finding.hint) == ("DOC302", 2, hint)
    assert finding.message == f"{id_} has status {status!r}, which its lifecycle does not have"


@pytest.mark.verifies("REQ-READ-007")
@pytest.mark.parametrize(
    ("project", "place"),
    [
        (
            a_project().with_document("SOP-001", status=None, state="x"),
            "QMS/SOP/SOP-001.md:3",
        ),
        (
            a_project()
            .with_document("SOP-001", status=None, version=None)
            .with_sidecar("SOP-001", status="x", version="1"),
            "QMS/.meta/SOP/SOP-001.json",
        ),
        (
            a_project().with_document("SOP-001").with_draft("SOP-001", status="x"),
            "QMS/SOP/SOP-001-draft.md:2",
        ),
    ],
    ids=["another key", "sidecar", "draft"],
)
def test_the_place_is_where_the_status_is_written(project: ProjectBuilder, place: str) -> None:
    assert_findings(project, f"DOC302@{place}")


@pytest.mark.verifies("REQ-DOC-011")
def test_case_and_aliases_make_no_difference() -> None:
    project = (
        a_project().with_settings("[aliases]\nFreigegeben = 'EFFECTIVE'").with_document("SOP-001", status="in-review")
    )
    assert_clean(project.with_document("SOP-002", status="FREIGEGEBEN").with_document("CR-001", status="Closed"))
