from datetime import UTC, datetime

import pytest

from qms_site.history.commit_graph import build_commit_graph, find_strands
from qms_site.records.ids import id_scheme
from qms_site.settings import parse_settings
from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.authority import (
    branches_of,
    find_bringers,
    find_merges,
    record_of_branch,
    records_of_merge,
)

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
SETTINGS = parse_settings("", "qms.toml")
SCHEME = id_scheme(SETTINGS)


def commit(name: str, *parents: str, message: str = "x") -> CommitRecord:
    return CommitRecord(name, parents, "Ada", "a@example.org", WHEN, WHEN, message, ())


#  a - b - m2 - m1      the line of production
#   \   \ /    /
#    c - d - e          criss-cross: m2 brought d and c, m1 the rest
COMMITS = (
    commit("m1", "m2", "e"),
    commit("e", "d"),
    commit("m2", "b", "d"),
    commit("d", "c", "b"),
    commit("c", "a"),
    commit("b", "a"),
    commit("a"),
)


def test_the_first_merge_that_had_a_commit_brought_it() -> None:
    brought = find_merges(find_strands(build_commit_graph(COMMITS), ("m1", "m2", "b", "a")))
    assert {name: merge.hash for name, merge in brought.items()} == {"e": "m1", "d": "m2", "c": "m2"}


def test_what_a_merge_brought_may_have_been_brought_by_another_before() -> None:
    # m2 is the tip of the branch that m1 brings; d was made on that, and e merged into it.
    commits = (
        commit("m1", "a", "m2"), commit("m2", "d", "e"), commit("e", "a"), commit("d", "a"), commit("a"),
    )  # fmt: skip
    brought = find_merges(find_strands(build_commit_graph(commits), ("m1", "a")))
    assert {name: merge.hash for name, merge in brought.items()} == {"m2": "m1", "d": "m1", "e": "m2"}


def test_an_octopus_brings_all_its_branches() -> None:
    commits = (commit("o", "a", "b", "c"), commit("c", "a"), commit("b", "a"), commit("a"))
    assert {
        name: merge.hash for name, merge in find_merges(find_strands(build_commit_graph(commits), ("o", "a"))).items()
    } == {
        "b": "o",
        "c": "o",
    }


def test_a_pointer_brings_what_it_was_the_first_to_reach() -> None:
    first, second = commit("p1"), commit("p2")
    brought = find_bringers(build_commit_graph(COMMITS), [("b", first), ("m1", second), ("gone", second)])
    assert {name: mover.hash for name, mover in brought.items()} == {
        "b": "p1", "a": "p1", "m1": "p2", "m2": "p2", "e": "p2", "d": "p2", "c": "p2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "branches"),
    [
        ("Merge branch 'cr-091-interaction-system'", ("cr-091-interaction-system",)),
        ("Merge branch 'cr-7/exec' into main", ("cr-7/exec",)),
        ("Merge remote-tracking branch 'origin/cr-7/exec'", ("cr-7/exec",)),
        ("Merge pull request #12 from team/cr-036-init", ("cr-036-init",)),
        ("Merged in cr-36-init (pull request #1)", ("cr-36-init",)),
        ("Merge branches 'cr-5/exec' and 'cr-6/exec'", ("cr-5/exec", "cr-6/exec")),
        ("Fix the merge", ()),
    ],
)
def test_the_branches_of_a_merge_are_read_from_its_subject(subject: str, branches: tuple[str, ...]) -> None:
    assert branches_of(commit("m", message=subject)) == branches


@pytest.mark.parametrize(
    ("branch", "record"),
    [("cr-091-interaction-system", "CR-091"), ("CR-2026-004/exec", "CR-2026-004"), ("cr-7", "CR-7"), ("main", None),
     ("cr-091-var-002", "CR-091-VAR-002")],
)  # fmt: skip
def test_an_execution_branch_is_named_after_its_record(branch: str, record: str | None) -> None:
    assert record_of_branch(branch, SETTINGS, SCHEME) == record


def test_what_a_merge_cites_comes_before_the_name_of_its_branch() -> None:
    merge = commit("m", message="Merge branch 'cr-5/exec'")
    assert list(records_of_merge(merge, lambda _: ("CR-009",), SETTINGS, SCHEME)) == ["CR-009"]
    assert list(records_of_merge(merge, lambda _: (), SETTINGS, SCHEME)) == ["CR-5"]
