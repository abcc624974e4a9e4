import random
from datetime import UTC, datetime

import pytest

from qms_site.history.ancestry import Ancestry
from qms_site.history.commit_graph import build_commit_graph, reach
from qms_site.sources.snapshot import CommitRecord

_WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def commit(name: str, *parents: str) -> CommitRecord:
    return CommitRecord(
        hash=name,
        parents=parents,
        author="Ada",
        email="ada@example.org",
        authored=_WHEN,
        committed=_WHEN,
        message=name,
        changes=(),
    )


def test_what_a_branch_left_and_what_came_after_it_is_told_apart() -> None:
    # a - b - m - c, and a - x - m; y goes on from x.
    commits = [
        commit("c", "m"),
        commit("y", "x"),
        commit("m", "b", "x"),
        commit("x", "a"),
        commit("b", "a"),
        commit("a"),
    ]
    ancestry = Ancestry(build_commit_graph(commits), "c")
    of = {tip: "".join(name for name in "abxmyc" if name in ancestry.of(tip)) for tip in "abxmyc"}
    assert of == {"a": "a", "b": "ab", "x": "ax", "m": "abxm", "y": "axy", "c": "abxmc"}


def test_of_a_commit_that_is_not_there_nothing_is_an_ancestor() -> None:
    ancestry = Ancestry(build_commit_graph([commit("b", "a"), commit("a", "gone")]), "b")
    assert [name for name in ("a", "b", "gone", "no") if name in ancestry.of("no") or name in ancestry.of(None)] == []
    assert "a" in ancestry.of("b")
    assert "a" in Ancestry(build_commit_graph([commit("a")]), None).of("a")


@pytest.mark.parametrize("seed", range(30))
def test_it_is_what_a_walk_from_each_tip_finds(seed: int) -> None:
    rng = random.Random(seed)
    commits: list[CommitRecord] = []
    for number in range(40):
        older = [one.hash for one in commits[-8:]]
        commits.append(commit(f"c{number}", *rng.sample(older, min(len(older), rng.choice((0, 1, 1, 1, 2, 3))))))
    graph = build_commit_graph(tuple(reversed(commits)))
    ancestry = Ancestry(graph, rng.choice(commits).hash)
    for tip in commits:
        found = ancestry.of(tip.hash)
        assert {one.hash for one in commits if one.hash in found} == reach(graph, [tip.hash])
    for _ in range(20):
        tips = [one.hash for one in rng.sample(commits, 3)]
        found = ancestry.of(*tips)
        assert {one.hash for one in commits if one.hash in found} == reach(graph, tips)
