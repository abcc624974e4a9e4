import pytest
from builders import a_project, assert_clean, assert_findings, findings_of


@pytest.mark.verifies("REQ-READ-011", "REQ-FND-006")
def test_a_repository_that_is_not_there_is_said_once_with_what_to_do() -> None:
    project = (
        a_project()
        .with_document("SOP-001")
        .with_repository("clone", is_available=False)
        .with_repository("module", is_available=False, pointer="c" * 40)
    )
    assert_findings(project, "RUN102@clone", "RUN102@module")
    assert [(finding.message, finding.hint) for finding in findings_of(project)] == [
        ("repository 'clone' is not available at clone: what depends on it is unknown", None),
        (
            "repository 'module' is not available at module: what depends on it is unknown",
            "git submodule update --init module",
        ),
    ]


def test_a_repository_that_is_there_is_fine() -> None:
    assert_clean(a_project().with_document("SOP-001").with_repository("tool"))
