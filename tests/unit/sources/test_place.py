from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.errors import SourceError
from qms_site.sources.place import Place, find_place, look_at_repositories, read_submodules
from qms_site.sources.snapshot import RepositoryState


def test_a_folder_inside_a_repository_is_read_from_its_root(repository: GitRepository) -> None:
    repository.write({"a/b/c.md": ""})
    assert find_place(repository.root / "a" / "b") == Place(root=repository.root, has_git=True)


def test_a_git_hook_that_calls_does_not_point_elsewhere(
    repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = GitRepository.create(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    assert find_place(repository.root) == Place(root=repository.root, has_git=True)


@pytest.mark.verifies("REQ-READ-011")
def test_a_folder_without_git_is_read_by_itself(tmp_path: Path) -> None:
    assert find_place(tmp_path) == Place(root=tmp_path, has_git=False)


@pytest.mark.verifies("REQ-READ-011")
def test_a_repository_that_git_refuses_is_read_with_a_word_about_it(repository: GitRepository) -> None:
    (repository.root / ".git" / "HEAD").write_text("nonsense", encoding="utf-8")
    place = find_place(repository.root)
    assert (place.root, place.has_git) == (repository.root, False)
    assert place.problem is not None
    assert place.problem.startswith("git does not answer here, so history is left out: fatal: not a git repository")


def test_a_folder_that_is_not_there_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="gone is not a folder"):
        find_place(tmp_path / "gone")


@pytest.mark.parametrize(
    ("text", "submodules"),
    [
        (
            '[submodule "tool"]\n\tpath = libs/tool\n\turl = https://example.org/tool\n',
            {"libs/tool": "https://example.org/tool"},
        ),
        ('[submodule "a"]\n\tpath = a\n[submodule "b"]\n\tpath = b%(x)s\n', {"a": "", "b%(x)s": ""}),
        ('[submodule "a"]\n\turl = x\n', {}),
        ("[other]\n\tpath = x\n", {}),
        ("no section", {}),
        ("", {}),
    ],
)
def test_submodules_are_named_with_their_addresses(text: str, submodules: dict[str, str]) -> None:
    assert read_submodules(text) == submodules


@pytest.mark.verifies("REQ-READ-011", "REQ-FND-006")
def test_a_repository_is_available_only_as_a_clone_of_its_own(repository: GitRepository) -> None:
    repository.commit({"empty/.keep": ""})
    tool = GitRepository.create(repository.root / "libs" / "tool")
    head = tool.commit({"a": "1"})
    GitRepository.create(repository.root / "unborn")
    (repository.root / "link").symlink_to(tool.root)
    configured = {"tool": "libs/tool", "empty": "empty", "gone": "gone", "unborn": "unborn", "link": "link"}
    states = look_at_repositories(repository.root, configured, {"sub/tool": "c" * 40, "libs/tool": head}, {"other": ""})
    assert list(states) == [
        RepositoryState(name="empty", path="empty", head=None, is_available=False),
        RepositoryState(name="gone", path="gone", head=None, is_available=False),
        RepositoryState(name="link", path="link", head=None, is_available=False),
        RepositoryState(name="other", path="other", head=None, is_available=False),
        RepositoryState(name="sub/tool", path="sub/tool", head=None, is_available=False, pointer="c" * 40),
        RepositoryState(name="tool", path="libs/tool", head=head, is_available=True, pointer=head),
        RepositoryState(name="unborn", path="unborn", head=None, is_available=False),
    ]


@pytest.mark.parametrize("form", ["../neighbour", "absolute"])
@pytest.mark.verifies("REQ-SEC-002")
def test_a_submodule_named_outside_the_repository_is_not_looked_at(
    repository: GitRepository, tmp_path: Path, form: str
) -> None:
    neighbour = GitRepository.create(tmp_path / "neighbour")
    neighbour.commit({"a": "1"})
    path = str(neighbour.root) if form == "absolute" else form
    assert [state.is_available for state in look_at_repositories(repository.root, {}, {}, {path: ""})] in ([], [False])
