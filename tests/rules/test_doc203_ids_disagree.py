import pytest
from builders import a_project, assert_clean, assert_findings, findings_of


@pytest.mark.verifies("REQ-DOC-016")
def test_a_file_name_that_is_another_id_is_told_with_both() -> None:
    project = a_project().with_document("SOP-001", id="SOP-001", path="QMS/SOP/SOP-002.md")
    assert_findings(project, "DOC203@QMS/SOP/SOP-002.md")
    (finding,) = findings_of(project)
    assert (finding.message, finding.subject) == ("SOP-001 is called SOP-002 in its file name", "SOP-001")


@pytest.mark.verifies("REQ-DOC-016")
def test_a_heading_that_begins_with_another_id_is_told_at_its_line() -> None:
    project = a_project().with_file("QMS/SOP/SOP-001.md", "---\nstatus: DRAFT\n---\n\n# SOP-002: Cleaning\n")
    assert_findings(project, "DOC203@QMS/SOP/SOP-001.md:5")


@pytest.mark.parametrize("heading", ["SOP-001: Cleaning", "Cleaning", "Changes to SOP-002", "SOP-00X"])
def test_a_heading_that_says_the_same_or_nothing_is_in_order(heading: str) -> None:
    assert_clean(a_project().with_file("QMS/SOP/SOP-001.md", f"---\nstatus: DRAFT\n---\n# {heading}\n"))


def test_a_draft_s_file_name_and_a_template_s_heading_are_no_other_ids() -> None:
    project = a_project().with_document("SOP-001").with_draft("SOP-001")
    assert_clean(project.with_file("QMS/TEMPLATE/TEMPLATE-CR.md", "# CR-001: Title\n"))
