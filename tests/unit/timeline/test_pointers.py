"""Submodules of real repositories: how their pointers moved, and where they stand."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.engine import Request, run
from qms_site.timeline.pointers import Submodule

SETTINGS = "[repositories.tool]\npath = 'tool'\n"


@dataclass(frozen=True)
class Pair:
    """A tool with four commits on production and one beside the third; its parent, which holds it at the second."""

    tool: GitRepository
    parent: GitRepository
    steps: tuple[str, ...]
    beside: str

    def move(self, target: str, message: str, path: str = "tool") -> str:
        """Commit the pointer at another commit of the tool."""
        GitRepository(self.parent.root / path).checkout(target)
        return self.parent.commit(message=message)

    @property
    def submodules(self) -> Mapping[str, Submodule]:
        """By path."""
        return {found.path: found for found in run(Request(folder=self.parent.root)).project.submodules}


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    tool = GitRepository.create(tmp_path / "tool")
    steps = tuple(tool.commit({"cli.py": str(number)}, f"Step {number}") for number in range(3))
    beside = tool.branch("cr-009-beside").commit({"cli.py": "beside"}, "Beside")
    steps = (*steps, tool.checkout("main").commit({"cli.py": "3"}, "Step 3"))
    parent = GitRepository.create(tmp_path / "parent")
    parent.commit({"qms.toml": SETTINGS}, "Begin")
    parent.add_submodule(tool, "tool")
    made = Pair(tool=tool, parent=parent, steps=steps, beside=beside)
    made.move(steps[1], "CR-001: Add the tool")
    return made


def told(submodule: Submodule) -> list[tuple[str, int | None, bool | None, tuple[str, ...]]]:
    return [(entry.direction, entry.distance, entry.is_on_production, entry.cites) for entry in submodule.moves]


@pytest.mark.verifies("REQ-HIST-011", "REQ-HIST-015")
def test_each_move_has_a_direction_and_a_distance(pair: Pair) -> None:
    pair.move(pair.steps[3], "CR-002: Two ahead, for SOP-001")
    pair.move(pair.steps[0], "Back")
    pair.move(pair.steps[2], "CR-003: On")
    last = pair.move(pair.beside, "CR-003: Aside")
    pair.move(pair.steps[3], "CR-003: And back")
    submodule = pair.submodules["tool"]
    assert told(submodule) == [
        ("added", None, True, ("CR-001",)),
        ("ahead", 2, True, ("CR-002", "SOP-001")),
        ("behind", 3, True, ()),
        ("ahead", 2, True, ("CR-003",)),
        ("ahead", 1, False, ("CR-003",)),
        ("sideways", 2, True, ("CR-003",)),
    ]
    assert [(entry.before, entry.after) for entry in submodule.moves][-2:] == [
        (pair.steps[2], pair.beside),
        (pair.beside, pair.steps[3]),
    ]
    assert submodule.moves[-2].commit.hash == last


@pytest.mark.verifies("REQ-HIST-015")
def test_where_a_pointer_stands_against_production(pair: Pair) -> None:
    found = pair.submodules["tool"]
    assert (found.pointer, found.production_tip, found.is_on_production) == (pair.steps[1], pair.steps[3], True)
    assert (found.ahead, found.behind, found.repository, found.is_available) == (0, 2, "tool", True)
    pair.move(pair.beside, "CR-003: Aside")
    found = pair.submodules["tool"]
    assert (found.is_on_production, found.ahead, found.behind) == (False, 1, 1)


def test_a_removed_submodule_is_remembered(pair: Pair) -> None:
    pair.parent.git("rm", "--quiet", "-f", "tool")
    pair.parent.commit(message="CR-004: Remove the tool")
    found = pair.submodules["tool"]
    assert found.pointer is None
    assert [entry[0] for entry in told(found)] == ["added", "removed"]


def test_a_submodule_that_was_renamed_keeps_its_moves(pair: Pair) -> None:
    pair.parent.git("mv", "tool", "cli")
    pair.parent.commit({"qms.toml": SETTINGS.replace("path = 'tool'", "path = 'cli'")}, "CR-004: Rename the tool")
    pair.move(pair.steps[2], "CR-005: On", path="cli")
    (found,) = pair.submodules.values()
    assert (found.path, found.repository) == ("cli", "tool")
    assert [entry[0] for entry in told(found)] == ["added", "renamed", "ahead"]
    assert [entry.former_path for entry in found.moves] == [None, "tool", None]


def test_an_empty_submodule_is_unknown(pair: Pair) -> None:
    pair.move(pair.steps[2], "CR-002: On")
    pair.parent.git("submodule", "--quiet", "deinit", "-f", "tool")
    found = pair.submodules["tool"]
    assert (found.is_available, found.pointer, found.is_on_production, found.ahead) == (
        False,
        pair.steps[2],
        None,
        None,
    )
    assert told(found) == [("added", None, None, ("CR-001",)), ("unknown", None, None, ("CR-002",))]
    shutil.rmtree(pair.parent.root / "tool")
    assert pair.submodules["tool"] == found


def test_a_clone_that_ends_too_early_is_unknown(pair: Pair) -> None:
    pair.move(pair.steps[3], "CR-002: On")
    shutil.rmtree(pair.parent.root / "tool")
    pair.tool.clone(pair.parent.root / "tool", "--depth", "1")
    found = pair.submodules["tool"]
    assert told(found) == [("added", None, None, ("CR-001",)), ("unknown", None, True, ("CR-002",))]
    assert (found.is_on_production, found.ahead, found.behind) == (True, 0, 0)


def test_a_shallow_parent_does_not_make_up_that_it_was_added(pair: Pair, tmp_path: Path) -> None:
    pair.move(pair.steps[3], "CR-002: On")
    clone = pair.parent.clone(tmp_path / "clone", "--depth", "2", "--recurse-submodules")
    assert [entry[0] for entry in told(Pair(pair.tool, clone, pair.steps, pair.beside).submodules["tool"])] == ["ahead"]


def test_a_merge_moves_the_pointer_under_what_it_brought(pair: Pair) -> None:
    pair.parent.branch("side")
    pair.move(pair.steps[2], "Halfway")
    pair.move(pair.steps[3], "CR-002: Move")
    pair.parent.checkout("main").git("submodule", "--quiet", "update")
    pair.parent.commit({"a": "b"}, "Else")
    merge = pair.parent.merge("side", "Merge branch 'side'")
    last = pair.submodules["tool"].moves[-1]
    assert (last.commit.hash, last.direction, last.distance, last.cites) == (merge, "ahead", 2, ("CR-002",))


def test_a_merge_may_cite_by_the_name_of_its_branch(pair: Pair) -> None:
    pair.parent.branch("cr-007-tool")
    pair.move(pair.steps[3], "Move")
    pair.parent.checkout("main").git("submodule", "--quiet", "update")
    pair.parent.merge("cr-007-tool", "Merge pull request #4 from example/cr-007-tool")
    assert pair.submodules["tool"].moves[-1].cites == ("CR-007",)


def test_a_merge_that_settles_two_moves_cites_what_moved_the_pointer_apart(pair: Pair) -> None:
    pair.parent.branch("side")
    pair.move(pair.steps[2], "CR-002: Move")
    pair.parent.checkout("main").git("submodule", "--quiet", "update")
    pair.move(pair.steps[0], "CR-003: Back")
    pair.parent.git("merge", "--quiet", "--strategy=ours", "--no-commit", "side")
    merge = pair.move(pair.steps[3], "Settle it")
    last = pair.submodules["tool"].moves[-1]
    assert (last.commit.hash, last.direction, last.distance, last.cites) == (merge, "ahead", 3, ("CR-002",))


def test_a_merge_does_not_cite_what_an_earlier_one_brought(pair: Pair) -> None:
    pair.parent.branch("develop")
    for step, message in ((2, "CR-002: Move"), (1, "Back"), (2, "And on")):
        pair.move(pair.steps[step], message)
        pair.parent.checkout("main").git("submodule", "--quiet", "update")
        pair.parent.merge("develop", "Bring it")
        pair.parent.checkout("develop").git("submodule", "--quiet", "update")
    pair.parent.checkout("main")
    assert [move.cites for move in pair.submodules["tool"].moves[1:]] == [("CR-002",), (), ()]


def test_a_repository_without_submodules_has_none(pair: Pair) -> None:
    assert run(Request(folder=pair.tool.root)).project.submodules == ()


def test_without_git_there_are_none(tmp_path: Path) -> None:
    (tmp_path / "QMS").mkdir()
    assert run(Request(folder=tmp_path)).project.submodules == ()
