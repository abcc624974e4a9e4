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
        ("It has a total of 7 system requirements.", "7 requirements; there are 2"),
        ("This RTM covers all 1,432 requirements.", "1432 requirements; there are 2"),
        ("This RTM traces 7 requirements to tests.", "7 requirements; there are 2"),
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
        "Section 3 covers 12 requirements.",
        "This section defines 7 requirements.",
        "Version 2.0 covers all 98 requirements.",
        "The previous version covers 98 requirements.",
        "It covers all 43 functional requirements.",
        "A total of 5 new requirements was added.",
        "It verifies 4 requirements changed by the team.",
        "It covers all 12 requirements of the domain SEC.",
        "It does not cover all 143 requirements.",
        "It covers 120 of 143 requirements.",
        "The DS specifies 9 requirements.",
        "Diese Matrix umfasst alle 143 Anforderungen.",
        "- REQ-A (Pump): 1 new requirement",
        "## Revision history\n\n### 1.0\n\nIt covers all 98 requirements.",
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
