import pytest
from builders import a_project, assert_clean, assert_findings, findings_of


@pytest.mark.verifies("REQ-DOC-018")
def test_a_second_file_with_an_id_is_found_and_names_the_first() -> None:
    project = (
        a_project().with_document("SOP-001", path="QMS/a/SOP-001.md").with_document("SOP-001", path="QMS/b/SOP-001.md")
    )
    assert_findings(project, "DOC201@QMS/b/SOP-001.md")
    (finding,) = findings_of(project)
    assert (finding.message, finding.subject) == ("SOP-001 is already the id of QMS/a/SOP-001.md", "SOP-001")


def test_a_second_draft_is_found() -> None:
    project = a_project().with_draft("SOP-001").with_document("SOP-001", path="QMS/x/SOP-001-draft.md")
    assert_findings(project, "DOC201@QMS/x/SOP-001-draft.md")


@pytest.mark.verifies("REQ-DOC-006")
def test_a_draft_and_archived_versions_are_no_duplicates() -> None:
    assert_clean(
        a_project().with_document("SOP-001").with_draft("SOP-001").with_file("QMS/.archive/SOP-001-v0.1.md", "")
    )
