from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_project, assert_findings, findings_of, told_by

PATH = "QMS/CR/CR-001.md"


def text(status: str, version: str = "1.0", title: str = "Pump") -> str:
    return f'---\nstatus: {status}\nversion: "{version}"\n---\n# CR-001: {title} of src/\n'


def history(*texts: str | None) -> ProjectBuilder:
    """CR-001 with one of these texts after each commit; None removes it."""
    project = a_project()
    for day, content in enumerate(texts, start=1):
        project = project.with_commit(
            {PATH: content}, datetime(2026, 1, day, tzinfo=UTC), message=f"CR-001: step {day}"
        )
    return project


@pytest.mark.parametrize(("status", "severity"), [("CANCELLED", "warning"), ("CLOSED", "warning"), ("DRAFT", "note")])
@pytest.mark.verifies("REQ-DOC-018")
def test_an_id_that_another_document_took_is_found(status: str, severity: str) -> None:
    project = history(text(status), None, text("IN_EXECUTION", "1.1", "Valve"))
    (finding,) = findings_of(project)
    removed, again = project.commits[1].hash[:10], project.commits[0].hash[:10]
    assert finding.message == (
        f"CR-001 was removed as {status} in commit {removed}, and its id used again in commit {again}"
    )
    assert finding.severity == severity
    assert (finding.code, str(finding.location), finding.subject) == ("DOC205", PATH, "CR-001")


@pytest.mark.verifies("REQ-DOC-018")
def test_a_cancelled_document_that_is_open_again_is_found() -> None:
    project = history(text("DRAFT", "0.1"), text("CANCELLED", "0.1"), text("DRAFT", "0.2"))
    assert [finding.message for finding in findings_of(project)] == [
        "CR-001 was cancelled, and became DRAFT again on 2026-01-03"
    ]


def test_an_audit_log_tells_of_it_too() -> None:
    project = (
        a_project()
        .with_document("CR-001", status=None, version=None)
        .with_sidecar("CR-001", status="DRAFT", version="0.2")
        .with_event("CR-001", "CREATE", "2026-01-01")
        .with_event("CR-001", "CANCEL", "2026-01-01")
        .with_event("CR-001", "STATUS_CHANGE", "2026-01-02", to_status="DRAFT")
    )
    assert_findings(project, f"DOC205@{PATH}")


@pytest.mark.parametrize(
    "texts",
    [
        (text("CLOSED"), None, text("CLOSED")),
        (text("CLOSED"), None, text("CLOSED", title="Pump, with a better title")),
        (text("DRAFT", "0.1"), text("CANCELLED", "0.1")),
        (text("DRAFT", "0.1"), text("IN_EXECUTION")),
    ],
    ids=["put back", "put back and edited", "cancelled", "never gone"],
)
def test_other_ways_are_clean(texts: tuple[str | None, ...]) -> None:
    assert told_by("DOC205", history(*texts)) == []
