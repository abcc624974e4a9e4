"""The synthetic quality systems that are measured are what they claim to be, read by the product itself."""

import importlib.util
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from integration.commands import qms_site
from integration.sites import Repository, run

TOOLS = Path(__file__).parent.parent.parent / "tools"
COUNT = 20
COMMITS = 300


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(name, module)  # the tools import each other by their names
    spec.loader.exec_module(module)
    return module


synthetic = load("synthetic")
histories = load("histories")


def git(folder: Path, *arguments: str) -> str:
    isolated = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ["PATH"]}
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=isolated, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "corpus"
    synthetic.write_corpus(folder, COUNT)
    return folder


def test_the_product_reads_all_that_was_written(corpus: Path) -> None:
    done = qms_site(Repository(path=corpus), "facts")
    assert done.code == 0, done.output
    facts = json.loads(done.stdout)
    types = Counter(document["type"] for document in facts["documents"])
    assert types == {"CR": COUNT // 10, "RS": 1, "DS": 1, "RTM": 1}
    assert Counter(item["kind"] for item in facts["items"]) == {"requirement": COUNT, "design": COUNT // 2}
    assert len({trace["item"] for trace in facts["traces"]}) == len(facts["traces"]) == COUNT
    assert {len(trace["tests"]) for trace in facts["traces"]} == {1}
    assert {len(trace["commits"]) for trace in facts["traces"]} == {1}
    assert {execution["result"] for execution in facts["executions"]} == {"pass"}
    assert [finding for finding in facts["findings"] if finding["severity"] == "error"] == []


def test_the_history_is_in_execution_when_code_changes(corpus: Path) -> None:
    subjects = git(corpus, "log", "--format=%s").splitlines()
    assert len(subjects) == 2 * COUNT
    assert all(subject.startswith("CR-000") for subject in subjects)
    assert git(corpus, "status", "--porcelain") == ""
    done = qms_site(Repository(path=corpus), "check", "--fail-on", "warning")
    assert done.code == 0, done.output


def test_tests_and_results_are_there_for_every_trace(corpus: Path) -> None:
    tests = (corpus / "tests/test_aaa.py").read_text(encoding="utf-8")
    results = (corpus / synthetic.RESULTS).read_text(encoding="utf-8")
    facts = json.loads(qms_site(Repository(path=corpus), "facts").stdout)
    for trace in facts["traces"]:
        (name,) = trace["tests"]
        assert f'@pytest.mark.verifies("{trace["item"]}")\ndef {name.rpartition("::")[2]}():' in tests
        assert f'value="{trace["item"]}"' in results
    assert results.count("<testcase ") == COUNT


def test_the_same_seed_gives_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    head = synthetic.write_corpus(tmp_path / "again", COUNT)
    assert head == git(corpus, "rev-parse", "HEAD").strip()
    assert (tmp_path / "again" / synthetic.RESULTS).read_bytes() == (corpus / synthetic.RESULTS).read_bytes()
    assert synthetic.write_corpus(tmp_path / "other", COUNT, seed=2) != head


@pytest.mark.verifies("REQ-PERF-006")
def test_figures_of_every_command_and_of_a_history_are_printed_and_written(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    options = ("--sizes", "10", "--commits", "40", "--rounds", "1", "--json", figures)
    done = run(sys.executable, TOOLS / "bench.py", *options, cwd=tmp_path)
    assert done.code == 0, done.output
    lines = json.loads(figures.read_text(encoding="utf-8"))
    sizes, cases = lines[:3], lines[3:]
    assert [(line["command"], line["requirements"]) for line in sizes] == [("check", 10), ("facts", 10), ("pages", 10)]
    assert all(line["growth"] == {"wall": 1, "cpu": 1, "memory": 1} for line in sizes)
    assert [(line["case"], line["commits"]) for line in cases] == [
        ("git log", 40),
        ("one commit", 1),
        ("cold", 40),
        ("warm", 40),
    ]
    assert all(line["median"].keys() == {"wall", "cpu", "memory"} for line in cases)
    assert [line["engine"] is None for line in cases] == [True, False, False, False]
    first_words = [line.split()[0] for line in done.stdout.splitlines() if line]
    assert first_words[:8] == ["command", "check", "facts", "pages", "history", "git", "one", "cold"]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "history"
    histories.write_history(folder, COMMITS)
    return folder


def test_a_long_history_is_one_of_records_in_execution(history: Path) -> None:
    assert git(history, "rev-list", "--count", "HEAD").strip() == str(COMMITS)
    assert git(history, "status", "--porcelain") == ""
    assert len(git(history, "rev-list", "--merges", "HEAD").split()) > 3
    assert "firmware" in git(history, "ls-files")
    done = qms_site(Repository(path=history), "check", "--fail-on", "warning")
    assert done.code == 0, done.output


def test_the_same_length_gives_the_same_history_and_may_grow(history: Path, tmp_path: Path) -> None:
    head = histories.write_history(tmp_path / "again", COMMITS)
    assert head == git(history, "rev-parse", "HEAD").strip()
    assert histories.add_commit(tmp_path / "again") != head
    assert git(tmp_path / "again", "rev-list", "--count", "HEAD").strip() == str(COMMITS + 1)
    done = qms_site(Repository(path=tmp_path / "again"), "check", "--fail-on", "warning")
    assert done.code == 0, done.output
