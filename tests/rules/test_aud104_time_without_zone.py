import pytest
from builders import a_project, told_by


@pytest.mark.verifies("REQ-HIST-005")
def test_times_without_a_zone_are_told_as_one() -> None:
    project = a_project().with_document("SOP-001").with_event("SOP-001", "CREATE", "2026-01-02T10:00:00")
    assert told_by("AUD104", project) == [
        "warning QMS/.audit/SOP/SOP-001.jsonl:1 SOP-001: 1 of 1 event has a time without a zone: SOP-001"
    ]
    more = project.with_document("SOP-002").with_event("SOP-002", "CREATE", "2026-01-02 10:00")
    assert told_by("AUD104", more.with_event("SOP-002", "REVIEW", "2026-01-02T10:00:00Z")) == [
        "warning None audit trail: 2 of 3 events have a time without a zone: SOP-001, SOP-002"
    ]


def test_times_with_a_zone_and_days_are_silent() -> None:
    project = a_project().with_document("SOP-001")
    for when in ("2026-01-02T10:00:00Z", "2026-01-02T10:00:00+01:00", "2026-01-02", "some day"):
        project = project.with_event("SOP-001", "CREATE", when)
    assert told_by("AUD104", project) == []


def test_what_came_before_governance_is_history() -> None:
    project = a_project().with_document("SOP-001").with_event("SOP-001", "CREATE", "2026-01-02T10:00:00")
    assert told_by("AUD104", project.with_settings("[project]\ngovernance-start = 2026-02-01")) == []
