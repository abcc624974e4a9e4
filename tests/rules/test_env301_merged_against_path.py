from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from builders import ProjectBuilder, a_project, told_by
from msgspec import structs

from qms_site.sources.snapshot import BranchRef

DAY = datetime(2026, 2, 1, tzinfo=UTC)
BEGUN = a_project().with_document("CR-042").with_commit({"src/a.py": "1"}, DAY, message="Begin")


def merged(source: str, target: str) -> ProjectBuilder:
    """A branch that was merged into another one, which is not merged itself."""
    project = BEGUN.with_work(source, {"a": "2"}, when=DAY)
    tip = project.around.beside[0].hash
    project = project.with_work(
        target, {"b": "2"}, {}, when=DAY + timedelta(days=1), message=f"Merge branch '{source}' into {target}"
    )
    merge, first, *others = project.around.beside
    merge = structs.replace(merge, parents=(first.hash, tip))
    branches = (BranchRef(name=target, commit=merge.hash), BranchRef(name="main", commit=BEGUN.commits[0].hash))
    return replace(project, around=replace(project.around, beside=(merge, first, *others), branches=branches))


@pytest.mark.verifies("REQ-ENV-006")
@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        (
            "cr-042-speed",
            "genesis/linter",
            "execution branch cr-042-speed was merged into genesis sandbox genesis/linter",
        ),
        (
            "genesis/linter",
            "test/pump-001",
            "genesis sandbox genesis/linter was merged into test environment test/pump-001",
        ),
        (
            "test/pump-001",
            "genesis/linter",
            "test environment test/pump-001 was merged into genesis sandbox genesis/linter",
        ),
    ],
)
def test_a_way_that_is_not_allowed_is_found(source: str, target: str, told: str) -> None:
    project = merged(source, target)
    assert told_by("ENV301", project) == [f"warning None {source}: {told} by {project.around.beside[0].hash[:10]}"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("cr-042-speed", "cr-041-all"),
        ("test/pump-001", "cr-042-speed"),
        ("cr-042-speed", "release/1.0"),
        ("stuff", "genesis/linter"),
        ("main", "genesis/linter"),
    ],
)
def test_allowed_and_unknown_ways_are_clean(source: str, target: str) -> None:
    assert told_by("ENV301", merged(source, target)) == []


def test_production_is_where_all_may_go() -> None:
    for name in ("cr-042-speed", "test/pump-001", "genesis/linter"):
        assert told_by("ENV301", BEGUN.with_work(name, {"a": "2"}, when=DAY).with_merge(name, DAY)) == []


def test_a_way_may_be_named_by_a_pattern() -> None:
    settings = (
        "[[branches]]\npattern = 'cr-.+'\nrole = 'execution'\ntitle = 'execution branch'\nmerges-into = ['{0}']\n"
        "[[branches]]\npattern = 'release/.+'\nrole = 'other'\ntitle = 'release'\n"
    )
    assert told_by("ENV301", merged("cr-042-x", "release/1").with_settings(settings.format("release/.+"))) == []
    assert len(told_by("ENV301", merged("cr-042-x", "release/1").with_settings(settings.format("production")))) == 1


def test_what_came_before_governance_is_history() -> None:
    project = merged("cr-042-speed", "genesis/linter")
    assert told_by("ENV301", project.with_settings("[project]\ngovernance-start = 2026-03-01")) == []
