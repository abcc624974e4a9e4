from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_project

from qms_site.views.home import HomeView, build_home
from qms_site.views.register import build_registers


def home(project: ProjectBuilder) -> HomeView:
    run = project.run()
    return build_home(run, build_registers(run.project))


@pytest.mark.verifies("REQ-SITE-004")
def test_documents_are_counted_by_stage_and_open_ones_listed() -> None:
    view = home(
        a_project()
        .with_document("SOP-001")
        .with_document("SOP-002")
        .with_document("SOP-003", status="IN_REVIEW")
        .with_document("CR-001", status="IN_EXECUTION")
        .with_document("CR-002", status="CLOSED")
        .with_document("CR-003", status="unheard")
        .with_document("CR-004", status=None)
    )
    assert view.total == 7
    assert [(entry.label, entry.count) for entry in view.stages] == [
        ("in force", 2),
        ("in execution", 1),
        ("in review", 1),
        ("closed", 1),
        ("without a known status", 2),
    ]
    assert ([row.id for row in view.open_rows], view.open_count) == (["CR-001", "SOP-003"], 2)
    assert (view.findings.errors, view.findings.warnings, view.findings.notes) == (1, 1, 0)


def test_a_long_list_of_open_documents_is_cut_and_its_count_is_whole() -> None:
    project = a_project()
    for number in range(60):
        project = project.with_document(f"CR-{number:03}", status="DRAFT")
    view = home(project)
    assert (len(view.open_rows), view.open_count) == (50, 60)


@pytest.mark.verifies("REQ-SITE-004")
def test_what_changed_last_comes_first_and_says_what_happened() -> None:
    view = home(
        a_project()
        .with_commit({"QMS/SOP-001.md": "---\nstatus: EFFECTIVE\n---\n"}, datetime(2026, 2, 1, tzinfo=UTC))
        .with_commit({"QMS/SOP-002.md": "no status"}, datetime(2026, 2, 3, tzinfo=UTC), author="Grace")
        .with_document("CR-001", status="DRAFT")
        .with_event("CR-001", "STATUS_CHANGE", "2026-02-02", to_status="IN_PRE_REVIEW", user="ada")
        .with_document("CR-002")
        .with_event("CR-002", "CHECK_IN", "2026-01-02")
        .with_document("CR-003")
    )
    told = [(change.row.id, change.when.day, change.what, change.who and change.who.name) for change in view.recent]
    assert told == [
        ("SOP-002", 3, "create", "Grace"),
        ("CR-001", 2, "in pre review", "ada"),
        ("SOP-001", 1, "effective", "Ada Example"),
        ("CR-002", 2, "check in", None),
    ]


def test_an_empty_project_has_a_home() -> None:
    view = home(a_project().with_settings("[project]\nname = 'Empty'"))
    assert (view.name, view.total, view.stages, view.registers, view.recent) == ("Empty", 0, (), (), ())
