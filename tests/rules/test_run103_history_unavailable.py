import pytest
from builders import a_project, assert_clean, assert_findings, findings_of


@pytest.mark.verifies("REQ-READ-011")
def test_what_git_refuses_is_said_in_its_own_words() -> None:
    project = a_project().with_document("SOP-001").with_problem("this repository belongs to another user")
    assert_findings(project, "RUN103")
    assert findings_of(project)[0].message == "this repository belongs to another user"


def test_a_folder_that_is_simply_not_under_git_is_fine() -> None:
    assert_clean(a_project().with_document("SOP-001"))
