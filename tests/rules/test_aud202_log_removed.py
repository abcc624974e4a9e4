import pytest
from builders import LOG, META, ProjectBuilder, committed, findings_of, lines, told_by

CREATED = lines("CREATE")
TEXT = "QMS/CR/CR-001.md"
WHOLE: dict[str, str | None] = {
    LOG: CREATED,
    TEXT: "# CR-001: X of src/\n",
    META: '{"doc_id": "CR-001", "status": "DRAFT", "version": "0.1"}',
}


def name(project: ProjectBuilder) -> str:
    return f"commit {project.commits[0].hash[:10]} of 2026-01-02 by Ada Example"


@pytest.mark.verifies("REQ-HIST-006")
def test_a_log_that_was_removed_is_found() -> None:
    project = committed(WHOLE, {LOG: None})
    assert told_by("AUD202", project) == [f"error {LOG} CR-001: {name(project)} removed the audit log of CR-001"]


def test_one_that_was_put_back_is_a_warning() -> None:
    project = committed(WHOLE, {LOG: None}, {LOG: CREATED})
    (told,) = told_by("AUD202", project)
    assert told.startswith("warning ")


def test_one_that_came_back_without_its_lines_is_not_put_back() -> None:
    project = committed(WHOLE, {LOG: None}, {LOG: CREATED.replace("CREATE", "IMPORT")})
    (finding,) = [finding for finding in findings_of(project) if finding.code == "AUD202"]
    assert finding.severity == "error"
    assert finding.hint == f"another log is there now; git has it: git show {project.commits[1].hash[:10]}^:{LOG}"


def test_several_logs_of_one_commit_are_told_as_one() -> None:
    logs = [LOG, LOG.replace("CR-001", "CR-002")]
    project = committed(dict.fromkeys(logs, CREATED), dict.fromkeys(logs))
    assert told_by("AUD202", project) == [
        f"error None {project.commits[0].hash[:10]}: {name(project)} removed 2 audit logs: CR-001, CR-002"
    ]


@pytest.mark.parametrize(
    "project",
    [
        committed(WHOLE, {LOG: None, "QMS/.audit/CR-001.jsonl": CREATED}),
        committed(WHOLE, dict.fromkeys(WHOLE)),
        committed(WHOLE, {TEXT: None}),
    ],
    ids=["moved", "deleted with all its files", "kept when its document goes"],
)
def test_other_removals_are_silent(project: ProjectBuilder) -> None:
    assert told_by("AUD202", project) == []
