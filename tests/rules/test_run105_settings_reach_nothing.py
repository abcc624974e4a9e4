from datetime import UTC, datetime

import pytest
from builders import a_project, assert_clean, findings_of

SYSTEM = "[[system]]\nname = 'FLOW'\ncode = [{code}]\n[rules]\nENV305 = 'off'\n"
DAY = datetime(2026, 1, 1, tzinfo=UTC)
PROJECT = (
    a_project()
    .with_commit({"src/a.py": "a", "old/b.py": "b"}, DAY, message="CR-001: begin")
    .with_commit({"old/b.py": None}, DAY, message="CR-001: remove")
    .with_document("CR-001", status="CLOSED")
)


@pytest.mark.parametrize("code", ["scr", "src/b.py", "Src"])
def test_code_that_is_not_there_is_found(code: str) -> None:
    (finding,) = findings_of(PROJECT.with_settings(SYSTEM.format(code=f"'{code}'")))
    assert finding.message == f"code of the system FLOW: there is nothing at {code!r}, and never was"
    assert (finding.code, finding.subject, finding.location) == ("RUN105", "FLOW", None)


@pytest.mark.parametrize("code", ["src", "./src/", "src/a.py", "old", ".", ""])
def test_code_that_is_or_was_there_is_clean(code: str) -> None:
    assert_clean(PROJECT.with_settings(SYSTEM.format(code=f"'{code}'" if code else "")))


def test_a_beginning_that_is_no_commit_is_found() -> None:
    (finding,) = findings_of(PROJECT.with_settings("[project]\ngovernance-start-commit = 'deadbeef'"))
    assert finding.message == "governance-start-commit: there is no commit deadbeef in this history"


def test_two_beginnings_are_one_too_many() -> None:
    start = PROJECT.commits[-1].hash
    text = f"[project]\ngovernance-start = 2026-01-01\ngovernance-start-commit = '{start}'"
    assert [finding.message for finding in findings_of(PROJECT.with_settings(text))] == [
        "governance-start counts for nothing beside governance-start-commit"
    ]


def test_without_history_nothing_is_said_of_commits() -> None:
    assert_clean(a_project().with_document("SOP-001").with_settings("[project]\ngovernance-start-commit = 'deadbeef'"))
