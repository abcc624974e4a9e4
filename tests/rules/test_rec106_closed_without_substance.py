from datetime import UTC, datetime

import pytest
from builders import a_project, assert_clean, assert_findings, findings_of

ALONE = "[rules]\nLNK102 = 'off'\n"

VAGUE = "# CR-001: Faster\n\nThe pump and/or the valve were made faster, 1.5 times. Pass/Fail: all passed, e.g. 3/3.\n"


@pytest.mark.verifies("REQ-TRC-030")
@pytest.mark.parametrize(
    "body", [VAGUE, "# CR-001: X\n", "", f"{VAGUE}\n<!-- see CR-002 and src/pump.py @ 1d6172b -->\n"]
)
def test_a_closed_record_that_leads_nowhere_is_found(body: str) -> None:
    (finding,) = findings_of(a_project().with_settings(ALONE).with_document("CR-001", body).with_document("CR-002"))
    assert finding.message == "CR-001 is closed and names no file, no other document and no commit"
    assert (finding.code, str(finding.severity), finding.subject) == ("REC106", "note", "CR-001")
    assert str(finding.location) == "QMS/CR/CR-001.md"


@pytest.mark.parametrize(
    "words",
    [
        *("CR-002", "CR-009", "REQ-PUMP-004", "src/pump.py", "`src/pump`", "src/", "pump.py", "Makefile", ".gitignore"),
        *("1d6172b", "commit 1234567", "[the request](#top)", "https://example.org/pump", "```\nsrc/pump\n```"),
    ],
)
def test_anything_that_leads_somewhere_will_do(words: str) -> None:
    assert_clean(
        a_project().with_settings(ALONE).with_document("CR-001", f"{VAGUE}\n{words}\n").with_document("CR-002")
    )


def test_front_matter_may_name_it() -> None:
    assert_clean(a_project().with_settings(ALONE).with_document("CR-001", VAGUE, requested_by="INV-001"))


@pytest.mark.parametrize("status", ["DRAFT", "IN_EXECUTION", "POST_APPROVED", "CANCELLED"])
def test_what_is_not_closed_may_still_name_it(status: str) -> None:
    assert_clean(a_project().with_settings(ALONE).with_document("CR-001", VAGUE, status=status))


def test_children_stand_on_their_parent() -> None:
    assert_clean(
        a_project()
        .with_settings(ALONE)
        .with_document("CR-001")
        .with_document("CR-001-VAR-001", VAGUE.replace("CR-001", "CR-001-VAR-001"))
    )


def test_what_was_not_read_is_not_judged() -> None:
    project = a_project().with_settings(ALONE).with_sidecar("CR-001", status="CLOSED", version="1.0")
    project = project.with_unread("QMS/CR/CR-001.md", "is larger than 4096 KiB", is_regular=True)
    assert "REC106" not in [finding.code for finding in findings_of(project)]


def test_what_was_closed_before_governance_began_is_history() -> None:
    text = f"---\nstatus: CLOSED\n---\n{VAGUE}"
    project = a_project().with_settings(ALONE).with_commit({"QMS/CR/CR-001.md": text}, datetime(2026, 1, 5, tzinfo=UTC))
    assert_findings(project, "REC106@QMS/CR/CR-001.md")
    assert_clean(project.with_settings("[project]\ngovernance-start = 2026-02-01"))
