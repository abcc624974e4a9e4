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

TOOL = Path(__file__).parent.parent.parent / "tools/synthetic.py"
COUNT = 20


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("synthetic", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


synthetic = load()


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


def test_figures_of_every_command_are_printed_and_written(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    options = ("--sizes", "10", "--rounds", "1", "--json", figures)
    done = run(sys.executable, TOOL.with_name("bench.py"), *options, cwd=tmp_path)
    assert done.code == 0, done.output
    lines = json.loads(figures.read_text(encoding="utf-8"))
    assert [(line["command"], line["requirements"]) for line in lines] == [("check", 10), ("facts", 10), ("pages", 10)]
    assert all(line["growth"] == {"wall": 1, "cpu": 1, "memory": 1} for line in lines)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["command", "check", "facts", "pages"]
