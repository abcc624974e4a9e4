"""Branches of real repositories: how each came to production, what is its own, and what its name says."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.engine import Request, run
from qms_site.timeline.branches import Branch

SETTINGS = "[project]\nname = 'Pump'\n"


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    """One commit on production, with settings."""
    made = GitRepository.create(tmp_path / "pump")
    made.commit({"qms.toml": SETTINGS, "src/a.py": "1\n", "src/b.py": "1\n"}, "Begin")
    return made


def branches(repository: GitRepository) -> Mapping[str, Branch]:
    """By name, those of other repositories behind theirs."""
    found = run(Request(folder=repository.root)).project.branches
    assert len({branch.label for branch in found}) == len(found)
    return {branch.label: branch for branch in found}


def told(branch: Branch) -> tuple[str | None, str | None, int | None, int | None]:
    """How it was merged, by which commit, ahead and behind."""
    return (
        branch.merged.how if branch.merged else None,
        branch.merged.commit if branch.merged else None,
        branch.ahead,
        branch.behind,
    )


def work(repository: GitRepository, name: str = "cr-001-speed", count: int = 2) -> list[str]:
    """A branch with commits of its own, left for production; their hashes, oldest first."""
    repository.branch(name)
    made = [
        repository.commit({f"src/{number}.py": f"{name}\n"}, f"CR-001: step {number}", author="Bo <bo@example.org>")
        for number in range(count)
    ]
    repository.checkout("main")
    return made


@pytest.mark.verifies("REQ-ENV-002")
def test_a_branch_of_its_own(repository: GitRepository) -> None:
    begin = repository.head
    own = work(repository)
    repository.commit({"src/b.py": "2\n"}, "On production")
    found = branches(repository)
    branch = found["cr-001-speed"]
    assert told(branch) == (None, None, 2, 1)
    assert [commit.hash for commit in branch.unmerged] == own[::-1] == [commit.hash for commit in branch.commits]
    assert (branch.tip, branch.fork, branch.first and branch.first.hash) == (own[1], begin, own[0])
    assert (branch.role.name, branch.role.title, branch.role.level) == (
        "execution",
        "execution branch",
        "under its change record",
    )
    assert (branch.record, branch.is_local, branch.remotes, branch.is_deleted) == ("CR-001", True, (), False)
    assert str(branch.started) == "2026-01-01 10:00:00+00:00"
    assert str(branch.last) == "2026-01-01 11:00:00+00:00"
    production = found["main"]
    assert told(production) == (None, None, 0, 0)
    assert (production.role.name, production.role.level, production.tip) == (
        "production",
        "controlled and qualified",
        repository.head,
    )


@pytest.mark.verifies("REQ-ENV-001")
@pytest.mark.parametrize("is_deleted", [False, True])
def test_a_merged_branch(repository: GitRepository, *, is_deleted: bool) -> None:
    own = work(repository)
    merge = repository.merge("cr-001-speed", "Merge branch 'cr-001-speed'")
    repository.commit({"src/b.py": "2\n"}, "On production")
    if is_deleted:
        repository.git("branch", "-D", "cr-001-speed")
    branch = branches(repository)["cr-001-speed"]
    assert told(branch) == ("merge", merge, *((None, None) if is_deleted else (0, 2)))
    assert [commit.hash for commit in branch.commits] == own[::-1]
    assert (branch.is_deleted, branch.tip, branch.record, branch.age_days) == (is_deleted, own[1], "CR-001", 0)


def test_a_merge_that_names_nothing_is_known_while_the_branch_exists(repository: GitRepository) -> None:
    work(repository)
    merge = repository.merge("cr-001-speed", "Bring it in")
    assert told(branches(repository)["cr-001-speed"]) == ("merge", merge, 0, 1)
    repository.git("branch", "-D", "cr-001-speed")
    assert list(branches(repository)) == ["main"]


def test_a_squashed_branch(repository: GitRepository) -> None:
    own = work(repository)
    repository.git("merge", "--squash", "cr-001-speed")
    squash = repository.commit(message="Speed")
    repository.commit({"src/b.py": "2\n"}, "On production")
    branch = branches(repository)["cr-001-speed"]
    assert told(branch) == ("squash", squash, 2, 2)
    assert [commit.hash for commit in branch.unmerged] == own[::-1]


def test_a_squashed_branch_that_had_taken_production_in(repository: GitRepository) -> None:
    repository.branch("cr-001-speed")
    repository.commit({"src/a.py": "2\n", "src/x.py": "x"}, "CR-001: step")
    repository.checkout("main").commit({"src/b.py": "2\n"}, "On production")
    repository.checkout("cr-001-speed").merge("main", "Merge branch 'main' into cr-001-speed")
    repository.commit({"src/a.py": "3\n", "src/x.py": None}, "CR-001: again")
    repository.checkout("main").git("merge", "--squash", "cr-001-speed")
    squash = repository.commit(message="Speed")
    assert told(branches(repository)["cr-001-speed"]) == ("squash", squash, 3, 1)


def test_a_squash_that_a_hosting_site_names(repository: GitRepository) -> None:
    squash = repository.commit({"src/b.py": "2\n"}, "Merged in cr-001-speed (pull request #3)")
    branch = branches(repository)["cr-001-speed"]
    assert told(branch) == ("squash", squash, None, None)
    assert (branch.is_deleted, branch.tip, branch.commits, branch.started) == (True, None, (), None)


def test_a_branch_that_undoes_a_change_was_not_squashed_into_what_came_before(repository: GitRepository) -> None:
    repository.commit({"src/a.py": "2\n"}, "Two")
    repository.commit({"src/a.py": "3\n"}, "Three")
    repository.branch("cr-001-back").commit({"src/a.py": "2\n"}, "CR-001: back to two")
    repository.checkout("main")
    assert told(branches(repository)["cr-001-back"]) == (None, None, 1, 0)


TEXT = "".join(f"line {number}\n" for number in range(30))


def squash(repository: GitRepository, files: Mapping[str, str | bytes | None] | None = None) -> str:
    """Squash the branch into production, with these files beside or instead."""
    repository.checkout("main").git("merge", "--quiet", "--squash", "cr-001-speed")
    return repository.commit(files, "Speed (#12)")


@pytest.mark.verifies("REQ-ENV-001")
def test_a_squash_is_known_where_production_had_changed_the_same_file(repository: GitRepository) -> None:
    repository.commit({"src/a.py": TEXT}, "Text")
    repository.branch("cr-001-speed").commit({"src/a.py": TEXT.replace("line 3\n", "three\n")}, "CR-001: three")
    repository.commit({"src/a.py": TEXT.replace("line 3\n", "thrice\nmore\n"), "src/n.py": "n\n"}, "CR-001: thrice")
    changed = TEXT.replace("line 25\n", "twenty-five\n")
    repository.checkout("main").commit({"src/a.py": changed}, "On production")
    made = squash(repository)
    repository.commit({"src/a.py": "1\n"}, "Away with it")
    assert told(branches(repository)["cr-001-speed"])[:2] == ("squash", made)


@pytest.mark.parametrize(
    "files",
    [
        {"src/a.py": TEXT.replace("line 3\n", "three\n").replace("line 4\n", "four\n")},  # more was changed
        {"src/a.py": TEXT.replace("line 3\n", "third\n")},  # something else was
        {"src/a.py": TEXT.replace("line 3\n", "three\n").replace("line 5\n", ""), "src/b.py": "2\n"},  # and elsewhere
        {"src/a.py": "".join(reversed(TEXT.splitlines(keepends=True)))},  # no line is new
        {"src/a.py": None},
    ],
)
def test_another_change_of_the_same_file_is_no_squash(
    repository: GitRepository, files: Mapping[str, str | None]
) -> None:
    repository.commit({"src/a.py": TEXT}, "Text")
    repository.branch("cr-001-speed").commit({"src/a.py": TEXT.replace("line 3\n", "three\n")}, "CR-001: three")
    repository.checkout("main").commit(files, "Else")
    assert branches(repository)["cr-001-speed"].merged is None


def test_the_same_change_made_before_the_branch_is_no_squash(repository: GitRepository) -> None:
    repository.commit({"src/a.py": TEXT}, "Text")
    repository.commit({"src/a.py": TEXT.replace("line 3\n", "three\n")}, "Three")
    repository.commit({"src/a.py": TEXT.replace("line 9\n", "nine\n")}, "Back, and nine")
    both = TEXT.replace("line 3\n", "three\n").replace("line 9\n", "nine\n")
    repository.branch("cr-001-speed").commit({"src/a.py": both}, "CR-001: three")
    repository.checkout("main")
    assert branches(repository)["cr-001-speed"].merged is None


def test_documents_written_with_a_squash_hide_it_not(repository: GitRepository) -> None:
    work(repository)
    made = squash(repository, {"QMS/CR/CR-001.md": "# CR-001: Speed\n"})
    assert told(branches(repository)["cr-001-speed"])[:2] == ("squash", made)


def test_code_written_with_the_changes_of_a_branch_is_another_change(repository: GitRepository) -> None:
    work(repository)
    squash(repository, {"src/else.py": "else\n"})
    assert branches(repository)["cr-001-speed"].merged is None


@pytest.mark.verifies("REQ-ENV-001")
@pytest.mark.parametrize("changed", ["src/b.py", "src/a.py"])
def test_a_squash_that_a_hosting_site_merges_is_known_by_the_name(repository: GitRepository, changed: str) -> None:
    repository.commit({"src/a.py": TEXT}, "Text")
    repository.branch("cr-001-speed").commit({"src/a.py": TEXT.replace("line 3\n", "three\n")}, "CR-001: three")
    repository.checkout("main").commit({changed: TEXT.replace("line 25\n", "x\n")}, "On production")
    repository.branch("aside").git("merge", "--quiet", "--squash", "cr-001-speed")
    made = repository.commit(message="Speed")
    repository.checkout("main").merge(made, "Merge branch 'cr-001-speed' into 'main'\n\nSee merge request !12")
    repository.git("branch", "-D", "aside")
    branch = branches(repository)["cr-001-speed"]
    assert told(branch)[:2] == ("squash", made)
    assert [entry.how for entry in branch.merges] == ["merge", "squash"]


def test_a_rebased_branch(repository: GitRepository) -> None:
    work(repository)
    repository.commit({"src/b.py": "2\n"}, "On production")
    repository.git("branch", "copy", "cr-001-speed")
    repository.git("rebase", "--quiet", "main", "copy", date="2026-01-02T09:00:00+00:00")
    repository.checkout("main").git("merge", "--quiet", "--ff-only", "copy")
    repository.git("branch", "-D", "copy")
    assert told(branches(repository)["cr-001-speed"]) == ("rebase", repository.head, 2, 3)


def test_what_a_branch_picked_from_production_is_no_merge(repository: GitRepository) -> None:
    repository.branch("release/1").checkout("main")
    fix = repository.commit({"src/b.py": "2\n"}, "Fix")
    repository.checkout("release/1").git("cherry-pick", fix, date="2026-01-03T09:00:00+00:00")
    repository.checkout("main")
    assert told(branches(repository)["release/1"]) == (None, None, 1, 1)


def test_a_fast_forward_is_known_by_what_its_commits_cite(repository: GitRepository) -> None:
    own = work(repository)
    repository.git("merge", "--quiet", "--ff-only", "cr-001-speed")
    branch = branches(repository)["cr-001-speed"]
    assert told(branch) == ("fast-forward", own[1], 0, 0)
    assert [commit.hash for commit in branch.commits] == own[::-1]


def test_a_fast_forward_of_a_branch_without_record_is_known_once_production_went_on(repository: GitRepository) -> None:
    repository.branch("speed").commit({"src/b.py": "2\n"}, "Speed")
    tip = repository.head
    repository.checkout("main").git("merge", "--quiet", "--ff-only", "speed")
    assert told(branches(repository)["speed"]) == (None, None, 0, 0)
    repository.commit({"src/b.py": "3\n"}, "On production")
    assert told(branches(repository)["speed"]) == ("fast-forward", tip, 0, 1)


def test_a_branch_that_was_only_begun_is_not_merged(repository: GitRepository) -> None:
    repository.branch("cr-001-speed").checkout("main").commit({"src/b.py": "3\n"}, "On production")
    assert told(branches(repository)["cr-001-speed"]) == (None, None, 0, 1)


def test_an_octopus_brings_each_branch(repository: GitRepository) -> None:
    first = [repository.branch("cr-001-a").commit({"src/x.py": "x"}, "CR-001: x")]
    second = [repository.checkout("main").branch("cr-002-b").commit({"src/y.py": "y"}, "CR-002: y")]
    repository.commit({"src/c.py": "c"}, "CR-002: c")
    repository.checkout("main").commit({"src/b.py": "2\n"}, "On production")
    repository.git("merge", "--quiet", "-m", "Merge branches 'cr-001-a' and 'cr-002-b'", "cr-001-a", "cr-002-b")
    merge = repository.head
    repository.git("branch", "-D", "cr-001-a", "cr-002-b")
    found = branches(repository)
    assert [told(found[name])[:2] for name in ("cr-001-a", "cr-002-b")] == [("merge", merge)] * 2
    assert [commit.hash for commit in found["cr-001-a"].commits] == first
    assert [commit.hash for commit in found["cr-002-b"].commits][1:] == second


def test_two_branches_that_took_each_other_in(repository: GitRepository) -> None:
    work(repository)
    main = repository.commit({"src/b.py": "2\n"}, "On production")
    repository.merge("cr-001-speed", "Merge branch 'cr-001-speed'")
    merge = repository.head
    repository.checkout("cr-001-speed").merge(main, "Merge commit of main into cr-001-speed")
    repository.commit({"src/c.py": "c"}, "CR-001: more")
    repository.checkout("main").commit({"src/d.py": "d"}, "On production")
    branch = branches(repository)["cr-001-speed"]
    assert told(branch) == (None, None, 2, 2)
    assert [(entry.how, entry.commit, entry.into, len(entry.commits)) for entry in branch.merges] == [
        ("merge", merge, "main", 2)
    ]
    assert [commit.subject for commit in branch.unmerged] == ["CR-001: more", "Merge commit of main into cr-001-speed"]


def test_a_merge_that_was_reverted_and_brought_back(repository: GitRepository) -> None:
    work(repository)
    repository.merge("cr-001-speed", "Merge branch 'cr-001-speed'")
    merge = repository.head
    repository.git("revert", "--no-edit", "-m", "1", merge, date="2026-01-02T09:00:00+00:00")
    undone = repository.head
    (entry,) = branches(repository)["cr-001-speed"].merges
    assert (entry.commit, entry.reverted) == (merge, undone)
    repository.git("revert", "--no-edit", undone, date="2026-01-02T10:00:00+00:00")
    (entry,) = branches(repository)["cr-001-speed"].merges
    assert entry.reverted is None


def test_an_orphan_shares_nothing_with_production(repository: GitRepository) -> None:
    repository.git("checkout", "--quiet", "--orphan", "pages")
    repository.commit({"index.html": "x"}, "Pages")
    repository.checkout("main").commit({"src/b.py": "2\n"}, "On production")
    branch = branches(repository)["pages"]
    assert told(branch) == (None, None, 1, 2)
    assert branch.fork is None
    assert branch.first is not None


def test_a_branch_that_was_merged_into_another_and_came_with_it(repository: GitRepository) -> None:
    work(repository)
    repository.checkout("cr-001-speed")
    part = repository.branch("cr-001-part").commit({"src/p.py": "p"}, "CR-001: part")
    inner = repository.checkout("cr-001-speed").merge("cr-001-part", "Merge branch 'cr-001-part' into cr-001-speed")
    outer = repository.checkout("main").merge("cr-001-speed", "Merge pull request #1 from example/cr-001-speed")
    repository.git("branch", "-D", "cr-001-part", "cr-001-speed")
    found = branches(repository)
    assert [(entry.commit, entry.into) for entry in found["cr-001-part"].merges] == [(inner, "cr-001-speed")]
    assert [commit.hash for commit in found["cr-001-part"].commits] == [part]
    assert [(entry.commit, entry.into, len(entry.commits)) for entry in found["cr-001-speed"].merges] == [
        (outer, "main", 4)
    ]


def test_merges_on_a_branch_that_is_not_merged_itself(repository: GitRepository) -> None:
    work(repository, "cr-001-part", 1)
    repository.branch("test/pump-001").commit({"src/t.py": "t"}, "Try")
    merge = repository.merge("cr-001-part", "Merge branch 'cr-001-part' into test/pump-001")
    repository.checkout("main").git("branch", "-D", "cr-001-part")
    branch = branches(repository)["cr-001-part"]
    assert [(entry.commit, entry.into) for entry in branch.merges] == [(merge, "test/pump-001")]
    assert branch.is_deleted


@pytest.mark.verifies("REQ-ENV-001")
def test_local_and_remote_are_one_branch(repository: GitRepository, tmp_path: Path) -> None:
    work(repository)
    repository.git("branch", "kept", "main")
    clone = repository.clone(tmp_path / "clone")
    clone.checkout("cr-001-speed").commit({"src/z.py": "z"}, "CR-001: here only")
    ahead_here = clone.head
    clone.checkout("main").commit({"src/y.py": "y"}, "On production here")
    repository.checkout("kept").commit({"src/k.py": "k"}, "There")
    ahead_there = repository.head
    clone.git("branch", "kept", "origin/kept")
    clone.git("fetch", "--quiet")
    found = branches(clone)
    assert (found["cr-001-speed"].tip, found["cr-001-speed"].is_local, found["cr-001-speed"].remotes) == (
        ahead_here,
        True,
        ("origin",),
    )
    assert (found["kept"].tip, found["kept"].is_local, found["kept"].remotes) == (ahead_there, True, ("origin",))
    assert found["main"].tip == clone.git("rev-parse", "main").strip()


def test_where_refs_went_apart_the_newest_counts(repository: GitRepository, tmp_path: Path) -> None:
    work(repository)
    clone = repository.clone(tmp_path / "clone")
    clone.checkout("cr-001-speed").commit({"src/z.py": "z"}, "CR-001: here", date="2026-02-01T09:00:00+00:00")
    repository.checkout("cr-001-speed").commit({"src/z.py": "y"}, "CR-001: there", date="2026-03-01T09:00:00+00:00")
    clone.git("fetch", "--quiet")
    assert branches(clone)["cr-001-speed"].tip == repository.head


def test_a_shallow_clone_does_not_make_up_what_it_hides(repository: GitRepository, tmp_path: Path) -> None:
    work(repository, count=3)
    repository.commit({"src/b.py": "2\n"}, "On production")
    clone = repository.clone(tmp_path / "clone", "--depth", "2", "--no-single-branch")
    found = branches(clone)
    branch = found["cr-001-speed"]
    assert told(branch) == (None, None, None, None)
    assert (branch.started, branch.age_days, branch.fork) == (None, None, None)
    assert len(branch.unmerged) == 2
    assert [len(commit.changes) for commit in branch.unmerged] == [1, 0]
    deep = repository.clone(tmp_path / "deep", "--depth", "4", "--no-single-branch")
    assert told(branches(deep)["cr-001-speed"]) == (None, None, 3, 1)


def test_a_shallow_clone_knows_the_names_of_merges(repository: GitRepository, tmp_path: Path) -> None:
    work(repository)
    merge = repository.merge("cr-001-speed", "Merge branch 'cr-001-speed'")
    repository.git("branch", "-D", "cr-001-speed")
    repository.commit({"src/b.py": "2\n"}, "On production")
    branch = branches(repository.clone(tmp_path / "clone", "--depth", "3"))["cr-001-speed"]
    assert told(branch) == ("merge", merge, None, None)
    assert branch.started is None
    clone = repository.clone(tmp_path / "shorter", "--depth", "1")
    assert list(branches(clone)) == ["main"]


def test_grafts_do_not_change_what_is_read(repository: GitRepository) -> None:
    begin = repository.head
    work(repository)
    repository.git("replace", "--graft", repository.git("rev-parse", "cr-001-speed").strip())
    branch = branches(repository)["cr-001-speed"]
    assert told(branch) == (None, None, 2, 0)
    assert branch.fork == begin


def test_what_a_graft_hides_is_not_made_up(repository: GitRepository) -> None:
    work(repository)
    cut = repository.commit({"src/b.py": "2\n"}, "On production")
    grafts = repository.root / ".git/info/grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text(f"# cut here\n{cut}\n", encoding="ascii")
    branch = branches(repository)["cr-001-speed"]
    assert (told(branch), branch.started, branch.own) == ((None, None, None, None), None, ())


HOSTILE = ("--upload-pack=x", "-c", "<script>alert(1)</script>", "x&y'\"z", "\u202eevil", "n" * 200)


def test_hostile_names_are_names(repository: GitRepository) -> None:
    for name in HOSTILE:
        repository.git("update-ref", f"refs/heads/{name}", "HEAD")
    found = branches(repository)
    assert set(found) == {"main", *HOSTILE}
    assert {found[name].role.name for name in HOSTILE} == {"other"}


def test_an_unborn_branch_and_a_detached_head(repository: GitRepository, tmp_path: Path) -> None:
    assert branches(GitRepository.create(tmp_path / "empty")) == {}
    repository.checkout(repository.head)
    assert list(branches(repository)) == ["main"]


def test_without_production_nothing_is_measured_against_it(repository: GitRepository) -> None:
    work(repository)
    repository.checkout("cr-001-speed").git("branch", "-D", "main")
    assert {name: told(branch) for name, branch in branches(repository).items()} == {
        "cr-001-speed": (None, None, None, None)
    }


SYSTEMS = """
[[system]]
name = "FLOW"
title = "Flow State"
code = ["src"]
[[system]]
name = "CLI"
repository = "tool"
environments = ["try/*"]
[[system]]
name = "DOSE"
code = ["dose"]
[repositories.tool]
path = "tool"
production = "trunk"
"""


@pytest.mark.parametrize(
    ("name", "role", "system", "record"),
    [
        ("test/flow-001", "test", "FLOW", None),
        ("test/flow-state-002", "test", "FLOW", None),
        ("test/tool-001", "test", "CLI", None),
        ("try/anything", "test", "CLI", None),
        ("test/unknown-001", "test", None, None),
        ("genesis/dose", "genesis", "DOSE", None),
        ("cr-007/exec", "execution", "FLOW", "CR-007"),
        ("CR-007-VAR-002-again", "execution", "FLOW", "CR-007-VAR-002"),
        ("cr-49-065-requalification", "execution", "FLOW", "CR-49"),
        ("cr-7", "execution", "FLOW", "CR-007"),
        ("feature/cr-007-speed", "other", "FLOW", "CR-007"),
        ("speed", "other", "FLOW", "CR-001"),
    ],
)
def test_names_say_role_system_and_record(
    repository: GitRepository, name: str, role: str, system: str | None, record: str | None
) -> None:
    repository.commit({"qms.toml": SETTINGS + SYSTEMS, "QMS/CR/CR-007.md": "# CR-007: Speed\n"}, "Settings")
    repository.branch(name).commit({"src/a.py": "2\n"}, "CR-001: change" if name == "speed" else "Change")
    repository.checkout("main")
    branch = branches(repository)[name]
    assert (branch.role.name, branch.system) == (role, system)
    assert branch.record == record
    assert branch.touched == ("FLOW",)


@pytest.mark.verifies("REQ-ENV-001")
def test_branches_of_a_submodule_are_read_too(repository: GitRepository, tmp_path: Path) -> None:
    tool = GitRepository.create(tmp_path / "tool")
    tool.git("checkout", "--quiet", "-b", "trunk")
    tool.commit({"cli.py": "1"}, "Begin")
    tool.branch("cr-002-tool").commit({"cli.py": "2"}, "CR-002: two")
    tool.checkout("trunk")
    repository.add_submodule(tool, "tool").commit({"qms.toml": SETTINGS + SYSTEMS}, "Submodule")
    found = branches(repository)
    assert list(found) == ["main", "tool: trunk", "tool: cr-002-tool"]
    branch = found["tool: cr-002-tool"]
    assert (told(branch), branch.role.name, branch.record, branch.system, branch.remotes) == (
        (None, None, 1, 0),
        "execution",
        "CR-002",
        "CLI",
        ("origin",),
    )


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_branch_begun_where_its_record_was_released_is_not_merged(
    repository: GitRepository, *, goes_on: bool
) -> None:
    repository.commit({"QMS/CR/CR-001.md": "# CR-001: Speed\n"}, "CR-001: release")
    repository.git("branch", "cr-001-speed")
    if goes_on:
        repository.commit({"src/b.py": "3\n"}, "On production")
    branch = branches(repository)["cr-001-speed"]
    assert (told(branch), branch.merges, branch.started) == ((None, None, 0, int(goes_on)), (), None)


def test_a_fast_forward_brings_no_documents_from_before_the_branch(repository: GitRepository) -> None:
    released = repository.commit({"QMS/CR/CR-001.md": "# CR-001: Speed\n"}, "CR-001: release")
    own = work(repository)
    own.append(
        repository.checkout("cr-001-speed").commit({"QMS/CR/CR-001.md": "# CR-001: Speed\n\nDone.\n"}, "CR-001: done")
    )
    repository.checkout("main").git("merge", "--quiet", "--ff-only", "cr-001-speed")
    branch = branches(repository)["cr-001-speed"]
    assert told(branch) == ("fast-forward", own[-1], 0, 0)
    assert [commit.hash for commit in branch.commits] == own[::-1]
    assert branch.fork == released
