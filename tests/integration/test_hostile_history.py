"""Nothing that a history contains reaches git as an option, a page as HTML, or keeps a regular expression busy."""

from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.engine import Request, run
from qms_site.pages.site import plan_site
from qms_site.pages.writing import site_files
from qms_site.reports.facts import collect_facts

SETTINGS = "[[system]]\nname = 'FLOW'\ncode = ['.']\n"
RECORD = '---\nstatus: IN_EXECUTION\nversion: "1.0"\n---\n# CR-001: X of src/\n\n{text}\n'
SCRIPT = "<script>alert(1)</script>"
NAMES = (
    "--upload-pack=touch ran", "-c core.fsmonitor=touch ran", f"src/{SCRIPT.replace('/', '-')}.py", "src/a\nb.py", 'src/"q\'.py',
    "src/\u202egnp.py", "src/$(touch ran).py", "src/`touch ran`.py",
)  # fmt: skip
BRANCHES = (
    "--upload-pack=x",
    "-c",
    "cr-001/<script>alert(1)</script>",
    "test/$(touch-ran)-1",
    "x" * 200,
    "cr-001-exec;touch",
)
SUBJECTS = (
    "CR-001: " + "CR-001-" * 20_000,
    "CR-001: " + "a" * 1_000_000,
    "CR-001, " * 100_000,
    "Merge branch '" + "'" * 50_000,
    "Merge pull request #1 from " + "/" * 100_000,
    'Revert "' + 'Revert "' * 50_000,
    "CR-001 through " * 20_000,
    f"CR-001: {SCRIPT} \x1b[31m \u202e",
    "CR-001: --upload-pack=touch ran -c core.fsmonitor=x",
)
TEXTS = (
    "`--upload-pack=x @ 0123abc`, `-c core.fsmonitor=x @ --upload-pack=x`, `src/a.py @ $(touch ran)`",
    "commit " * 50_000,
    "0a1b2c3" * 50_000,
    "a/" * 100_000 + " @ 0123abc",
    "@ " * 100_000,
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> GitRepository:
    repository = GitRepository.create(tmp_path_factory.mktemp("hostile") / "here")
    first = repository.commit(
        {"qms.toml": SETTINGS, "QMS/CR/CR-001.md": RECORD.format(text="\n\n".join(TEXTS))}, "CR-001: begin"
    )
    for number, subject in enumerate(SUBJECTS):
        repository.write({"src/a.py": str(number)}).git("add", "--all")
        repository.git("commit", "--quiet", "--file=-", "--cleanup=verbatim", stdin=subject.encode())
    repository.commit(dict.fromkeys(NAMES, "x"), "CR-001: odd names")
    for name in BRANCHES:
        repository.git("update-ref", f"refs/heads/{name}", first)
    return repository


@pytest.mark.verifies("REQ-SEC-001", "REQ-SEC-003")
def test_it_is_read_judged_and_shown_as_text(hostile: GitRepository) -> None:
    outcome = run(Request(folder=hostile.root))
    facts = collect_facts(outcome)
    assert len(facts.commits) == len(SUBJECTS) + 2
    assert {commit.standing for commit in facts.commits if commit.touches.code} <= {"authorised", "no record"}
    for name, data in site_files(plan_site(outcome, directories=False)):
        if name.endswith(".html") and not name.startswith("assets/"):
            assert SCRIPT.encode() not in data, name
            assert b"<script>alert" not in data, name
            assert b"\x1b" not in data, name
            assert "\u202e".encode() not in data, name
    assert not any(hostile.root.rglob("ran"))
    assert not any(Path.cwd().glob("ran"))
    assert hostile.git("status", "--porcelain") == ""
