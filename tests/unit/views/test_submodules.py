from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from builders import ProjectBuilder, a_commit, a_project
from msgspec import structs

from qms_site.sources.snapshot import CommitRecord
from qms_site.views.submodules import SubmodulesView, build_submodules

DAY = datetime(2026, 2, 1, tzinfo=UTC)


def own(name: str, *before: CommitRecord) -> CommitRecord:
    made, _ = a_commit((), {}, {"x.py": name}, DAY, message=name, author="Ada Example")
    return structs.replace(made, hash=name * 40, parents=tuple(entry.hash for entry in before))


FIRST = own("a")
SECOND = own("b", FIRST)


def view(project: ProjectBuilder) -> SubmodulesView:
    found = build_submodules(project.run())
    assert found is not None
    return found


def moved(*targets: str | None) -> ProjectBuilder:
    project = a_project().with_document("SOP-001").with_document("CR-001").with_commit({"a": "1"}, DAY, message="Begin")
    for number, target in enumerate(targets):
        message = "CR-001: move, as SOP-001 says" if number else "Add the tool"
        project = project.with_pointer("tool", target, DAY + timedelta(days=number), message=message)
    return project.with_history("tool", SECOND, FIRST)


@pytest.mark.verifies("REQ-HIST-011", "REQ-HIST-015")
def test_a_submodule_is_told_in_words() -> None:
    found = view(moved(SECOND.hash, FIRST.hash))
    (card,) = found.cards
    assert (card.verdict, card.against_production, card.clone) == (
        "on production",
        "1 commit behind the tip of main",
        "here, with another commit checked out",
    )
    assert [(row.move.direction, row.records, row.others, row.authority) for row in found.moves] == [
        ("behind", ("CR-001",), ("SOP-001",), "cites a record"),
        ("added", (), (), "cites no record"),
    ]
    assert found.missing == 0


@pytest.mark.parametrize(
    ("target", "verdict", "clone"),
    [
        ("c" * 40, "not known", "here, but it does not have this commit, or does not know its production branch"),
        (None, "removed", "not part of this revision"),
    ],
)
def test_what_is_not_there_is_said(target: str | None, verdict: str, clone: str) -> None:
    (card,) = view(moved(FIRST.hash, target)).cards
    assert (card.verdict, card.clone, card.against_production) == (verdict, clone, "not known")


def test_a_missing_clone_is_said() -> None:
    project = moved(FIRST.hash)
    (state,) = project.repositories
    lost = replace(project, repositories=(replace(state, head=None, is_available=False),))
    (card,) = view(replace(lost, around=replace(lost.around, histories={}))).cards
    assert (card.verdict, card.clone) == (
        "not known",
        "not here: its folder is empty or missing, so what depends on it is not known",
    )
    assert view(replace(lost, around=replace(lost.around, histories={}))).missing == 1


def test_without_submodules_there_is_nothing_to_show() -> None:
    assert build_submodules(a_project().with_commit({"a": "1"}).run()) is None
