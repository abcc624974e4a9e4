from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_project

from qms_site.settings import Stage
from qms_site.views.document import DocumentView, build_document_view


def view(project: ProjectBuilder, id_: str = "SOP-001") -> DocumentView:
    run = project.run()
    return build_document_view(run, run.project.documents_by_id[id_])


@pytest.mark.verifies("REQ-SITE-002")
def test_a_panel_shows_the_relations_of_a_document() -> None:
    project = (
        a_project()
        .with_document("CR-1", "WI-1 SOP-9")
        .with_document("CR-1-VAR-1", "CR-1")
        .with_document("CR-1-VAR-1-VR-1", "")
        .with_document("WI-1", "")
    )
    shown = view(project, "CR-1-VAR-1")
    assert shown.parent is not None
    assert (shown.parent.id, [row.id for row in shown.children]) == ("CR-1", ["CR-1-VAR-1-VR-1"])
    parent = view(project, "CR-1")
    assert ([row.id for row in parent.cites], [row.id for row in parent.cited_by]) == (["WI-1"], ["CR-1-VAR-1"])


@pytest.mark.verifies("REQ-SITE-002")
def test_a_panel_shows_events_and_versions_the_newest_version_first() -> None:
    project = (
        a_project()
        .with_document("SOP-001")
        .with_sidecar(
            "SOP-001", status="IN_REVIEW", version="2.0", effective_version="1.0", effective_date="2026-01-05"
        )
        .with_event("SOP-001", "EFFECTIVE", "2026-01-05", version="1.0", user="ada", comment="go")
        .with_event("SOP-001", "STATUS_CHANGE", "2026-03-01", version="2.0", to_status="IN_REVIEW")
    )
    shown = view(project)
    assert [(entry.version.version, entry.is_in_force) for entry in shown.versions] == [
        ("2.0", False),
        ("1.0", True),
    ]
    first = shown.timeline[0]
    assert (first.label, first.actor, first.note, first.version) == ("Effective", "ada", "go", "1.0")
    assert first.status is not None
    assert (first.status.label, first.status.stage) == ("Effective", Stage.EFFECTIVE)
    assert (shown.draft, shown.status_source, shown.changed) == (
        "2.0",
        "workflow metadata",
        datetime(2026, 3, 1, tzinfo=UTC),
    )
    assert shown.dates == (("Effective date", "2026-01-05"),)


def test_a_panel_shows_the_findings_about_the_document_and_its_files_alone() -> None:
    project = (
        a_project()
        .with_document("SOP-001", "[a](no.md)", status="unheard")
        .with_document("SOP-002", "[a](no.md)")
        .with_file("QMS/SOP/SOP-001-draft.md", b"\xff")
    )
    assert [finding.code for finding in view(project).findings] == ["LNK101", "DOC102", "DOC301"]
    assert [finding.code for finding in view(project, "SOP-002").findings] == ["LNK101"]


@pytest.mark.parametrize(("id_", "binds"), [("SOP-001", True), ("CR-001", False)])
def test_versions_of_executable_types_never_come_into_force(id_: str, *, binds: bool) -> None:
    assert view(a_project().with_document(id_), id_).binds is binds


def test_a_version_reopened_under_its_number_is_shown_as_it_was_approved() -> None:
    text = "---\nstatus: {}\nversion: '1.0'\n---\n# SOP-001: T\n"
    project = (
        a_project()
        .with_commit({"QMS/SOP/SOP-001.md": text.format("EFFECTIVE")}, datetime(2026, 1, 5, tzinfo=UTC))
        .with_commit({"QMS/SOP/SOP-001.md": text.format("DRAFT")}, datetime(2026, 1, 9, tzinfo=UTC))
    )
    shown = view(project)
    assert (shown.row.status.label, shown.shows_draft) == ("Draft", True)
    assert [(entry.status.label, entry.is_in_force) for entry in shown.versions] == [("Effective", True)]
