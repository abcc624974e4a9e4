import pytest
from builders import RTM, ProjectBuilder, a_system, assert_clean, junit, matrix, told_by

COMMIT = "c" * 40
TESTS = "def test_001():\n    pass\n\n\ndef test_002():\n    pass\n"


def ran(*cases: str, commit: str = COMMIT) -> ProjectBuilder:
    rows = ("REQ-A-002 | test_x::test_001, test_x::test_002 | PASS",)
    project = a_system(("001", "002"), matrix("001", rows=rows)).with_file("tests/test_x.py", TESTS)
    return project.with_revision(commit=COMMIT).with_junit("junit.xml", junit(*cases, commit=commit))


@pytest.mark.verifies("REQ-TRC-016")
@pytest.mark.parametrize(("outcome", "words"), [("failure", "failed"), ("error", "ended in an error")])
def test_a_failure_is_an_error(outcome: str, words: str) -> None:
    assert told_by("TRC303", ran(f"tests.test_x::test_001 {outcome}", "tests.test_x::test_002")) == [
        f"error {RTM}:9 REQ-A-001@SDLC-A-RS: test_x::test_001 {words}; it is named as evidence of REQ-A-001"
    ]


@pytest.mark.verifies("REQ-TRC-009")
@pytest.mark.parametrize(
    ("outcome", "words"), [("skipped", "was skipped"), ('skipped type="pytest.xfail"', "failed, as was expected")]
)
def test_what_was_not_shown_is_no_pass(outcome: str, words: str) -> None:
    assert told_by("TRC303", ran(f"tests.test_x::test_001 {outcome}", "tests.test_x::test_002")) == [
        f"warning {RTM}:9 REQ-A-001@SDLC-A-RS: test_x::test_001 {words}; it is named as evidence of REQ-A-001"
    ]


@pytest.mark.verifies("REQ-TRC-009")
def test_a_pass_after_a_failure_is_a_rerun() -> None:
    (line,) = told_by(
        "TRC303", ran("tests.test_x::test_001 failure", "tests.test_x::test_001", "tests.test_x::test_002")
    )
    assert "test_x::test_001 passed only when it was run again" in line


def test_beside_another_test_that_passed_a_skip_is_a_note() -> None:
    assert told_by("TRC303", ran("tests.test_x::test_001", "tests.test_x::test_002 skipped")) == [
        f"note {RTM}:10 REQ-A-002@SDLC-A-RS: test_x::test_002 was skipped; it is named as evidence of REQ-A-002"
    ]


def test_passes_are_clean_and_failures_of_other_code_are_not_judged() -> None:
    assert_clean(ran("tests.test_x::test_001", "tests.test_x::test_002"))
    elsewhere = ran("tests.test_x::test_001 failure", "tests.test_x::test_002", commit="d" * 40)
    assert told_by("TRC303", elsewhere) == []


@pytest.mark.verifies("REQ-TRC-009")
@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        (["", "skipped", ""], "note 1 of its 3 cases was skipped"),
        (["skipped", "skipped", ""], "note 2 of its 3 cases were skipped"),
        (["failure", "", ""], "error 1 of its 3 cases failed"),
        (["failure", "failure"], "error failed"),
        (["rerun"], "warning passed only when it was run again"),
    ],
)
def test_cases_of_one_test_are_counted(outcomes: list[str], told: str) -> None:
    cases = [f"tests.test_x::test_001[{number}] {what}".rstrip() for number, what in enumerate(outcomes)]
    (line, *_) = told_by("TRC303", ran(*cases, "tests.test_x::test_002"))
    severity, _, words = told.partition(" ")
    assert line.startswith(severity)
    assert f"{words}; it is named" in line
