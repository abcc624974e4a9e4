"""What a rollback would revert, in real repositories."""

import pytest

from qms_site.qualification.rollback import Rollback, find_rollback

from .conftest import Pump

RECORD = "---\nstatus: CLOSED\nversion: '1.0'\n---\n# CR-001: Speed\n\nChanges `src/`.\n"


def rollback(pump: Pump) -> Rollback:
    return find_rollback(pump.project, "A")


def qualified(pump: Pump) -> tuple[str, str]:
    """The merge that brought the qualified commit, and that commit."""
    pump.begin()
    pump.repository.commit({"QMS/CR/CR-001.md": RECORD}, "CR-001: Write the record")
    pump.repository.branch("test/a-001")
    pump.repository.commit({"src/a.py": "A = 2\n"}, "CR-001: One")
    tip = pump.repository.commit({"src/c.py": "C = 1\n"}, "CR-001: Two")
    pump.repository.checkout("main")
    merge = pump.repository.merge("test/a-001", "CR-001: Merge branch 'test/a-001'")
    pump.repository.commit({"QMS/SOP/SOP-001.md": "# SOP-001: Run it\n"}, "CR-001: Teach it")
    pump.qualify(tip)
    return merge, tip


@pytest.mark.verifies("REQ-QUA-011", "REQ-QUA-031")
def test_the_merge_its_files_and_the_documents_that_follow_are_named(pump: Pump) -> None:
    merge, tip = qualified(pump)
    found = rollback(pump)
    assert (found.commit, found.is_merge, found.files) == (merge, True, ("src/a.py", "src/c.py"))
    assert (found.outcome, found.changed_since, found.conflicts) == ("clean", (), ())
    assert found.reason == f"reverting merge {merge[:12]} applies cleanly to 2 files"
    assert found.command == f"git revert -m 1 {merge}"
    assert found.records == ("CR-001",)
    assert [(one.document, one.reasons) for one in found.documents] == [
        ("CR-001", ("it is a record of the change",)),
        ("SDLC-A-RTM", (f"it states commit {tip[:12]}",)),
        ("SOP-001", ("it was changed under CR-001",)),
    ]


@pytest.mark.verifies("REQ-QUA-011")
def test_a_revert_that_conflicts_is_told_with_its_files(pump: Pump) -> None:
    merge, _ = qualified(pump)
    pump.repository.commit({"src/a.py": "A = 3\n"}, "Go on")
    found = rollback(pump)
    assert (found.outcome, found.changed_since, found.conflicts) == ("conflicts", ("src/a.py",), ("src/a.py",))
    assert found.reason == f"reverting merge {merge[:12]} leaves conflicts in 1 file"


@pytest.mark.verifies("REQ-QUA-011")
def test_what_was_reverted_is_undone_already(pump: Pump) -> None:
    merge, _ = qualified(pump)
    pump.repository.git("revert", "--no-edit", "-m", "1", merge)
    found = rollback(pump)
    assert (found.outcome, found.reason) == ("nothing", f"what merge {merge[:12]} brought is undone already")


def test_a_commit_that_no_merge_brought_is_reverted_itself(pump: Pump) -> None:
    pump.begin()
    made = pump.repository.commit({"src/a.py": "A = 2\n"})
    pump.qualify(made)
    found = rollback(pump)
    assert (found.commit, found.is_merge, found.command) == (made, False, f"git revert {made}")
    assert found.reason == f"reverting commit {made[:12]}, which no merge brought, applies cleanly to 1 file"


def test_a_squashed_environment_is_reverted_by_the_commit_that_holds_it(pump: Pump) -> None:
    pump.begin()
    tip = pump.test_environment({"src/a.py": "A = 2\n"})
    pump.repository.git("merge", "--squash", "test/a-001")
    made = pump.repository.commit({}, "A change in one piece")
    pump.qualify(tip)
    assert (rollback(pump).commit, rollback(pump).outcome) == (made, "clean")


def test_what_cannot_be_told_is_unknown_with_its_reason(pump: Pump) -> None:
    begin = pump.begin()
    assert (rollback(pump).outcome, rollback(pump).reason) == ("unknown", "no qualified commit is stated")
    tip = pump.test_environment({"src/a.py": "A = 2\n"})
    pump.qualify(tip)
    assert rollback(pump).reason == f"production does not lead back to the qualified commit {tip[:12]}"
    pump.qualify(begin)
    assert (
        rollback(pump).reason
        == "the qualified commit is the first of its repository, so that nothing was there before it"
    )
    pump.qualify("0123456789")
    assert rollback(pump).reason == "the qualified commit 0123456789 is not in this repository"
    assert rollback(pump).command is None
