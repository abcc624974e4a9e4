"""Whose the work on a branch is, in real repositories: what a branch took in, or began from, is no work of its own."""

from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.engine import Request, run
from qms_site.timeline.branches import Branch

SETTINGS = "[project]\nname = 'Pump'\n[[system]]\nname = 'PUMP'\ncode = ['src']\n"
RECORD = "QMS/CR/CR-001.md"


def record(status: str) -> str:
    return f"---\nstatus: {status}\nversion: '1.0'\n---\n# CR-001: Speed\n\nChanges `src/`.\n"


def day(number: int) -> str:
    return f"2026-01-{number:02}T09:00:00+00:00"


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    """A test environment with work of 3 and 4 January, and a record that is approved on 6 January."""
    made = GitRepository.create(tmp_path / "pump")
    made.commit({"qms.toml": SETTINGS, "src/a.py": "1\n", RECORD: record("DRAFT")}, "CR-001: draft", date=day(2))
    made.branch("test/pump-001")
    made.commit({"src/x.py": "x\n"}, "Try", date=day(3))
    made.commit({"src/y.py": "y\n"}, "Try more", date=day(4))
    made.checkout("main").commit({RECORD: record("PRE_APPROVED")}, "CR-001: approve", date=day(6))
    made.commit({RECORD: record("IN_EXECUTION")}, "CR-001: release", date=day(7))
    return made


def branch_of(repository: GitRepository, name: str) -> Branch:
    return next(found for found in run(Request(folder=repository.root)).project.branches if found.name == name)


def told(repository: GitRepository, *codes: str) -> list[str]:
    findings = [judged.finding for judged in run(Request(folder=repository.root)).findings]
    return [f"{finding.code} {finding.subject}" for finding in findings if finding.code in codes]


def subjects(branch: Branch) -> list[str]:
    return [commit.subject for commit in branch.own]


@pytest.mark.verifies("REQ-ENV-005")
@pytest.mark.parametrize("is_merged", [False, True])
def test_what_an_environment_brought_was_not_begun_on_the_execution_branch(
    repository: GitRepository, *, is_merged: bool
) -> None:
    repository.branch("cr-001-speed").merge(
        "test/pump-001", "Merge branch 'test/pump-001' into cr-001-speed", date=day(8)
    )
    repository.commit({"src/z.py": "z\n"}, "CR-001: finish", date=day(9))
    repository.checkout("main")
    if is_merged:
        repository.merge("cr-001-speed", "Merge branch 'cr-001-speed'", date=day(10))
    assert told(repository, "ENV102", "ENV204") == []
    branch = branch_of(repository, "cr-001-speed")
    assert subjects(branch) == ["CR-001: finish", "Merge branch 'test/pump-001' into cr-001-speed"]
    assert len(branch.commits) == 4
    assert str(branch.started) == "2026-01-08 09:00:00+00:00"
    environment = branch_of(repository, "test/pump-001")
    assert subjects(environment) == [commit.subject for commit in environment.commits] == ["Try more", "Try"]


@pytest.mark.verifies("REQ-ENV-005")
@pytest.mark.parametrize("is_merged", [False, True])
def test_a_branch_begun_from_an_environment_has_only_what_came_after(
    repository: GitRepository, *, is_merged: bool
) -> None:
    repository.checkout("test/pump-001").branch("cr-001-speed")
    repository.commit({"src/z.py": "z\n"}, "CR-001: finish", date=day(9))
    repository.checkout("main")
    if is_merged:
        repository.merge("cr-001-speed", "Merge branch 'cr-001-speed'", date=day(10))
    assert told(repository, "ENV204") == []
    assert subjects(branch_of(repository, "cr-001-speed")) == ["CR-001: finish"]


def test_two_branches_at_one_commit_have_the_same_work(repository: GitRepository) -> None:
    repository.git("branch", "test/pump-002", "test/pump-001")
    for name in ("test/pump-001", "test/pump-002"):
        assert subjects(branch_of(repository, name)) == ["Try more", "Try"]


def test_a_mere_mark_takes_no_work_away(repository: GitRepository) -> None:
    repository.git("branch", "saved", "test/pump-001~1")
    assert subjects(branch_of(repository, "test/pump-001")) == ["Try more", "Try"]


@pytest.mark.verifies("REQ-ENV-004")
def test_documents_of_an_execution_branch_are_not_changed_in_the_environment_that_took_it_in(
    repository: GitRepository,
) -> None:
    repository.branch("cr-001-speed")
    repository.commit({RECORD: record("IN_EXECUTION") + "Done.\n", "src/z.py": "z\n"}, "CR-001: do", date=day(8))
    repository.checkout("test/pump-001").merge(
        "cr-001-speed", "Merge branch 'cr-001-speed' into test/pump-001", date=day(9)
    )
    repository.checkout("main")
    assert told(repository, "ENV103") == []
    repository.checkout("test/pump-001").commit({RECORD: record("IN_EXECUTION") + "Own.\n"}, "Words", date=day(10))
    repository.checkout("main")
    assert told(repository, "ENV103") == ["ENV103 test/pump-001"]


@pytest.mark.verifies("REQ-ENV-006")
def test_a_branch_that_was_merged_and_goes_on_lives_since_then(repository: GitRepository) -> None:
    repository.branch("cr-001-speed").commit({"src/z.py": "z\n"}, "CR-001: do", date=day(8))
    repository.checkout("main").merge("cr-001-speed", "Merge branch 'cr-001-speed'", date=day(9))
    repository.checkout("cr-001-speed").commit({"src/z.py": "q\n"}, "CR-001: more", date="2026-03-01T09:00:00+00:00")
    repository.checkout("main").commit({"src/a.py": "2\n"}, "CR-001: a", date="2026-03-20T09:00:00+00:00")
    assert told(repository, "ENV205") == []
    repository.commit({"src/a.py": "3\n"}, "CR-001: a", date="2026-04-20T09:00:00+00:00")
    assert told(repository, "ENV205") == ["ENV205 cr-001-speed"]


JUDGED = ("ENV103", "ENV201", "ENV204", "ENV205")


def test_where_production_is_not_known_nobody_is_accused_of_its_work(repository: GitRepository, tmp_path: Path) -> None:
    repository.branch("cr-001-speed").commit({"src/z.py": "z\n"}, "CR-001: do", date="2026-04-01T09:00:00+00:00")
    for name in ("cr-001-speed", "test/pump-001"):
        clone = repository.clone(tmp_path / name.replace("/", "-"), "--single-branch", "--branch", name)
        branch = branch_of(clone, name)
        assert (branch.started, branch.fork, branch.age_days, branch.own) == (None, None, None, ())
        assert branch.unmerged
        assert told(clone, *JUDGED) == []


def test_where_a_shallow_clone_hides_the_fork_nobody_is_accused_of_what_was_before_it(
    repository: GitRepository, tmp_path: Path
) -> None:
    repository.commit({"src/a.py": "2\n"}, "CR-001: two", date=day(8))
    for name in ("test/pump-002", "genesis/linter"):
        repository.branch(name).commit({f"{name}.py": "1"}, "Try", date=day(9))
        repository.checkout("main")
    for number in range(10, 20):
        repository.commit({"src/a.py": f"{number}\n"}, "CR-001: on", date=day(number))
    clone = repository.clone(tmp_path / "clone", "--depth", "5", "--no-single-branch")
    assert [len(branch_of(clone, name).unmerged) for name in ("test/pump-002", "genesis/linter")] == [5, 5]
    assert told(clone, *JUDGED) == []
