"""The pytest plugin in runs of pytest, each in a repository of its own that has one document with two requirements."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from builders import GitRepository
from integration.sites import Ended, run

import qms_site
from qms_site.records.junit import ReportedCase, read_junit
from qms_site.records.testcode.reading import TestFunction, find_tests

SPECIFICATION = """---
status: EFFECTIVE
version: "1.0"
---
# SDLC-PUMP-RS: Pump

| ID | Requirement |
|---|---|
| REQ-PUMP-001 | **Start.** The pump shall start. |
| REQ-PUMP-002 | **Stop.** The pump shall stop. |
"""
TESTS = """import pytest

@pytest.mark.verifies("REQ-PUMP-001")
def test_start():
    pass
"""
WRONG = """import pytest

@pytest.mark.verifies("REQ-PUMP-001, REQ-PUMP-01")
@pytest.mark.parametrize("speed", [1, 2])
def test_start(speed):
    pass

@pytest.mark.verifies("REQ-VALVE-7")
class TestStop:
    def test_now(self):
        pass
"""
UNKNOWN = """ERROR: tests verify items that no document below QMS defines:
test_pump.py:3: test_start verifies REQ-PUMP-01; did you mean REQ-PUMP-001 or REQ-PUMP-002?
test_pump.py:10: TestStop.test_now verifies REQ-VALVE-7
"""
QUALITY_SYSTEM = {"qms.toml": "", "QMS/RS/SDLC-PUMP-RS.md": SPECIFICATION}
LOADED = ("-p", "qms_site.pytest_plugin")
REPORT = ("--junitxml", ".cache/junit.xml")


@pytest.fixture
def pump(repository: GitRepository) -> GitRepository:
    """A quality system with a test that verifies one of its requirements, committed."""
    repository.commit({**QUALITY_SYSTEM, "test_pump.py": TESTS, ".gitignore": ".cache/\n"})
    return repository


def run_pytest(root: Path, *arguments: str, paths: tuple[Path, ...] = (), **more: str) -> Ended:
    """pytest with no plugins but those that are named; it imports the product from where these tests have it."""
    product = Path(qms_site.__file__).parent.parent
    variables = {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": os.pathsep.join(map(str, (*paths, product))),
        **more,
    }
    command = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--strict-markers", *arguments)
    return run(*command, cwd=root, **variables)


def report_of(root: Path) -> dict[str, ReportedCase]:
    """The cases of the JUnit file by their names."""
    entries = read_junit("junit.xml", (root / REPORT[1]).read_bytes())
    return {entry.name: entry for entry in entries if isinstance(entry, ReportedCase)}


def commits_in(root: Path) -> set[str | None]:
    return {case.commit for case in report_of(root).values()}


SPELLINGS = """import pytest

pytestmark = pytest.mark.verifies("REQ-A-1")
BOTH = ["REQ-A-2", "REQ-A-3"]

@pytest.mark.verifies("REQ-A-2", "REQ-A-3")
def test_arguments():
    pass

@pytest.mark.verifies(BOTH)
def test_list():
    pass

@pytest.mark.verifies("REQ-A-2, REQ-A-3;REQ-A-4 REQ-A-2")
def test_text():
    pass

@pytest.mark.verifies(("REQ-A-5",), "REQ-A-1")
class TestClass:
    @pytest.mark.verifies("REQ-A-6")
    def test_method(self):
        pass

@pytest.mark.parametrize("a", [1, pytest.param(2, marks=pytest.mark.verifies("REQ-A-7"))])
def test_parameters(a):
    pass

@pytest.mark.verifies({"REQ-A-9", "REQ-A-8"})
def test_set():
    pass
"""


@pytest.mark.verifies("REQ-TRC-010")
def test_ids_reach_the_report_from_every_spelling_of_the_mark(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(SPELLINGS, encoding="utf-8")
    done = run_pytest(tmp_path, *LOADED, *REPORT)
    assert done.code == 0, done.output
    verified = {
        name: {id_.removeprefix("REQ-A-") for id_ in case.verifies} for name, case in report_of(tmp_path).items()
    }
    assert verified == {
        "test_arguments": {"1", "2", "3"},
        "test_list": {"1", "2", "3"},
        "test_text": {"1", "2", "3", "4"},
        "test_method": {"1", "5", "6"},
        "test_parameters[1]": {"1"},
        "test_parameters[2]": {"1", "7"},
        "test_set": {"1", "8", "9"},
    }
    read = [test for test in find_tests("test_it.py", SPELLINGS.encode()) if isinstance(test, TestFunction)]
    verified["test_parameters"] = verified.pop("test_parameters[1]") | verified.pop("test_parameters[2]")
    assert {test.titles[0]: {id_.removeprefix("REQ-A-") for id_ in test.verifies} for test in read} == verified


@pytest.mark.verifies("REQ-TRC-010")
def test_the_marker_is_registered(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, *LOADED, "--markers")
    shown = "@pytest.mark.verifies(*ids): items of the quality system, by their ids, that the test shows"
    assert shown in done.stdout.splitlines()


@pytest.mark.verifies("REQ-TRC-010")
@pytest.mark.parametrize("arguments", [(), ("--collect-only",), REPORT], ids=["run", "collect", "report"])
def test_ids_that_do_not_exist_fail_the_run_all_at_once(pump: GitRepository, arguments: tuple[str, ...]) -> None:
    pump.commit({"test_pump.py": WRONG})
    done = run_pytest(pump.root, *LOADED, *arguments)
    assert (done.code, done.stderr.strip()) == (4, UNKNOWN.strip()), done.output
    assert "passed" not in done.stdout


@pytest.mark.parametrize(
    ("settings", "arguments"), [("", ("--qms-no-check",)), ("[pytest]\nqms_check = false\n", ())], ids=["option", "ini"]
)
def test_the_check_can_be_switched_off(pump: GitRepository, settings: str, arguments: tuple[str, ...]) -> None:
    pump.write({"test_pump.py": WRONG, "pytest.ini": settings or "[pytest]\n"})
    done = run_pytest(pump.root, *LOADED, *REPORT, *arguments)
    assert done.code == 0, done.output
    assert report_of(pump.root)["test_now"].verifies == ("REQ-VALVE-7",)


def test_where_there_is_no_quality_system_nothing_is_checked(tmp_path: Path) -> None:
    (tmp_path / "test_pump.py").write_text(WRONG, encoding="utf-8")
    done = run_pytest(tmp_path, *LOADED)
    assert (done.code, done.stderr) == (0, "")
    assert "qms-site:" not in done.stdout


def test_a_quality_system_is_found_above_the_tests(pump: GitRepository) -> None:
    pump.write({"code/pytest.ini": "[pytest]\n", "code/test_valve.py": WRONG})
    done = run_pytest(pump.root / "code", *LOADED)
    assert done.code == 4
    assert "test_valve.py:3: test_start verifies REQ-PUMP-01; did you mean" in done.stderr


def test_marks_that_name_no_ids_fail_the_run(pump: GitRepository) -> None:
    marks = ("verifies(7, ['REQ-PUMP-001', None])", "verifies(id='REQ-PUMP-001')", "verifies", "verifies(' ')")
    tests = (f"@pytest.mark.{mark}\ndef test_{number}():\n    pass\n" for number, mark in enumerate(marks))
    pump.write({"test_pump.py": "\n".join(("import pytest\n", *tests))})
    done = run_pytest(pump.root, *LOADED)
    assert done.code == 4
    assert done.stderr.strip() == (
        "ERROR: the marker verifies takes ids as texts:\n"
        "test_pump.py:3: test_0 gives it 7\n"
        "test_pump.py:3: test_0 gives it None\n"
        "test_pump.py:7: test_1 gives it id='REQ-PUMP-001'\n"
        "test_pump.py:11: test_2 gives it nothing\n"
        "test_pump.py:15: test_3 gives it nothing"
    )


def test_settings_that_cannot_be_used_are_told_without_a_traceback(pump: GitRepository) -> None:
    pump.write({"qms.toml": "[projekt]\n"})
    done = run_pytest(pump.root, *LOADED)
    assert done.code == 4
    said = f"{pump.root}/qms.toml: projekt: there is no such key; did you mean 'project'?"
    assert done.stderr.strip() == f"ERROR: the ids that tests verify cannot be checked:\n{said}"
    assert "Traceback" not in done.output


def test_marks_of_other_plugins_count_and_deselected_tests_do_not(pump: GitRepository) -> None:
    hook = "import pytest\n\ndef pytest_collection_modifyitems(items):\n    for item in items:\n"
    pump.write(
        {
            "conftest.py": f"{hook}        item.add_marker(pytest.mark.verifies('REQ-PUMP-002'))\n",
            "test_pump.py": f"{WRONG}\n\ndef test_bare():\n    pass\n",
        }
    )
    done = run_pytest(pump.root, *LOADED, *REPORT, "-k", "bare")
    assert done.code == 0, done.output
    assert {name: case.verifies for name, case in report_of(pump.root).items()} == {"test_bare": ("REQ-PUMP-002",)}


@pytest.mark.verifies("REQ-TRC-010")
def test_results_of_a_clean_work_tree_are_bound_to_its_commit(pump: GitRepository) -> None:
    for _ in range(2):  # the second run finds what the first has left
        done = run_pytest(pump.root, *LOADED, "--junitxml=junit.xml")
        assert done.code == 0, done.output
        assert f"qms-site: results are bound to {pump.head[:7]}, if nothing changes during the run" in done.stdout
        assert "no commit" not in done.stdout
    text = (pump.root / "junit.xml").read_text(encoding="utf-8")
    assert text.count(f'<properties><property name="commit" value="{pump.head}" /></properties>') == 1
    assert text.count('<property name="verifies" value="REQ-PUMP-001" />') == 1
    assert text.index('name="commit"') < text.index("<testcase")


@pytest.mark.verifies("REQ-TRC-010")
@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ({"QMS/RS/SDLC-PUMP-RS.md": f"{SPECIFICATION}\n"}, "1 file differs from {} (QMS/RS/SDLC-PUMP-RS.md)"),
        ({"pump.py": "", "qms.toml": "\n"}, "2 files differ from {} (pump.py, qms.toml)"),
    ],
    ids=["changed", "untracked"],
)
def test_results_of_other_files_are_bound_to_no_commit(
    pump: GitRepository, written: dict[str, str | bytes | None], reason: str
) -> None:
    pump.write(written)
    done = run_pytest(pump.root, *LOADED, *REPORT)
    sentence = f"qms-site: results are bound to no commit: {reason.format(pump.head[:7])}"
    assert done.stdout.splitlines().count(sentence) == 2  # at the head, and where the run ends
    assert (done.code, commits_in(pump.root)) == (0, {None})
    assert sentence in run_pytest(pump.root, *LOADED, *REPORT, "--quiet").stdout


@pytest.mark.verifies("REQ-TRC-010")
@pytest.mark.parametrize(
    ("action", "reason"),
    [
        ("(root / 'pump.py').write_text('2')", "1 file was changed during the run (pump.py)"),
        ("git('commit', '--quiet', '--allow-empty', '-m', 'x')", "HEAD moved from {} to {} during the run"),
    ],
    ids=["changed", "moved"],
)
def test_what_changes_during_the_run_binds_nothing(pump: GitRepository, action: str, reason: str) -> None:
    test = f"""import pathlib, subprocess
root = pathlib.Path(__file__).parent
def git(*words):
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *words], cwd=root, check=True)
def test_that_does_it():
    {action}
"""
    before = pump.commit({"pump.py": "1", "test_more.py": test})[:7]
    done = run_pytest(pump.root, *LOADED, *REPORT)
    said = reason.format(before, pump.head[:7])
    assert f"qms-site: results are bound to no commit: {said}" in done.stdout.splitlines()
    assert (done.code, commits_in(pump.root)) == (0, {None})


@pytest.mark.parametrize("broken", ["no git", "no repository", "no commit"])
def test_without_a_commit_the_tests_run_and_the_reason_is_told(tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "here"
    (GitRepository.create(folder) if broken != "no repository" else GitRepository(folder)).write(
        {**QUALITY_SYSTEM, "test_pump.py": TESTS}
    )
    reason, path = {
        "no git": ("git is not installed, or not on the PATH", ""),
        "no repository": ("this folder is in no git repository", os.environ["PATH"]),
        "no commit": ("the branch has no commit yet", os.environ["PATH"]),
    }[broken]
    done = run_pytest(folder, *LOADED, *REPORT, PATH=path)
    assert done.code == 0, done.output
    assert f"qms-site: results are bound to no commit: {reason}" in done.stdout.splitlines()
    case = report_of(folder)["test_start"]
    assert (case.commit, case.verifies) == (None, ("REQ-PUMP-001",))


def test_without_a_report_git_is_not_asked_and_nothing_is_said(pump: GitRepository) -> None:
    for arguments in ((), ("-p", "no:junitxml")):
        done = run_pytest(pump.root, *LOADED, *arguments)
        assert done.code == 0, done.output
        assert "qms-site:" not in done.stdout


def test_git_is_asked_twice_before_the_tests_and_twice_after_them_and_never_for_history(
    pump: GitRepository, tmp_path: Path
) -> None:
    pump.commit({"test_pump.py": "\n".join(TESTS.replace("start", f"start_{number}") for number in range(5))})
    log, program = tmp_path / "asked", tmp_path / "bin/git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$*" >> "{log}"\nexec "{shutil.which("git")}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    done = run_pytest(pump.root, *LOADED, *REPORT, PATH=f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    assert (done.code, commits_in(pump.root)) == (0, {pump.head})
    commands = {"status", "rev-parse", "ls-files", "log", "cat-file", "config"}
    asked = [next(word for word in line.split() if word in commands) for line in log.read_text().splitlines()]
    assert asked == ["status", "rev-parse", "ls-files", "status", "rev-parse"]


def test_a_run_without_marks_and_report_imports_nothing_large(pump: GitRepository) -> None:
    large = "('pydantic', 'markdown_it', 'msgspec', 'qms_site.settings', 'qms_site.sources', 'junitparser')"
    test = f"import sys\n\ndef test_it():\n    assert not [name for name in {large} if name in sys.modules]\n"
    pump.write({"test_pump.py": test})
    done = run_pytest(pump.root, *LOADED)
    assert done.code == 0, done.output


ENTRY_POINT = "[pytest11]\nqms_site.pytest_plugin = qms_site.pytest_plugin\n"


@pytest.mark.parametrize("arguments", [(), LOADED], ids=["installed", "named too"])
def test_it_is_active_once_however_often_it_is_asked_for(
    pump: GitRepository, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    installed = tmp_path / "installed/pump_tools-1.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: pump-tools\nVersion: 1\n", encoding="utf-8")
    (installed / "entry_points.txt").write_text(ENTRY_POINT, encoding="utf-8")
    pump.commit({"conftest.py": "pytest_plugins = ['qms_site.pytest_plugin']\n"})
    done = run_pytest(
        *(pump.root, "-W", "error", *arguments, *REPORT), paths=(installed.parent,), PYTEST_DISABLE_PLUGIN_AUTOLOAD=""
    )
    assert done.code == 0, done.output
    text = (pump.root / REPORT[1]).read_text(encoding="utf-8")
    assert (text.count('name="verifies"'), text.count('name="commit"')) == (1, 1)


@pytest.mark.verifies("REQ-TRC-010")
def test_workers_of_xdist_hand_over_ids_and_the_run_its_commit(pump: GitRepository) -> None:
    pytest.importorskip("xdist")
    done = run_pytest(pump.root, *LOADED, "-p", "xdist", "-n2", *REPORT)
    assert done.code == 0, done.output
    case = report_of(pump.root)["test_start"]
    assert (case.commit, case.verifies) == (pump.head, ("REQ-PUMP-001",))


def test_workers_of_xdist_fail_the_run_in_the_same_words(pump: GitRepository) -> None:
    pytest.importorskip("xdist")
    pump.commit({"test_pump.py": WRONG})
    done = run_pytest(pump.root, *LOADED, "-p", "xdist", "-n2")
    assert done.code == 4, done.output
    assert done.stdout.count(UNKNOWN) == 1
    assert "passed" not in done.stdout
