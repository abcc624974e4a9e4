from datetime import date

import pytest
from builders import ProjectBuilder, a_project

from qms_site.findings import Finding, Severity
from qms_site.rules.acceptance import Acceptance, judge_findings

FINDING = Finding(code="REC302", severity=Severity.ERROR, message="m", subject="CR-061#EI-6")
EXCEPTION = (
    "[[exception]]\nrule = 'REC302'\nsubject = 'CR-061#EI-6'\nreason = 'r'\nrecord = 'INV-009'\nuntil = 2027-01-01\n"
)
SUPPRESSION = "[[suppression]]\nrule = 'REC302'\nsubject = 'CR-061#EI-6'\nreason = 'wrong here'\n"
BY_RECORD = Acceptance(kind="exception", reason="r", record="INV-009", until=date(2027, 1, 1))
AS_WRONG = Acceptance(kind="suppression", reason="wrong here")


def project(settings: str, day: date | None, *, record: str | None = "CLOSED") -> ProjectBuilder:
    built = a_project().with_settings(settings).judged_on(day)
    return built.with_document("INV-009", status=record) if record else built


@pytest.mark.parametrize(
    ("text", "day", "accepted"),
    [
        ("", date(2026, 1, 1), None),
        (SUPPRESSION, date(2030, 1, 1), AS_WRONG),
        (EXCEPTION, date(2027, 1, 1), BY_RECORD),
        (EXCEPTION, date(2027, 1, 2), None),
        (EXCEPTION, None, BY_RECORD),
        (EXCEPTION + SUPPRESSION, date(2026, 1, 1), AS_WRONG),
        (EXCEPTION.replace("EI-6", "EI-7"), date(2026, 1, 1), None),
        (SUPPRESSION.replace("REC302", "REC303"), date(2026, 1, 1), None),
    ],
)
@pytest.mark.verifies("REQ-FND-004")
def test_an_accepted_finding_stays_with_its_reason(text: str, day: date | None, accepted: Acceptance | None) -> None:
    (judged,) = judge_findings([FINDING], project(text, day).build())
    assert (judged.finding, judged.accepted) == (FINDING, accepted)


@pytest.mark.parametrize(
    ("record", "accepted"), [("IN_EXECUTION", True), ("PRE_APPROVED", True), ("DRAFT", False), (None, False)]
)
@pytest.mark.verifies("REQ-FND-004")
def test_only_an_approved_record_accepts(record: str | None, *, accepted: bool) -> None:
    (judged,) = judge_findings([FINDING], project(EXCEPTION, None, record=record).build())
    assert (judged.accepted is not None) == accepted


def test_a_finding_without_a_subject_is_accepted_by_none() -> None:
    anonymous = Finding(code="REC302", severity=Severity.ERROR, message="m")
    (judged,) = judge_findings([anonymous], project(SUPPRESSION, None).build())
    assert judged.accepted is None
