"""``qms-site gate merge``: its exit codes, and what it prints in each form."""

import json
from pathlib import Path

import pytest
from builders.pumps import Pumps, matrix
from click.testing import CliRunner, Result

from qms_site.cli import cli

pytestmark = [pytest.mark.verifies("REQ-QUA-013"), pytest.mark.verifies("REQ-QUA-029")]
BRANCH = "cr-001/exec"


@pytest.fixture
def pumps(tmp_path: Path) -> Pumps:
    """A branch that may be merged, and results of its tests without a commit of their own."""
    pumps = Pumps(tmp_path / "pumps")
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 7)
    case = '<testcase classname="tests.test_pump" name="test_stops"/>'
    (tmp_path / "junit.xml").write_text(f'<testsuite name="t">{case}</testsuite>')
    return pumps


def gate(pumps: Pumps, *arguments: str, branch: str = BRANCH, commit: str = BRANCH) -> Result:
    root = pumps.repository.root
    results = ("--junit", str(root.parent / "junit.xml"), "--results-commit", commit)
    return CliRunner().invoke(cli, ["gate", "merge", "-C", str(root), "--from", branch, *results, *arguments])


def test_it_exits_with_0_only_where_every_check_is_met(pumps: Pumps) -> None:
    before = pumps.repository.git("for-each-ref") + pumps.repository.git("count-objects")
    done = gate(pumps, "--into", "main")
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    head = pumps.repository.head
    assert lines[0] == f"cr-001/exec ({pumps.qualified[:10]}) into main ({head[:10]}): may be merged"
    assert lines[2] == "  met       Its change record is in execution: CR-001 is in execution"
    assert lines[-1] == "  merge it with  git merge --no-ff cr-001/exec"
    assert pumps.repository.git("for-each-ref") + pumps.repository.git("count-objects") == before


def test_it_exits_with_1_where_one_is_not_met_and_where_one_is_not_known(pumps: Pumps) -> None:
    done = gate(pumps, commit="main~1")
    assert done.exit_code == 1
    assert "not known whether it may be merged" in done.output
    assert (
        "  not known Evidence at the head of the branch: the results that were given are of other code" in done.output
    )
    pumps.close()
    done = gate(pumps)
    assert done.exit_code == 1
    assert "  not met   Its change record is in execution: CR-001 is closed" in done.output


def test_it_exits_with_2_where_there_is_no_such_branch(pumps: Pumps) -> None:
    done = gate(pumps, branch="cr-1/exec")
    assert (done.exit_code, type(done.exception).__name__) == (1, "UnknownBranchError")
    assert str(done.exception) == "there is no branch 'cr-1/exec' to merge; did you mean cr-001/exec?"


def test_the_same_for_a_program_and_as_a_sheet_to_sign(pumps: Pumps) -> None:
    told = json.loads(gate(pumps, "--format", "json").output)
    assert (told["schema"], told["verdict"], told["commit"]) == ("qms-site/merge-gate/1", "met", pumps.qualified)
    assert told["checks"][1] == {
        "name": "record-in-execution",
        "title": "Its change record is in execution",
        "state": "met",
        "reason": "CR-001 is in execution",
        "details": [],
    }
    sheet = gate(pumps, "--format", "md").output
    assert sheet.startswith("# Merge of cr-001/exec into main\n\nVerdict: **may be merged**.\n")
    assert f"| Branch | cr-001/exec (execution branch), {pumps.qualified} |" in sheet
    assert "| RS and RTM are in force | met |" in sheet
    assert sheet.endswith("| Reviewer |  |  |  |\n| Quality |  |  |  |\n\n")


@pytest.mark.parametrize("name", ["x|<script>", "--upload-pack=x", "a\u202eb", "a;rm", "$(id)"])
def test_the_name_of_a_branch_is_text_and_nothing_else(pumps: Pumps, name: str) -> None:
    pumps.repository.git("update-ref", f"refs/heads/{name}", pumps.qualified)
    arguments = [f"--from={name}", "-C", str(pumps.repository.root)]
    text = CliRunner().invoke(cli, ["gate", "merge", *arguments]).output
    sheet = CliRunner().invoke(cli, ["gate", "merge", *arguments, "--format", "md"]).output
    shown = name.replace("\u202e", "\\x202e")
    assert f"no pattern of the settings says what {shown} is" in text
    assert "<script>" not in sheet.replace("\\<script\\>", "")
    assert "\u202e" not in text + sheet
    assert "git merge --no-ff 'a;rm'" in sheet or name != "a;rm"
