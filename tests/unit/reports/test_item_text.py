import pytest
from builders import a_system, junit, matrix

from qms_site.reports.item_text import render_item

COMMIT = "c" * 40
TEST = 'import pytest\n\n\n@pytest.mark.verifies("REQ-A-001")\ndef test_{name}():\n    pass\n\n\n'
PROJECT = (
    a_system(("001", "002"), matrix("001"), ds="# DS\n\n### DES-A-001: Valve\n\nFor REQ-A-001.\n")
    .with_document("CR-001", "# CR-001: The valve\n\nREQ-A-001\n")
    .with_document("SOP-001", "# SOP-001: Valves\n\nREQ-A-001\n")
    .with_file("tests/test_x.py", TEST.format(name="001") + TEST.format(name="more").partition("\n\n\n")[2])
    .with_revision(commit=COMMIT)
    .with_junit("junit.xml", junit("tests.test_x::test_001", commit=COMMIT))
)


def test_a_requirement_is_shown_up_to_what_it_serves_and_down_to_what_shows_it() -> None:
    assert render_item(PROJECT.run(), "REQ-A-001").splitlines() == [
        "REQ-A-001: It shall do 001.",
        "  kind      Requirement",
        "  state     shown to pass",
        "  defined   SDLC-A-RS (QMS/SDLC-A/SDLC-A-RS.md:9)",
        "  text      It shall do 001.",
        "  down      designed  DES-A-001 in SDLC-A-DS: Valve",
        "  down      traced    in SDLC-A-RTM: test, PASS",
        f"    test    test_x::test_001: pass at {COMMIT[:10]} (junit.xml)",
        "    test    tests/test_x.py::test_more, which names it in the code",
        "  changed   CR-001: The valve [CLOSED]",
        "  cited by  SOP-001: Valves",
        (
            "  finding   note TRC306 1 test says that it verifies REQ-A-001, and SDLC-A-RTM does not name it: "
            "tests/test_x.py::test_more"
        ),
    ]


def test_a_design_item_is_shown_with_what_it_satisfies() -> None:
    assert render_item(PROJECT.run(), "DES-A-001").splitlines() == [
        "DES-A-001: Valve",
        "  kind      Design item",
        "  defined   SDLC-A-DS (QMS/SDLC-A/SDLC-A-DS.md:7)",
        "  text      Valve. For REQ-A-001.",
        "  up        satisfies REQ-A-001 in SDLC-A-RS: It shall do 001.",
    ]


def test_what_has_to_be_done_is_said_with_who_has_to_do_it() -> None:
    lines = render_item(PROJECT.run(), "REQ-A-002").splitlines()
    assert lines[2] == "  state     not traced: trace it in the matrix (owner of SDLC-A-RTM)"


def test_the_name_of_an_owner_says_how_well_it_is_supported() -> None:
    matrix = PROJECT.files["QMS/SDLC-A/SDLC-A-RTM.md"]
    project = PROJECT.with_file("QMS/SDLC-A/SDLC-A-RTM.md", f"---\nowner: ada\n---\n{str(matrix).split('---', 2)[-1]}")
    lines = render_item(project.run(), "REQ-A-002").splitlines()
    assert lines[2] == "  state     not traced: trace it in the matrix (ada (SDLC-A-RTM), asserted)"


@pytest.mark.verifies("REQ-SEC-001")
def test_text_of_a_document_adds_no_line_of_its_own() -> None:
    project = a_system("# RS\n\n| ID | Requirement |\n|---|---|\n| REQ-A-001 | \x1b[31m red |\n")
    assert "\\x1b[31m red" in render_item(project.run(), "REQ-A-001")
