from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.sources.checkout import Checkout, look_at_checkout, why_unbound

OLD, NEW = "a" * 40, "b" * 40
CLEAN = Checkout(commit=OLD)


def test_a_clean_work_tree_is_its_commit(repository: GitRepository) -> None:
    commit = repository.commit({"src/a.py": "", ".gitignore": "*.log\n"})
    repository.write({"run.log": ""})
    assert look_at_checkout(repository.root) == Checkout(commit=commit)
    assert look_at_checkout(repository.root / "src") == Checkout(commit=commit)


def test_what_differs_is_told_by_its_path_from_the_root(repository: GitRepository) -> None:
    commit = repository.commit({"src/a b.py": "1", "gone.py": "", "staged.py": "1", "moved.py": "same\n"})
    repository.write({"src/a b.py": "2", "gone.py": None, "staged.py": "2", "new/c.py": "", "? odd.py": ""})
    repository.git("add", "staged.py")
    repository.git("mv", "moved.py", "there.py")
    assert look_at_checkout(repository.root / "src") == Checkout(
        commit=commit,
        changed=("gone.py", "moved.py", "src/a b.py", "staged.py", "there.py"),
        untracked=("? odd.py", "new/c.py"),
    )


def test_a_conflict_differs(repository: GitRepository) -> None:
    repository.commit({"a b.py": "0"})
    repository.branch("other").commit({"a b.py": "1"})
    repository.checkout("main").commit({"a b.py": "2"})
    with pytest.raises(RuntimeError, match=r"git merge"):
        repository.merge("other")
    assert look_at_checkout(repository.root).changed == ("a b.py",)


def test_what_the_caller_and_python_write_makes_no_difference(repository: GitRepository) -> None:
    commit = repository.commit({"old.xml": "1"})
    repository.write({"old.xml": "2", "new/junit.xml": "", "src/__pycache__/a.cpython-311.pyc": "", "b.pyc": ""})
    outputs = [repository.root / "old.xml", repository.root / "src/../new/junit.xml"]
    assert look_at_checkout(repository.root, outputs) == Checkout(commit=commit)


def test_a_submodule_counts_by_its_commit_and_its_tracked_files(repository: GitRepository, tmp_path: Path) -> None:
    tool = GitRepository.create(tmp_path / "tool")
    tool.commit({"tool.py": "1"})
    commit = repository.add_submodule(tool, "tool").commit()
    inner = GitRepository(repository.root / "tool")
    inner.write({"built.txt": ""})
    assert look_at_checkout(repository.root) == Checkout(commit=commit)
    inner.write({"tool.py": "2"})
    assert look_at_checkout(repository.root).changed == ("tool",)
    inner.commit()
    assert look_at_checkout(repository.root).changed == ("tool",)


def test_a_folder_that_its_repository_ignores_is_no_part_of_the_commit(repository: GitRepository) -> None:
    commit = repository.commit({".gitignore": "scratch/\n"})
    repository.write({"scratch/test_a.py": ""})
    assert look_at_checkout(repository.root / "scratch").problem == f"this folder is no part of {commit[:7]}"


def test_where_there_is_no_commit_the_reason_is_told(repository: GitRepository, tmp_path: Path) -> None:
    assert look_at_checkout(repository.root).problem == "the branch has no commit yet"
    assert look_at_checkout(tmp_path).problem == "this folder is in no git repository"
    assert look_at_checkout(repository.root / ".git").problem == (
        "git does not answer: fatal: this operation must be run in a work tree"
    )


def test_without_git_the_reason_is_told(repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert look_at_checkout(repository.root).problem == "git is not installed, or not on the PATH"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (CLEAN, None, None),
        (CLEAN, CLEAN, None),
        (CLEAN, Checkout(commit=OLD, untracked=("coverage.xml",)), None),
        (Checkout(problem="there is none"), None, "there is none"),
        (Checkout(commit=OLD, changed=("b.py",)), None, "1 file differs from aaaaaaa (b.py)"),
        (
            Checkout(commit=OLD, changed=("b.py",), untracked=("a.py",)),
            None,
            "2 files differ from aaaaaaa (a.py, b.py)",
        ),
        (Checkout(commit=OLD, untracked=tuple("fedc")), CLEAN, "4 files differ from aaaaaaa (c, d, e, ...)"),
        (Checkout(commit=OLD, changed=("\x1b[2J",)), None, "1 file differs from aaaaaaa (\\x1b[2J)"),
        (CLEAN, Checkout(commit=NEW), "HEAD moved from aaaaaaa to bbbbbbb during the run"),
        (CLEAN, Checkout(commit=OLD, changed=("a",)), "1 file was changed during the run (a)"),
        (CLEAN, Checkout(commit=OLD, changed=("a", "b")), "2 files were changed during the run (a, b)"),
        (CLEAN, Checkout(problem="it is gone"), "it is gone"),
    ],
)
def test_results_belong_to_a_commit_that_was_there_alone_and_all_the_time(
    before: Checkout, after: Checkout | None, reason: str | None
) -> None:
    assert why_unbound(before, after) == reason
