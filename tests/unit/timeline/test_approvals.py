from datetime import UTC, date, datetime

import pytest
from builders import ProjectBuilder, a_project

from qms_site.timeline.approvals import Approval


def approval(project: ProjectBuilder, id_: str) -> Approval | None:
    return project.build().approvals_by_id.get(id_)


def executed(status: str, *steps: tuple[str, str]) -> ProjectBuilder:
    """CR-001 in a state of its metadata, after these steps of its log."""
    project = a_project().with_document("CR-001", status=None, version=None)
    project = project.with_sidecar("CR-001", status=status, version="1.0")
    for when, state in steps:
        project = project.with_event("CR-001", "STATUS_CHANGE", when, to_status=state, version="1.0")
    return project


@pytest.mark.parametrize(
    ("status", "finished"),
    [
        ("DRAFT", None),
        ("IN_PRE_APPROVAL", None),
        ("PRE_APPROVED", False),
        ("IN_EXECUTION", False),
        ("IN_POST_REVIEW", False),
        ("POST_APPROVED", True),
        ("CLOSED", True),
        ("ON_HOLD", None),
        ("CANCELLED", None),
        ("RETIRED", None),
        ("Unheard of", None),
    ],
)
def test_a_record_is_approved_from_its_pre_approval_on(status: str, *, finished: bool | None) -> None:
    found = approval(executed(status), "CR-001")
    assert (found.is_finished if found else None) is finished


@pytest.mark.parametrize(
    ("steps", "when"),
    [
        ((("2026-01-01", "DRAFT"), ("2026-01-02", "PRE_APPROVED"), ("2026-01-03", "IN_EXECUTION")), 2),
        ((("2026-01-02", "PRE_APPROVED"), ("2026-01-03", "DRAFT"), ("2026-01-05", "PRE_APPROVED")), 5),
        ((("2026-01-02", "PRE_APPROVED"), ("2026-01-03", "IN_POST_REVIEW"), ("2026-01-05", "IN_EXECUTION")), 2),
        ((("2026-01-03", "IN_EXECUTION"), ("2026-01-05", "CLOSED")), 3),
        ((("2026-01-05", "CLOSED"),), 5),
        ((), None),
    ],
    ids=["plan approved", "approved anew", "rejected after execution", "born in execution", "only closed", "no event"],
)
def test_a_plan_was_approved_at_its_last_pre_approval(steps: tuple[tuple[str, str], ...], when: int | None) -> None:
    found = approval(executed("CLOSED", *steps), "CR-001")
    assert found
    assert found.when == (datetime(2026, 1, when, tzinfo=UTC) if when else None)


@pytest.mark.parametrize(
    ("status", "is_approved"),
    [("DRAFT", False), ("APPROVED", True), ("EFFECTIVE", True), ("REVIEW_DUE", True), ("RETIRED", False)],
)
def test_a_text_is_approved_while_it_binds_or_is_about_to(status: str, *, is_approved: bool) -> None:
    assert bool(approval(a_project().with_document("SOP-001", status=status), "SOP-001")) is is_approved


def test_beside_a_draft_the_text_in_force_is_meant() -> None:
    found = approval(a_project().with_document("SOP-001").with_draft("SOP-001"), "SOP-001")
    assert found
    assert (found.file.path, found.version, found.is_finished) == ("QMS/SOP/SOP-001.md", "1.0", True)


def test_a_text_reopened_in_its_own_file_is_no_approved_text() -> None:
    files = (
        {"QMS/SOP/SOP-001.md": f'---\nstatus: {status}\nversion: "1.0"\n---\n'} for status in ("EFFECTIVE", "DRAFT")
    )
    project = a_project()
    for content in files:
        project = project.with_commit(content)
    assert project.build().timelines_by_id["SOP-001"].in_force == "1.0"
    assert approval(project, "SOP-001") is None


@pytest.mark.parametrize(
    ("steps", "is_approved"), [((), True), ((("2026-01-01", "DRAFT"), ("2026-01-02", "IN_QA")), False)]
)
def test_a_state_that_was_added_last_is_no_approval_before_any_execution(
    steps: tuple[tuple[str, str], ...], *, is_approved: bool
) -> None:
    project = executed("IN_QA", *steps).with_settings("[lifecycles.executable.states]\nIN_QA = 'review'")
    assert bool(approval(project, "CR-001")) is is_approved


@pytest.mark.parametrize(("day", "is_told"), [(date(2026, 1, 1), False), (date(2026, 1, 2), True), (None, True)])
def test_an_approval_is_not_told_before_its_day(day: date | None, *, is_told: bool) -> None:
    project = executed("IN_EXECUTION", ("2026-01-02", "PRE_APPROVED")).judged_on(day).build()
    assert bool(project.approved_when("CR-001")) is is_told
