from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_project, told_by

LOG = "QMS/.audit/SOP/SOP-001.jsonl"
LINE = '{"ts": "2026-01-05T10:00:00Z", "event": "APPROVE", "to": "EFFECTIVE"}\n'
META = '{"doc_id": "SOP-001", "status": "EFFECTIVE", "version": "1.0"}'


def committed(first: datetime) -> ProjectBuilder:
    """SOP-001 committed with its metadata, and a log that begins with an approval of 5 January."""
    files: dict[str, str | None] = {"QMS/SOP/SOP-001.md": "# SOP-001: X\n", "QMS/.meta/SOP/SOP-001.json": META}
    project = a_project().with_commit({"README.md": "x"}, datetime(2025, 12, 1, tzinfo=UTC))
    return project.with_commit(files, first).with_commit({LOG: LINE}, datetime(2026, 1, 5, 11, tzinfo=UTC))


@pytest.mark.verifies("REQ-HIST-017")
def test_a_log_that_lost_its_beginning_is_found() -> None:
    assert told_by("AUD106", committed(datetime(2026, 1, 5, 10, 30, tzinfo=UTC))) == [
        f"warning {LOG}:1 SOP-001: the audit log of SOP-001 begins with APPROVE, and not with its creation"
    ]


def test_a_log_that_was_begun_for_a_document_that_existed_is_a_note() -> None:
    assert told_by("AUD106", committed(datetime(2026, 1, 1, tzinfo=UTC))) == [
        f"note {LOG}:1 SOP-001: the audit log of SOP-001 was begun when the document existed, with APPROVE"
    ]


def test_where_git_does_not_go_back_so_far_it_is_a_note() -> None:
    files: dict[str, str | None] = {"QMS/SOP/SOP-001.md": "# SOP-001: X\n", LOG: LINE}
    (told,) = told_by("AUD106", a_project().with_commit(files, datetime(2026, 1, 6, tzinfo=UTC)))
    assert told.startswith("note ")


def test_several_are_told_as_one() -> None:
    project = a_project()
    for id_ in ("SOP-001", "SOP-002"):
        project = project.with_document(id_).with_event(id_, "APPROVE", "2026-01-05T10:00:00Z")
    assert told_by("AUD106", project) == [
        "note None audit trail: 2 audit logs were begun when their documents existed: SOP-001, SOP-002"
    ]


@pytest.mark.parametrize("kind", ["CREATE", "created", "DOCUMENT_CREATED", "IMPORT", "MIGRATED"])
def test_a_log_that_begins_with_creation_is_silent(kind: str) -> None:
    assert told_by("AUD106", a_project().with_document("SOP-001").with_event("SOP-001", kind, "2026-01-05")) == []


def test_what_came_before_governance_is_history() -> None:
    project = committed(datetime(2026, 1, 5, 10, 30, tzinfo=UTC))
    assert told_by("AUD106", project.with_settings("[project]\ngovernance-start = 2026-02-01")) == []
