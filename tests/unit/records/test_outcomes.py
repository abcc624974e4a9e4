from dataclasses import replace

import pytest

from qms_site.records.outcomes import OUTCOME_WORDS, Result

PASSED = (
    "Pass", "PASS", "Passed", "pass.", "PASS - 12 tests", "PASS, commit 1e0d63f", "Pass (xfail)", "Pass, see VAR-001",
    "Complete", "COMPLETED", "Done", "OK", "Yes", "P", "Resolved", "All tests passed", "\u2705", "\u2714\ufe0f",
    "\u2705 Pass", "\u2705 12 tests", "\U0001f7e2 OK", ":white_check_mark:", "[x] Pass [ ] Fail", "Pass \u2612 Fail \u2610",
    "\u2611", "[x]",
)  # fmt: skip
FAILED = (
    "Fail", "FAILED", "FAIL - step 3", "Fail: no answer", "F", "Rejected", "Not OK", "NOK", "not passed", "Unsuccessful",
    "\u274c", "\u2717 see VAR-002", ":x:", "[ ] Pass [x] Fail", "\u2610 Pass \u2612 Fail",
)  # fmt: skip
OPEN = (
    None, "", " ", "-", "\u2014", "...", "?", "TBD", "{{OUTCOME}}", "[Pass/Fail]", "[OUTCOME]", "Pass/Fail", "Pass / Fail / N/A",
    "P/F", "Yes/No", "Pending", "PENDING - QA", "In progress", "IN_PROGRESS", "Not started", "not-started", "Not yet done",
    "Not executed (blocked)", "Blocked", "Incomplete", "\u23f3", "[ ]", "\u2610", "[ ] Pass [ ] Fail", "____",
)  # fmt: skip
OTHER = (
    "Partial", "Partially", "N/A", "n/a", "Deferred to CR-009", "Skipped", "Cancelled", "Pass with deviations",
    "Completed with exceptions", "10/12 passed", "No", "x", "\u2612", "Passable", "see below", "Oui",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (text, result)
        for result, texts in (
            (Result.PASS, PASSED),
            (Result.FAIL, FAILED),
            (Result.OPEN, OPEN),
            (Result.OTHER, OTHER),
        )
        for text in texts
    ],
)
@pytest.mark.verifies("REQ-TRC-003")
def test_an_outcome_is_judged_by_its_first_words(text: str | None, result: Result) -> None:
    assert OUTCOME_WORDS.judge(text) is result


def test_words_can_be_added() -> None:
    words = replace(
        OUTCOME_WORDS,
        passed=OUTCOME_WORDS.passed | {"oui", "sans-faute"},
        failed=OUTCOME_WORDS.failed | {"\u2620"},
        open=OUTCOME_WORDS.open | {"pass the baton"},
    )
    texts = ("Oui, tout", "SANS FAUTE", "\u2620", "Pass the baton", "Pass", "Non")
    assert [words.judge(text).value for text in texts] == ["pass", "pass", "fail", "open", "pass", "other"]


def test_no_phrase_means_two_things() -> None:
    lists = (OUTCOME_WORDS.passed, OUTCOME_WORDS.failed, OUTCOME_WORDS.other, OUTCOME_WORDS.open)
    assert sum(map(len, lists)) == len(frozenset().union(*lists))


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert OUTCOME_WORDS.judge("Pass " + "[x] " * 50_000) is Result.PASS
    assert OUTCOME_WORDS.judge("a" * 100_000 + " pass") is Result.OTHER
