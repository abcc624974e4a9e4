import pytest
from builders import a_project, assert_clean, assert_findings, findings_of


@pytest.mark.verifies("REQ-DOC-005", "REQ-DOC-025")
def test_a_child_by_its_id_whose_parent_is_not_there_is_found() -> None:
    project = a_project().with_document("CR-007-VAR-001").with_document("CR-007-VAR-001-VR-001")
    assert_findings(project, "DOC207@QMS/CR/CR-007-VAR-001.md")
    (finding,) = findings_of(project)
    assert finding.message == "CR-007-VAR-001 is a child of CR-007, which does not exist"
    assert finding.subject == "CR-007-VAR-001"


@pytest.mark.parametrize("key", ["parent", "Parent ID", "parent-document"])
def test_a_parent_that_front_matter_names_is_found_at_its_line(key: str) -> None:
    project = a_project().with_document("CR-001").with_document("VR-1", **{key: "CR-007: Pump"})
    assert_findings(project, "DOC207@QMS/VR/VR-1.md:4")
    assert findings_of(project)[0].message == "VR-1 is a child of CR-007, which does not exist"


def test_the_id_counts_before_the_front_matter() -> None:
    project = a_project().with_document("CR-001").with_document("CR-001-VAR-001", parent="CR-009")
    assert_clean(project)
    assert_findings(project.with_document("CR-007-VAR-001", parent="CR-001"), "DOC207@QMS/CR/CR-007-VAR-001.md")


@pytest.mark.parametrize("status", ["CANCELLED", "RETIRED", "cancelled"])
def test_a_parent_that_was_retired_or_cancelled_may_be_gone(status: str) -> None:
    assert_clean(a_project().with_document("CR-007-VAR-001").with_sidecar("CR-007", status=status, version="1.0"))


def test_a_parent_that_was_lost_is_missed_by_both() -> None:
    project = a_project().with_document("CR-007-VAR-001").with_sidecar("CR-007", status="CLOSED", version="1.0")
    assert_findings(project, "DOC202@QMS/.meta/CR/CR-007.json", "DOC207@QMS/CR/CR-007-VAR-001.md")


@pytest.mark.parametrize("is_regular", [True, False])
def test_a_parent_that_was_not_read_is_there(*, is_regular: bool) -> None:
    project = a_project().with_document("CR-007-VAR-001").with_sidecar("CR-007-VAR-001", status="CLOSED", version="1.0")
    project = project.with_unread("QMS/CR/CR-007.md", "is too large", is_regular=is_regular)
    assert "DOC207" not in [finding.code for finding in findings_of(project)]


@pytest.mark.parametrize(
    "parent", ["N/A", "none", "TBD", "{{PARENT}}", "CR-XXX", "Quality manual", "QX-12", "VR-1", ""]
)
def test_what_names_no_document_of_this_kind_is_fine(parent: str) -> None:
    assert_clean(a_project().with_document("CR-001").with_document("VR-1", parent=parent))


def test_templates_and_children_with_their_parents_are_fine() -> None:
    project = a_project().with_document("TEMPLATE-VAR", parent="CR-007").with_document("VR-1", parent="CR-001")
    assert_clean(project.with_document("CR-001").with_document("CR-001-VAR-001", path="QMS/VAR/CR-001-VAR-001.md"))
