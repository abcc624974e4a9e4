import pytest
from builders import ProjectBuilder, a_project, a_system, assert_clean, findings_of, requirements, told_by

ALONE = "[rules]\nREC106 = 'off'\n"


def two_systems() -> ProjectBuilder:
    return a_system(("001",)).with_document("SDLC-B-RS", requirements("001"), path="QMS/SDLC-B/SDLC-B-RS.md")


def test_an_item_of_two_systems_is_found_once_at_its_first_place() -> None:
    project = two_systems().with_document("CR-001", "# CR-001: X\n\nIt changes `REQ-A-001`.\n\nREQ-A-001 again.\n")
    assert told_by("TRC104", project) == [
        "warning QMS/CR/CR-001.md:7 CR-001: CR-001 refers to REQ-A-001, which is an item of SDLC-A-RS, SDLC-B-RS"
    ]
    assert "name the specification that is meant" in {finding.hint for finding in findings_of(project)}


@pytest.mark.parametrize("id_", ["SOP-001", "TEMPLATE-CR"])
def test_in_procedures_and_templates_it_is_a_note(id_: str) -> None:
    (told,) = told_by("TRC104", two_systems().with_document(id_, f"# {id_}: X\n\nREQ-A-001\n"))
    assert told.startswith("note ")


def test_a_short_id_of_two_children_is_found() -> None:
    body = "# INV-001: X\n\nCR-001-VAR-002 and CR-002-VAR-002: see VAR-002.\n"
    project = a_project().with_settings(ALONE).with_document("INV-001", body)
    for parent in ("CR-001", "CR-002"):
        project = project.with_document(parent).with_document(f"{parent}-VAR-002")
    assert told_by("TRC104", project) == [
        "warning QMS/INV/INV-001.md:7 INV-001: INV-001 refers to VAR-002, which may be one of several documents"
    ]


@pytest.mark.parametrize(
    "text",
    ["REQ-A-001 of SDLC-B-RS", "<!-- REQ-A-001 -->", "```\nREQ-A-001\n```"],
    ids=["named", "comment", "fence"],
)
def test_what_is_told_apart_or_illustrates_is_clean(text: str) -> None:
    assert_clean(two_systems().with_settings(ALONE).with_document("CR-001", f"# CR-001: X\n\n{text}\n"))
