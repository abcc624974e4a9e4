from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import GitRepository, blob_name

from qms_site.errors import SourceError
from qms_site.sources.git import (
    GitError,
    ask_git,
    find_commits,
    read_blobs,
    read_branches,
    read_log,
    read_tree,
    resolve_revision,
    run_git,
)
from qms_site.sources.snapshot import BranchRef, Change


def test_a_commit_is_read_with_who_when_what(repository: GitRepository) -> None:
    first = repository.commit(
        {"a.md": "one"}, "First\n\nbody\n", date="2026-01-02T03:04:05+02:00", author="Zoë <z@example.org>"
    )
    second = repository.commit({"a.md": "two", "b.md": "new"}, "Second")
    third = repository.commit({"a.md": None}, "Third")
    log = read_log(repository.root, [third])
    assert [(commit.hash, commit.parents) for commit in log] == [(third, (second,)), (second, (first,)), (first, ())]
    root = log[-1]
    assert (root.author, root.email, root.subject, root.message) == ("Zoë", "z@example.org", "First", "First\n\nbody")
    assert root.authored == root.committed == datetime(2026, 1, 2, 1, 4, 5, tzinfo=UTC)
    assert str(root.authored) == "2026-01-02 03:04:05+02:00"
    one, two, new = blob_name(b"one"), blob_name(b"two"), blob_name(b"new")
    assert [commit.changes for commit in log] == [
        (Change("a.md", two, None, is_pointer=False),),
        (Change("a.md", one, two, is_pointer=False), Change("b.md", None, new, is_pointer=False)),
        (Change("a.md", None, one, is_pointer=False),),
    ]


def test_a_date_beyond_the_end_of_time_is_none(repository: GitRepository) -> None:
    beyond = repository.commit({"a.md": "one"}, date="@253402310000 -1200")
    (commit,) = read_log(repository.root, [beyond])
    assert (commit.authored, commit.committed) == (None, None)


def test_a_merge_tells_what_it_brought_against_its_first_parent(repository: GitRepository) -> None:
    base = repository.commit({"a.md": "base"})
    repository.branch("side")
    side = repository.commit({"side.md": "side"})
    repository.checkout("main")
    main = repository.commit({"main.md": "main"})
    merge = repository.merge("side")
    log = {commit.hash: commit for commit in read_log(repository.root, [merge])}
    assert log.keys() == {base, side, main, merge}
    assert log[merge].parents == (main, side)
    assert [change.path for change in log[merge].changes] == ["side.md"]


def test_a_move_is_a_removal_and_an_addition(repository: GitRepository) -> None:
    repository.commit({"old.md": "the same text"})
    head = repository.commit({"old.md": None, "new.md": "the same text"})
    blob = blob_name(b"the same text")
    assert read_log(repository.root, [head])[0].changes == (
        Change("new.md", None, blob, is_pointer=False),
        Change("old.md", blob, None, is_pointer=False),
    )


def test_commits_without_changes_or_words_stand_between_others(repository: GitRepository) -> None:
    repository.commit({"a.md": "one"}, "one")
    repository.commit(message="")
    repository.commit(message="empty")
    head = repository.commit({"a.md": "two"}, "two")
    assert [(commit.subject, len(commit.changes)) for commit in read_log(repository.root, [head])] == [
        ("two", 1),
        ("empty", 0),
        ("", 0),
        ("one", 1),
    ]


@pytest.mark.parametrize(
    "message",
    [
        ":100644 100644 " + "a" * 40 + " " + "b" * 40 + " M\0evil.md".replace("\0", " "),
        "subject\n\n:000000 100644 " + "0" * 40 + " " + "b" * 40 + " A",
        "c" * 40 + "\n\ncommit " + "c" * 40,
        "%H%x00%B --output=/tmp/x",
        "\x1b[31mred\x07",
    ],
)
@pytest.mark.verifies("REQ-SEC-004")
def test_a_message_cannot_pass_for_structure(repository: GitRepository, message: str) -> None:
    first = repository.commit({"a.md": "one"}, message)
    head = repository.commit({"a.md": "two"}, "next")
    log = read_log(repository.root, [head])
    assert [(commit.hash, commit.message, [change.path for change in commit.changes]) for commit in log] == [
        (head, "next", ["a.md"]),
        (first, message, ["a.md"]),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "with space.md",
        "größe.md",
        "new\nline.md",
        'quote".md',
        ":colon.md",
        "-dash.md",
        "tab\t.md",
        "*.md",
        "d/e f/g.md",
    ],
)
@pytest.mark.verifies("REQ-READ-009", "REQ-SEC-004")
def test_a_path_is_read_as_it_is(repository: GitRepository, path: str) -> None:
    head = repository.commit({path: "text"})
    assert [change.path for change in read_log(repository.root, [head])[0].changes] == [path]
    assert [entry[2] for entry in read_tree(repository.root, head)] == [path]


@pytest.mark.verifies("REQ-READ-009")
def test_a_path_that_is_no_utf_8_is_the_same_in_log_and_tree(repository: GitRepository) -> None:
    head = repository.commit({"\udcff.md": "text"})
    (change,) = read_log(repository.root, [head])[0].changes
    ((_, _, path, _),) = read_tree(repository.root, head)
    assert change.path == path == "\udcff.md"


def test_a_submodule_s_pointer_is_marked(repository: GitRepository, tmp_path: Path) -> None:
    tool = GitRepository.create(tmp_path / "tool")
    old = tool.commit({"a": "1"})
    repository.add_submodule(tool, "tool")
    head = repository.commit()
    pointers = [change for change in read_log(repository.root, [head])[0].changes if change.is_pointer]
    assert pointers == [Change("tool", None, old, is_pointer=True)]


@pytest.mark.parametrize("how", ["settings of the clone", "settings in the repository"])
@pytest.mark.verifies("REQ-SEC-003")
def test_a_pointer_s_move_cannot_be_hidden(repository: GitRepository, tmp_path: Path, how: str) -> None:
    tool = GitRepository.create(tmp_path / "tool")
    old = tool.commit({"a": "1"})
    repository.add_submodule(tool, "tool")
    repository.commit()
    new = GitRepository(repository.root / "tool").commit({"a": "2"})
    repository.commit()
    if how == "settings of the clone":
        repository.git("config", "diff.ignoreSubmodules", "all")
    else:
        repository.git("config", "--file", ".gitmodules", "submodule.tool.ignore", "all")
    assert read_log(repository.root, [repository.head])[0].changes == (Change("tool", old, new, is_pointer=True),)


def test_blobs_are_read_in_one_go_and_missing_ones_left_out(repository: GitRepository) -> None:
    repository.commit({"a": b"one\nline", "b": b"", "c": b"\0\xff\n\n"})
    names = {data: blob_name(data) for data in (b"one\nline", b"", b"\0\xff\n\n")}
    assert dict(read_blobs(repository.root, [*names.values(), "0" * 39 + "1"])) == {
        name: data for data, name in names.items()
    }
    assert dict(read_blobs(repository.root, [])) == {}
    assert set(dict(read_blobs(repository.root, names.values(), limit=7)).values()) == {b"", b"\0\xff\n\n"}


@pytest.mark.parametrize("name", ["main", "v1", "HEAD~1", "HEAD^{/First}"])
@pytest.mark.verifies("REQ-READ-001")
def test_a_revision_is_any_name_of_a_commit(repository: GitRepository, name: str) -> None:
    first = repository.commit(message="First")
    repository.tag("v1")
    second = repository.commit(message="Second")
    assert resolve_revision(repository.root, name) == (second if name == "main" else first)


@pytest.mark.parametrize(
    "name",
    [
        "nowhere",
        "",
        "--all",
        "-h",
        "--output=x",
        "f" * 40,
        "HEAD:a.md",
        "a b",
        "main..v1",
        "a\0b",
    ],
)
@pytest.mark.verifies("REQ-READ-001", "REQ-SEC-004")
def test_a_name_of_nothing_stops_the_run(repository: GitRepository, name: str) -> None:
    repository.commit({"a.md": "text"})
    with pytest.raises(SourceError) as caught:
        resolve_revision(repository.root, name)
    assert str(caught.value) == f"there is no revision {name!r} in this repository"


def test_what_git_says_last_is_the_message(repository: GitRepository) -> None:
    with pytest.raises(GitError, match="fatal: Needed a single revision"):
        run_git(repository.root, "rev-parse", "--verify", "nowhere")
    assert ask_git(repository.root, "rev-parse", "--verify", "nowhere") is None


def test_branches_of_the_clone_and_of_its_remotes_are_read_by_name(tmp_path: Path) -> None:
    origin = GitRepository.create(tmp_path / "origin")
    first = origin.commit({"a": "1"})
    second = origin.branch("cr-1/exec").commit({"a": "2"})
    clone = origin.clone(tmp_path / "clone")
    clone.git("update-ref", "refs/heads/--upload-pack=x", first)
    clone.git("update-ref", "refs/heads/tag-like", first)
    clone.git("tag", "v1")
    assert read_branches(clone.root) == (
        BranchRef(name="--upload-pack=x", commit=first),
        BranchRef(name="cr-1/exec", commit=second),
        BranchRef(name="cr-1/exec", commit=second, remote="origin"),
        BranchRef(name="main", commit=first, remote="origin"),
        BranchRef(name="tag-like", commit=first),
    )


def test_commits_are_found_by_beginnings_of_their_hashes_and_nothing_else_is(tmp_path: Path) -> None:
    repository = GitRepository.create(tmp_path)
    commit = repository.commit({"a": "1"})
    blob = repository.git("rev-parse", "HEAD:a").strip()
    asked = [commit[:7], "-c core.fsmonitor=x", commit, "deadbeef", blob, "HEAD", commit[:9] + "\n", "main"]
    assert find_commits(repository.root, asked) == (commit, None, commit, None, None, None, None, None)
    assert find_commits(repository.root, []) == ()


def test_a_log_of_several_tips_leaves_out_what_leads_to_others(tmp_path: Path) -> None:
    repository = GitRepository.create(tmp_path)
    base = repository.commit({"a": "1"}, "base")
    left = repository.branch("left").commit({"a": "2"}, "left")
    right = repository.checkout("main").commit({"a": "3"}, "right")
    assert {commit.subject for commit in read_log(repository.root, [left, right], [base])} == {"left", "right"}
    assert read_log(repository.root, []) == ()
