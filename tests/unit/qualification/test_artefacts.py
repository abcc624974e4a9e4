"""Digests that records state, held against lock files of production and against files that were given."""

import hashlib
from pathlib import Path

import pytest
from builders import GitRepository
from builders.pumps import DONE, RTM, SETTINGS, Pumps, matrix, record

from qms_site.engine import ReportRequest, Request, run
from qms_site.qualification.gates import Gate, GateName
from qms_site.qualification.system_history import SystemHistory
from qms_site.qualification.systems import SystemStatus
from qms_site.reports.readiness import render_markdown, render_text
from qms_site.reports.system_facts import system_facts

NO_HISTORY = SystemHistory(periods=())

LOCK, BUILT = "pump==1.0\n", b"a wheel"


def digest(data: str | bytes, name: str = "sha256") -> str:
    return hashlib.new(name, data.encode() if isinstance(data, str) else data).hexdigest()


def qualified(root: Path, stated: str, files: dict[str, str | None] | None = None, settings: str = "") -> Pumps:
    """A qualified system whose matrix states something more; ``files`` come to production with the matrix."""
    pumps = Pumps(root).merge()
    more = {"qms.toml": SETTINGS + settings} if settings else {}
    pumps.commit({**matrix(pumps.qualified, more=f"\n{stated}\n"), **(files or {}), **more}, "CR-001: state it", 10)
    return pumps.close()


def judge(pumps: Pumps, *artefacts: Path) -> SystemStatus:
    report = pumps.repository.root / "junit.xml"
    pumps.status()
    return pumps.status(reports=ReportRequest(junit=(report,), artefacts=artefacts))


def gate(status: SystemStatus) -> Gate:
    return next(gate for gate in status.gates if gate.name is GateName.ACCEPTANCE)


@pytest.mark.verifies("REQ-QUA-024")
def test_where_nothing_is_stated_nothing_is_asked(tmp_path: Path) -> None:
    wheel = tmp_path / "pump.whl"
    wheel.write_bytes(BUILT)
    pumps = qualified(tmp_path / "r", f"The log ci.log has sha256:{digest('log')}.", {"requirements.lock": LOCK})
    status = judge(pumps, wheel)
    assert (status.artefacts, gate(status).state) == ((), "met")
    assert "digest" not in gate(status).reason


@pytest.mark.verifies("REQ-QUA-024")
@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_a_lock_file_is_read_from_production_and_not_from_the_work_tree(tmp_path: Path, algorithm: str) -> None:
    stated = f"`requirements.lock` {algorithm}:{digest(LOCK, algorithm)}"
    pumps = qualified(tmp_path / "r", stated, {"requirements.lock": LOCK})
    (pumps.repository.root / "requirements.lock").write_text("other\n")
    status = judge(pumps)
    assert gate(status).state == "met"
    assert gate(status).reason.endswith("; 1 stated digest agrees with its file")
    (proof,) = (proof for proof in gate(status).proofs if proof.document)
    own = digest(LOCK, algorithm)
    assert proof.text == f"requirements.lock: {algorithm} {own[:12]}, SDLC-PUMP-RTM"
    told = f"requirements.lock in production has {algorithm} {own[:12]}, as SDLC-PUMP-RTM states"
    assert status.artefacts[0].reason == told
    assert (proof.path, proof.line) == (RTM, status.artefacts[0].stated.line)


@pytest.mark.verifies("REQ-QUA-024")
def test_a_lock_file_that_production_has_otherwise_is_told_with_both_digests(tmp_path: Path) -> None:
    pumps = qualified(tmp_path / "r", f"requirements.lock sha256:{digest('old')}", {"requirements.lock": LOCK})
    found = gate(judge(pumps))
    assert (found.state, found.reason) == ("not-met", "1 of 1 stated digest does not agree: requirements.lock")
    assert found.details == (
        f"SDLC-PUMP-RTM: requirements.lock in production has sha256 {digest(LOCK)}, and {digest('old')} is stated",
    )


@pytest.mark.verifies("REQ-QUA-024")
@pytest.mark.parametrize(("data", "state"), [(BUILT, "met"), (b"another", "not-met"), (None, "unknown")])
def test_a_built_artefact_is_the_file_that_was_given(tmp_path: Path, data: bytes | None, state: str) -> None:
    pumps = qualified(tmp_path / "r", f"| Artefact | SHA-256 |\n|---|---|\n| dist/pump-1.0.whl | {digest(BUILT)} |")
    wheel = tmp_path / "build" / "pump-1.0.whl"
    wheel.parent.mkdir()
    wheel.write_bytes(data or b"")
    status = judge(pumps, *([wheel] if data else []))
    assert gate(status).state == state
    (check,) = status.artefacts
    assert (
        check.reason
        == {
            "met": f"pump-1.0.whl that was given has sha256 {digest(BUILT)[:12]}, as SDLC-PUMP-RTM states",
            "not-met": f"SDLC-PUMP-RTM: pump-1.0.whl that was given has sha256 {digest(b'another')}, and {digest(BUILT)} is stated",
            "unknown": "SDLC-PUMP-RTM: dist/pump-1.0.whl is not in production, and was not given (--artefact)",
        }[state]
    )
    (facts,) = system_facts(status, NO_HISTORY).artefacts
    assert (facts.file, facts.state, facts.found) == ("dist/pump-1.0.whl", state, digest(data) if data else None)
    word = {"met": "met", "not-met": "not met", "unknown": "not known"}[state]
    assert f"  artefact  {word}: {check.reason}\n" in render_text((status,), {status.name: NO_HISTORY})
    assert f"- Artefact, {word}: " in render_markdown((status,), {status.name: NO_HISTORY})


@pytest.mark.verifies("REQ-QUA-024")
def test_the_settings_name_what_is_built_in_the_work_tree(tmp_path: Path) -> None:
    stated = f"| pump.bin | SHA-256: {digest(BUILT)} |\n|---|---|\n"
    pumps = qualified(tmp_path / "r", stated, {".gitignore": "out/\n"}, 'artefacts = ["out/**/*.bin"]\n')
    assert judge(pumps).artefacts[0].state == "unknown"
    pumps.repository.write({"out/deep/pump.bin": BUILT})
    assert judge(pumps).artefacts[0].state == "met"
    pumps.repository.write({"out/deep/pump.bin": b"other"})
    assert judge(pumps).artefacts[0].state == "not-met"
    pumps.repository.write({"out/pump.bin": BUILT})
    (check,) = judge(pumps).artefacts
    assert (check.state, check.reason) == (
        "unknown",
        "SDLC-PUMP-RTM: pump.bin may be one of several: out/deep/pump.bin, out/pump.bin that was given",
    )


@pytest.mark.verifies("REQ-QUA-024")
def test_the_record_that_declares_the_release_speaks_too_and_others_do_not(tmp_path: Path) -> None:
    pumps = Pumps(tmp_path / "r").merge()
    pumps.commit({**matrix(pumps.qualified), "requirements.lock": LOCK}, "CR-001: state it", 10)
    old = f"---\nid: CR-000\nstatus: CLOSED\n---\n\n# CR-000: Older\n\nrequirements.lock sha256:{digest('old')}\n"
    pumps.commit({"QMS/CR/CR-000/CR-000.md": old}, "CR-000: done long ago", 11)
    pumps.close()
    assert judge(pumps).artefacts == ()
    declares = record("CLOSED", DONE)["QMS/CR/CR-001/CR-001.md"]
    pumps.commit(
        {"QMS/CR/CR-001/CR-001.md": f"{declares}\nThe lock file requirements.lock has sha256:{digest(LOCK)}\n"},
        "CR-001: state what was built",
        21,
    )
    (check,) = judge(pumps).artefacts
    assert (check.document, check.state) == ("CR-001", "met")


@pytest.mark.verifies("REQ-QUA-024")
def test_a_link_and_a_file_of_the_same_name_elsewhere_do_not_stand_for_it(tmp_path: Path) -> None:
    stated = f"lock/requirements.lock sha256:{digest(LOCK)}"
    pumps = qualified(tmp_path / "r", stated, {"requirements.lock": LOCK})
    assert judge(pumps).artefacts[0].state == "unknown"
    (pumps.repository.root / "lock").mkdir()
    (pumps.repository.root / "lock" / "requirements.lock").symlink_to("../requirements.lock")
    pumps.commit({}, "CR-001: a link", 22)
    assert judge(pumps).artefacts[0].state == "unknown"


@pytest.mark.verifies("REQ-QUA-024")
@pytest.mark.parametrize("is_there", [True, False])
def test_the_lock_file_of_a_submodule_is_that_of_the_commit_that_it_is_held_at(
    tmp_path: Path, *, is_there: bool
) -> None:
    tool = GitRepository.create(tmp_path / "tool")
    first = tool.commit({"t.py": "1\n", "tool.lock": LOCK})
    parent = GitRepository.create(tmp_path / "parent")
    settings = (
        "[project]\nname = 'P'\n[repositories.tool]\npath = 'tool'\n[[system]]\nname = 'A'\nrepository = 'tool'\n"
    )
    parent.commit({"qms.toml": settings, "tool.lock": "of the parent\n"})
    parent.add_submodule(tool, "tool")
    stated = f"tool.lock sha256:{digest(LOCK)}\n\n## Baseline\n\n| What | Value |\n|---|---|\n| Commit | {first} |\n"
    parent.commit(
        {"QMS/SDLC-A/SDLC-A-RTM.md": f"---\nstatus: EFFECTIVE\nversion: '1.0'\n---\n# Matrix\n\n{stated}"}, "Matrix"
    )
    GitRepository(parent.root / "tool").commit({"tool.lock": "moved on\n"})
    root = parent.root if is_there else parent.clone(tmp_path / "clone").root
    (status,) = run(Request(folder=root)).statuses
    (check,) = status.artefacts
    assert (check.state, check.reason) == (
        ("met", f"tool.lock in production has sha256 {digest(LOCK)[:12]}, as SDLC-A-RTM states")
        if is_there
        else (
            "unknown",
            "SDLC-A-RTM: tool.lock was not given (--artefact), and repository 'tool' is not available",
        )
    )


def test_what_the_caller_gives_counts_beside_what_production_has(tmp_path: Path) -> None:
    pumps = qualified(tmp_path / "r", f"requirements.lock sha256:{digest(LOCK)}", {"requirements.lock": LOCK})
    given = tmp_path / "requirements.lock"
    given.write_text("otherwise\n")
    (check,) = judge(pumps, given).artefacts
    assert (check.state, "requirements.lock that was given has" in check.reason) == ("not-met", True)
    given.write_text(LOCK)
    assert judge(pumps, given).artefacts[0].state == "met"
