from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_project, assert_clean, assert_findings, findings_of, told_by


def citing(body: str, id_: str = "CR-001", **facts: str) -> ProjectBuilder:
    return a_project().with_document(id_, f"# {id_}: X\n\n{body}\n", **facts).with_commit({"src/a.py": "x\n"})


@pytest.mark.verifies("REQ-HIST-012")
@pytest.mark.parametrize("body", ["Commit: 1e0d63f", "in `1e0d63f`", "`src/` is at commit 1e0d63f"])
def test_a_commit_that_nobody_has_is_found(body: str) -> None:
    project = citing(body)
    assert_findings(project, "GIT201@QMS/CR/CR-001.md:7")
    assert told_by("GIT201", project) == [
        "warning QMS/CR/CR-001.md:7 CR-001: CR-001 cites commit 1e0d63f, which no repository has"
    ]


def test_a_repository_that_is_named_does_not_have_it() -> None:
    (finding,) = findings_of(citing("See tool@1e0d63f.").with_repository("tool"))
    assert finding.message == "CR-001 cites commit 1e0d63f, which tool does not have"


@pytest.mark.parametrize("id_", ["SOP-001", "TEMPLATE-CR"])
def test_in_what_illustrates_it_is_a_note(id_: str) -> None:
    assert [line.split()[0] for line in told_by("GIT201", citing("Commit: 1e0d63f", id_))] == ["note"]


@pytest.mark.verifies("REQ-HIST-002", "REQ-HIST-012")
@pytest.mark.parametrize(
    "body",
    [
        "Commit: abc1234",
        "moved to 1e0d63f",
        "CI run 21803124788",
        "20260103",
        "```\ncommit 1e0d63f\n```",
        "defaced",
        "deadbeef",
        "<!-- commit 1e0d63f -->",
        "uses `actions/checkout@1e0d63f`",
        "digest `1e0d63f`",
        "colour #1e0d63f0",
    ],
)
def test_other_things_and_placeholders_are_no_commits(body: str) -> None:
    assert_clean(citing(f"`src/`\n\n{body}"))


def test_a_commit_that_is_there_is_fine() -> None:
    project = citing("")
    assert_clean(project.with_document("CR-001", f"# CR-001: X\n\nCommit: {project.commits[0].hash[:9]}\n"))


@pytest.mark.verifies("REQ-HIST-012", "REQ-FND-006")
def test_what_may_be_in_a_missing_repository_is_told_once() -> None:
    project = citing("Commit: 1e0d63f, 2e05364").with_document("CR-002", "# CR-002: X\n\nCommit: 1e0d63f\n")
    project = project.with_repository("tool", is_available=False)
    assert_findings(project, "RUN102@tool", "GIT201")
    assert told_by("GIT201", project) == [
        "note None repositories: 3 commit hashes in 2 documents cannot be looked up: not available, or not as a whole: tool"
    ]


def test_without_git_nothing_is_told() -> None:
    assert_clean(a_project().with_document("CR-001", "# CR-001: X\n\nCommit: 1e0d63f\n"))


def test_what_came_before_governance_and_what_is_retired_is_left_alone() -> None:
    settings = "[project]\ngovernance-start = 2026-02-01\n"
    record = '---\nstatus: CLOSED\nversion: "1.0"\n---\n# CR-001: X\n\nCommit: 1e0d63f\n'
    project = a_project().with_commit({"QMS/CR/CR-001.md": record}, datetime(2026, 1, 2, tzinfo=UTC))
    assert [finding.code for finding in findings_of(project)] == ["GIT201"]
    assert_clean(project.with_settings(settings))
    assert told_by("GIT201", citing("Commit: 1e0d63f", "SOP-001", status="RETIRED")) == []


def test_many_are_one() -> None:
    hashes = ", ".join(f"{number}e0d63f" for number in range(1000, 1021))
    (finding,) = findings_of(citing(f"Commits: {hashes}"))
    assert finding.message == (
        "21 commit hashes of 1 document are in no repository, such as: "
        "CR-001 cites commit 1000e0d63f, which no repository has"
    )
