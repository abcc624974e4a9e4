from builders import RTM, a_system, assert_clean, matrix, requirements, told_by


def test_a_row_for_what_nobody_requires_is_found() -> None:
    assert told_by("TRC102", a_system(("001",), matrix("001", "002"))) == [
        f"warning {RTM}:10 REQ-A-002@SDLC-A-RTM: REQ-A-002 is traced in SDLC-A-RTM, and no document defines it"
    ]


def test_many_are_told_as_one() -> None:
    (told,) = told_by("TRC102", a_system(("001",), matrix(*(f"{number:03}" for number in range(2, 32)))))
    assert told.startswith(
        f"warning {RTM}:9 SDLC-A-RTM: 30 items of SDLC-A-RTM are traced, and no document defines them: "
    )


def test_rows_for_what_is_defined_are_clean() -> None:
    assert_clean(a_system(("001", "002"), matrix("001", "002")))


def test_what_another_document_or_a_draft_defines_is_known() -> None:
    project = a_system(("001",), matrix("001", "002", "003"))
    other = project.with_document("SDLC-B-RS", requirements("002"), path="QMS/SDLC-B/SDLC-B-RS.md")
    draft = other.with_document(
        "SDLC-A-RS", requirements("001", "003"), path="QMS/SDLC-A/SDLC-A-RS-draft.md", status="DRAFT", version="1.1"
    )
    assert told_by("TRC102", draft) == []


def test_without_a_specification_that_has_items_nothing_is_said() -> None:
    assert told_by("TRC102", a_system("# Requirements\n\nThey lie elsewhere.\n", matrix("001"))) == []


def test_kinds_of_which_the_specification_defines_none_may_be_kept_elsewhere() -> None:
    rows = ("DSN-A-001 | test_x::test_2 | PASS",)
    assert told_by("TRC102", a_system(("001",), matrix("001", rows=rows))) == []
