"""Reverts that are tried in real repositories, which stay as they are."""

from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.sources.reverting import try_merge, try_revert
from qms_site.sources.snapshot import MergeTrial

LINES = "".join(f"{number}\n" for number in range(1, 21))


@pytest.fixture
def merged(repository: GitRepository) -> GitRepository:
    """A merge that changed one file at its beginning, added one and removed one."""
    repository.commit({"a.txt": LINES, "old.txt": "old\n"})
    repository.branch("work")
    repository.commit({"a.txt": LINES.replace("1\n", "one\n", 1), "new.txt": "new\n", "old.txt": None})
    repository.checkout("main")
    repository.merge("work")
    return repository


def everything(repository: GitRepository) -> dict[str, bytes]:
    """All files of the repository, git's own among them."""
    return {str(path): path.read_bytes() for path in sorted(repository.root.rglob("*")) if path.is_file()}


def tried(repository: GitRepository, merge: str) -> MergeTrial:
    before = everything(repository)
    parent = repository.git("rev-parse", f"{merge}^1").strip()
    found = try_revert(repository.root, merge, parent, repository.head)
    assert everything(repository) == before
    return found


def is_clean(repository: GitRepository, merge: str) -> bool:
    """What git itself says."""
    try:
        repository.git("revert", "--no-edit", "-m", "1", merge)
    except RuntimeError:
        return False
    return True


@pytest.mark.verifies("REQ-QUA-011")
@pytest.mark.parametrize(
    ("files", "outcome", "conflicts"),
    [
        ({}, "clean", ()),
        ({"other.txt": "more\n"}, "clean", ()),
        ({"a.txt": LINES.replace("1\n", "one\n", 1).replace("20\n", "twenty\n")}, "clean", ()),
        ({"a.txt": LINES.replace("1\n", "uno\n", 1)}, "conflicts", ("a.txt",)),
        ({"new.txt": "newer\n"}, "conflicts", ("new.txt",)),
    ],
)
def test_a_revert_is_tried_as_git_would_do_it(
    merged: GitRepository, files: dict[str, str], outcome: str, conflicts: tuple[str, ...]
) -> None:
    merge = merged.head
    if files:
        merged.commit(dict(files))
    assert tried(merged, merge) == MergeTrial(outcome=outcome, files=conflicts)  # type: ignore[arg-type]
    assert is_clean(merged, merge) == (outcome == "clean")


@pytest.mark.verifies("REQ-QUA-011")
def test_what_was_reverted_leaves_nothing_to_revert(merged: GitRepository) -> None:
    merge = merged.head
    merged.git("revert", "--no-edit", "-m", "1", merge)
    assert tried(merged, merge).outcome == "nothing"


def test_what_is_not_there_is_unknown(merged: GitRepository) -> None:
    head = merged.head
    for names in (("0" * 40, head, head), (head, "--help", head), (head, head, "main")):
        assert try_revert(merged.root, *names) == MergeTrial(
            outcome="unknown", reason="one of the commits is not in the repository"
        )


def test_a_repository_cannot_make_it_run_a_program(merged: GitRepository, tmp_path: Path) -> None:
    merge = merged.head
    merged.git("config", "merge.evil.driver", f"touch {tmp_path}/ran")
    merged.git("config", "filter.evil.clean", f"touch {tmp_path}/ran")
    merged.git("config", "merge.renormalize", "true")
    merged.commit({"a.txt": LINES.replace("1\n", "uno\n", 1), ".gitattributes": "*.txt merge=evil filter=evil\n"})
    (tmp_path / "ran").unlink(missing_ok=True)  # git itself ran it for the commit
    assert tried(merged, merge).outcome == "unknown"
    assert not (tmp_path / "ran").exists()
    assert not list(Path(merged.root.parent).glob("qms-site-*"))


def test_a_store_of_another_repository_is_followed(merged: GitRepository, tmp_path: Path) -> None:
    merge = merged.head
    shared = GitRepository(tmp_path / 'a "b" c:d')
    merged.git("clone", "--quiet", "--shared", str(merged.root), str(shared.root))
    assert tried(shared, merge).outcome == "clean"


def test_hashes_of_the_longer_kind_will_do(tmp_path: Path) -> None:
    repository = GitRepository(tmp_path / "long")
    repository.root.mkdir()
    repository.git("init", "--quiet", "--object-format=sha256")
    first = repository.commit({"a": "1\n"})
    second = repository.commit({"a": "2\n"})
    assert try_revert(repository.root, second, first, second).outcome == "clean"


def test_a_merge_is_tried_from_where_the_two_went_apart_and_touches_nothing(merged: GitRepository) -> None:
    begun = merged.head
    merged.branch("other")
    merged.commit({"a.txt": LINES.replace("20\n", "twenty\n"), "new.txt": None})
    there = merged.head
    merged.checkout("main")
    here = merged.commit({"b.txt": "b\n"})
    before = everything(merged)
    assert try_merge(merged.root, there, here) == MergeTrial(outcome="clean")
    assert try_merge(merged.root, begun, here).outcome == "nothing"
    for names in (("0" * 40, here), ("other", here), (there, "--help")):
        assert try_merge(merged.root, *names).reason == "one of the commits is not in the repository"
    assert everything(merged) == before
    later = merged.commit({"new.txt": "newer\n"})
    assert try_merge(merged.root, there, later) == MergeTrial(outcome="conflicts", files=("new.txt",))
    assert try_merge(merged.root, later, there).files == ("new.txt",)


def test_two_that_have_nothing_in_common_are_not_merged(merged: GitRepository) -> None:
    here = merged.head
    merged.git("checkout", "--quiet", "--orphan", "apart")
    there = merged.commit({"c.txt": "c\n"})
    found = try_merge(merged.root, there, here)
    assert (found.outcome, found.reason.startswith("git could not try it")) == ("unknown", True)
