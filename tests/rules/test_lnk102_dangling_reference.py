import pytest
from builders import DS, a_project, a_system, assert_clean, matrix, path_of, told_by

ALONE = "[rules]\nREC106 = 'off'\n"


@pytest.mark.parametrize(
    ("id_", "body", "told"),
    [
        ("CR-001", "See SOP-009.", "CR-001 refers to SOP-009, which does not exist"),
        ("CR-001", "| Document |\n|---|\n| SDLC-B-RS |", "CR-001 refers to SDLC-B-RS, which does not exist"),
        ("INV-001", "REQ-A-009 fails.", "INV-001 refers to REQ-A-009, which no document defines"),
        ("CR-001", "REQ-A-001/009", "CR-001 refers to REQ-A-009, which no document defines"),
    ],
)
def test_in_a_record_it_is_an_error(id_: str, body: str, told: str) -> None:
    project = a_system(("001",)).with_document(id_, f"# {id_}: X\n\n{body}\n")
    line = 9 if "|" in body else 7
    assert told_by("LNK102", project) == [f"error QMS/{id_[:-4]}/{id_}.md:{line} {id_}: {told}"]


def test_in_a_specification_and_in_front_matter_it_is_an_error() -> None:
    path = "QMS/SDLC-A/SDLC-A-RS.md"
    project = a_project().with_settings(ALONE).with_document("SDLC-A-RS", "# X\n", path=path, revision_summary="CR-009")
    assert told_by("LNK102", project) == [f"error {path}:4 SDLC-A-RS: SDLC-A-RS refers to CR-009, which does not exist"]


@pytest.mark.parametrize("id_", ["SOP-001", "WI-001"])
def test_procedures_illustrate(id_: str) -> None:
    (told,) = told_by("LNK102", a_project().with_settings(ALONE).with_document(id_, f"# {id_}: X\n\nCR-009\n"))
    assert told.startswith("note ")


@pytest.mark.parametrize("status", ["DRAFT", "IN_EXECUTION"])
def test_an_open_record_may_speak_of_what_is_yet_to_be_made(status: str) -> None:
    (told,) = told_by(
        "LNK102", a_project().with_settings(ALONE).with_document("CR-001", "# CR-001: X\n\nSOP-009\n", status=status)
    )
    assert told.startswith("note ")


@pytest.mark.parametrize(
    "text",
    [
        "Named after its parent, e.g., SOP-009.",
        "Ids such as SOP-009",
        'It was called "SOP-009".',
        "The format is bare\n(SOP-009).",
        "SOP-009 is written.\n\nFor example SOP-009.",
    ],
)
def test_an_example_is_a_note(text: str) -> None:
    (told,) = told_by("LNK102", a_project().with_settings(ALONE).with_document("CR-001", f"# CR-001: X\n\n{text}\n"))
    assert told.startswith("note ")


def test_a_document_and_a_target_are_told_once() -> None:
    body = "# CR-001: X\n\n`SOP-009`\n\nSOP-009 and SOP-009\n\nSOP-009\n"
    (told,) = told_by("LNK102", a_project().with_settings(ALONE).with_document("CR-001", body))
    assert told.startswith("error QMS/CR/CR-001.md:9 ")


@pytest.mark.parametrize(
    "text",
    [
        "`SOP-009`",
        "<!-- SOP-009 -->",
        "```\nSOP-009\n```",
        "CR-XXX",
        "REQ-A-001 through REQ-A-003",
        "SOP-001",
        "cr-009",
    ],
    ids=["code", "comment", "fence", "placeholder", "inside a range", "there", "branch"],
)
def test_what_arrives_or_is_no_reference_is_clean(text: str) -> None:
    project = a_system(("001", "003")).with_settings(ALONE).with_document("SOP-001")
    assert_clean(project.with_document("CR-001", f"# CR-001: X\n\n{text}\n"))


def test_what_a_matrix_traces_is_told_as_a_trace() -> None:
    assert told_by("LNK102", a_system(("001",), matrix("001", "002"))) == []


def test_a_document_of_which_something_is_left_is_told_of_elsewhere() -> None:
    project = a_project().with_settings(ALONE).with_document("CR-001", "# CR-001: X\n\nSOP-009\n")
    assert told_by("LNK102", project.with_sidecar("SOP-009", status="RETIRED", version="2.0")) == []
    assert told_by("LNK102", project.with_unread("QMS/SOP/SOP-009.md", "is a link")) == []


def test_an_unrelated_document_changes_nothing() -> None:
    project = a_project().with_settings(ALONE).with_document("CR-001", "# CR-001: X\n\nPOL-001\n")
    assert told_by("LNK102", project.with_document("POL-700")) == told_by("LNK102", project)


def test_an_item_that_a_former_version_had_is_a_warning_and_in_a_record_a_note() -> None:
    former = "---\nstatus: EFFECTIVE\nversion: '0.9'\n---\n| ID | Requirement |\n|---|---|\n| REQ-A-009 | It shall. |\n"
    project = a_system(("001",)).with_document("CR-001", "# CR-001: Change\n\nChanges REQ-A-009 in `src/`.\n")
    (line,) = told_by("LNK102", project)
    assert line.startswith("error ")
    (line,) = told_by("LNK102", project.with_file("QMS/.archive/SDLC-A/SDLC-A-RS-v0.9.md", former))
    assert line == f"note {path_of('CR-001')}:7 CR-001: CR-001 refers to REQ-A-009, which no document defines any more"
    designed = a_system(("001",), ds="# Design\n\nOf REQ-A-009.\n").with_file(
        "QMS/.archive/SDLC-A/SDLC-A-RS-v0.9.md", former
    )
    (line,) = told_by("LNK102", designed)
    assert line.startswith(f"warning {DS}")


@pytest.mark.verifies("REQ-TRC-006")
def test_a_template_shows_how_others_are_written() -> None:
    project = a_project().with_settings(ALONE).with_document("TEMPLATE-CR", "# TEMPLATE-CR: X\n\nCR-009\n")
    assert told_by("LNK102", project) == []
    assert [link.target for link in project.build().links] == []
