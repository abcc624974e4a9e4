import pytest
from builders import a_project, assert_clean, assert_findings


@pytest.mark.verifies("REQ-DOC-015", "REQ-READ-006")
def test_metadata_and_log_lines_that_are_no_json_are_found() -> None:
    project = (
        a_project()
        .with_document("SOP-001")
        .with_event("SOP-001", "CREATE", "2026-01-01")
        .with_file("QMS/.meta/SOP/SOP-002.json", '{"doc_id":\n')
    )
    log = "QMS/.audit/SOP/SOP-001.jsonl"
    project = project.with_file(log, f'{project.files[log]!s}{{"ts": "2026\n7\n')
    assert_findings(project, f"DOC104@{log}:2", f"DOC104@{log}:3", "DOC104@QMS/.meta/SOP/SOP-002.json:2")


def test_other_json_is_left_alone() -> None:
    project = (
        a_project()
        .with_document("SOP-001", status=None, version=None)
        .with_sidecar("SOP-001", status="EFFECTIVE", version="1.0")
    )
    project = project.with_event("SOP-001", "CREATE", "no date at all").with_file("QMS/.meta/next.json", "[1]")
    assert_clean(project.with_file("QMS/data.json", "{").with_file("QMS/.cache/a.json", "{"))
