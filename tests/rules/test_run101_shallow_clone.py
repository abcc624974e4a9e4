import pytest
from builders import a_project, assert_clean, assert_findings


@pytest.mark.verifies("REQ-READ-011")
def test_a_shallow_clone_is_said_once() -> None:
    assert_findings(
        a_project().with_document("SOP-001").with_document("CR-001").with_revision(is_shallow=True), "RUN101"
    )


def test_a_whole_clone_is_fine() -> None:
    assert_clean(a_project().with_document("SOP-001").with_revision())
