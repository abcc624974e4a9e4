from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from builders import ProjectBuilder, a_commit, a_project, assert_clean, told_by
from msgspec import structs

from qms_site.sources.snapshot import CommitRecord

DAY = datetime(2026, 1, 10, tzinfo=UTC)
RECORD = "---\nstatus: IN_EXECUTION\nversion: '1.0'\n---\n# CR-001: Change `pump/`\n"
SYSTEM = "[[system]]\nname = 'PUMP'\nrepository = 'pump'\n[repositories.pump]\npath = 'pump'\n"


def commit(name: str, *before: CommitRecord) -> CommitRecord:
    made, _ = a_commit((), {}, {f"{name}.py": name}, DAY, message=f"CR-001: {name}", author="Ada Example")
    return structs.replace(made, hash=name * 40, parents=tuple(entry.hash for entry in before))


FIRST = commit("a")
SECOND = commit("b", FIRST)
OWN = commit("c", FIRST)


def held_at(*targets: CommitRecord, known: tuple[CommitRecord, ...] = (OWN, SECOND, FIRST)) -> ProjectBuilder:
    """A submodule whose production is the second commit, and whose pointer went to these."""
    project = a_project().with_settings(SYSTEM).with_commit({"QMS/CR/CR-001.md": RECORD}, DAY, message="CR-001: begin")
    for number, target in enumerate(targets, start=1):
        project = project.with_pointer("pump", target.hash, DAY + timedelta(days=number), message="CR-001: move")
    project = project.with_history("pump", *known)
    pump = replace(project.around.histories["pump"], production_line=(SECOND.hash, FIRST.hash))
    return replace(project, around=replace(project.around, histories={"pump": pump}))


@pytest.mark.verifies("REQ-HIST-011", "REQ-HIST-015")
def test_a_pointer_off_production_is_found() -> None:
    project = held_at(FIRST, OWN)
    move = project.commits[0].hash[:10]
    assert told_by("GIT301", project) == [
        (
            "warning pump pump: the pointer of submodule pump stands at cccccccccc, which is not on its production branch main "
            f"(1 move: cccccccccc by {move})"
        )
    ]


@pytest.mark.verifies("REQ-HIST-011")
def test_one_that_was_off_production_is_told_once() -> None:
    project = held_at(FIRST, OWN, FIRST, OWN, SECOND)
    second, first = project.commits[1].hash[:10], project.commits[3].hash[:10]
    assert told_by("GIT301", project) == [
        (
            "warning pump pump: the pointer of submodule pump stood at a commit that is not on its production branch main "
            f"(2 moves: cccccccccc by {second}, cccccccccc by {first})"
        )
    ]


def test_a_pointer_on_production_is_clean() -> None:
    assert_clean(held_at(FIRST, SECOND))


def test_a_commit_that_the_clone_does_not_have_is_unknown() -> None:
    assert_clean(held_at(OWN, known=(SECOND, FIRST)))


def test_submodules_of_no_system_are_nobodys_business() -> None:
    assert told_by("GIT301", replace(held_at(OWN), settings_text="[repositories.pump]\npath = 'pump'\n")) == []
