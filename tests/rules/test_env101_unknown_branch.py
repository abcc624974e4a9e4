import pytest
from builders import ProjectBuilder, a_project, told_by

BEGUN = a_project().with_commit({"a": "1"}, message="Begin")


def with_branches(*names: str) -> ProjectBuilder:
    project = BEGUN
    for name in names:
        project = project.with_branch(name)
    return project


@pytest.mark.verifies("REQ-ENV-003")
def test_a_branch_of_no_known_kind_is_told() -> None:
    assert told_by("ENV101", with_branches("johns-stuff", "main")) == [
        "note None johns-stuff: branch johns-stuff matches no pattern of [[branches]]"
    ]


def test_many_of_them_are_one() -> None:
    names = [f"feature/{letter}" for letter in "fedcba"]
    assert told_by("ENV101", with_branches(*names)) == [
        (
            "note None branches: 6 branches match no pattern of [[branches]]: feature/a, feature/b, feature/c, feature/d, "
            "feature/e and 1 more"
        )
    ]


def test_one_that_only_a_merge_tells_of_counts_too() -> None:
    project = BEGUN.with_work("stuff", {"b": "2"}).with_merge("stuff", is_deleted=True)
    assert told_by("ENV101", project) == ["note None stuff: branch stuff matches no pattern of [[branches]]"]
    assert told_by("ENV101", project.with_settings("[project]\ngovernance-start = 2026-05-01")) == []


def test_branches_of_another_repository_are_told_with_it() -> None:
    commit = BEGUN.commits[0]
    branches = tuple(branch for branch in with_branches("x").around.branches)
    project = BEGUN.with_repository("pump").with_history("pump", commit, branches=branches)
    assert told_by("ENV101", project) == ["note None pump: x: branch x of pump matches no pattern of [[branches]]"]


@pytest.mark.parametrize("name", ["main", "test/pump-001", "genesis/linter", "cr-042-speed", "CR-042"])
def test_known_kinds_are_clean(name: str) -> None:
    assert told_by("ENV101", with_branches("main", name).with_document("CR-042")) == []


def test_a_pattern_of_ones_own_makes_a_kind() -> None:
    settings = "[[branches]]\npattern = 'feature/.+'\nrole = 'other'\ntitle = 'feature branch'\n"
    assert told_by("ENV101", with_branches("feature/x").with_settings(settings)) == []
