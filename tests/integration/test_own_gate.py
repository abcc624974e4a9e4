"""The gate of this repository bites: in a copy, a document or a commit that breaks the procedures ends it with 1."""

import json
import re
from pathlib import Path

import pytest
from integration.commands import qms_site
from integration.sites import Repository, run

ROOT = Path(__file__).parent.parent.parent
DAY = "2027-01-01"
"""Later than any commit of the project, and than any record's grace period."""


@pytest.fixture
def copy(tmp_path: Path) -> Repository:
    """This repository as it is checked out, with its history."""
    if not (ROOT / ".git").exists():
        pytest.skip("there is no history here")
    clone = run("git", "clone", "--quiet", "--no-hardlinks", str(ROOT), "copy", cwd=tmp_path)
    assert clone.code == 0, clone.output
    repository = Repository(path=tmp_path / "copy")
    repository.git("checkout", "--quiet", "-B", "main")
    return repository


def edited(repository: Repository, name: str, pattern: str, replacement: str) -> None:
    """Change one place of a file; it must be there."""
    path = repository.path / name
    text, count = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1, f"{name} has no {pattern}"
    path.write_text(text, encoding="utf-8")


def judge(repository: Repository, *options: str | Path) -> list[str]:
    """The findings of the command that ``make check`` runs, where it ends with 1; none where it ends with 0."""
    done = qms_site(repository, "check", "--fail-on", "warning", *options)
    assert done.code in (0, 1), done.output
    return [line for line in done.stdout.splitlines() if re.search(r"\b(?:warning|error) [A-Z]{3}\d", line)]


def in_execution(repository: Repository) -> str:
    """A change record that is in execution; made for this, where there is none."""
    for path in sorted((repository.path / "QMS/CR").glob("*/CR-*.md")):
        if re.search(r"^status: IN_EXECUTION$", path.read_text(encoding="utf-8"), re.MULTILINE):
            return path.stem
    return "CR-001"


def test_make_check_runs_the_gate_and_the_self_trace() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\ncheck:")[2].partition("\n\n")[0]
    assert "$(BIN)/qms-site check --fail-on warning --junit .cache/tests/junit.xml --results-commit HEAD" in recipe


def test_as_it_is_the_gate_is_open(copy: Repository) -> None:
    assert judge(copy) == []


@pytest.mark.verifies("REQ-AUTH-007")
def test_a_commit_to_code_without_a_record_closes_it(copy: Repository) -> None:
    copy.write({"qms_site/new.py": '"""New."""\n'})
    copy.commit("Add a module", day=DAY)
    (line,) = judge(copy)
    assert line.endswith("(Add a module) changed SITE and cites no record")


@pytest.mark.parametrize(
    ("record", "reason"),
    [("CR-001", "CR-001, which was not in execution then"), ("CR-999", "CR-999, which does not exist")],
)
def test_a_commit_under_a_record_that_does_not_authorise_it_closes_it(
    copy: Repository, record: str, reason: str
) -> None:
    copy.write({"qms_site/new.py": '"""New."""\n'})
    copy.commit(f"{record}: Add a module", day=DAY)
    (line,) = judge(copy)
    assert f"1 commit changed SITE under {reason}: " in line


@pytest.mark.parametrize(
    ("name", "pattern", "replacement", "code"),
    [
        ("QMS/SOP/SOP-002.md", r"^revision_summary: .*$", "revision_summary: Better wording", "DOC403"),
        ("QMS/SOP/SOP-002.md", r"^## 1\. Purpose and scope$", "## 1. Introduction", "DOC401"),
        ("QMS/SOP/SOP-001.md", r"^status: .*$", "status: IN_FORCE", "DOC302"),
        ("QMS/SOP/SOP-001.md", r"^id: SOP-001$", "id: SOP-004", "DOC203"),
        ("QMS/CR/CR-001/CR-001.md", r"^(\| EI-1 \|.*\|) [^|]+ \|$", r"\1 [PERFORMER - DATE] |", "DOC402"),
        ("QMS/SDLC-SITE/SDLC-SITE-RS.md", r"\(\.\./SOP/SOP-001\.md\)", "(../SOP/SOP-01.md)", "LNK101"),
    ],
)
@pytest.mark.verifies("REQ-PKG-009")
def test_a_document_that_breaks_the_procedures_closes_it(
    copy: Repository, name: str, pattern: str, replacement: str, code: str
) -> None:
    edited(copy, name, pattern, replacement)
    copy.commit(f"{in_execution(copy)}: Change a document", day=DAY)
    lines = judge(copy)
    assert lines
    assert any(f" {code} " in line for line in lines), lines


def a_run(repository: Repository, *, without: str = "", failing: str = "") -> Path:
    """The report of a run in which every test passed, but for one that was not run and one that failed."""
    done = qms_site(repository, "facts")
    assert done.code == 0, done.output
    cases = []
    for test in json.loads(done.stdout)["tests"]:
        path, *classes, name = test["id"].split("::")
        scope = ".".join([*path.removesuffix(".py").split("/"), *classes])
        outcome = "<failure/>" if test["id"] == failing else ""
        if test["id"] != without:
            cases.append(f'<testcase classname="{scope}" name="{name}">{outcome}</testcase>')
    report = repository.path.parent / "junit.xml"
    report.write_text(f"<testsuite>{''.join(cases)}</testsuite>", encoding="utf-8")
    return report


SHOWING = "tests/unit/sources/test_git.py::test_a_revision_is_any_name_of_a_commit"
"""A test that the matrix names."""


@pytest.mark.verifies("REQ-TRC-019")
def test_with_a_run_in_which_all_passed_it_is_open(copy: Repository) -> None:
    assert judge(copy, "--junit", a_run(copy), "--results-commit", "HEAD") == []


@pytest.mark.verifies("REQ-TRC-019")
@pytest.mark.parametrize(("lost", "code"), [({"without": SHOWING}, "TRC302"), ({"failing": SHOWING}, "TRC303")])
def test_a_requirement_that_lost_its_pass_closes_it(copy: Repository, lost: dict[str, str], code: str) -> None:
    (line,) = judge(copy, "--junit", a_run(copy, **lost), "--results-commit", "HEAD")
    assert f" {code} {SHOWING} " in line


@pytest.mark.verifies("REQ-TRC-019")
def test_a_requirement_that_lost_its_test_closes_it(copy: Repository) -> None:
    edited(copy, "tests/unit/sources/test_git.py", r"def test_a_revision_is_any_name_of_a_commit", "def test_renamed")
    lines = judge(copy)
    assert {line.split(" TRC")[1][:3] for line in lines} == {"301", "306"}, lines


def test_code_among_the_documents_closes_it(copy: Repository) -> None:
    copy.write({"QMS/SOP/renumber.py": "print()\n"})
    copy.commit(f"{in_execution(copy)}: Add a script", day=DAY)
    (line,) = judge(copy)
    assert line == "QMS/SOP/renumber.py: warning DOC501 a code file lies among the controlled documents"
