import pytest
from builders import a_project, assert_clean, assert_findings, findings_of


@pytest.mark.verifies("REQ-SEC-002")
def test_a_file_that_was_not_read_is_found_with_the_reason() -> None:
    project = a_project().with_document("SOP-001").with_unread("QMS/SOP/SOP-002.md", "is a symbolic link")
    assert_findings(project, "DOC103@QMS/SOP/SOP-002.md")
    assert findings_of(project)[0].message == "not read: the file is a symbolic link"


def test_a_project_that_was_read_whole_is_fine() -> None:
    assert_clean(a_project().with_document("SOP-001"))
