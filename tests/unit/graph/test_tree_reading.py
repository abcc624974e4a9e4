"""Trees of systems as they are read from real repositories."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.engine import Request, run
from qms_site.graph.system_trees import SystemTrees

MATRIX = "---\nstatus: EFFECTIVE\nversion: '1.0'\n---\n# Matrix\n\n## Baseline\n\n| What | Value |\n|---|---|\n| Commit | {} |\n"


def read(repository: GitRepository, system: str = "A") -> SystemTrees:
    return run(Request(folder=repository.root)).project.system_trees[system]


def turns(trees: SystemTrees) -> Mapping[str, str]:
    return {one.label: str(one.turn) for one in trees.environments}


@pytest.fixture
def pair(tmp_path: Path) -> tuple[GitRepository, GitRepository]:
    """A repository with a submodule that is system A, and the submodule's clone in it."""
    tool = GitRepository.create(tmp_path / "tool")
    tool.commit({"t.py": "1\n"})
    parent = GitRepository.create(tmp_path / "parent")
    parent.commit(
        {"qms.toml": "[repositories.tool]\npath = 'tool'\n[[system]]\nname = 'A'\nrepository = 'tool'\n", "x": ""}
    )
    parent.add_submodule(tool, "tool")
    parent.commit({}, "Add the tool")
    return parent, GitRepository(parent.root / "tool")


def test_an_environment_of_this_repository_holds_the_submodule_at_a_commit(
    pair: tuple[GitRepository, GitRepository],
) -> None:
    parent, tool = pair
    first = tool.head
    parent.branch("test/tool-001")
    parent.commit({"x": "a"})
    parent.checkout("main").branch("test/tool-002")
    second = tool.commit({"t.py": "2\n"})
    parent.commit({}, "Try the next one")
    parent.checkout("main")
    tool.checkout("main")
    assert turns(read(parent)) == {"test/tool-001": "counts", "test/tool-002": "counts"}
    parent.git("add", "tool")
    tool.git("checkout", "--quiet", first)
    parent.commit({"QMS/SDLC-A/SDLC-A-RTM.md": MATRIX.format(first)})
    found = read(parent)
    assert found.qualified_commit == first
    assert turns(found) == {"test/tool-001": "counts", "test/tool-002": "other"}
    environment = found.environments[0]
    assert environment.tree is not None
    assert (environment.tree.pointer, list(environment.tree.files)) == (first, ["t.py"])
    tool.git("checkout", "--quiet", second)
    parent.commit({"QMS/SDLC-A/SDLC-A-RTM.md": MATRIX.format(second)})
    assert turns(read(parent)) == {"test/tool-001": "counts", "test/tool-002": "counts"}


def test_production_is_what_the_branch_holds_whatever_is_checked_out(pair: tuple[GitRepository, GitRepository]) -> None:
    parent, tool = pair
    first = tool.head
    tool.commit({"t.py": "2\n"})
    parent.branch("cr-001-next")
    parent.commit({}, "Move the pointer elsewhere")
    found = read(parent)
    assert found.production is not None
    assert found.production.pointer == first


def test_a_pointer_that_the_clone_lacks_leaves_production_unknown(
    pair: tuple[GitRepository, GitRepository], tmp_path: Path
) -> None:
    parent, _ = pair
    parent.git("update-index", "--cacheinfo", f"160000,{'1' * 40},tool")
    parent.git("commit", "--quiet", "--message=Lost")
    found = read(parent)
    assert (found.production, found.unknown) == (
        None,
        "commit 111111111111, which the submodule is held at, is not in repository 'tool'",
    )
    assert found.counting == frozenset()
    alone = read(parent.clone(tmp_path / "clone"))
    assert (alone.unknown, alone.production, alone.own_tip) == ("repository 'tool' is not available", None, None)


def test_a_repository_that_is_no_submodule_is_read_at_its_own_production(tmp_path: Path) -> None:
    parent = GitRepository.create(tmp_path / "parent")
    parent.commit(
        {"qms.toml": "[repositories.tool]\npath = 'tool'\n[[system]]\nname = 'A'\nrepository = 'tool'\n"}
        | {".gitignore": "tool\n"}
    )
    tool = GitRepository.create(parent.root / "tool")
    tip = tool.commit({"t.py": "1\n"})
    tool.branch("cr-001-next").commit({"t.py": "2\n"})
    found = read(parent)
    assert found.production is not None
    assert (found.production.commit, found.production.repository, found.production.pointer) == (tip, "tool", None)


def test_code_that_lies_in_two_places_with_different_contents_clashes(repository: GitRepository) -> None:
    repository.commit(
        {"qms.toml": "[[system]]\nname = 'A'\ncode = ['src']\nmoved = { 'lib' = 'src' }\n", "lib/a": "1", "lib/b": "1"}
    )
    repository.branch("test/a-001")
    repository.commit({"src/a": "1", "src/b": "2"})
    found = read(repository)
    (environment,) = found.environments
    assert environment.tree is not None
    assert (environment.tree.before, environment.tree.clashes) == (("lib/a", "lib/b"), ("src/b",))
    assert found.production is not None
    assert (found.production.files, found.predecessors) == ({}, ("lib/a", "lib/b"))


def test_a_sandbox_is_read_and_never_counts(repository: GitRepository) -> None:
    repository.commit({"qms.toml": "[[system]]\nname = 'A'\ncode = ['src']\n"})
    repository.branch("genesis/a")
    tip = repository.commit({"src/a": "1"})
    repository.checkout("main")
    found = read(repository)
    (sandbox,) = found.environments
    assert (sandbox.role, str(sandbox.turn), sandbox.commit) == ("genesis", "other", tip)
    assert sandbox.tree is not None
    assert list(sandbox.tree.files) == ["src/a"]
    assert found.counting_environments == ()


def test_links_are_compared_by_where_they_lead(repository: GitRepository) -> None:
    repository.write({"qms.toml": "[[system]]\nname = 'A'\ncode = ['src']\n", "src/a": "1"})
    (repository.root / "src/link").symlink_to("/etc/passwd")
    repository.commit({})
    found = read(repository)
    assert found.production is not None
    assert {path: file.mode for path, file in found.production.files.items()} == {
        "src/a": "100644",
        "src/link": "120000",
    }


def test_without_systems_nothing_is_read(repository: GitRepository) -> None:
    repository.commit({"qms.toml": ""})
    assert run(Request(folder=repository.root)).project.system_trees == {}
