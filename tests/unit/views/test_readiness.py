"""The views of systems: the inventory, the verdicts, what blocks, the four steps, and what changed since."""

from pathlib import Path

import pytest
from builders import a_project
from builders.pumps import Pumps, matrix

from qms_site.engine import ReportRequest, Request, run
from qms_site.views.readiness import SystemsView, SystemView, build_systems


@pytest.fixture
def qualified(tmp_path: Path) -> Pumps:
    """All is done, and stated."""
    pumps = Pumps(tmp_path / "pumps").merge()
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    return pumps.close()


def view_of(pumps: Pumps) -> SystemView:
    pumps.status()
    report = ReportRequest(junit=(pumps.repository.root / "junit.xml",))
    (system,) = build_systems(run(Request(folder=pumps.repository.root, reports=report))).systems
    return system


def systems_of(settings: str) -> SystemsView:
    return build_systems(a_project().with_settings(settings).run())


@pytest.mark.verifies("REQ-QUA-016", "REQ-QUA-003")
def test_a_complete_system_says_so_and_nothing_blocks_it(qualified: Pumps) -> None:
    view = view_of(qualified)
    assert (view.state.value, view.kind) == ("Qualification Complete", "qualification-complete")
    assert view.meaning == "Every gate is met, and a named person declared it in a record."
    assert [(verdict.name, verdict.words, verdict.met, verdict.total) for verdict in view.verdicts] == [
        ("formal", "ready", 4, 4),
        ("strict", "ready", 14, 14),
    ]
    assert (view.blocking, view.changes, view.environments) == ((), (), ())
    assert [one.row.id for one in view.specifications] == ["SDLC-PUMP-RS", "SDLC-PUMP-RTM"]
    assert view.since == "PUMP-1.0 was declared in CR-001 on 2026-01-20."


@pytest.mark.verifies("REQ-QUA-016")
def test_the_steps_carry_their_days_and_records(qualified: Pumps) -> None:
    told = [(step.title, step.words, step.told, str(step.day), step.documents) for step in view_of(qualified).steps]
    assert told == [
        ("SDLC documents", "done", "in force since", "2026-01-10", ("SDLC-PUMP-RS", "SDLC-PUMP-RTM")),
        ("Migration", "done", "merged on", "2026-01-08", ("CR-001",)),
        ("Acceptance", "done", "tested at a commit of", "2026-01-06", ()),
        ("Complete", "done", "PUMP-1.0 declared on", "2026-01-20", ("CR-001",)),
    ]


@pytest.mark.verifies("REQ-QUA-016")
def test_acceptance_has_the_day_of_the_run_that_its_report_tells_and_none_before_it_is_met(qualified: Pumps) -> None:
    qualified.status()
    report = qualified.repository.root / "junit.xml"
    for timestamp, expected in (
        ("2026-01-12T07:00:00+00:00", ("done", "functional tests passed on", "2026-01-12")),
        ("", ("done", "tested at a commit of", "2026-01-06")),
    ):
        text = report.read_text().replace('name="t">', f'name="t" timestamp="{timestamp}">')
        given = report.with_name("given.xml")
        given.write_text(text)
        asked = Request(folder=qualified.repository.root, reports=ReportRequest(junit=(given,)))
        step = build_systems(run(asked)).systems[0].steps[2]
        assert (step.words, step.told, str(step.day)) == expected
    without = build_systems(run(Request(folder=qualified.repository.root))).systems[0].steps[2]
    assert (without.words, without.told, without.day) == ("not known", "", None)


@pytest.mark.verifies("REQ-QUA-001")
def test_evidence_that_passes_rests_on_reports_and_on_rows_of_the_matrix(qualified: Pumps) -> None:
    (entry,) = (entry for entry in view_of(qualified).gates if entry.gate.title == "All evidence passes")
    commit = qualified.qualified
    (matrix_line,) = (one for one in entry.gate.proofs if one.document)
    assert [(one.text, one.commit, one.document) for one in entry.gate.proofs] == [
        (f"junit.xml: 1 test passed at {commit[:10]}", commit, None),
        (f"REQ-PUMP-001: SDLC-PUMP-RTM, line {matrix_line.line}", None, "SDLC-PUMP-RTM"),
    ]
    qualified.status("<failure/>")
    report = ReportRequest(junit=(qualified.repository.root / "junit.xml",))
    (system,) = build_systems(run(Request(folder=qualified.repository.root, reports=report))).systems
    (entry,) = (entry for entry in system.gates if entry.gate.title == "All evidence passes")
    assert (entry.gate.state, entry.gate.proofs) == ("not-met", ())


def test_every_gate_is_in_one_step(qualified: Pumps) -> None:
    view = view_of(qualified)
    by_step = [gate.name for step in view.steps for gate in step.gates]
    assert sorted(by_step) == sorted(entry.gate.name for entry in view.gates)


@pytest.mark.verifies("REQ-QUA-016")
def test_what_blocks_it_and_what_changed_since_are_listed(qualified: Pumps) -> None:
    qualified.commit({"src/pump.py": "2\n"}, "A quick repair", 22)
    view = view_of(qualified)
    assert view.state.value == "Uncontrolled Change"
    broken = f"{qualified.repository.head[:10]} (A quick repair) on 2026-01-22"
    assert view.since == f"PUMP-1.0 was declared in CR-001 on 2026-01-20, and held until {broken}."
    assert [(entry.gate.title, entry.words) for entry in view.blocking] == [
        ("Production has not left the baseline", "not met"),
        ("Acceptance confirmed", "not met"),
    ]
    assert [(row.subject, row.standing) for row in view.changes] == [("A quick repair", "no record")]
    assert [step.words for step in view.steps] == ["done", "done", "open", "open"]


def test_many_details_are_folded_and_very_many_are_cut() -> None:
    rows = "".join(f"| REQ-PUMP-{number:03} | It shall stop. |\n" for number in range(1, 206))
    body = f"# SDLC-PUMP-RS: X\n\n| ID | Requirement |\n|---|---|\n{rows}"
    (view,) = build_systems(a_project().with_document("SDLC-PUMP-RS", body).run()).systems
    (entry,) = (entry for entry in view.blocking if entry.gate.name == "evidence")
    assert (entry.shown, len(entry.folded), entry.left_out) == ((), 200, 5)


@pytest.mark.verifies("REQ-QUA-027")
def test_the_inventory_has_every_configured_system_with_its_state() -> None:
    view = systems_of("[[system]]\nname = 'FLOW'\ntitle = 'Flow control'\n[[system]]\nname = 'PUMP'\n")
    assert [(one.title, one.state.value, one.owner, one.criticality) for one in view.systems] == [
        ("Flow control", "Not Started", None, None),
        ("PUMP", "Not Started", None, None),
    ]
    assert [(state.value, count) for state, count in view.states] == [("Not Started", 2)]


def test_a_system_that_only_documents_tell_of_is_listed_too() -> None:
    (view,) = build_systems(a_project().with_document("SDLC-PUMP-RS").run()).systems
    assert (view.name, view.is_configured, view.state.value) == ("PUMP", False, "Qualification Pending")
    assert view.steps[0].documents == ("SDLC-PUMP-RS",)


@pytest.mark.verifies("REQ-QUA-011", "REQ-QUA-031")
def test_what_a_rollback_would_revert_is_told_where_a_commit_is_qualified(qualified: Pumps) -> None:
    rollback = view_of(qualified).rollback
    assert rollback is not None
    assert (rollback.outcome, rollback.files) == ("clean", ("src/pump.py", "tests/test_pump.py"))
    assert [one.document for one in rollback.documents] == ["CR-001", "SDLC-PUMP-RTM"]
