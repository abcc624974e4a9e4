import pytest
from builders import RTM, ProjectBuilder, a_system, assert_clean, matrix, told_by

HEAD = "\n## Baseline\n\n| What | Value |\n|---|---|\n| Commit | a1b2c3d |\n| Branch | main |\n"


def stating(rows: str) -> ProjectBuilder:
    return a_system(("001", "002"), matrix("001", "002", more=f"{HEAD}{rows}\n"))


@pytest.mark.verifies("REQ-TRC-029")
@pytest.mark.parametrize("rows", ["| Total tests | 1 |", "| Passed | 1 |\n| Failed | 0 |"])
def test_more_names_than_tests_are_found(rows: str) -> None:
    assert told_by("TRC206", stating(rows)) == [
        f"warning {RTM}:18 SDLC-A-RTM: SDLC-A-RTM names 2 tests, and states that 1 were run"
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "| Total tests | 2 |",
        "| Total tests | 369 |",
        "| CI run | 17 |",
        "| Passed | 100% |",
        "| Total tests | 1,204 |",
        "| Passed | 1.5 |",
    ],
)
def test_as_many_and_more_are_fine(rows: str) -> None:
    assert_clean(stating(rows))
