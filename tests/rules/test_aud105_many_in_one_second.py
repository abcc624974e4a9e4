import pytest
from builders import ProjectBuilder, a_project, told_by


def burst(count: int, second: int = 0, id_: str = "SOP-001", project: ProjectBuilder | None = None) -> ProjectBuilder:
    """A log with so many events in one second, and one before it."""
    project = (project or a_project()).with_document(id_).with_event(id_, "CREATE", "2026-01-01T10:00:00Z")
    for number in range(count):
        project = project.with_event(id_, "REVIEW", f"2026-01-02T10:00:{second:02}.{number}Z")
    return project


@pytest.mark.verifies("REQ-HIST-017")
def test_more_events_in_one_second_than_the_settings_allow_are_found() -> None:
    assert told_by("AUD105", burst(5)) == [
        (
            "warning QMS/.audit/SOP/SOP-001.jsonl:2 SOP-001: the audit log of SOP-001 has 5 events in one second, "
            "2026-01-02 10:00:00"
        )
    ]
    assert told_by("AUD105", burst(5).with_settings("[audit]\nmost-per-second = 5")) == []


def test_what_one_command_writes_is_silent() -> None:
    assert told_by("AUD105", burst(4)) == []


@pytest.mark.parametrize("when", ["2026-01-02", "2026-01-02T10:00Z", "20260102T1000Z"])
def test_times_without_seconds_are_left_alone(when: str) -> None:
    project = a_project().with_document("SOP-001")
    for _ in range(9):
        project = project.with_event("SOP-001", "REVIEW", when)
    assert told_by("AUD105", project) == []


def test_logs_that_were_written_in_one_second_are_told_as_one() -> None:
    assert told_by("AUD105", burst(9, id_="SOP-002", project=burst(5))) == [
        "warning None audit trail: 2 audit logs have up to 9 events in one second, 2026-01-02 10:00:00: SOP-001, SOP-002"
    ]
    assert len(told_by("AUD105", burst(9, 7, id_="SOP-002", project=burst(5)))) == 2


def test_many_logs_are_told_as_one() -> None:
    project = a_project()
    for number in range(1, 8):
        project = burst(5, number, id_=f"SOP-00{number}", project=project)
    assert told_by("AUD105", project) == [
        (
            "warning None audit trail: 7 audit logs have up to 5 events in one second: SOP-001, SOP-002, SOP-003, SOP-004, "
            "SOP-005 and 2 more"
        )
    ]
