import pytest
from builders import a_project, assert_clean, assert_findings, findings_of

TWO = a_project().with_document("SOP-001").with_document("SOP-002")


@pytest.mark.verifies("REQ-DOC-021")
def test_a_document_that_is_not_where_the_others_are_is_found() -> None:
    (finding,) = findings_of(TWO.with_document("SOP-003", path="QMS/archive-2025/SOP-003.md"))
    assert finding.message == "SOP-003 lies outside the folder of its type, QMS/SOP/"
    assert (finding.code, str(finding.location)) == ("DOC502", "QMS/archive-2025/SOP-003.md")


def test_a_folder_that_does_not_exist_here_is_not_the_custom() -> None:
    project = a_project().with_document("SOP-001", path="QMS/a/SOP-001.md")
    assert_clean(project.with_document("SOP-002", path="QMS/b/SOP-002.md").with_document("CR-001"))


def test_the_folder_of_another_type_is_wrong_whether_or_not_its_own_exists() -> None:
    assert_findings(a_project().with_document("SOP-001", path="QMS/CR/SOP-001.md"), "DOC502@QMS/CR/SOP-001.md")


@pytest.mark.parametrize(
    "path", ["QMS/CR/CR-001/CR-001-VAR-001.md", "QMS/CR/CR-001-VAR-001.md", "QMS/VAR/CR-001-VAR-001.md"]
)
def test_a_child_lies_with_its_parent_or_with_its_own_kind(path: str) -> None:
    project = a_project().with_document("CR-001", path="QMS/CR/CR-001/CR-001.md")
    assert_clean(project.with_document("CR-002").with_document("CR-001-VAR-001", path=path))


def test_a_child_elsewhere_is_found() -> None:
    project = a_project().with_document("CR-001").with_document("CR-001-VAR-001").with_document("CR-001-VAR-002")
    strayed = project.with_document("CR-001-VAR-003", path="QMS/lost/CR-001-VAR-003.md")
    assert [finding.message for finding in findings_of(strayed)] == [
        "CR-001-VAR-003 lies outside the folder of its type, QMS/VAR/ and of its parent"
    ]


def test_settings_name_another_folder() -> None:
    project = TWO.with_settings("[types.SOP]\nfolder = 'procedures/*'")
    assert_clean(project)
    moved = project.with_document("SOP-003", path="QMS/procedures/3/SOP-003.md")
    assert_findings(moved, "DOC502@QMS/SOP/SOP-001.md", "DOC502@QMS/SOP/SOP-002.md")


def test_a_specification_lies_in_the_folder_of_its_system() -> None:
    project = a_project().with_document("SDLC-A-RS", path="QMS/SDLC-A/SDLC-A-RS.md")
    project = project.with_document("SDLC-B-RS", path="QMS/SDLC-B/SDLC-B-RS.md")
    assert_clean(project)
    assert_findings(project.with_document("SDLC-C-RS", path="QMS/x/SDLC-C-RS.md"), "DOC502@QMS/x/SDLC-C-RS.md")
