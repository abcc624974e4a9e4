"""``qms-site readiness``: what it prints in each form, and its exit codes."""

import hashlib
import json
from pathlib import Path

import pytest
from builders.pumps import Pumps, matrix
from click.testing import CliRunner, Result

from qms_site.cli import cli


@pytest.fixture
def pumps(tmp_path: Path) -> Pumps:
    """A qualified system, with results of its tests beside it."""
    pumps = Pumps(tmp_path / "pumps").merge()
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    pumps.close().status()
    return pumps


def readiness(pumps: Pumps, *arguments: str, junit: bool = True) -> Result:
    root = pumps.repository.root
    results = ("--junit", str(root / "junit.xml")) if junit else ()
    return CliRunner().invoke(cli, ["readiness", "-C", str(root), *results, *arguments])


@pytest.mark.verifies("REQ-QUA-012")
def test_a_system_that_is_ready_exits_with_0_and_says_so_first(pumps: Pumps) -> None:
    done = readiness(pumps, "PUMP", "--strict")
    assert done.exit_code == 0
    assert done.output.splitlines()[:4] == [
        "PUMP: Qualification Complete",
        "  formal  ready",
        "  strict  ready",
        "  met       Requirements specification in force: version 1.0 of SDLC-PUMP-RS is in force",
    ]


@pytest.mark.verifies("REQ-QUA-012")
@pytest.mark.verifies("REQ-QUA-003")
def test_what_is_not_known_is_not_ready_in_the_strict_sense(pumps: Pumps) -> None:
    assert readiness(pumps, junit=False).exit_code == 0
    done = readiness(pumps, "--strict", junit=False)
    assert done.exit_code == 1
    assert "strict  not known to be ready" in done.output
    assert "who: whoever runs the tests of Pump controller" in done.output


@pytest.mark.verifies("REQ-QUA-012")
def test_the_same_for_a_program_for_a_merge_request_and_for_another_day(pumps: Pumps) -> None:
    (system,) = json.loads(readiness(pumps, "--format", "json").output)["systems"]
    assert (system["state"], system["verdicts"]) == ("Qualification Complete", {"formal": True, "strict": True})
    assert system["declared"]["by"] == "Ada"
    written = readiness(pumps, "--format", "md").output
    assert written.startswith("## Pump controller: Qualification Complete\n")
    assert "| Matrix fits the requirements in force | met |" in written
    before = json.loads(readiness(pumps, "--rev", "HEAD~2", "--format", "json").output)["systems"][0]
    assert before["verdicts"] == {"formal": False, "strict": False}


@pytest.mark.verifies("REQ-QUA-026")
def test_every_form_says_when_it_was_last_complete(pumps: Pumps) -> None:
    told = (
        f"It has been complete since 2026-01-20: PUMP-1.0, qualified at {pumps.qualified[:10]}, was declared in CR-001 by Ada, "
        "and CR-001 was closed."
    )
    assert f"  history   {told}\n" in readiness(pumps).output
    assert f"- {told}\n" in readiness(pumps, "--format", "md").output
    (system,) = json.loads(readiness(pumps, "--format", "json").output)["systems"]
    assert [(one["state"], one["from"], one["to"], one["record"]) for one in system["periods"]] == [
        ("Not Started", None, "2026-01-02T09:00:00Z", None),
        ("Qualification Pending", "2026-01-02T09:00:00Z", "2026-01-20T09:00:00Z", "SDLC-PUMP-RS"),
        ("Qualification Complete", "2026-01-20T09:00:00Z", None, "CR-001"),
    ]
    assert system["failures"] == []


@pytest.mark.verifies("REQ-QUA-012")
def test_a_system_that_is_none_is_named_with_those_there_are(pumps: Pumps) -> None:
    done = readiness(pumps, "VALVE")
    assert (done.exit_code, done.output) == (2, "qms-site: there is no system 'VALVE'; there are: PUMP\n")


@pytest.mark.verifies("REQ-QUA-012")
def test_whether_it_was_ready_on_a_past_day_is_asked_of_production_as_it_stood_then(pumps: Pumps) -> None:
    def ready(day: str, *arguments: str) -> int:
        return readiness(pumps, "PUMP", "--as-of", day, *arguments).exit_code

    assert [ready(day) for day in ("2026-01-09", "2026-01-15", "2026-02-01", "9999-12-31")] == [1, 0, 0, 0]
    assert [ready(day, "--strict") for day in ("2026-01-15", "2026-01-20")] == [1, 0]
    done = readiness(pumps, "--as-of", "2026-01-01")
    assert (done.exit_code, str(done.exception)) == (
        1,
        "main has no commit of 2026-01-01 or before, or is not in this clone",
    )


@pytest.mark.verifies("REQ-QUA-024")
def test_a_built_artefact_is_given_by_name(pumps: Pumps, tmp_path: Path) -> None:
    digest = hashlib.sha256(b"built").hexdigest()
    pumps.commit(matrix(pumps.qualified, more=f"\npump.whl sha256:{digest}\n"), "CR-001: state what was built", 21)
    told = "pump.whl is not in production, and was not given (--artefact)"
    assert told in readiness(pumps, "--strict").output
    (tmp_path / "pump.whl").write_bytes(b"built")
    done = readiness(pumps, "--strict", "--artefact", str(tmp_path / "pump.whl"))
    assert (done.exit_code, "  artefact  met: pump.whl that was given" in done.output) == (0, True)
    (tmp_path / "pump.whl").write_bytes(b"built otherwise")
    assert readiness(pumps, "--strict", "--artefact", str(tmp_path / "pump.whl")).exit_code == 1
    (tmp_path / "gone.whl").symlink_to(tmp_path / "nowhere")
    for wrong in (tmp_path, tmp_path / "lost.whl", tmp_path / "gone.whl"):
        done = readiness(pumps, "--artefact", str(wrong))
        assert (done.exit_code, "Invalid value for '--artefact'" in done.output) == (2, True)
