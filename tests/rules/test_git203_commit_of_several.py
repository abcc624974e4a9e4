import pytest
from builders import ProjectBuilder, a_project, assert_clean, assert_findings, told_by

from qms_site.sources.snapshot import CommitRecord


def a_record(hash_: str) -> CommitRecord:
    return CommitRecord(
        hash=hash_, parents=(), author="Ada", email="a@b.c", authored=None, committed=None, message="x", changes=()
    )


ONE, TWO = (a_record(f"1e0d63f{digit}" + "0" * 32) for digit in "12")


def citing(body: str) -> ProjectBuilder:
    return a_project().with_document("CR-001", f"# CR-001: X\n\n`src/` {body}\n").with_commit({"src/a.py": "x\n"})


@pytest.mark.verifies("REQ-HIST-002")
def test_a_hash_of_two_repositories_is_found() -> None:
    project = citing("at 1e0d63f").with_repository("flow").with_history("flow", ONE)
    project = project.with_repository("tool").with_history("tool", TWO)
    assert_findings(project, "GIT203@QMS/CR/CR-001.md:7")
    assert told_by("GIT203", project) == [
        "note QMS/CR/CR-001.md:7 CR-001: CR-001 cites commit 1e0d63f, which flow and tool have, and does not tell which is meant"
    ]


def test_a_hash_of_two_commits_of_one_repository_is_found() -> None:
    project = citing("commit 1e0d63f").with_repository("tool").with_history("tool", ONE, TWO)
    (told,) = told_by("GIT203", project)
    assert told.endswith(
        "cites commit 1e0d63f, with which several commits of tool begin, and does not tell which is meant"
    )


@pytest.mark.parametrize("body", ["tool@1e0d63f", "tool at 1e0d63f", "at 1e0d63f1"])
def test_a_text_that_tells_which_is_fine(body: str) -> None:
    project = citing(body).with_repository("flow").with_history("flow", ONE)
    assert_clean(project.with_repository("tool").with_history("tool", TWO))
