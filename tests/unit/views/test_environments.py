from datetime import UTC, datetime, timedelta

import pytest
from builders import ProjectBuilder, a_project

from qms_site.views.environments import EnvironmentsView, Lane, build_environments

DAY = datetime(2026, 2, 1, tzinfo=UTC)
SYSTEMS = (
    "[[system]]\nname = 'PUMP'\ntitle = 'Pump control'\ncode = ['src']\n"
    "[[system]]\nname = 'TOOL'\nrepository = 'tool'\n[repositories.tool]\npath = 'tool'\n"
)
BEGUN = a_project().with_commit({"src/a.py": "1"}, DAY, message="Begin").with_branch("main")


def view(project: ProjectBuilder) -> EnvironmentsView:
    found = build_environments(project.run())
    assert found is not None
    return found


def later(days: int) -> datetime:
    return DAY + timedelta(days=days)


def names(lane: Lane) -> list[str]:
    return [row.branch.name for row in lane.environments]


@pytest.mark.verifies("REQ-ENV-002")
def test_each_system_has_its_production_and_its_test_environments() -> None:
    project = BEGUN.with_settings(SYSTEMS).with_document("SDLC-PUMP-RS", path="QMS/SDLC-PUMP/SDLC-PUMP-RS.md")
    project = project.with_work("test/pump-001", {"src/b.py": "1"}, when=later(1))
    project = project.with_work("test/pump-002", {"src/b.py": "1"}, when=later(2))
    project = project.with_work("test/other-001", {"x": "1"}, when=later(3))
    project = project.with_work("cr-042-a", {"src/b.py": "1"}, when=later(3)).with_document("CR-042")
    pump, tool, others = view(project).lanes
    assert (pump.title, pump.production and pump.production.name, names(pump)) == (
        "Pump control",
        "main",
        ["test/pump-002", "test/pump-001"],
    )
    assert pump.in_force == (("RS", "SDLC-PUMP-RS", "1.0"),)
    assert pump.others == ("1 open execution branch",)
    assert (tool.title, tool.repository, tool.production, names(tool)) == ("TOOL", "tool", None, [])
    assert (others.system, names(others)) == (None, ["test/other-001"])


def test_without_systems_the_project_is_one() -> None:
    project = BEGUN.with_settings("[project]\nname = 'Pump'").with_work("test/pump-001", {"a": "1"}, when=later(1))
    (lane,) = view(project).lanes
    assert (lane.system, lane.title, names(lane)) == (None, "Pump", ["test/pump-001"])


def test_of_the_environments_that_are_gone_the_last_two_are_shown() -> None:
    project = BEGUN.with_settings(SYSTEMS)
    for number in range(1, 5):
        name = f"test/pump-00{number}"
        project = project.with_work(name, {f"{number}": "1"}, when=later(number)).with_merge(
            name, later(number), is_deleted=True
        )
    lane = view(project).lanes[0]
    assert names(lane) == ["test/pump-004", "test/pump-003"]
    assert lane.others == ("2 merged test environments",)


def test_branches_come_with_what_became_of_them() -> None:
    project = BEGUN.with_document("CR-042").with_work("cr-042-gone", {"a": "1"}, when=later(1))
    project = project.with_merge("cr-042-gone", later(2), is_deleted=True).with_branch("idle")
    project = project.with_work("cr-042-squashed", {"src/a.py": "2"}, when=later(3))
    project = project.with_commit({"src/a.py": "2"}, later(4), message="CR-042: all")
    project = project.with_work("cr-042-open", {"src/a.py": "3"}, {"src/a.py": "4"}, when=later(5))
    found = view(project)
    assert [(row.branch.name, row.state, row.standing) for row in found.rows] == [
        ("main", "production", "what the others are measured by"),
        ("cr-042-open", "open", "2 commits ahead"),
        ("cr-042-squashed", "squashed", "1 commit ahead, 1 behind"),
        ("idle", "nothing of its own", "1 commit behind"),
        ("cr-042-gone", "merged", ""),
    ]
    assert (found.gone, found.has_repositories) == (1, False)
    assert {row.state for row in found.rows} <= set(found.states)


def test_findings_on_environments_are_counted() -> None:
    project = BEGUN.with_branch("a").with_branch("b").with_work("test/pump-1", {"a": "1"}, when=later(1))
    assert view(project).findings == (("ENV102", "warning", 1), ("ENV101", "note", 2))


@pytest.mark.verifies("REQ-ENV-009")
def test_the_decision_table_is_that_of_the_settings() -> None:
    assert [approach.approach for approach in view(BEGUN).approaches][:2] == ["Genesis sandbox", "Test environment"]
    own = "[[approach]]\nchange = 'Anything'\napproach = 'Ask first'\n"
    assert [(one.change, one.approach, one.branch) for one in view(BEGUN.with_settings(own)).approaches] == [
        ("Anything", "Ask first", None)
    ]


def test_without_branches_there_is_nothing_to_show() -> None:
    assert build_environments(a_project().with_document("SOP-001").run()) is None
