from builders import RS, a_system, assert_clean, told_by

ITEMS = "# Design\n\n| ID | Design | Requirements |\n|---|---|---|\n| DSN-A-001 | A lock. | REQ-A-001 |\n"
PROSE = "# Design\n\n| Module | Requirements |\n|---|---|\n| lock | REQ-A-001 |\n"


def test_a_requirement_that_the_design_does_not_cite_is_a_note() -> None:
    expected = [f"note {RS}:10 REQ-A-002@SDLC-A-RS: REQ-A-002 has no design in SDLC-A-DS"]
    assert told_by("TRC105", a_system(("001", "002"), ds=ITEMS)) == expected
    assert told_by("TRC105", a_system(("001", "002"), ds=PROSE)) == expected


def test_many_are_told_as_one() -> None:
    (told,) = told_by("TRC105", a_system(tuple(f"{number:03}" for number in range(1, 31)), ds=ITEMS))
    assert told.startswith(
        f"note {RS}:10 SDLC-A-RS: 29 requirements of SDLC-A-RS have no design in SDLC-A-DS: REQ-A-002, "
    )


def test_ranges_cite_what_they_span() -> None:
    body = ITEMS.replace("REQ-A-001", "REQ-A-001 through REQ-A-003")
    assert_clean(a_system(("001", "002", "003"), ds=body))


def test_without_a_design_specification_nothing_is_said() -> None:
    assert_clean(a_system(("001", "002")))


def test_a_design_that_has_no_items_and_cites_none_is_left_alone() -> None:
    assert_clean(a_system(("001", "002"), ds="# Design\n\nOne module. <!-- REQ-A-001 -->\n"))
