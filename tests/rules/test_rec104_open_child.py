from datetime import UTC, date, datetime

import pytest
from builders import ProjectBuilder, a_project, assert_clean, assert_findings, findings_of

from qms_site.findings import Severity

CLOSED = datetime(2026, 1, 20, 10, tzinfo=UTC)
IN_TIME, TOO_LATE = date(2026, 4, 20), date(2026, 4, 21)


def front(status: str) -> str:
    return f'---\nstatus: {status}\nversion: "1.0"\n---\n# CR-001: Change src/\n'


def with_child(id_: str, status: str, day: date | None = IN_TIME) -> ProjectBuilder:
    """CR-001, closed on 20 January, with a child."""
    project = a_project().with_commit({"QMS/CR/CR-001.md": front("IN_EXECUTION")}, datetime(2026, 1, 10, tzinfo=UTC))
    project = project.with_commit({"QMS/CR/CR-001.md": front("CLOSED")}, CLOSED)
    return project.with_document(id_, status=status).judged_on(day)


@pytest.mark.verifies("REQ-TRC-018")
@pytest.mark.parametrize(
    ("id_", "status"),
    [
        ("CR-001-VAR-001", "DRAFT"),
        ("CR-001-VAR-001", "IN_PRE_APPROVAL"),
        ("CR-001-VR-001", "IN_EXECUTION"),
        ("CR-001-INV-001", "IN_EXECUTION"),
        ("CR-001-ER-001", "POST_APPROVED"),
    ],
)
def test_an_open_child_of_a_closed_record_is_found_where_its_status_stands(id_: str, status: str) -> None:
    (finding,) = findings_of(with_child(id_, status))
    assert finding.message == f"{id_} is still {status} under CR-001, which was closed on 2026-01-20"
    assert (finding.code, finding.severity, finding.subject) == ("REC104", Severity.WARNING, id_)
    assert str(finding.location) == f"QMS/CR/{id_}.md:2"


@pytest.mark.parametrize("status", ["PRE_APPROVED", "IN_EXECUTION", "IN_POST_REVIEW"])
@pytest.mark.parametrize(("day", "severity"), [(IN_TIME, "note"), (TOO_LATE, "warning")])
def test_a_variance_whose_plan_is_approved_may_stay_open_for_ninety_days(status: str, day: date, severity: str) -> None:
    (finding,) = findings_of(with_child("CR-001-VAR-001", status, day))
    assert (finding.code, str(finding.severity)) == ("REC104", severity)


def test_where_no_day_is_known_such_a_variance_is_a_note() -> None:
    project = a_project().with_document("CR-001").with_document("CR-001-VAR-001", status="PRE_APPROVED")
    (finding,) = findings_of(project.judged_on(date(2030, 1, 1)))
    assert finding.message == "CR-001-VAR-001 is still PRE_APPROVED under CR-001, which is closed"
    assert finding.severity is Severity.NOTE


def test_an_addendum_has_ninety_days_of_its_own() -> None:
    draft = {"QMS/CR/CR-001-ADD-001.md": front("DRAFT").replace("CR-001", "CR-001-ADD-001")}
    project = with_child("SOP-001", "EFFECTIVE").with_commit(draft, datetime(2026, 3, 1, tzinfo=UTC))
    assert_clean(project.judged_on(date(2026, 5, 30)))
    assert_findings(project.judged_on(date(2026, 5, 31)), "REC104@QMS/CR/CR-001-ADD-001.md:2")


@pytest.mark.parametrize("status", ["CLOSED", "CANCELLED", "RETIRED"])
def test_a_child_that_is_done_is_fine(status: str) -> None:
    assert_clean(with_child("CR-001-VAR-001", status, TOO_LATE))


@pytest.mark.parametrize("status", ["IN_EXECUTION", "IN_POST_REVIEW", "POST_APPROVED"])
def test_an_open_child_of_an_open_record_is_fine(status: str) -> None:
    assert_clean(a_project().with_document("CR-001", status=status).with_document("CR-001-VAR-001", status="DRAFT"))


def test_what_is_no_record_and_what_was_closed_before_governance_began_are_fine() -> None:
    assert_clean(with_child("SOP-001", "DRAFT").with_document("WI-001", status="DRAFT", parent="CR-001"))
    assert_clean(with_child("CR-001-VAR-001", "DRAFT").with_settings("[project]\ngovernance-start = 2026-02-01"))


@pytest.mark.verifies("REQ-TRC-031")
def test_how_long_a_variance_may_stay_open_is_a_setting_and_one_of_type_1_may_not() -> None:
    body = "# CR-001-VAR-001: X\n\n**VAR Type:** Type {type}\n\nChanges `src/`.\n"

    def told(type_: int, days: int = 90) -> list[Severity]:
        project = with_child("CR-001-VAR-001", "PRE_APPROVED").with_settings(f"[project]\nopen-child-days = {days}")
        project = project.with_document("CR-001-VAR-001", body.format(type=type_), status="PRE_APPROVED")
        return [finding.severity for finding in findings_of(project) if finding.code == "REC104"]

    assert told(2) == [Severity.NOTE]
    assert told(2, days=7) == [Severity.WARNING]
    assert told(1) == [Severity.WARNING]
