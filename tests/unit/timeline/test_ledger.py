from collections.abc import Mapping
from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.engine import Request, run
from qms_site.timeline.ledger import Ledger, LedgerEntry, Standing

SETTINGS = "[[system]]\nname = 'FLOW'\ncode = ['src']\n"


def record(id_: str, status: str) -> Mapping[str, str]:
    return {f"QMS/CR/{id_}.md": f'---\nstatus: {status}\nversion: "1.0"\n---\n# {id_}: X of `src/`\n'}


def at(hour: int, day: int = 5) -> str:
    return f"2026-01-{day:02}T{hour:02}:00:00+00:00"


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    """CR-001 is released at 9 and closed at 17 on 5 January; CR-002 is a draft."""
    found = GitRepository.create(tmp_path / "here")
    found.commit({"qms.toml": SETTINGS, "src/a.py": "0\n"}, "Begin", date=at(7))
    found.commit(record("CR-002", "DRAFT"), "CR-002: draft", date=at(8))
    found.commit(record("CR-001", "IN_EXECUTION"), "CR-001: release", date=at(9))
    return found


def ledger_of(repository: GitRepository) -> Ledger:
    """The ledger, of which the plain changes that were found with little work are held against all entries."""
    ledger = run(Request(folder=repository.root)).project.ledger
    plain = [entry for entry in ledger.governed if entry not in ledger.notable]
    assert [entry for entry in ledger.governed if entry not in plain] == list(ledger.notable)
    assert tuple(entry.commit.authored for entry in plain) == ledger.plain
    for entry in plain:
        assert (entry.standing, entry.answers[-1].verdict, entry.unnamed) == (Standing.AUTHORISED, "inside", ())
        assert entry.answers[-1].in_scope
    return ledger


def standings(ledger: Ledger) -> dict[str, Standing]:
    return {entry.commit.subject: entry.standing for entry in ledger.entries if entry.standing}


def entry_of(ledger: Ledger, subject: str) -> LedgerEntry:
    (entry,) = (entry for entry in ledger.entries if entry.commit.subject == subject)
    return entry


@pytest.mark.verifies("REQ-AUTH-002")
@pytest.mark.verifies("REQ-AUTH-003")
def test_each_change_stands_as_its_records_stood_when_it_was_made(repository: GitRepository) -> None:
    repository.commit({"src/a.py": "1\n"}, "CR-001: inside", date=at(10))
    repository.commit({"src/a.py": "2\n"}, "Nobody asked", date=at(11))
    repository.commit({"src/a.py": "3\n"}, "CR-002: not yet", date=at(12))
    repository.commit({"src/a.py": "4\n"}, "CR-009: unknown", date=at(13))
    repository.commit(record("CR-001", "CLOSED"), "CR-001: close", date=at(17))
    repository.commit({"src/a.py": "5\n"}, "CR-001: just after", date=at(18))
    repository.commit({"src/a.py": "6\n"}, "CR-001: much later", date=at(9, day=9))
    assert standings(ledger_of(repository)) == {
        "Begin": Standing.UNCITED,
        "CR-001: inside": Standing.AUTHORISED,
        "Nobody asked": Standing.UNCITED,
        "CR-002: not yet": Standing.OUTSIDE,
        "CR-009: unknown": Standing.OUTSIDE,
        "CR-001: just after": Standing.LATE,
        "CR-001: much later": Standing.OUTSIDE,
    }


@pytest.mark.verifies("REQ-AUTH-008")
def test_grace_and_lead_are_settings(repository: GitRepository) -> None:
    repository.commit(record("CR-001", "CLOSED"), "CR-001: close", date=at(17))
    repository.commit({"src/a.py": "5\n"}, "CR-001: much later", date=at(9, day=9))
    repository.commit({"src/a.py": "6\n"}, "CR-002: early", date=at(8, day=10))
    repository.commit(record("CR-002", "IN_EXECUTION"), "CR-002: release", date=at(9, day=10))
    margins = "[project]\ngrace-days = 4\nlead-days = 0.1\n"
    repository.commit({"qms.toml": margins + SETTINGS}, "Set", date=at(10, day=10))
    ledger = ledger_of(repository)
    assert entry_of(ledger, "CR-001: much later").answers[0].verdict == "late"
    assert entry_of(ledger, "CR-002: early").answers[0].verdict == "early"
    repository.commit({"qms.toml": "[project]\ngrace-days = 3\n" + SETTINGS}, "Set", date=at(11, day=10))
    ledger = ledger_of(repository)
    assert [entry_of(ledger, name).standing for name in ("CR-001: much later", "CR-002: early")] == [
        Standing.OUTSIDE
    ] * 2


def test_what_lies_within_the_difference_of_clocks_before_a_release_is_no_violation(repository: GitRepository) -> None:
    repository.commit({"src/a.py": "1\n"}, "CR-002: a minute before", date="2026-01-05T11:59:00+00:00")
    repository.commit(record("CR-002", "IN_EXECUTION"), "CR-002: release", date=at(12))
    entry = entry_of(ledger_of(repository), "CR-002: a minute before")
    assert (entry.answers[0].verdict, entry.standing) == ("early", Standing.LATE)


def test_what_is_rebased_counts_by_when_it_was_made_and_never_by_two_records(repository: GitRepository) -> None:
    repository.branch("work").commit({"src/b.py": "1\n"}, "CR-001: on a branch", date=at(10))
    repository.checkout("main").commit({"README.md": "x"}, "Other", date=at(11))
    repository.commit(record("CR-001", "CLOSED"), "CR-001: close", date=at(12))
    repository.checkout("work").git("rebase", "--quiet", "main", date=at(9, day=20))
    repository.checkout("main").git("merge", "--quiet", "--ff-only", "work")
    assert entry_of(ledger_of(repository), "CR-001: on a branch").standing is Standing.AUTHORISED


@pytest.mark.verifies("REQ-AUTH-002")
def test_the_merge_speaks_for_what_it_brings(repository: GitRepository) -> None:
    repository.branch("cr-001/exec").commit({"src/b.py": "1\n"}, "EI-1: silent", date=at(10))
    repository.commit({"src/b.py": "2\n"}, "CR-002: under another", date=at(11))
    merge = repository.checkout("main").merge("cr-001/exec", "Merge branch 'cr-001/exec'", date=at(12))
    ledger = ledger_of(repository)
    silent, other = entry_of(ledger, "EI-1: silent"), entry_of(ledger, "CR-002: under another")
    assert [(answer.record, answer.verdict, answer.via) for answer in silent.answers] == [("CR-001", "inside", merge)]
    assert [(answer.record, answer.verdict, answer.via) for answer in other.answers] == [
        ("CR-002", "outside", None),
        ("CR-001", "inside", merge),
    ]
    assert (silent.standing, other.standing) == (Standing.AUTHORISED, Standing.AUTHORISED)
    brought = entry_of(ledger, "Merge branch 'cr-001/exec'")
    assert (brought.standing, brought.is_merge, brought.touch.systems) == (None, True, ("FLOW",))


@pytest.mark.verifies("REQ-AUTH-002")
def test_a_merge_of_merges_speaks_where_nothing_nearer_does(repository: GitRepository) -> None:
    repository.branch("dev").branch("one").commit({"src/b.py": "1\n"}, "Near", date=at(10))
    near = repository.checkout("dev").merge("one", "CR-001: merge one", date=at(11))
    repository.branch("two").commit({"src/c.py": "1\n"}, "Far", date=at(12))
    repository.checkout("dev").merge("two", "CR-002: merge two", date=at(13))
    far = repository.checkout("main").merge("dev", "CR-001, CR-002: merge dev", date=at(14))
    ledger = ledger_of(repository)
    assert [(answer.record, answer.via) for answer in entry_of(ledger, "Near").answers] == [("CR-001", near)]
    assert [(answer.record, answer.verdict) for answer in entry_of(ledger, "Far").answers] == [
        ("CR-002", "outside"),
        ("CR-001", "inside"),
    ]
    assert entry_of(ledger, "Far").answers[1].via == far


@pytest.mark.parametrize(("name", "standing"), [("work", Standing.UNKNOWN), ("main", Standing.OUTSIDE)])
def test_where_one_merge_brings_the_release_and_the_work_nothing_tells_which_came_first(
    repository: GitRepository, name: str, standing: Standing
) -> None:
    repository.branch("work").commit(record("CR-002", "IN_EXECUTION"), "CR-002: release", date=at(10))
    repository.checkout(name).commit({"src/b.py": "1\n"}, "CR-002: do it", date=at(11))
    repository.checkout("main").merge("work", "Merge branch 'work'", date=at(14))
    assert entry_of(ledger_of(repository), "CR-002: do it").standing is standing


@pytest.mark.verifies("REQ-AUTH-002")
def test_a_merge_is_judged_for_what_it_changed_itself(repository: GitRepository) -> None:
    repository.commit({"src/b.py": "1\n2\n3\n"}, "CR-001: b", date=at(10))
    for name in ("clean", "sly"):
        repository.branch(name).commit(
            {f"src/{name}.py": "1\n", "src/b.py": f"{name}\n2\n3\n"}, "CR-001: go", date=at(11)
        )
        repository.checkout("main")
    repository.commit({"src/b.py": "1\n2\nthree\n", "src/c.py": "1\n"}, "CR-001: meanwhile", date=at(12))
    repository.merge("clean", "Merge branch 'clean'", date=at(13))
    repository.git("merge", "--quiet", "--no-commit", "-X", "ours", "sly")
    repository.write({"src/a.py": "slipped in\n"})
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "Merge branch 'sly'", date=at(14))
    ledger = ledger_of(repository)
    assert standings(ledger)["Merge branch 'sly'"] is Standing.UNCITED
    assert "Merge branch 'clean'" not in standings(ledger)
    entry = entry_of(ledger, "Merge branch 'sly'")
    assert (entry.judged.paths, entry.systems) == (("src/a.py",), ("FLOW",))


@pytest.mark.verifies("REQ-AUTH-002")
def test_what_a_merge_changed_itself_stands_by_what_it_cites_or_by_the_branch_that_it_names(
    repository: GitRepository,
) -> None:
    repository.branch("cr-001/exec").commit({"src/b.py": "1\n"}, "EI-1: silent", date=at(10))
    repository.checkout("main").git("merge", "--quiet", "--no-ff", "--no-commit", "cr-001/exec")
    repository.write({"src/a.py": "settled\n"})
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "Merge branch 'cr-001/exec'", date=at(14))
    entry = entry_of(ledger_of(repository), "Merge branch 'cr-001/exec'")
    assert (entry.standing, entry.records) == (Standing.AUTHORISED, ("CR-001",))


def test_a_squash_and_a_revert_of_a_merge_stand_by_their_own_messages(repository: GitRepository) -> None:
    repository.branch("cr-001/exec").commit({"src/b.py": "1\n"}, "EI-1: work", date=at(10))
    merge = repository.checkout("main").merge("cr-001/exec", "CR-001: merge", date=at(11))
    repository.git("revert", "--no-edit", "--mainline", "1", merge, date=at(12))
    repository.branch("cr-001/more").commit({"src/c.py": "1\n"}, "EI-2: work", date=at(13))
    repository.checkout("main").git("merge", "--quiet", "--squash", "cr-001/more")
    repository.commit(message="CR-001: squashed", date=at(14))
    ledger = ledger_of(repository)
    reverted = entry_of(ledger, 'Revert "CR-001: merge"')
    assert (reverted.reverts, reverted.standing) == ((merge,), Standing.AUTHORISED)
    assert entry_of(ledger, "CR-001: squashed").standing is Standing.AUTHORISED
    assert "EI-2: work" not in standings(ledger)


@pytest.mark.verifies("REQ-AUTH-004")
def test_before_governance_nothing_is_a_violation(repository: GitRepository) -> None:
    repository.commit({"src/a.py": "1\n"}, "Since then", date=at(10, day=6))
    repository.commit({"qms.toml": "[project]\ngovernance-start = 2026-01-06\n" + SETTINGS}, "Set", date=at(11, day=6))
    assert standings(ledger_of(repository)) == {"Begin": Standing.HISTORY, "Since then": Standing.UNCITED}


@pytest.mark.verifies("REQ-AUTH-004")
def test_what_was_written_before_governance_is_history_although_it_was_rebased_since(repository: GitRepository) -> None:
    repository.branch("work").commit({"src/b.py": "1\n"}, "Written before", date=at(10))
    repository.checkout("main").commit({"README.md": "x"}, "Other", date=at(11))
    repository.checkout("work").git("rebase", "--quiet", "main", date=at(9, day=8))
    repository.checkout("main").git("merge", "--quiet", "--ff-only", "work")
    repository.commit({"qms.toml": "[project]\ngovernance-start = 2026-01-06\n" + SETTINGS}, "Set", date=at(9, day=9))
    assert standings(ledger_of(repository))["Written before"] is Standing.HISTORY


@pytest.mark.verifies("REQ-AUTH-004")
def test_before_a_commit_is_also_what_was_made_beside_the_way_to_it(repository: GitRepository) -> None:
    repository.branch("side").commit({"src/b.py": "1\n"}, "Beside, before", date=at(10))
    start = repository.checkout("main").commit({"README.md": "x"}, "Start", date=at(12))
    repository.checkout("side").commit({"src/b.py": "2\n"}, "Beside, after", date=at(13))
    repository.checkout("main").merge("side", "Merge branch 'side'", date=at(14))
    settings = f"[project]\ngovernance-start-commit = '{start}'\n{SETTINGS}"
    repository.commit({"qms.toml": settings}, "Set", date=at(15))
    assert standings(ledger_of(repository)) == {
        "Begin": Standing.HISTORY,
        "Beside, before": Standing.HISTORY,
        "Beside, after": Standing.UNCITED,
    }


def test_where_a_shallow_clone_ends_nothing_is_judged(repository: GitRepository, tmp_path: Path) -> None:
    repository.commit({"src/a.py": "1\n"}, "Cut here", date=at(10))
    repository.commit({"src/a.py": "2\n"}, "CR-001: after", date=at(11))
    clone = repository.clone(tmp_path / "clone", "--depth=2")
    found = standings(ledger_of(clone))
    assert found == {"CR-001: after": Standing.UNKNOWN}


def test_an_orphan_branch_that_was_merged_is_part_of_the_history(repository: GitRepository) -> None:
    repository.git("checkout", "--quiet", "--orphan", "genesis/flow")
    repository.git("rm", "-rfq", ".")
    repository.commit({"src/z.py": "1\n"}, "Found it", date=at(10))
    repository.checkout("main")
    options = ("--quiet", "--no-ff", "--allow-unrelated-histories", "--message=CR-001: adopt", "genesis/flow")
    repository.git("merge", *options, date=at(11))
    entry = entry_of(ledger_of(repository), "Found it")
    assert [(answer.record, answer.via is None) for answer in entry.answers] == [("CR-001", False)]


TOOL = SETTINGS + "[[system]]\nname = 'TOOL'\nrepository = 'tool'\n[repositories.tool]\npath = 'tool'\n"


@pytest.mark.verifies("REQ-HIST-001")
def test_code_of_a_submodule_stands_by_its_own_commits_or_by_the_pointer_that_brought_them(
    repository: GitRepository, tmp_path: Path
) -> None:
    tool = GitRepository.create(tmp_path / "tool")
    tool.commit({"a.c": "1"}, "Silent", date=at(10))
    repository.add_submodule(tool, "tool")
    adding = repository.commit({"qms.toml": TOOL}, "CR-001: adopt the tool", date=at(11))
    later = tool.commit({"a.c": "2"}, "CR-001: in the tool", date=at(12))
    tool.commit({"a.c": "3"}, "Not pointed at yet", date=at(13))
    inside = GitRepository(repository.root / "tool")
    inside.git("fetch", "--quiet")
    inside.git("checkout", "--quiet", later)
    repository.commit(message="Move the pointer", date=at(14))
    ledger = ledger_of(repository)
    found = {
        entry.commit.subject: (entry.repository, entry.standing, [answer.via for answer in entry.answers])
        for entry in ledger.entries
        if "TOOL" in entry.systems
    }
    assert found == {
        "Silent": ("tool", Standing.AUTHORISED, [adding]),
        "CR-001: in the tool": ("tool", Standing.AUTHORISED, [None]),
        "Not pointed at yet": ("tool", Standing.UNCITED, []),
        "CR-001: adopt the tool": (None, Standing.AUTHORISED, [None]),
        "Move the pointer": (None, Standing.UNCITED, []),
    }


def test_where_production_of_a_submodule_is_not_known_only_what_is_pointed_at_counts(
    repository: GitRepository, tmp_path: Path
) -> None:
    tool = GitRepository.create(tmp_path / "tool")
    tool.branch("trunk").commit({"a.c": "1"}, "CR-001: in use", date=at(10))
    tool.branch("feature").commit({"a.c": "2"}, "Not merged", date=at(11))
    tool.checkout("trunk")
    repository.add_submodule(tool, "tool")
    repository.commit({"qms.toml": TOOL}, "CR-001: adopt the tool", date=at(12))
    found = {entry.commit.subject: entry.standing for entry in ledger_of(repository).entries if entry.repository}
    assert found == {"CR-001: in use": Standing.AUTHORISED, "Not merged": None}
