import pytest
from builders import a_project, assert_clean, assert_findings, findings_of


def test_a_document_without_a_status_is_found() -> None:
    project = a_project().with_document("SOP-001", status=None)
    assert_findings(project, "DOC301@QMS/SOP/SOP-001.md")
    assert findings_of(project)[0].message == "SOP-001 has no status"


def test_a_status_of_nothing_is_none() -> None:
    assert_findings(a_project().with_document("SOP-001", status=" "), "DOC301@QMS/SOP/SOP-001.md")


@pytest.mark.verifies("REQ-READ-008")
@pytest.mark.parametrize("path", ["QMS/SOP/SOP-002.md", "QMS/SOP/SOP-001-draft.md"])
def test_of_a_text_that_was_not_read_nobody_knows(path: str) -> None:
    project = a_project().with_document("SOP-001").with_unread(path, "is larger than the limit", is_regular=True)
    assert_findings(project, f"DOC103@{path}")
    assert_findings(project.with_document("POL-1", status=None), f"DOC103@{path}", "DOC301@QMS/POL/POL-1.md")


def test_of_front_matter_that_is_broken_nobody_knows() -> None:
    project = a_project().with_file(
        "QMS/SOP/SOP-001.md", "---\ntitle: One: two\nstatus: EFFECTIVE\n---\n# SOP-001: X\n"
    )
    assert_findings(project, "DOC101@QMS/SOP/SOP-001.md:2")


@pytest.mark.verifies("REQ-DOC-007")
def test_templates_pages_and_documents_with_a_status_are_fine() -> None:
    project = a_project().with_document("TEMPLATE-CR", status=None).with_file("QMS/README.md", "# Hello")
    project = project.with_document("SOP-001", status=None, version=None).with_sidecar(
        "SOP-001", status="DRAFT", version="0.1"
    )
    assert_clean(project.with_document("SOP-002"))
