import pytest
from builders import RS, RTM, ProjectBuilder, a_system, assert_clean, matrix, requirements, told_by


def stating(sentence: str, *, where: str = "rtm", status: str = "EFFECTIVE") -> ProjectBuilder:
    more = f"\n{sentence}\n"
    rs = requirements("001", "002") + (more if where == "rs" else "")
    return a_system(rs, matrix("001", "002", more=more if where == "rtm" else ""), rtm_status=status)


@pytest.mark.verifies("REQ-TRC-017")
@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("This RTM covers all 3 requirements defined in SDLC-A-RS.", "3 requirements; there are 2"),
        ("All 143 requirements are traced.", "143 requirements; there are 2"),
        ("It has a total of 7 functional requirements.", "7 requirements; there are 2"),
        ("- REQ-A (Pump): 5 requirements", "5 REQ-A requirements; there are 2"),
        ("| What | Number |\n|---|---|\n| Total requirements | 4 |", "4 requirements; there are 2"),
    ],
)
def test_a_number_that_is_not_the_one_there_is_is_found(sentence: str, told: str) -> None:
    (line,) = told_by("TRC205", stating(sentence))
    assert line.endswith(f"SDLC-A-RTM states {told}")
    assert line.startswith(f"warning {RTM}:")
    (line,) = told_by("TRC205", stating(sentence, where="rs"))
    assert line.startswith(f"warning {RS}:")
    (line,) = told_by("TRC205", stating(sentence, status="DRAFT"))
    assert line.startswith("note ")


@pytest.mark.parametrize(
    "sentence",
    [
        "This RTM covers all 2 requirements defined in SDLC-A-RS.",
        "- REQ-A (Pump): 2 requirements",
        "- REQ-B (elsewhere): 5 requirements",
        "The last change added 3 requirements.",
        "Verifies all 8 required fields.",
        "Section 3 requirements are traced below.",
        "<!-- covers all 9 requirements -->",
        "```\ncovers all 9 requirements\n```",
    ],
)
def test_the_right_number_and_numbers_of_other_things_are_fine(sentence: str) -> None:
    assert_clean(stating(sentence))


def test_the_number_of_its_own_traces_agrees_too() -> None:
    project = a_system(("001", "002"), matrix("001", more="\nIt covers all 1 requirements.\n"))
    assert told_by("TRC205", project) == []
