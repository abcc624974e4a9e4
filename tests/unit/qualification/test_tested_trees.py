"""What was tested, said in literals: environments together, and what is known of them."""

import pytest

from qms_site.graph.system_trees import EnvironmentTree, SystemTree, SystemTrees, Turn
from qms_site.qualification.acceptance import judge_acceptance, unite
from qms_site.settings import Exemption
from qms_site.sources.snapshot import TreeFile


def tree(files: str) -> SystemTree:
    """Files and their contents, as ``a1 b2``."""
    held = {word[0]: TreeFile(word[1] * 40, "100644") for word in files.split()}
    return SystemTree(repository=None, commit="c" * 40, files=held)


def environment(number: int, files: str | None, base: str | None = None, unknown: str | None = None) -> EnvironmentTree:
    return EnvironmentTree(
        branch=f"test/a-{number:03}",
        repository=None,
        role="test",
        is_deleted=False,
        commit="e" * 40,
        turn=Turn.COUNTS,
        tree=None if files is None else tree(files),
        unknown=unknown,
        base=None if base is None else tree(base),
    )


@pytest.mark.verifies("REQ-QUA-025")
@pytest.mark.parametrize(
    ("environments", "production", "united", "conflicts"),
    [
        ([("a1 b1", None)], "a1", "a1 b1", []),
        ([("a1", None), ("b1", None)], "a1 b1", "a1 b1", []),
        ([("a1", None), ("a1", None)], "a1", "a1", []),
        ([("a1", None), ("a2", None)], "a2", "a2", ["a"]),
        ([("a2 b1", "a1 b1"), ("a1 b2", "a1 b1")], "", "a2 b2", []),
        ([("a2", "a1"), ("a3", "a1")], "", "a3", ["a"]),
        ([("", "a1"), ("a1", "a1")], "a1", "", []),
        ([("", "a1"), ("a2", "a1")], "", "", ["a"]),
        ([("a1", "a1"), ("a2", "a2")], "a2", "a2", []),
        ([("a1", "a1"), ("a2", "a2")], "a3", "a2", []),
    ],
)
def test_environments_together_have_what_each_changed(
    environments: list[tuple[str, str | None]], production: str, united: str, conflicts: list[str]
) -> None:
    given = [environment(number, files, base) for number, (files, base) in enumerate(environments, start=1)]
    files, found = unite(given, tree(production))
    assert (files, [one.path for one in found]) == (tree(united).files, conflicts)


@pytest.mark.verifies("REQ-QUA-025", "REQ-QUA-021")
def test_a_conflict_on_an_exempt_file_is_listed_and_does_not_count() -> None:
    trees = SystemTrees(
        system="A",
        repository=None,
        production=tree("a2 b1"),
        environments=(environment(1, "a1 b1"), environment(2, "a2 b1")),
    )
    exempt = (Exemption(pattern="a", reason="written by the build"),)
    found = judge_acceptance(trees, None, {}, exempt)
    assert [(one.path, one.exemption) for one in found.conflicts] == [("a", exempt[0])]
    assert [(part.name, str(part.outcome)) for part in found.parts] == [("trees", "met"), ("tests", "unknown")]
    assert str(judge_acceptance(trees, None, {}).outcome) == "not-met"


@pytest.mark.parametrize(
    ("production", "environments", "outcome", "reason"),
    [
        (None, (environment(1, "a1"),), "unknown", "production is not known"),
        ("", (environment(1, "a1"),), "not-met", "production holds no file of the system"),
        ("a1", (environment(1, "a1"), environment(2, None, unknown="it is lost")), "unknown", "it is lost"),
    ],
)
def test_what_is_not_known_is_never_met(
    production: str | None, environments: tuple[EnvironmentTree, ...], outcome: str, reason: str
) -> None:
    trees = SystemTrees(
        system="A",
        repository=None,
        production=None if production is None else tree(production),
        environments=environments,
    )
    (part,) = (part for part in judge_acceptance(trees, None, {}).parts if part.name == "trees")
    assert (str(part.outcome), part.reason) == (outcome, reason)
