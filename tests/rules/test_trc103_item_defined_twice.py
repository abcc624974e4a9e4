from builders import DS, RS, a_system, assert_clean, findings_of, matrix, requirements, told_by

OPEN_KINDS = '[items.requirement]\ntitle = "Requirement"\npattern = "REQ-[A-Z]+-\\\\d+"\ntypes = ["RS", "DS"]\n'


def test_two_rows_of_one_document_are_found_at_the_second_which_names_the_first() -> None:
    project = a_system(("001", "002", "001"))
    assert told_by("TRC103", project) == [f"error {RS}:11 REQ-A-001@SDLC-A-RS: REQ-A-001 is defined twice in SDLC-A-RS"]
    assert [finding.hint for finding in findings_of(project)] == [f"it is first defined at {RS}:9"]


def test_two_documents_of_a_system_are_found() -> None:
    second = "QMS/SDLC-A/SDLC-A-RS-002.md"
    project = a_system(("001",)).with_document("SDLC-A-RS-002", requirements("001"), path=second, type="RS")
    assert told_by("TRC103", project) == [
        f"error {second}:10 REQ-A-001@SDLC-A-RS-002: REQ-A-001 is defined in SDLC-A-RS and again in SDLC-A-RS-002"
    ]


def test_specification_and_design_of_a_system_are_found() -> None:
    project = a_system(("001",), ds=requirements("001")).with_settings(OPEN_KINDS)
    assert told_by("TRC103", project) == [
        f"error {RS}:9 REQ-A-001@SDLC-A-RS: REQ-A-001 is defined in SDLC-A-DS and again in SDLC-A-RS"
    ]
    (finding,) = (finding for finding in findings_of(project) if finding.code == "TRC103")
    assert finding.hint == f"it is first defined at {DS}:9"


def test_a_matrix_repeats_requirements_and_another_system_has_its_own() -> None:
    project = a_system(("001",), matrix("001"))
    assert_clean(project.with_document("SDLC-B-RS", requirements("001"), path="QMS/SDLC-B/SDLC-B-RS.md"))


def test_a_draft_of_the_next_version_defines_its_items_again() -> None:
    path = "QMS/SDLC-A/SDLC-A-RS-draft.md"
    project = a_system(("001",)).with_document(
        "SDLC-A-RS", requirements("001"), path=path, status="DRAFT", version="1.1"
    )
    assert told_by("TRC103", project) == []
