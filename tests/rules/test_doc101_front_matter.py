import pytest
from builders import a_project, assert_clean, assert_findings, findings_of


@pytest.mark.verifies("REQ-DOC-015", "REQ-READ-006")
@pytest.mark.parametrize("path", ["QMS/SOP/SOP-001.md", "QMS/notes.md", "QMS/SOP/SOP-001-draft.md"])
def test_front_matter_that_is_no_yaml_is_found_at_its_line(path: str) -> None:
    project = a_project().with_file(path, "---\nstatus: EFFECTIVE\ntitle: a: b\n---\n").with_document("CR-001")
    found = [finding for finding in findings_of(project) if finding.code == "DOC101"]
    assert [str(finding.location) for finding in found] == [f"{path}:3"]
    assert found[0].message == "The front matter is not valid YAML: mapping values are not allowed in this context."


def test_a_key_given_twice_is_found_while_the_rest_is_read() -> None:
    assert_findings(
        a_project().with_file("QMS/SOP-001.md", "---\nstatus: DRAFT\nstatus: EFFECTIVE\n---\n"),
        "DOC101@QMS/SOP-001.md:3",
    )


@pytest.mark.verifies("REQ-READ-010")
@pytest.mark.parametrize("text", ["---\nA document that begins with a rule.\n\n---\n", "plain", "---\nstatus: x\n"])
def test_a_rule_on_the_first_line_is_no_front_matter(text: str) -> None:
    assert_clean(a_project().with_file("QMS/notes.md", text).with_document("CR-001"))
