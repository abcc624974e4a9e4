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


@pytest.mark.parametrize(
    ("kept", "others"),
    [
        pytest.param(("x", "EFFECTIVE", "2.0"), ("archive", "SUPERSEDED", "1.0"), id="superseded and kept"),
        pytest.param(("x", "EFFECTIVE", "2.0"), ("archive", "EFFECTIVE", "1.0"), id="kept with its old status"),
        pytest.param(("x", "EFFECTIVE", "10.0"), ("archive", "EFFECTIVE", "9.0"), id="tenth version"),
        pytest.param(("x", "EFFECTIVE", "1.0"), ("drafts", "DRAFT", "2.0"), id="drafted in a folder of its own"),
        pytest.param(("x", "DRAFT", "2.0"), ("archive", "RETIRED", "1.0"), id="taken up again"),
    ],
)
def test_of_two_files_the_one_that_binds_is_the_document(
    kept: tuple[str, str, str], others: tuple[str, str, str]
) -> None:
    project = a_project()
    for folder, status, version in (others, kept):
        project = project.with_document("SOP-001", path=f"QMS/{folder}/SOP-001.md", status=status, version=version)
    built = project.build()
    assert built.documents_by_id["SOP-001"].path == "QMS/x/SOP-001.md"
    assert [duplicate.path for duplicate in built.duplicates] == [f"QMS/{others[0]}/SOP-001.md"]
