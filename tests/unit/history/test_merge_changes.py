"""What merges changed themselves, by literal shapes: a change is written ``path before after``, ``-`` for no file."""

import pytest

from qms_site.history.commit_graph import build_commit_graph, find_strands
from qms_site.history.merge_changes import find_own_changes
from qms_site.sources.snapshot import Change, CommitRecord


def commit(name: str, parents: str, *changes: str) -> CommitRecord:
    read = (line.split() for line in changes)
    told = tuple(
        Change(path, *(None if side == "-" else side for side in (old, new)), is_pointer=False)
        for path, old, new in read
    )
    return CommitRecord(name, tuple(parents.split()), "Ada", "ada@example.org", None, None, name, told)


def own(*commits: CommitRecord, line: str = "m n f", boundary: str = "") -> dict[str, tuple[str, ...]]:
    graph = build_commit_graph(commits)
    found = find_own_changes(graph, find_strands(graph, line.split()), frozenset(boundary.split()))
    return {name: tuple(change.path for change in changes) for name, changes in found.items()}


BRANCH = commit("b", "f", "x 1 2", "new - 7", "old 4 -")
MAIN, FORK = commit("n", "f", "y 1 2"), commit("f", "")


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        (("x 1 2", "new - 7", "old 4 -"), ()),
        (("x 1 9", "new - 7", "old 4 -"), ("x",)),
        (("x 1 -", "new - 7", "old 4 -"), ("x",)),
        (("x 1 2", "z 5 6"), ("z",)),
        (("x 1 2", "z - 6"), ("z",)),
        (("x 1 2", "z 6 -"), ("z",)),
        (("x 8 9",), ()),  # production had changed it too: both are in the result
        (("moved/x 8 9",), ()),  # production had moved and changed it
        (("moved/seven - 7",), ()),  # production had moved the folder
    ],
)
def test_only_what_joining_cannot_explain_is_a_merge_s_own(changes: tuple[str, ...], paths: tuple[str, ...]) -> None:
    expected = {"m": paths} if paths else {}
    assert own(commit("m", "n b", *changes), BRANCH, MAIN, FORK) == expected


def test_what_any_of_several_lines_or_a_merge_among_them_brought_is_not_its_own() -> None:
    inner = (commit("i", "b c", "z 1 2"), commit("c", "f", "z 1 2"))
    merged = commit("m", "n i d", "x 1 2", "z 1 2", "w 1 2")
    assert own(merged, *inner, commit("d", "f", "w 1 2"), BRANCH, MAIN, FORK) == {}


@pytest.mark.parametrize(
    ("merge", "boundary"),
    [("n f", ""), ("n gone", ""), ("n b", "b"), ("n b", "m")],
    ids=["nothing brought", "not there", "cut branch", "cut merge"],
)
def test_of_lines_that_are_not_known_nothing_is_said(merge: str, boundary: str) -> None:
    assert own(commit("m", merge, "z 1 2"), BRANCH, MAIN, FORK, boundary=boundary) == {}
