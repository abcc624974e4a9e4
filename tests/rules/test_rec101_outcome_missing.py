from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_project, assert_clean, assert_findings, findings_of

ALONE = "[rules]\nLNK102 = 'off'\n"

HEAD = "# Change src/\n\n## Execution\n\n| EI | Task | Outcome | Performed By - Date |\n|---|---|---|---|\n"


def with_outcomes(*outcomes: str, status: str = "CLOSED", id_: str = "CR-001") -> ProjectBuilder:
    rows = (f"| EI-{number} | Do it | {outcome} | Ada |\n" for number, outcome in enumerate(outcomes, 1))
    return a_project().with_settings(ALONE).with_document(id_, HEAD + "".join(rows), status=status)


@pytest.mark.verifies("REQ-TRC-018")
@pytest.mark.parametrize(
    ("outcome", "message"),
    [
        ("", "EI-2 of CR-001 has no outcome, and the record is closed"),
        ("-", "EI-2 of CR-001 has no outcome, and the record is closed"),
        ("PENDING", "EI-2 of CR-001 is still 'PENDING', and the record is closed"),
    ],
)
def test_an_item_of_a_closed_record_without_an_outcome_is_found(outcome: str, message: str) -> None:
    (finding,) = findings_of(with_outcomes("Pass", outcome))
    assert (finding.code, str(finding.severity), finding.message) == ("REC101", "warning", message)
    assert (finding.subject, str(finding.location)) == ("CR-001#EI-2", "QMS/CR/CR-001.md:12")


@pytest.mark.verifies("REQ-TRC-030")
@pytest.mark.parametrize("outcome", ["Partial", "N/A", "Deferred to CR-002"])
def test_one_that_is_neither_pass_nor_fail_is_a_note(outcome: str) -> None:
    (finding,) = findings_of(with_outcomes("Pass", outcome))
    assert finding.message == f"EI-2 of CR-001 came out as '{outcome}', which is neither pass nor fail"
    assert (finding.code, str(finding.severity), finding.subject) == ("REC101", "note", "CR-001#EI-2")


def test_a_long_outcome_is_told_by_its_beginning() -> None:
    (finding,) = findings_of(with_outcomes("Partial, " + "so to speak, " * 9))
    assert finding.message == (
        "EI-1 of CR-001 came out as 'Partial, so to speak, so to speak, so to speak, so to spe...', "
        "which is neither pass nor fail"
    )


def test_ten_items_are_told_one_by_one_and_more_as_one() -> None:
    assert_findings(with_outcomes(*[""] * 10), *[f"REC101@QMS/CR/CR-001.md:{line}" for line in range(11, 21)])
    (finding,) = findings_of(with_outcomes("Pass", *[""] * 11))
    assert finding.message == (
        "11 items of CR-001 have no outcome, and the record is closed: "
        "EI-2, EI-3, EI-4, EI-5, EI-6, EI-7, EI-8, EI-9, EI-10, EI-11 and 1 more"
    )
    assert (finding.subject, str(finding.location)) == ("CR-001", "QMS/CR/CR-001.md:12")


def test_a_row_that_stands_twice_is_told_once() -> None:
    twice = HEAD + "| EI-1 | Do it | | Ada |\n| EI-1 | Do it again | | Ada |\n"
    assert_findings(a_project().with_settings(ALONE).with_document("CR-001", twice), "REC101@QMS/CR/CR-001.md:11")


def test_a_form_without_a_place_for_outcomes_is_a_note() -> None:
    body = "# CR-001: Change src/\n\n| EI | Summary | By |\n|---|---|---|\n| 1 | Done | Ada |\n| 2 | Done | Ada |\n"
    (finding,) = findings_of(a_project().with_settings(ALONE).with_document("CR-001", body))
    assert finding.message == "the form of CR-001 has no place for the outcome of 2 items: 1, 2"
    assert (finding.code, str(finding.severity), finding.subject) == ("REC101", "note", "CR-001")


def test_what_passed_or_failed_with_a_variance_is_clean() -> None:
    assert_clean(with_outcomes("Pass", "COMPLETE", "Fail").with_document("CR-001-VAR-001"))


@pytest.mark.parametrize("status", ["DRAFT", "PRE_APPROVED", "IN_EXECUTION", "IN_POST_REVIEW", "CANCELLED"])
def test_what_is_not_closed_may_be_open(status: str) -> None:
    assert_clean(with_outcomes("", "Partial", status=status))


def test_templates_and_what_is_no_record_are_clean() -> None:
    assert_clean(
        with_outcomes("", id_="TEMPLATE-CR", status="EFFECTIVE").with_document(
            "SOP-001", HEAD + "| EI-1 | Do it | | |\n"
        )
    )


def test_what_was_closed_before_governance_began_is_history() -> None:
    closed = (
        a_project()
        .with_settings(ALONE)
        .with_commit(
            {"QMS/CR/CR-001.md": f"---\nstatus: CLOSED\n---\n{HEAD}| EI-1 | Do it | | |\n"},
            datetime(2026, 1, 5, tzinfo=UTC),
        )
    )
    assert_findings(closed, "REC101@QMS/CR/CR-001.md:10")
    assert_clean(closed.with_settings("[project]\ngovernance-start = 2026-02-01"))
