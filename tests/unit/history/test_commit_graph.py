"""The graph of commits, asked by literal shapes: each commit is written ``name: parents``, children before parents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms_site.history.commit_graph import (
    CommitGraph,
    build_commit_graph,
    commits_of,
    compare_tips,
    find_strands,
    first_parents,
    reach,
    share_graphs,
)
from qms_site.sources.snapshot import CommitRecord


def graph_of(*lines: str, boundary: str = "") -> CommitGraph:
    return build_commit_graph(
        (commit(*line.replace(":", " ").split()) for line in lines), boundary=frozenset(boundary.split())
    )


def commit(name: str, *parents: str) -> CommitRecord:
    return CommitRecord(name, parents, "Ada", "ada@example.org", None, None, name, ())


FORK = ("m3: m2", "b2: b1", "m2: m1", "b1: m1", "m1: m0", "m0")
MERGED = ("m4: m3 b2", *FORK)
CRISS_CROSS = ("b3: b2", "m3: m2", "b2: b1 m1", "m2: m1 b1", "m1: r", "b1: r", "r")
OCTOPUS = ("o: m c2 d", "c2: c1", "c1: m", "d: m", "m")
UNRELATED = ("m1: m0", "p1: p0", "m0", "p0")


def difference(graph: CommitGraph, one: str, other: str) -> tuple[int, int, str | None, bool]:
    found = compare_tips(graph, [(one, other)])[one, other]
    return found.ahead, found.behind, found.base, found.is_whole


@pytest.mark.parametrize(
    ("shape", "one", "other", "expected"),
    [
        (FORK, "b2", "m3", (2, 2, "m1")),
        (FORK, "m3", "b2", (2, 2, "m1")),
        (FORK, "m3", "m1", (2, 0, "m1")),
        (FORK, "m1", "m3", (0, 2, "m1")),
        (FORK, "m3", "m3", (0, 0, "m3")),
        (MERGED, "b2", "m4", (0, 3, "b2")),
        (CRISS_CROSS, "b3", "m3", (2, 2, "m1")),
        (OCTOPUS, "c2", "d", (2, 1, "m")),
        (UNRELATED, "p1", "m1", (2, 2, None)),
    ],
)
def test_two_tips_are_compared(
    shape: tuple[str, ...], one: str, other: str, expected: tuple[int, int, str | None]
) -> None:
    assert difference(graph_of(*shape), one, other) == (*expected, True)


def test_many_pairs_are_compared_at_once_and_unknown_commits_left_out() -> None:
    chain = [f"c{number}: c{number - 1}" for number in range(600, 0, -1)]
    graph = graph_of(*chain, "c0")
    pairs = [(f"c{number}", "c600") for number in range(600)]
    found = compare_tips(graph, [*pairs, ("c1", "gone")])
    assert [(pair, one.ahead, one.behind) for pair, one in found.items()] == [
        (pair, 0, 600 - number) for number, pair in enumerate(pairs)
    ]


def test_where_a_shallow_clone_ends_in_between_the_numbers_are_not_whole() -> None:
    graph = graph_of("m3: m2", "b2: b1", "m2", "b1", boundary="m2 b1")
    assert difference(graph, "b2", "m3") == (2, 2, None, False)
    assert difference(graph, "m3", "m2") == (1, 0, "m2", True)


def test_the_order_given_does_not_matter() -> None:
    assert list(graph_of(*reversed(MERGED)).commits) != list(graph_of(*MERGED).commits)
    assert difference(graph_of(*reversed(MERGED)), "b2", "m3") == (2, 2, "m1", True)
    graph = graph_of(*reversed(MERGED))
    assert all(
        graph.places[parent] > graph.places[name] for name in graph.commits for parent in graph.commits[name].parents
    )


def test_a_walk_ends_where_something_is_known() -> None:
    graph = graph_of(*MERGED)
    assert first_parents(graph, "b2") == ("b2", "b1", "m1", "m0")
    assert first_parents(graph, "b2", {"m1"}) == ("b2", "b1")
    assert first_parents(graph, None) == first_parents(graph, "gone") == ()
    assert reach(graph, ["b2"], {"m1"}) == {"b2", "b1"}
    assert reach(graph, ["m4"]) == set(graph.commits)
    assert [entry.hash for entry in graph.sort(["m0", "gone", "b2"])] == ["b2", "m0"]


def strands(
    graph: CommitGraph, *line: str, known: frozenset[str] = frozenset()
) -> list[tuple[str, str, str, str | None]]:
    """Merge, number of the parent, all that it brought along that parent, and where that left the line."""
    found = find_strands(graph, line, known)
    return [
        (one.merge.hash, str(one.number), " ".join(entry.hash for entry in commits_of(graph, found, place)), one.fork)
        for place, one in enumerate(found)
    ]


def test_a_merge_brings_what_was_not_there_before() -> None:
    assert strands(graph_of(*MERGED), "m4", "m3", "m2", "m1", "m0") == [("m4", "1", "b2 b1", "m1")]
    assert strands(graph_of(*OCTOPUS), "o", "m") == [("o", "1", "c2 c1", "m"), ("o", "2", "d", "m")]


def test_each_commit_is_brought_once() -> None:
    criss_cross = graph_of("b3: b2", *CRISS_CROSS[1:], "m4: m3 b3")
    assert strands(criss_cross, "m4", "m3", "m2", "m1", "r") == [
        ("m2", "1", "b1", "r"),
        ("m4", "1", "b3 b2", "b1"),
        ("b2", "1", "", None),
    ]


def test_what_was_merged_into_a_branch_comes_with_it() -> None:
    graph = graph_of("m2: m1 b3", "b3: b2 s2", "s2: s1", "b2: b1", "s1: b1", "b1: m1", "m1")
    assert strands(graph, "m2", "m1") == [("m2", "1", "b3 s2 b2 s1 b1", "m1"), ("b3", "1", "s2 s1", "b1")]
    assert [one.inside for one in find_strands(graph, ("m2", "m1"))] == [None, 0]
    assert strands(graph, "b3", "b2", "b1", known=frozenset({"m1"})) == [("b3", "1", "s2 s1", "b1")]


def test_a_history_that_was_merged_from_elsewhere_leaves_no_line() -> None:
    assert strands(graph_of("m2: m1 p1", *UNRELATED), "m2", "m1", "m0") == [("m2", "1", "p1 p0", None)]


@given(
    st.lists(
        st.lists(st.integers(min_value=1, max_value=6), min_size=0, max_size=3, unique=True), min_size=1, max_size=25
    )
)
def test_counts_agree_with_sets_of_ancestors(steps: list[list[int]]) -> None:
    size = len(steps)
    lines = [
        f"c{place}: " + " ".join(f"c{place + step}" for step in steps[place] if place + step < size)
        for place in range(size)
    ]
    graph = graph_of(*lines)
    lead = {name: reach(graph, [name]) for name in graph.commits}
    pairs = [(one, other) for one in lead for other in lead]
    assert {pair: (entry.ahead, entry.behind) for pair, entry in compare_tips(graph, pairs).items()} == {
        (one, other): (len(lead[one] - lead[other]), len(lead[other] - lead[one])) for one, other in pairs
    }
    line = first_parents(graph, "c0")
    found = find_strands(graph, line)
    brought = [entry.hash for strand in found for entry in strand.commits]
    assert sorted([*line, *brought]) == sorted(lead["c0"])
    for place, strand in enumerate(found):
        held = lead[strand.tip] - lead[strand.merge.parents[0]] if strand.number == 1 else None
        if held is not None:
            assert {entry.hash for entry in commits_of(graph, found, place)} <= held
        if held is not None and strand.inside is None:
            assert {entry.hash for entry in commits_of(graph, found, place)} == held


def test_the_same_commits_share_a_graph_and_others_do_not() -> None:
    build, commits = share_graphs(), (commit("b", "a"), commit("a"))
    graph = build(commits, frozenset())
    assert graph == build_commit_graph(commits)
    assert build((*commits,), frozenset()) is graph
    assert build(commits, frozenset("a")) == build_commit_graph(commits, frozenset("a"))
    assert build(commits[1:], frozenset()) == build_commit_graph(commits[1:])
    assert share_graphs()(commits, frozenset()) is not graph
