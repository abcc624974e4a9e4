import pytest
from builders import ProjectBuilder, a_project, assert_clean, assert_findings


def controlled(*ids: str) -> ProjectBuilder:
    """Documents with sidecars."""
    project = a_project()
    for id_ in ids:
        project = project.with_document(id_, status=None, version=None)
        project = project.with_sidecar(id_, status="EFFECTIVE", version="1.0")
    return project


@pytest.mark.verifies("REQ-DOC-017")
@pytest.mark.parametrize("status", [None, "EFFECTIVE"])
def test_a_document_without_the_metadata_that_others_have_is_found(status: str | None) -> None:
    project = controlled(*(f"SOP-00{number}" for number in range(1, 6)))
    assert_findings(project.with_document("SOP-006", status=status, version=None), "DOC206@QMS/SOP/SOP-006.md")


def test_a_state_in_front_matter_may_be_the_custom_of_some() -> None:
    project = controlled("SOP-001", "SOP-002")
    assert_clean(project.with_document("SOP-003"))
    assert_findings(project.with_document("SOP-003", status=None, version=None), "DOC206@QMS/SOP/SOP-003.md")


def test_front_matter_is_the_source_where_most_have_no_metadata() -> None:
    assert_clean(controlled("SOP-001").with_document("SOP-002").with_document("SOP-003"))
    assert_clean(controlled("SOP-001").with_document("SOP-002"))


def test_templates_need_none() -> None:
    assert_clean(controlled("SOP-001").with_document("TEMPLATE-SOP", status=None, version=None))
