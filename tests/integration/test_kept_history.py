"""A long history is kept between runs: no output tells whether it was, and the repository stays as it is."""

import hashlib
from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.engine import Request, run
from qms_site.reports.facts import render_facts
from qms_site.stores.kept import KeptBytes

PLACE = ".cache/qms-site/kept.sqlite"
SETTINGS = '[project]\ngovernance-start = 2026-01-02\n\n[[system]]\nname = "PUMP"\ncode = ["src"]\n'
STATES = ("DRAFT", "IN_PRE_REVIEW", "PRE_APPROVED", "IN_EXECUTION")
FIRST_SECOND = 1767258000


def commit_of(number: int, message: str, path: str, text: str) -> str:
    person = f"Ada Example <ada@example.org> {FIRST_SECOND + 600 * number} +0200"
    return (
        f"commit refs/heads/main\nauthor {person}\ncommitter {person}\ndata {len(message)}\n{message}\n"
        f"M 100644 inline {path}\ndata {len(text)}\n{text}\n"
    )


@pytest.fixture
def long(repository: GitRepository) -> GitRepository:
    """A record in execution, and 2,100 commits under it, 300 of which revise texts."""
    parts = [commit_of(0, "Settings", "qms.toml", SETTINGS)]
    for number, state in enumerate(STATES, start=1):
        text = f"---\nid: CR-001\nstatus: {state}\nversion: '1.0'\n---\n\n# CR-001: Pump\n"
        parts.append(commit_of(number, f"CR-001: {state}", "QMS/CR-001.md", text))
    for number in range(5, 2105):
        record = "CR-001: " if number % 701 else ""
        path, text = f"src/file_{number % 9}.py", f"# {number}\n"
        if number % 7 == 0:
            path = f"QMS/{('SOP-001', 'SOP-002', 'TEMPLATE-CR')[number % 3]}.md"
            text = f"---\nstatus: EFFECTIVE\nversion: '{number}.0'\n---\n\n# {path[4:-3]}: A\n\n## Part {number}\n"
        parts.append(commit_of(number, f"{record}step {number}", path, text))
    repository.git("fast-import", "--quiet", stdin="".join(parts).encode())
    repository.git("reset", "--quiet", "--hard", "main")
    return repository


def facts_of(repository: GitRepository, *, keeps: bool, revision: str | None = None) -> str:
    return render_facts(run(Request(folder=repository.root, keeps=keeps, revision=revision)))


def digests_of(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.verifies("REQ-READ-002", "REQ-PERF-003")
def test_facts_are_the_same_to_the_byte_and_only_the_ignored_folder_is_written(long: GitRepository) -> None:
    before, cold = digests_of(long.root), facts_of(long, keeps=False)
    assert digests_of(long.root) == before
    assert "GIT101" in cold
    assert facts_of(long, keeps=True) == cold
    after = digests_of(long.root)
    assert after.keys() - before.keys() == {".cache/qms-site/.gitignore", PLACE}
    assert {name: after[name] for name in before} == before
    assert long.git("status", "--porcelain") == ""
    assert {key.split("/")[0] for key in KeptBytes(long.root, lambda: True)} == {"log", "declared"}
    assert facts_of(long, keeps=True) == cold
    assert digests_of(long.root) == after
    long.commit({"src/file_1.py": "# one more\n"}, "One more", date="2026-02-01T09:00:00+00:00")
    kept = after[PLACE]
    assert facts_of(long, keeps=True) == facts_of(long, keeps=False) != cold
    assert digests_of(long.root)[PLACE] == kept
    assert facts_of(long, keeps=True, revision="HEAD~3") == facts_of(long, keeps=False, revision="HEAD~3")


@pytest.mark.parametrize("spoiled", [b"", b"no database", None])
def test_a_damaged_file_changes_nothing(long: GitRepository, spoiled: bytes | None) -> None:
    cold = facts_of(long, keeps=True)
    file = long.root / PLACE
    data = file.read_bytes()
    file.write_bytes(data.replace(b"CR-001: step", b"CR-001: PETS") if spoiled is None else spoiled)
    assert facts_of(long, keeps=True) == cold
    assert facts_of(long, keeps=True) == cold
    assert b"CR-001: PETS" not in file.read_bytes()


@pytest.mark.verifies("REQ-SEC-004")
def test_what_a_commit_brings_in_the_place_of_the_file_is_not_believed(long: GitRepository, tmp_path: Path) -> None:
    facts_of(long, keeps=True)
    kept = KeptBytes(long.root, lambda: True)
    for key, data in kept.items():
        kept[key] = data.replace(b"\xa8step 701", b"\xa8CR-001: ")  # its length, and a subject that cites nothing
    other = long.clone(tmp_path / "other")
    other.write({PLACE: (long.root / PLACE).read_bytes()}).git("add", "--force", ".cache")
    other.commit(message="CR-001: more speed", date="2026-02-01T09:00:00+00:00")
    before, found = digests_of(other.root), facts_of(other, keeps=True)
    assert found == facts_of(other, keeps=False)
    assert "step 701" in found
    assert digests_of(other.root) == before
