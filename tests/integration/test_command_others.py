"""``qms-site show``, ``completion`` and ``--help``."""

import sys
from pathlib import Path

import pytest
from integration.commands import assert_one_sentence, qms_site
from integration.sites import Repository, found_repository, run

from qms_site import __version__

COMMANDS = ("init", "check", "facts", "pages", "show", "trace", "verify", "readiness", "gate", "dossier", "completion")
READING = ("check", "facts", "pages", "show", "trace", "verify", "readiness", "gate merge", "dossier")


@pytest.mark.verifies("REQ-CLI-007")
def test_a_document_is_shown_with_state_place_and_relations(pump: Repository) -> None:
    done = qms_site(pump, "show", "CR-001")
    assert (done.code, done.stderr) == (0, "")
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[0] == "CR-001: Start the motor after the valve"
    for line in (
        "status    Closed, version 2.0",
        "file      QMS/CR/CR-001/CR-001.md",
        "child     CR-001-VAR-001: The trial took two hours [Closed]",
        "cites     SOP-001: Change Control [Effective]",
        "cited by  CR-002: A second pump [In execution]",
    ):
        assert line in lines


@pytest.mark.verifies("REQ-CLI-007")
def test_an_unknown_id_is_refused_with_the_nearest(pump: Repository) -> None:
    assert_one_sentence(
        qms_site(pump, "show", "CR-01"), "there is no document and no item 'CR-01'; did you mean ", "CR-001"
    )
    assert_one_sentence(
        qms_site(pump, "show", "sop-1"), "there is no document and no item 'sop-1'; did you mean SOP-001"
    )
    assert_one_sentence(qms_site(pump, "show", "\x1b[31m"), r"there is no document and no item '\x1b[31m'")


@pytest.mark.verifies("REQ-CLI-008")
@pytest.mark.parametrize("command", [*COMMANDS, "gate merge"])
def test_help_states_purpose_and_options(pump: Repository, command: str) -> None:
    done = qms_site(pump, *command.split(), "--help")
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: qms-site {command} ")
    for option in ("--rev", "--as-of", "--config", "-C"):
        assert (option in done.stdout) == (command in READING or (command, option) == ("init", "-C"))


@pytest.mark.verifies("REQ-CLI-008")
def test_help_of_the_whole_names_commands_and_exit_codes(pump: Repository) -> None:
    done = qms_site(pump, "--help")
    assert done.code == 0
    assert "Exit codes: 0 clean, 1 findings at or above the threshold, 2 could not run." in " ".join(
        done.stdout.split()
    )
    listed = done.stdout.partition("Commands:")[2]
    assert [line.split()[0] for line in listed.splitlines() if line.strip()] == sorted(COMMANDS)


def test_the_version_is_that_of_the_package(pump: Repository) -> None:
    assert qms_site(pump, "--version").stdout == f"qms-site, version {__version__}\n"


@pytest.mark.verifies("REQ-CLI-008")
@pytest.mark.parametrize(
    ("shell", "mark"), [("bash", "complete -o nosort"), ("zsh", "#compdef qms-site"), ("fish", "complete ")]
)
def test_completion_is_printed_for_three_shells(pump: Repository, shell: str, mark: str) -> None:
    done = qms_site(pump, "completion", shell)
    assert (done.code, done.stderr) == (0, "")
    assert mark in done.stdout
    assert "_QMS_SITE_COMPLETE" in done.stdout


@pytest.mark.verifies("REQ-CLI-008")
def test_what_the_script_asks_for_is_answered(pump: Repository) -> None:
    done = qms_site(pump, _QMS_SITE_COMPLETE="bash_complete", COMP_WORDS="qms-site ch", COMP_CWORD="1")
    assert done.stdout == "plain,check\n"


@pytest.mark.parametrize(
    "arguments", [("nothing",), ("check", "--nothing"), ("show",), ("pages",), ("completion", "cmd")]
)
def test_a_call_that_cannot_be_meant_ends_with_two(pump: Repository, arguments: tuple[str, ...]) -> None:
    assert_one_sentence(qms_site(pump, *arguments), "Error: ")


def test_the_package_can_be_called_as_a_module(pump: Repository) -> None:
    done = run(sys.executable, "-m", "qms_site", "--version", cwd=pump.path)
    assert done == qms_site(pump, "--version")


def test_trace_writes_the_matrix_of_a_system(tmp_path: Path) -> None:
    rows = "| ID | Requirement |\n|---|---|\n| REQ-A-001 | **First.** It shall. |\n"
    files = {"QMS/SDLC-A/SDLC-A-RS.md": f"---\nstatus: DRAFT\nversion: '0.1'\n---\n\n# SDLC-A-RS: R\n\n{rows}"}
    repository = found_repository(tmp_path / "repository", changes=files)
    done = qms_site(repository, "trace", "A")
    assert done.code == 0, done.output
    assert done.stdout.splitlines()[1].startswith("REQ-A-001,SDLC-A-RS,First,First. It shall.,not traced,")
    written = qms_site(repository, "trace", "A", "--format", "xlsx", "-o", str(tmp_path / "a.xlsx"))
    assert (written.code, (tmp_path / "a.xlsx").read_bytes()[:2]) == (0, b"PK")
    missing = qms_site(repository, "trace", "B")
    assert (missing.code, missing.stderr) == (2, "qms-site: there is no system 'B' with requirements; there are: A\n")
