"""This product is its own first user: its documents, reference pages and commits keep the rules that it states."""

import hashlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from qms_site.engine import Request, run
from qms_site.findings import Severity
from qms_site.reports.reference import reference_files
from qms_site.settings import parse_settings

ROOT = Path(__file__).parent.parent
VENDOR = ROOT / "qms_site/pages/static/vendor"
SUBJECT = re.compile(r"CR-\d{3,}: \S")


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_its_own_documents_are_clean() -> None:
    counted = run(Request(folder=ROOT)).counted
    assert [str(entry.finding.message) for entry in counted if entry.finding.severity is not Severity.NOTE] == []


@pytest.mark.verifies("REQ-SET-005", "REQ-CLI-005")
@pytest.mark.parametrize("name", reference_files())
def test_its_reference_is_what_the_code_says(name: str) -> None:
    written = (ROOT / "docs/reference" / name).read_text(encoding="utf-8")
    assert written == reference_files()[name], "stale: make reference"


def vendored() -> dict[str, str]:
    """Checksum of each vendored file, as its list says."""
    rows = re.findall(
        r"^\| `(\S+)` \|.*\| `([0-9a-f]{64})` \|$", (VENDOR / "README.md").read_text("utf-8"), re.MULTILINE
    )
    return dict(rows)


@pytest.mark.parametrize("name", vendored())
def test_a_vendored_file_is_the_one_that_was_taken_and_has_its_licence(name: str) -> None:
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == vendored()[name]
    assert (VENDOR / name).with_name("LICENSE").is_file()


def test_every_vendored_file_is_on_the_list() -> None:
    files = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert {name for name in files if not name.endswith(("LICENSE", "README.md"))} == set(vendored())


def test_every_commit_under_governance_cites_its_change_record() -> None:
    project = tomllib.loads((ROOT / "qms.toml").read_text(encoding="utf-8"))["project"]
    start = project["governance-start-commit"]
    if not (ROOT / ".git").exists():
        pytest.skip("there is no history here")
    subjects = git("log", "--no-merges", "--format=%h %s", f"{start}..HEAD").splitlines()
    assert [line for line in subjects if not SUBJECT.match(line.partition(" ")[2])] == []


@pytest.mark.parametrize(
    "page", ["README.md", *sorted(f"docs/guide/{path.name}" for path in (ROOT / "docs/guide").glob("*.md"))]
)
def test_settings_in_its_guide_are_valid(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for block in re.findall(r"^( *)```toml\n(.*?)^\1```", text, re.MULTILINE | re.DOTALL):
        indent, example = block
        parse_settings(re.sub(rf"^{indent}", "", example, flags=re.MULTILINE), page)


@pytest.mark.verifies("REQ-PKG-007")
def test_every_bound_of_a_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    bounds = text.partition("\ndependencies = [\n")[2].partition("\n]")[0].splitlines()
    assert len(bounds) > 10
    assert [line for line in bounds if not re.search(r'",\s+# \S', line)] == []
