import pytest
from builders import a_project, assert_clean, assert_findings


@pytest.mark.parametrize("status", ["IN_EXECUTION", "CLOSED", "unheard of"])
def test_metadata_whose_document_is_lost_is_an_error(status: str) -> None:
    project = a_project().with_document("SOP-001").with_sidecar("CR-017", status=status, version="1.0")
    assert_findings(project, "DOC202@QMS/.meta/CR/CR-017.json")


@pytest.mark.parametrize("status", ["RETIRED", "CANCELLED", "obsolete"])
def test_metadata_may_outlive_a_document_that_was_retired_or_cancelled(status: str) -> None:
    assert_clean(a_project().with_document("SOP-001").with_sidecar("CR-017", status=status, version="1.0"))


def test_metadata_with_its_document_is_in_order() -> None:
    assert_clean(
        a_project()
        .with_document("CR-017", status=None, version=None)
        .with_sidecar("CR-017", status="CLOSED", version="1.0")
    )
