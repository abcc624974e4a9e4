import pytest
from builders import a_project, assert_clean, assert_findings, findings_of


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


@pytest.mark.verifies("REQ-DOC-015", "REQ-READ-006")
@pytest.mark.parametrize(
    ("event", "amiss"),
    [
        ('{"event": "CREATE"}', "has no timestamp"),
        ('{"event": "CREATE", "ts": null}', "has no timestamp"),
        ('{"event": "CREATE", "ts": " "}', "has no timestamp"),
        ('{"event": "CREATE", "ts": ["2026-01-01"]}', "has no timestamp"),
        ('{"event": "CREATE", "ts": "yesterday"}', "has a timestamp that cannot be read: 'yesterday'"),
        ('{"event": "CREATE", "date": "2026-02-30"}', "has a timestamp that cannot be read: '2026-02-30'"),
        ('{"event": "CREATE", "timestamp": 1767348000}', "has a timestamp that cannot be read: '1767348000'"),
    ],
)
def test_an_event_without_a_date_that_can_be_read_is_found_and_listed(event: str, amiss: str) -> None:
    log = "QMS/.audit/SOP/SOP-001.jsonl"
    project = a_project().with_document("SOP-001").with_file(log, f'{{"ts": "2026-01-01", "event": "A"}}\n\n{event}\n')
    assert_findings(project, f"DOC104@{log}:3")
    assert findings_of(project)[0].message == f"{amiss}; the event is listed without a date"
    assert [entry.kind for entry in project.build().documents_by_id["SOP-001"].events] == ["A", "CREATE"]


def test_other_json_is_left_alone() -> None:
    project = (
        a_project()
        .with_document("SOP-001", status=None, version=None)
        .with_sidecar("SOP-001", status="EFFECTIVE", version="1.0")
    )
    project = project.with_event("SOP-001", "CREATE", "2026-01-01").with_file("QMS/.meta/next.json", "[1]")
    assert_clean(project.with_file("QMS/data.json", "{").with_file("QMS/.cache/a.json", "{"))


def test_many_lines_of_one_log_are_told_as_one() -> None:
    lines = "".join(f"broken {number}\n" for number in range(7))
    project = a_project().with_document("SOP-001").with_file("QMS/.audit/SOP/SOP-001.jsonl", lines)
    (finding,) = findings_of(project)
    assert finding.message.endswith("; and 6 more lines of this file have problems")
    assert str(finding.location) == "QMS/.audit/SOP/SOP-001.jsonl:1"
