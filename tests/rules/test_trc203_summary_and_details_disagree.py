from builders import RTM, a_system, assert_clean, findings_of, matrix, told_by

DETAILS = "\n## Details\n\n#### REQ-A-001: Title\n\n| Test File | Test Function |\n|---|---|\n| {file} | test_001 |\n"


def test_tests_that_differ_are_found_with_both_lines() -> None:
    project = a_system(("001",), matrix("001", more=DETAILS.format(file="test_y.py")))
    (told,) = told_by("TRC203", project)
    assert told == (
        f"warning {RTM}:9 REQ-A-001@SDLC-A-RS: summary and details of REQ-A-001 disagree: tests only in the summary: "
        "test_x::test_001, tests only in the details: test_y::test_001"
    )
    assert [finding.hint for finding in findings_of(project)] == ["the summary is at line 9, the details at line 13"]


def test_everything_about_an_item_is_one_finding() -> None:
    more = DETAILS.format(file="test_y.py") + "\n**Result:** FAIL\n"
    (told,) = told_by("TRC203", a_system(("001",), matrix("001", more=more)))
    assert told.endswith("; result only in the summary: PASS, result only in the details: FAIL")


def test_of_many_tests_a_few_are_named() -> None:
    tests = ", ".join(f"test_{number}" for number in range(7))
    more = DETAILS.format(file="test_y.py")
    (told,) = told_by("TRC203", a_system(("001",), matrix(rows=(f"REQ-A-001 | test_x::{tests} | PASS",), more=more)))
    assert " test_x::test_4 and 2 more, tests only in the details: test_y::test_001" in told


def test_what_agrees_is_clean() -> None:
    assert_clean(a_system(("001",), matrix("001", more=DETAILS.format(file="test_x.py"))))


def test_where_one_of_the_two_is_silent_there_is_nothing_to_compare() -> None:
    assert_clean(a_system(("001",), matrix("001", more="\n## Details\n\n#### REQ-A-001: Title\n\nText.\n")))
