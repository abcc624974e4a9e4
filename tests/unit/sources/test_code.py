import pytest
from builders import GitRepository

from qms_site.sources.code import code_access
from qms_site.sources.snapshot import CodeAccess, CodeTree, TreeEntry


def access(repository: GitRepository, **folders: str) -> CodeAccess:
    return code_access(repository.root, folders, lambda _: CodeTree(commit=None, paths=frozenset()), 20)


def test_files_of_any_commit_are_read_without_a_checkout(repository: GitRepository) -> None:
    first = repository.commit({"src/a.py": "one", "src/large.py": "x" * 21, "b.txt": "text"})
    repository.commit({"src/a.py": "two"})
    tree = access(repository).read_files(None, first[:8], lambda path: path.endswith(".py"))
    assert tree == CodeTree(
        commit=first,
        paths=frozenset({"src/a.py", "src/large.py", "b.txt"}),
        files={"src/a.py": b"one"},
        too_large=frozenset({"src/large.py"}),
    )


def test_a_repository_inside_is_read_as_its_own(repository: GitRepository) -> None:
    tool = GitRepository.create(repository.root / "tool")
    commit = tool.commit({"t.py": "tool"})
    repository.commit({"a.py": "own"})
    tree = access(repository, tool="tool").read_files("tool", commit, lambda _: True)
    assert tree is not None
    assert tree.files == {"t.py": b"tool"}


@pytest.mark.parametrize("commit", ["0000000", "--help", "HEAD:src", "main\n", "nothing"])
def test_what_is_no_commit_gives_nothing(repository: GitRepository, commit: str) -> None:
    repository.commit({"a.py": "1"})
    assert access(repository).read_files(None, commit, lambda _: True) is None
    assert access(repository).read_files("lost", commit, lambda _: True) is None


@pytest.mark.verifies("REQ-TRC-008")
def test_equal_trees_are_one_object(repository: GitRepository) -> None:
    first = repository.commit({"src/a.py": "1", "QMS/x.md": "1"})
    second = repository.commit({"QMS/x.md": "2"})
    names = [
        (first, "src"),
        (second, "src"),
        (first, ""),
        (second, ""),
        (second, "lost"),
        (second, "a\nb"),
        ("0" * 40, ""),
    ]
    src, same, root, other, *lost = access(repository).find_objects(None, names)
    assert src == same
    assert root != other
    assert lost == [None, None, None]
    assert access(repository).find_objects("lost", names) == (None,) * len(names)
    assert access(repository).find_objects(None, [(first, "\n")]) == (None,)


def test_folders_are_listed_with_what_submodules_point_at(repository: GitRepository) -> None:
    tool = GitRepository.create(repository.root / "tool")
    pointer = tool.commit({"t.py": "tool"})
    commit = repository.commit({"src/a b.py": "1", "src/deep/c.py": "1"})
    asked = [(commit, ""), (commit, "src"), (commit, "src/a b.py"), (commit, "lost"), (commit, "a\nb"), ("0" * 40, "")]
    root, src, *others = access(repository).list_folders(None, asked)
    assert root is not None
    assert src is not None
    assert (root["tool"], root["src"].is_folder) == (TreeEntry(object=pointer, is_folder=False), True)
    assert {name: entry.is_folder for name, entry in src.items()} == {"a b.py": False, "deep": True}
    assert others == [None] * 4
    assert access(repository).list_folders("lost", asked) == (None,) * len(asked)


def test_commits_that_were_foreseen_are_read_as_others_are(repository: GitRepository) -> None:
    repository.write({"src/a.py": "one", "src/deep/b.py": "two", "c.py": "three"})
    (repository.root / "src/link.py").symlink_to("a.py")
    commits = [repository.commit(), repository.commit({"src/deep/b.py": "2"}), repository.commit({"c.py": None})]
    repository.git("mv", "src/deep", "src/other")
    commits.append(repository.commit())
    foreseeing = access(repository)
    foreseeing.foresee(None, [*commits, commits[0][:9], "nothing", "0" * 40])
    foreseeing.foresee("lost", commits)
    for commit in commits:
        tree = foreseeing.read_files(None, commit, lambda _: True)
        assert tree == access(repository).read_files(None, commit, lambda _: True)
        assert tree is not None
        listed = repository.git("ls-tree", "-r", "--name-only", commit).splitlines()
        assert tree.paths == frozenset(listed) - {"src/link.py"}
    assert foreseeing.read_files(None, commits[0][:9], lambda _: True) is not None
    assert foreseeing.read_files(None, "nothing", lambda _: True) is None


def test_a_commit_of_which_a_folder_is_lost_is_not_there(repository: GitRepository) -> None:
    commit = repository.commit({"src/deep/a.py": "one", "b.py": "two"})
    folder = repository.git("rev-parse", f"{commit}:src/deep").strip()
    lost = repository.root / ".git/objects" / folder[:2] / folder[2:]
    lost.chmod(0o644)
    lost.unlink()
    assert access(repository).read_files(None, commit, lambda _: True) is None


def test_the_files_of_commits_are_listed_with_their_modes(repository: GitRepository) -> None:
    tool = GitRepository.create(repository.root.parent / "tool")
    pointer = tool.commit({"t.py": "tool"})
    first = repository.commit({"src/a.py": "1", "src/deep/b.sh": "2", "c.txt": "3"})
    (repository.root / "src" / "deep" / "b.sh").chmod(0o755)
    (repository.root / "src" / "link").symlink_to("a.py")
    repository.add_submodule(tool, "src/tool")
    second = repository.commit()
    before, after, lost = access(repository).list_files(
        None, [first, second, "0" * 40], lambda path: path.startswith("src/"), ["src"]
    )
    assert before is not None
    assert after is not None
    assert {path: file.mode for path, file in before.items()} == {"src/a.py": "100644", "src/deep/b.sh": "100644"}
    assert {path: file.mode for path, file in sorted(after.items())} == {
        "src/a.py": "100644",
        "src/deep/b.sh": "100755",
        "src/link": "120000",
        "src/tool": "160000",
    }
    assert before["src/deep/b.sh"].object == after["src/deep/b.sh"].object
    assert (after["src/tool"].object, after["src/tool"].is_pointer, after["src/a.py"].is_pointer) == (
        pointer,
        True,
        False,
    )
    assert lost is None
    assert access(repository).list_files("lost", [first], lambda _: True, ["."]) == (None,)


def test_what_no_clone_has_lists_no_files() -> None:
    assert CodeAccess().list_files(None, ["a", "b"], lambda _: True, ["."]) == (None, None)
