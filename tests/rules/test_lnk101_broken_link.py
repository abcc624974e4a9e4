import pytest
from builders import a_project, assert_clean, assert_findings, findings_of

from qms_site.findings import Severity


@pytest.mark.verifies("REQ-LNK-001", "REQ-READ-007")
def test_links_and_images_that_lead_nowhere_are_found_at_their_lines() -> None:
    body = "[a](SOP-002.md) ![b](b.png)\n\n[c]\n\n<a href='d.md'>d</a>\n\n[c]: c.md\n"
    project = a_project().with_document("SOP-001", body, path="QMS/SOP-001.md").with_file("QMS/notes.md", "[e](e.md)")
    assert_findings(
        project,
        "LNK101@QMS/SOP-001.md:5",
        "LNK101@QMS/SOP-001.md:5",
        "LNK101@QMS/SOP-001.md:7",
        "LNK101@QMS/SOP-001.md:9",
        "LNK101@QMS/notes.md:1",
    )
    assert {finding.message for finding in findings_of(project)} == {
        "image to 'b.png', which is not in the repository",
        *(f"link to '{name}', which is not in the repository" for name in ("SOP-002.md", "c.md", "d.md", "e.md")),
    }


@pytest.mark.parametrize(
    ("target", "hint"),
    [("../SOP/SOP-01.md", "did you mean QMS/SOP/SOP-001.md?"), ("unlike.md", None), ("SOP-001.txt", None)],
)
def test_the_nearest_name_is_offered(target: str, hint: str | None) -> None:
    project = a_project().with_document("SOP-001", f"[x]({target})")
    assert [finding.hint for finding in findings_of(project)] == [hint]


@pytest.mark.verifies("REQ-DOC-007")
def test_in_a_template_it_is_a_note() -> None:
    (finding,) = findings_of(a_project().with_document("TEMPLATE-CR", "[x](CR-NNN.md)"))
    assert (finding.code, finding.severity) == ("LNK101", Severity.NOTE)


@pytest.mark.verifies("REQ-FND-006")
def test_what_lies_in_another_repository_is_not_known() -> None:
    project = a_project().with_document("SOP-001", "[x](/tool/README.md) [y](/tool) [z](/tools/README.md)")
    assert_findings(project.with_repository("tool"), "LNK101@QMS/SOP/SOP-001.md:5")


def test_links_that_arrive_and_words_that_are_no_links_are_fine() -> None:
    body = (
        "[a](SOP-002.md#b) [c](../../src/) [d](https://example.org/x) [e](#f) <!-- [g](no.md) --> `[h](no.md)`\n\n"
        "```\n[i](no.md)\n```\n"
    )
    assert_clean(a_project().with_document("SOP-001", body).with_document("SOP-002").with_file("src/a.py", ""))
