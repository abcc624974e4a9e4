"""``qms-site verify``: what it prints, and its exit codes."""

from pathlib import Path

import pytest
from builders import GitRepository
from click.testing import CliRunner, Result

from qms_site.cli import cli

CODE = "def stop():\n    pass\n\n\ndef start():\n    pass\n"


@pytest.fixture
def pump(tmp_path: Path) -> GitRepository:
    """A repository with a tool in it, and an empty folder where another should be."""
    repository = GitRepository.create(tmp_path / "pump")
    tool = GitRepository.create(repository.root / "tool")
    tool.commit({"tool.py": "one\ntwo\n"}, "Begin the tool")
    repository.write({"qms.toml": "[repositories.tool]\npath = 'tool'\n", ".gitignore": "tool/\ngone/\n"})
    repository.commit({"src/pump.py": CODE, "--upload-pack=x.py": "x\n"}, "CR-001: \x1b[31mstop")
    return repository


def verify(repository: GitRepository, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["verify", "-C", str(repository.root), *arguments])


@pytest.mark.verifies("REQ-HIST-003", "REQ-HIST-004")
def test_lines_are_shown_as_they_were(pump: GitRepository) -> None:
    commit = pump.head
    pump.commit({"src/pump.py": CODE.replace("pass", "return")}, "CR-002: return")
    done = verify(pump, f"src/pump.py:5-6 @ {commit[:9]}")
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        f"src/pump.py:5-6 @ {commit[:9]}: holds",
        "  verdict     All that it names was there at its commit.",
        "  repository  Quality management system",
        f"  commit      {commit}  2026-01-01 09:00 UTC  CR-001: \\x1b[31mstop",
        f"  object      file src/pump.py {pump.git('rev-parse', f'{commit}:src/pump.py').strip()}",
        "  since       The file has changed on production since.",
        "  5  def start():",
        "  6      pass",
    ]


@pytest.mark.verifies("REQ-HIST-004")
@pytest.mark.parametrize(
    ("written", "code", "label"),
    [
        ("src/pump.py @ {0}", 0, "holds"),
        ("`src/pump.py::stop` @ `{0}`", 0, "holds"),
        ("src @ {0}", 0, "holds"),
        ("tool/tool.py:2 @ {1}", 0, "holds"),
        ("tool.py @ {1}", 0, "holds"),
        ("tool@{1}", 0, "holds"),
        ("src/lost.py @ {0}", 1, "no such file"),
        ("src/pump.py:7 @ {0}", 1, "no such lines"),
        ("src/pump.py::lost @ {0}", 1, "no such name"),
        ("src/pump.py @ deadbeef", 1, "no such commit"),
        ("tool@{0}", 1, "no such commit"),
    ],
)
def test_the_exit_code_says_whether_it_holds(pump: GitRepository, written: str, code: int, label: str) -> None:
    tool = GitRepository(pump.root / "tool")
    done = verify(pump, written.format(pump.head[:9], tool.head[:9]))
    assert (done.exit_code, done.output.splitlines()[0].rpartition(": ")[2]) == (code, label)


@pytest.mark.verifies("REQ-HIST-004", "REQ-HIST-012")
def test_what_cannot_be_decided_is_2(pump: GitRepository) -> None:
    pump.write({"qms.toml": "[repositories.gone]\npath = 'gone'\n"})
    done = verify(pump, "gone/x.py @ 1e0d63f")
    assert (done.exit_code, done.output.splitlines()[:2]) == (
        2,
        ["gone/x.py @ 1e0d63f: unknown", "  verdict     Not available here, or not as a whole: gone."],
    )
    assert verify(pump, f"src/pump.py @ {pump.head}", "gone/x.py @ 1e0d63f").exit_code == 2
    assert verify(pump, f"src/lost.py @ {pump.head}", "gone/x.py @ 1e0d63f").exit_code == 1


@pytest.mark.verifies("REQ-HIST-004")
@pytest.mark.parametrize(
    "written",
    [
        "src/pump.py",
        "src/pump.py @ main",
        "src/pump.py @ HEAD~1",
        "../pump.py @ 1e0d63f",
        "/etc/passwd @ 1e0d63f",
        "",
        "a\nb.py @ 1e0d63f",
        "a\x00b.py @ 1e0d63f",
        "a\x1b[31m.py @ 1e0d63f",
        "x" * 9999,
        "a.py @ --upload-pack=x",
    ],
)
def test_what_is_no_reference_is_2_and_said(pump: GitRepository, written: str) -> None:
    done = verify(pump, "--", written)
    assert done.exit_code == 2
    assert "\x1b" not in done.output
    assert done.output.endswith("write path @ commit, with 7 or more digits of its hash\n")


@pytest.mark.verifies("REQ-HIST-004")
@pytest.mark.parametrize(
    ("path", "code"), [("--upload-pack=x.py", 0), ("--upload-pack=x", 1), ("-c core.fsmonitor=!", 1), ("$(id).py", 1)]
)
def test_a_path_is_never_an_option_of_git(pump: GitRepository, path: str, code: int) -> None:
    before = sorted(path.name for path in pump.root.iterdir())
    assert verify(pump, "--", f"{path} @ {pump.head}").exit_code == code
    assert sorted(path.name for path in pump.root.iterdir()) == before


def test_a_revision_is_read_like_the_work_tree(pump: GitRepository) -> None:
    commit = pump.head
    pump.commit({"src/pump.py": None}, "CR-002: remove")
    assert "not there on production any more" in verify(pump, f"src/pump.py @ {commit}").output
    assert "has not changed on production since" in verify(pump, "--rev", commit, f"src/pump.py @ {commit}").output


def test_something_must_be_asked(pump: GitRepository) -> None:
    assert verify(pump).exit_code == 2
