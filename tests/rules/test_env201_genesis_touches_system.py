from datetime import UTC, datetime, timedelta

import pytest
from builders import ProjectBuilder, a_project, told_by

DAY = datetime(2026, 2, 1, tzinfo=UTC)
SYSTEMS = "[[system]]\nname = 'PUMP'\ncode = ['src']\n[[system]]\nname = 'LINTER'\ncode = ['linter']\n"
BEGUN = a_project().with_settings(SYSTEMS).with_commit({"src/a.py": "1", "doc.txt": "1"}, DAY, message="Begin")


def touching(*paths: str, name: str = "genesis/linter") -> ProjectBuilder:
    return BEGUN.with_work(
        name, *({path: f"{path} {number}"} for number, path in enumerate(paths)), when=DAY + timedelta(days=1)
    )


@pytest.mark.verifies("REQ-ENV-005")
@pytest.mark.parametrize("path", ["src/a.py", "src/new.py"])
def test_a_sandbox_that_changes_an_existing_system_is_found(path: str) -> None:
    assert told_by("ENV201", touching("linter/x.py", path)) == [
        "warning None genesis/linter: genesis sandbox genesis/linter changed code of PUMP, which existed before it: "
        + path
    ]


def test_what_it_founds_is_its_own() -> None:
    assert told_by("ENV201", touching("linter/x.py", "linter/x.py", "doc.txt", "tools/y.py")) == []


def test_a_system_that_it_founds_under_another_name_is_its_own_too() -> None:
    assert told_by("ENV201", touching("linter/x.py", "linter/x.py", name="genesis/checker")) == []


def test_in_a_system_that_is_the_whole_repository_a_new_folder_is_its_own() -> None:
    whole = "[[system]]\nname = 'PUMP'\ncode = ['.']\n"
    begun = a_project().with_settings(whole).with_commit({"src/a.py": "1", "doc.txt": "1"}, DAY, message="Begin")
    steps = [{path: path} for path in ("linter/x.py", "linter/deep/y.py", "src/new.py", "setup.py", "src/a.py")]
    (told,) = told_by("ENV201", begun.with_work("genesis/linter", *steps, when=DAY + timedelta(days=1)))
    assert told.endswith(" changed code of PUMP, which existed before it: src/new.py, setup.py, src/a.py")


def test_other_branches_may() -> None:
    assert told_by("ENV201", touching("src/a.py", name="cr-001-speed")) == []


def test_what_came_before_governance_is_history() -> None:
    assert told_by("ENV201", touching("src/a.py").with_settings("[project]\ngovernance-start = 2026-02-03")) == []
