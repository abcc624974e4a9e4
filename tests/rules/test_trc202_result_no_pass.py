import pytest
from builders import RTM, a_system, assert_clean, matrix, told_by


@pytest.mark.parametrize(
    ("written", "severity", "result"),
    [
        ("FAIL", "error", "FAIL"),
        ("Failed", "error", "FAIL"),
        ("Partial", "warning", "PARTIAL"),
        ("Pass (xfail)", "warning", "PASS (XFAIL)"),
        ("Skipped", "warning", "SKIPPED"),
    ],
)
def test_a_result_that_is_no_pass_is_found(written: str, severity: str, result: str) -> None:
    project = a_system(("001", "002"), matrix("001", rows=(f"REQ-A-002 | test_x::test_b | {written}",)))
    assert told_by("TRC202", project) == [
        f"{severity} {RTM}:10 REQ-A-002@SDLC-A-RS: REQ-A-002 has the result {result} in SDLC-A-RTM"
    ]


def test_a_failure_counts_before_what_is_merely_unfinished() -> None:
    rows = ("REQ-A-001 | test_x::test_a | Partial", "REQ-A-001 | test_x::test_b | FAIL")
    (told,) = told_by("TRC202", a_system(("001",), matrix(rows=rows)))
    assert told.startswith(f"error {RTM}:10 ")


@pytest.mark.parametrize(("written", "severity"), [("Pending", "note"), ("FAIL", "error")])
def test_while_the_matrix_is_written_what_is_unfinished_is_a_note(written: str, severity: str) -> None:
    project = a_system(("001",), matrix(rows=(f"REQ-A-001 | test_x::test_a | {written}",)), rtm_status="DRAFT")
    assert [told.split()[0] for told in told_by("TRC202", project)] == [severity]


@pytest.mark.parametrize("written", ["PASS", "12 passed, 0 failed", "OK", "Verified", "", "-"])
def test_a_pass_in_other_words_or_no_result_is_clean(written: str) -> None:
    assert_clean(a_system(("001",), matrix(rows=(f"REQ-A-001 | test_x::test_a | {written}",))))
