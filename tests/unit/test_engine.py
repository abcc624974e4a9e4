from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from builders import ProjectBuilder, a_project

from qms_site.engine import Request, run
from qms_site.errors import SourceError

AMERICA = timezone(timedelta(hours=-5))
EFFECTIVE = "---\nstatus: EFFECTIVE\nversion: '1.0'\n---\n# Title\n"


def states_of(project: ProjectBuilder, id_: str = "SOP-001") -> list[str | None]:
    return [event.to_state for event in project.build().timelines_by_id[id_].events]


@pytest.mark.verifies("REQ-READ-003")
def test_a_project_is_built_from_files_and_commits_in_memory() -> None:
    project = a_project().with_commit({"QMS/SOP-001.md": EFFECTIVE}).with_document("SOP-002").build()
    assert list(project.documents_by_id) == ["SOP-001", "SOP-002"]
    assert project.last_change_by_path["QMS/SOP-001.md"].subject == "Change documents"


@pytest.mark.verifies("REQ-READ-004")
@pytest.mark.parametrize(
    ("as_of", "committed", "day"),
    [
        (date(2026, 5, 1), datetime(2026, 1, 1, tzinfo=UTC), date(2026, 5, 1)),
        (None, datetime(2026, 1, 1, 12, tzinfo=UTC), date(2026, 1, 1)),
        (None, None, None),
    ],
)
def test_the_day_is_the_one_asked_for_or_that_of_the_commit(
    as_of: date | None, committed: datetime | None, day: date | None
) -> None:
    assert a_project().with_revision(committed=committed).judged_on(as_of).build().as_of == day


def test_the_day_of_a_commit_is_that_of_its_own_calendar_and_includes_what_came_before_it() -> None:
    project = (
        a_project()
        .judged_on(None)
        .with_document("SOP-001")
        .with_event("SOP-001", "EFFECTIVE", "2026-01-02T03:00:00Z", version="1.0")
        .with_commit({"QMS/a.md": ""}, datetime(2026, 1, 1, 22, 30, tzinfo=AMERICA))
        .build()
    )
    assert (project.as_of, project.timelines_by_id["SOP-001"].in_force) == (date(2026, 1, 1), "1.0")


@pytest.mark.verifies("REQ-DOC-012")
def test_without_a_sidecar_commits_are_the_audit_trail() -> None:
    draft = EFFECTIVE.replace("EFFECTIVE", "DRAFT")
    project = a_project().with_commit({"QMS/SOP-001.md": draft}).with_commit({"QMS/SOP-001.md": EFFECTIVE})
    assert states_of(project) == ["DRAFT", "EFFECTIVE"]


@pytest.mark.verifies("REQ-DOC-012")
def test_the_trail_follows_a_document_through_a_move() -> None:
    text = "---\nid: QP-1\nstatus: DRAFT\n---\n"
    moved = {"QMS/old.md": None, "QMS/new.md": text.replace("DRAFT", "EFFECTIVE")}
    assert states_of(a_project().with_commit({"QMS/old.md": text}).with_commit(moved), "QP-1") == ["DRAFT", "EFFECTIVE"]


def test_a_document_with_a_sidecar_has_no_trail_in_git() -> None:
    project = a_project().with_commit({"QMS/SOP-001.md": EFFECTIVE}).with_document("SOP-002").with_sidecar("SOP-001")
    assert states_of(project) == []


def test_a_log_is_preferred_to_commits() -> None:
    project = a_project().with_commit({"QMS/SOP-001.md": EFFECTIVE}).with_event("SOP-001", "RETIRE", "2026-02-01")
    assert states_of(project) == ["RETIRED"]


@pytest.mark.parametrize("path", ["other/SOP-001.md", "QMS/.archive/SOP-001.md", "QMS2/SOP-001.md"])
def test_files_elsewhere_are_no_part_of_the_trail(path: str) -> None:
    project = a_project().with_commit({path: EFFECTIVE}).with_document("SOP-001")
    assert states_of(project) == []


def test_a_file_with_the_other_suffix_has_a_trail_too() -> None:
    assert states_of(a_project().with_commit({"QMS/SOP-001.markdown": EFFECTIVE})) == ["EFFECTIVE"]


def test_documents_in_a_hidden_root_have_a_trail_too() -> None:
    project = replace(a_project(), documents_root=".qms").with_commit({".qms/SOP-001.md": EFFECTIVE})
    assert states_of(project) == ["EFFECTIVE"]


def test_a_folder_that_is_not_there_stops_the_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    missing = tmp_path_factory.mktemp("base") / "missing"
    with pytest.raises(SourceError, match="missing is not a folder"):
        run(Request(folder=missing))


@pytest.mark.parametrize("name", ["documents_by_id", "timelines_by_id", "last_change_by_path"])
def test_a_project_cannot_be_changed(name: str) -> None:
    project = a_project().with_document("SOP-001").build()
    with pytest.raises(TypeError):
        getattr(project, name)["SOP-002"] = None
    with pytest.raises(AttributeError):
        project.as_of = None  # type: ignore[misc]
