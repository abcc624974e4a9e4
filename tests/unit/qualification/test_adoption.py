"""Sandboxes that production got: merged, squashed, and imported in one commit."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.engine import Request, run
from qms_site.qualification.adoption import Adoption, find_adoptions

SETTINGS = "[[system]]\nname = 'PUMP'\ncode = ['src']\n"


def record(status: str) -> Mapping[str, str]:
    text = "Adopts `genesis/pump` with `src/`.\n\n## Lessons learned\n\nBegin with the tests.\n"
    return {"QMS/CR/CR-001.md": f'---\nstatus: {status}\nversion: "1.0"\n---\n# CR-001: Adoption\n\n{text}'}


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    """A sandbox with two commits, and a record in execution that adopts it."""
    found = GitRepository.create(tmp_path / "here")
    found.commit({"qms.toml": SETTINGS}, "Begin")
    found.branch("genesis/pump").commit({"src/pump.py": "1\n"}, "Found it")
    found.commit({"src/pump.py": "2\n", "src/valve.py": "1\n"}, "More")
    found.checkout("main").commit(record("IN_EXECUTION"), "CR-001: release")
    return found


def adopted(repository: GitRepository) -> list[Adoption]:
    return list(find_adoptions(run(Request(folder=repository.root)).project))


def test_a_sandbox_that_nobody_adopted_is_not_told(repository: GitRepository) -> None:
    assert adopted(repository) == []


@pytest.mark.verifies("REQ-QUA-010", "REQ-QUA-032")
def test_a_merged_sandbox_is_told_with_its_record_what_came_and_what_was_learned(repository: GitRepository) -> None:
    merge = repository.merge("genesis/pump", "CR-001: adopt the pump")
    repository.commit(
        {"QMS/SDLC-PUMP/SDLC-PUMP-RS.md": "---\nstatus: DRAFT\n---\n# SDLC-PUMP-RS: X\n"}, "CR-001: specify"
    )
    (found,) = adopted(repository)
    assert (found.branch, found.system, found.commit, found.how, found.has_history) == (
        "genesis/pump",
        "PUMP",
        merge,
        "merge",
        True,
    )
    assert (found.records, found.documents) == (("CR-001",), ("SDLC-PUMP-RS",))
    assert [(one.document, one.title) for one in found.learned] == [("CR-001", "Lessons learned")]
    assert found.comparison is not None
    assert found.comparison.is_same


@pytest.mark.verifies("REQ-QUA-010")
def test_an_import_in_one_commit_has_no_history_and_its_difference_is_told(repository: GitRepository) -> None:
    repository.commit({"src/pump.py": "2\n", "src/valve.py": "changed\n"}, "CR-001: import the pump")
    (found,) = adopted(repository)
    assert (found.how, found.has_history) == ("import", False)
    assert found.comparison is not None
    assert [one.sentence for one in found.comparison.differences] == ["src/valve.py has other contents in production"]


@pytest.mark.verifies("REQ-QUA-010")
def test_a_squashed_sandbox_has_no_history_either(repository: GitRepository) -> None:
    repository.git("merge", "--quiet", "--squash", "genesis/pump")
    repository.commit({}, "CR-001: adopt genesis/pump (squashed)")
    (found,) = adopted(repository)
    assert (found.how, found.has_history) == ("squash", False)
