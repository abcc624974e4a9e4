"""Acceptance in real repositories, each step both ways."""

from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.qualification.acceptance import SystemAcceptance, accept_system, compare_with_qualified

from .conftest import Pump


def accepted(pump: Pump) -> SystemAcceptance:
    return accept_system(pump.project, "A")


def trees(found: SystemAcceptance) -> tuple[str, str]:
    """Outcome and reason of the comparison of trees alone."""
    (part,) = (part for part in found.parts if part.name == "trees")
    return part.outcome, part.reason


def differences(found: SystemAcceptance) -> list[tuple[str, str]]:
    assert found.comparison is not None
    return [(one.path, one.kind) for one in found.comparison.differences]


@pytest.mark.verifies("REQ-QUA-008", "REQ-QUA-023")
def test_what_was_tested_and_merged_is_accepted(pump: Pump) -> None:
    pump.begin()
    tip = pump.test_environment({"src/a.py": "A = 2\n"})
    merge = pump.repository.merge("test/a-001")
    pump.qualify(tip)
    pump.report(merge)
    found = accepted(pump)
    assert found.outcome == "met"
    assert found.reason == (
        "test/a-001 against production: all 2 files are the same objects, with the same modes; the functional test passed "
        "on the production commit, or on one with an equal tree"
    )
    assert (found.tested, found.conflicts, found.predecessors) == (("test/a-001",), (), ())
    assert found.comparison is not None
    assert found.comparison.is_same


@pytest.mark.verifies("REQ-QUA-008")
@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"src/a.py": "A = 3\n"}, ("src/a.py", "changed")),
        ({"src/new.py": ""}, ("src/new.py", "added")),
        ({"src/b.py": None}, ("src/b.py", "removed")),
    ],
)
def test_what_production_has_otherwise_is_named(
    pump: Pump, files: dict[str, str | bytes | None], kind: tuple[str, str]
) -> None:
    pump.begin()
    tip = pump.test_environment({"src/a.py": "A = 2\n"})
    pump.repository.merge("test/a-001")
    pump.repository.commit(files, "After the merge")
    pump.qualify(tip)
    found = accepted(pump)
    assert (found.outcome, differences(found)) == ("not-met", [kind])
    assert trees(found) == ("not-met", f"test/a-001 against production: 1 file differs: 1 {kind[1]}")
    left = compare_with_qualified(pump.project, "A")
    assert left is not None
    assert [(one.path, one.kind) for one in left.differences] == [kind]


@pytest.mark.verifies("REQ-QUA-008")
def test_a_mode_bit_is_a_difference(pump: Pump) -> None:
    pump.begin()
    pump.test_environment({"src/a.py": "A = 2\n"})
    pump.repository.merge("test/a-001")
    (pump.repository.root / "src/b.py").chmod(0o755)
    pump.repository.commit({}, "Make it run")
    assert differences(accepted(pump)) == [("src/b.py", "mode")]


def test_documents_and_other_files_are_no_code(pump: Pump) -> None:
    pump.begin(code=".")
    pump.test_environment({"src/a.py": "A = 2\n"})
    pump.repository.merge("test/a-001")
    pump.repository.commit({"QMS/SOP/SOP-001.md": "# SOP-001: More\n"})
    assert differences(accepted(pump)) == []


@pytest.mark.verifies("REQ-QUA-021")
def test_an_exempt_file_is_listed_and_does_not_count(pump: Pump) -> None:
    pump.begin("exempt = [{ pattern = 'src/version.txt', reason = 'written by the build' }]")
    pump.test_environment({"src/version.txt": "0\n"})
    pump.repository.merge("test/a-001")
    pump.repository.commit({"src/version.txt": "1\n"})
    found = accepted(pump)
    assert trees(found) == (
        "met",
        "test/a-001 against production: nothing differs but 1 file that the settings exempt",
    )
    assert found.comparison is not None
    (spared,) = found.comparison.exempted
    assert (spared.difference.path, spared.pattern, spared.reason) == (
        "src/version.txt",
        "src/version.txt",
        "written by the build",
    )


@pytest.mark.verifies("REQ-QUA-008", "REQ-QUA-022")
@pytest.mark.parametrize("is_gone", [True, False])
def test_code_that_moved_is_compared_and_leaves_nothing_behind(pump: Pump, *, is_gone: bool) -> None:
    pump.begin("moved = { 'lib' = 'src/lib' }")
    pump.test_environment({"lib/c.py": "C = 1\n"})
    pump.repository.merge("test/a-001")
    pump.repository.commit({"src/lib/c.py": "C = 1\n"} | ({"lib/c.py": None} if is_gone else {}), "Move it")
    found = accepted(pump)
    assert trees(found)[0] == "met"
    told = [part.reason for part in found.parts if part.name == "predecessors"]
    if is_gone:
        assert (told, found.predecessors) == ([], ())
    else:
        assert told == ["production still has lib/c.py where code lay before it moved"]
        assert (found.outcome, found.predecessors) == ("not-met", ("lib/c.py",))


@pytest.mark.verifies("REQ-QUA-025")
@pytest.mark.parametrize("agree", [True, False])
def test_several_environments_are_united(pump: Pump, *, agree: bool) -> None:
    pump.begin()
    pump.test_environment({"src/a.py": "A = 2\n", "src/both.py": "1\n"}, "test/a-001")
    pump.test_environment({"src/b.py": "B = 2\n", "src/both.py": "1\n" if agree else "2\n"}, "test/a-002")
    pump.repository.merge("test/a-001")
    if agree:
        pump.repository.merge("test/a-002")
    else:
        pump.repository.commit({"src/b.py": "B = 2\n"})
    found = accepted(pump)
    assert found.tested == ("test/a-001", "test/a-002")
    if agree:
        assert trees(found) == (
            "met",
            "test/a-001 and test/a-002 against production: all 3 files are the same objects, with the same modes",
        )
        assert found.conflicts == ()
    else:
        assert trees(found) == ("not-met", "test/a-001 and test/a-002 conflict on 1 file: src/both.py")
        assert [(one.path, one.environments) for one in found.conflicts] == [
            ("src/both.py", ("test/a-001", "test/a-002"))
        ]


def test_an_environment_that_a_later_one_holds_does_not_count(pump: Pump) -> None:
    pump.begin()
    pump.test_environment({"src/a.py": "A = 2\n"}, "test/a-001")
    pump.repository.merge("test/a-001", "Merge branch 'test/a-001'")
    pump.repository.git("branch", "-D", "test/a-001")
    tip = pump.test_environment({"src/a.py": "A = 3\n"}, "test/a-002")
    pump.repository.merge("test/a-002")
    later = pump.test_environment({"src/a.py": "A = 4\n"}, "test/a-003")
    pump.qualify(tip)
    project = pump.project
    assert [(one.branch, one.turn, one.commit, one.is_deleted) for one in project.system_trees["A"].environments] == [
        ("test/a-001", "earlier", project.system_trees["A"].environments[0].commit, True),
        ("test/a-002", "counts", tip, False),
        ("test/a-003", "other", later, False),
    ]
    assert trees(accept_system(project, "A"))[0] == "met"


def test_a_deleted_environment_counts_while_its_last_commit_is_there(pump: Pump) -> None:
    pump.begin()
    tip = pump.test_environment({"src/a.py": "A = 2\n"})
    pump.repository.merge("test/a-001", "Merge branch 'test/a-001'")
    pump.repository.git("branch", "-D", "test/a-001")
    (environment,) = pump.project.system_trees["A"].environments
    assert (environment.is_deleted, environment.commit, environment.turn) == (True, tip, "counts")
    assert trees(accepted(pump))[0] == "met"


@pytest.mark.verifies("REQ-QUA-008")
def test_without_an_environment_the_qualified_commit_is_what_was_tested(pump: Pump) -> None:
    begin = pump.begin()
    pump.qualify(begin)
    found = accepted(pump)
    assert trees(found)[0] == "met"
    assert found.tested == (f"qualified commit {begin[:12]}",)
    pump.repository.commit({"src/a.py": "A = 2\n"})
    assert trees(accepted(pump))[0] == "not-met"


def test_where_nothing_says_what_was_tested_it_is_not_accepted(pump: Pump) -> None:
    pump.begin()
    assert trees(accepted(pump)) == (
        "not-met",
        "nothing says what was tested: there is no test environment, and no qualified commit is stated",
    )


def test_a_squash_that_lost_the_qualified_commit_leaves_its_tree_unknown(pump: Pump) -> None:
    pump.begin()
    tip = pump.test_environment({"src/a.py": "A = 2\n"})
    pump.repository.git("merge", "--squash", "test/a-001")
    pump.repository.commit({}, "A change in one piece")
    pump.repository.git("branch", "-D", "test/a-001")
    pump.repository.git("reflog", "expire", "--expire=now", "--all")
    pump.repository.git("gc", "--quiet", "--prune=now")
    pump.qualify(tip)
    found = accepted(pump)
    assert trees(found) == ("unknown", f"the qualified commit {tip[:10]} is not in this repository")


def test_a_squashed_environment_that_is_there_is_compared(pump: Pump) -> None:
    pump.begin()
    tip = pump.test_environment({"src/a.py": "A = 2\n"})
    pump.repository.git("merge", "--squash", "test/a-001")
    pump.repository.commit({}, "A change in one piece")
    pump.qualify(tip)
    assert trees(accepted(pump))[0] == "met"


@pytest.mark.verifies("REQ-QUA-023")
@pytest.mark.parametrize(
    ("cases", "outcome", "reason"),
    [
        ((), "met", "the functional test passed on the production commit, or on one with an equal tree"),
        (("tests.test_x::test_001 skipped",), "not-met", "1 of 1 functional test did not pass on production"),
        (("tests.test_x::test_001 failure",), "not-met", "1 of 1 functional test did not pass on production"),
        (
            ("tests.test_x::test_001", "tests.test_x::test_other failure"),
            "not-met",
            "1 of 2 functional tests did not pass on production",
        ),
    ],
)
def test_functional_tests_pass_on_production(pump: Pump, cases: tuple[str, ...], outcome: str, reason: str) -> None:
    begin = pump.begin()
    pump.qualify(begin)
    pump.report(begin, *cases)
    found = accepted(pump).tests
    assert (found.outcome, found.reason) == (outcome, reason)


@pytest.mark.verifies("REQ-QUA-023")
def test_results_of_another_tree_do_not_count(pump: Pump) -> None:
    begin = pump.begin()
    pump.repository.commit({"src/a.py": "A = 2\n"})
    pump.qualify(begin)
    pump.report(begin)
    found = accepted(pump).tests
    assert (found.outcome, found.reason) == (
        "not-met",
        "no result of a functional test states the production commit, or one with an equal tree",
    )
    assert [(one.test, one.reason) for one in found.shortfalls] == [
        ("tests/test_x.py::test_001", f"it ran on another commit {begin[:12]}, whose tree is not equal")
    ]


@pytest.mark.verifies("REQ-QUA-023")
def test_without_reports_the_tests_are_unknown_and_an_empty_suite_is_no_pass(pump: Pump) -> None:
    begin = pump.begin()
    pump.qualify(begin)
    found = accepted(pump)
    assert (found.tests.outcome, found.tests.reason) == ("unknown", "no results of tests were given")
    assert (found.outcome, found.reason) == ("unknown", "no results of tests were given")
    pump.report(begin, "tests.other::test_else skipped")
    assert accepted(pump).tests.outcome == "not-met"


@pytest.mark.verifies("REQ-QUA-008")
def test_a_system_in_a_submodule_is_compared_by_the_pointer(tmp_path: Path) -> None:
    tool = GitRepository.create(tmp_path / "tool")
    first = tool.commit({"t.py": "1\n"})
    tool.branch("test/tool-001")
    tip = tool.commit({"t.py": "2\n"})
    tool.checkout("main")
    parent = GitRepository.create(tmp_path / "parent")
    parent.commit(
        {
            "qms.toml": "[project]\nname = 'P'\n[repositories.tool]\npath = 'tool'\n"
            "[[system]]\nname = 'A'\nrepository = 'tool'\nmoved = { 'old/t.py' = 'tool/' }\n",
            "old/t.py": "2\n",
        }
    )
    parent.add_submodule(tool, "tool")
    parent.commit({}, "Add the tool")
    pump = Pump(parent)

    lagging = accepted(pump)
    held = pump.project.system_trees["A"]
    assert held.production is not None
    assert (held.production.pointer, lagging.predecessors) == (first, ("old/t.py",))
    assert differences(lagging) == [("t.py", "changed")]

    tool.merge("test/tool-001")
    inside = GitRepository(parent.root / "tool")
    inside.git("fetch", "--quiet")
    inside.git("checkout", "--quiet", "origin/main")
    behind = pump.project.system_trees["A"]
    assert behind.own_tip is not None
    assert behind.production is not None
    assert (behind.production.pointer, behind.own_tip.files != behind.production.files) == (first, True)
    parent.commit({"old/t.py": None}, "Move the pointer")
    found = accepted(pump)
    assert (trees(found)[0], found.predecessors) == ("met", ())
    assert found.tested == ("tool: test/tool-001",)
    (environment,) = pump.project.system_trees["A"].environments
    assert environment.commit == tip

    missing = parent.clone(tmp_path / "clone")
    alone = accepted(Pump(missing))
    assert (alone.outcome, trees(alone)) == ("unknown", ("unknown", "repository 'tool' is not available"))


@pytest.mark.verifies("REQ-QUA-008", "REQ-QUA-022")
def test_code_that_was_tested_here_before_it_had_a_repository_of_its_own(tmp_path: Path) -> None:
    tool = GitRepository.create(tmp_path / "tool")
    tool.commit({"t.py": "2\n"})
    parent = GitRepository.create(tmp_path / "parent")
    parent.commit(
        {
            "qms.toml": "[project]\nname = 'P'\n[repositories.tool]\npath = 'tool'\n"
            "[[system]]\nname = 'A'\nrepository = 'tool'\nmoved = { 'old/t.py' = 'tool/' }\n",
            "old/t.py": "1\n",
        }
    )
    parent.branch("test/tool-001")
    parent.commit({"old/t.py": "2\n"})
    parent.checkout("main")
    parent.add_submodule(tool, "tool")
    parent.commit({"old/t.py": None}, "Add the tool")
    found = accepted(Pump(parent))
    assert (found.tested, trees(found)[0], found.predecessors) == (("test/tool-001",), "met", ())


def test_without_git_or_code_paths_it_is_unknown(pump: Pump, tmp_path: Path) -> None:
    pump.begin()
    pump.repository.commit({"qms.toml": "[[system]]\nname = 'A'\n"})
    assert trees(accepted(pump)) == ("unknown", "the settings do not say which paths are the code of A")
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "qms.toml").write_text("[[system]]\nname = 'A'\ncode = ['src']\n")
    assert trees(accepted(Pump(GitRepository(plain)))) == ("unknown", "there is no git history")


@pytest.mark.verifies("REQ-QUA-008")
def test_an_environment_of_which_only_a_squash_is_left_leaves_unknown_what_was_tested(pump: Pump) -> None:
    pump.begin()
    pump.test_environment({"src/a.py": "A = 2\n"})
    pump.repository.git("merge", "--squash", "test/a-001")
    made = pump.repository.commit({}, "Merge branch 'test/a-001'")
    pump.repository.git("branch", "-D", "test/a-001")
    pump.qualify(made)
    assert trees(accepted(pump)) == (
        "unknown",
        "the last commit of test/a-001 is lost: it was squashed, and is gone",
    )


def test_names_and_paths_in_a_repository_are_only_text(pump: Pump) -> None:
    pump.begin()
    files: dict[str, str | bytes | None] = {"src/<script>.py": "1\n", "src/--upload-pack=x": "1\n", "src/a\nb": "1\n"}
    pump.test_environment(files, "test/a-001")
    pump.repository.merge("test/a-001")
    pump.repository.commit({"src/a\nb": "2\n"})
    assert differences(accepted(pump)) == [("src/a\nb", "changed")]
