import pytest
from builders import ProjectBuilder, a_project, told_by

LOG = "QMS/.audit/SOP/SOP-001.jsonl"


def log(*times: str) -> ProjectBuilder:
    project = a_project().with_document("SOP-001", status=None, version=None)
    for number, when in enumerate(times):
        project = project.with_event("SOP-001", "REVIEW" if number else "CREATE", when)
    return project


@pytest.mark.verifies("REQ-HIST-005")
def test_a_later_line_with_an_earlier_time_is_found() -> None:
    assert told_by("AUD103", log("2026-01-02T10:00:00Z", "2026-01-02T09:59:59Z", "2026-01-02T11:00:00Z")) == [
        (
            f"warning {LOG}:2 SOP-001: in the audit log of SOP-001 REVIEW of 2026-01-02T09:59:59Z stands after CREATE of "
            "2026-01-02T10:00:00Z"
        )
    ]
    (told,) = told_by("AUD103", log(*(f"2026-01-0{9 - day}T10:00:00Z" for day in range(5))))
    assert told.endswith(", and so do 3 more lines")


@pytest.mark.parametrize(
    "project",
    [
        log("2026-01-02T10:00:00Z", "2026-01-02T10:00:00Z"),
        log("2026-01-02T10:00:00Z", "2026-01-02T11:30:00+01:00"),
        log("2026-01-02T10:00:00Z", "2026-01-02T05:00:00"),
        log("2026-01-02T10:00:00Z", "2026-01-02"),
        log("2026-01-02T10:00:00", "2026-01-02"),
        log("2026-01-02T10:00:00Z", "yesterday"),
    ],
    ids=["equal", "another zone", "without zone", "a day", "a day after a moment", "unreadable"],
)
def test_times_that_do_not_run_backwards_are_silent(project: ProjectBuilder) -> None:
    assert told_by("AUD103", project) == []
