"""States over time, held against what a run for each of these days says, in real repositories."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import GitRepository, junit
from builders.pumps import DONE, REQUIREMENTS, RS, RTM, SETTINGS, Pumps, document, matrix, record

from qms_site.engine import ReportRequest, Request, run, run_on
from qms_site.qualification.system_history import SystemHistory, find_histories
from qms_site.qualification.systems import SystemState

from .conftest import Pump

TABLE = "| EI | Task | Execution Summary | Task Outcome | Performed By - Date |\n|---|---|---|---|---|\n"


def change(number: int, status: str, row: str = "| EI-1 | Repair it | | | |", title: str = "") -> Mapping[str, str]:
    id_ = f"CR-{number:03}"
    text = document(id_, status, f"{TABLE}{row}\n")
    return {f"QMS/CR/{id_}/{id_}.md": text.replace("X of", f"{title or 'Repair'} of")}


def history(root: Path, *reports: Path, as_of: date | None = None) -> SystemHistory:
    request = Request(folder=root, reports=ReportRequest(junit=reports), as_of=as_of)
    (found,) = find_histories((run_on if as_of else run)(request).project).values()
    return found


def told(found: SystemHistory) -> list[tuple[str, str]]:
    return [(str(one.start.date()) if one.start else "", one.state.value) for one in found.periods]


def state_on(found: SystemHistory, day: date) -> SystemState:
    """What the history says of the end of a day."""
    return [one.state for one in found.periods if one.start is None or one.start.date() <= day][-1]


class Lives:
    """A system that was qualified, broken, mended, changed under a record, and qualified again."""

    def __init__(self, root: Path) -> None:
        self.pumps = pumps = Pumps(root).merge()
        pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
        pumps.close()
        pumps.commit(change(3, "IN_EXECUTION"), "CR-003: release", 21)
        self.changed = pumps.commit({"src/pump.py": "0\n"}, "CR-003: try", 22)
        self.restored = pumps.commit({"src/pump.py": "1\n"}, "CR-003: give up", 23)
        pumps.commit(change(3, "CLOSED"), "CR-003: close", 23)
        self.broken = pumps.commit({"src/pump.py": "2\n"}, "A quick repair", 24)
        self.mended = pumps.commit({"src/pump.py": "1\n"}, "Take it back", 25)
        pumps.commit(change(2, "IN_EXECUTION"), "CR-002: release", 25)
        pumps.repository.branch("cr-002/exec")
        self.again = pumps.commit({"src/pump.py": "3\n"}, "CR-002: faster", 26)
        pumps.repository.checkout("main")
        self.merge = pumps.repository.merge(
            "cr-002/exec", "Merge branch 'cr-002/exec'", date="2026-01-27T09:00:00+00:00"
        )
        stated = matrix(self.again, release="PUMP-1.1")[RTM].replace('version: "1.0"', 'version: "1.1"')
        pumps.commit({RTM: stated}, "CR-002: the matrix", 28)
        row = "| EI-1 | Declare the release of PUMP-1.1 | Released | Pass | Ada - 2026-01-29 |"
        pumps.commit(change(2, "CLOSED", row), "CR-002: close", 30)
        self.root = pumps.repository.root
        self.reports = tuple(self._report(commit) for commit in (pumps.qualified, self.again))

    def _report(self, commit: str) -> Path:
        path = self.root.parent / f"{commit}.xml"
        path.write_text(junit("tests.test_pump::test_stops", commit=commit), encoding="utf-8")
        return path


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Lives:
    return Lives(tmp_path_factory.mktemp("lives") / "pumps")


@pytest.mark.verifies("REQ-QUA-026")
def test_states_over_time_with_what_began_each(lives: Lives) -> None:
    found = history(lives.root, *lives.reports)
    again = f"{lives.broken[:10]} (A quick repair) had done so without authority"
    assert [(str(one.start)[:10], one.state.value, one.because) for one in found.periods] == [
        ("None", "Not Started", "nothing is known of it before"),
        ("2026-01-02", "Qualification Pending", "version 1.0 of SDLC-PUMP-RS came into force"),
        (
            "2026-01-20",
            "Qualification Complete",
            "PUMP-1.0 was declared in CR-001 by Ada, and CR-001 was closed",
        ),
        ("2026-01-22", "Change In Progress", f"{lives.changed[:10]} (CR-003: try) changed its code under CR-003"),
        ("2026-01-23", "Qualification Complete", f"{lives.restored[:10]} put its code back as it was declared"),
        (
            "2026-01-24",
            "Uncontrolled Change",
            f"{lives.broken[:10]} (A quick repair) changed its code without authority",
        ),
        ("2026-01-25", "Qualification Complete", f"{lives.mended[:10]} put its code back as it was declared"),
        (
            "2026-01-27",
            "Uncontrolled Change",
            f"{lives.merge[:10]} (Merge branch 'cr-002/exec') changed its code, and {again} before",
        ),
        ("2026-01-28", "Qualification Pending", "version 1.1 of SDLC-PUMP-RTM came into force"),
        (
            "2026-01-30",
            "Qualification Complete",
            f"PUMP-1.1, qualified at {lives.again[:10]}, was declared in CR-002 by Ada, and CR-002 was closed",
        ),
    ]
    assert [one.commit for one in found.periods[3:7]] == [lives.changed, lives.restored, lives.broken, lives.mended]
    assert [one.is_declared for one in found.periods] == [False, False, *[True] * 6, False, False]
    assert [found.last_complete, found.ended_by] == [found.periods[-1], None]


@pytest.mark.verifies("REQ-QUA-026")
@pytest.mark.parametrize("day", [2, 6, 8, 10, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31])
def test_a_run_for_a_past_day_gives_the_same_state(lives: Lives, day: int) -> None:
    found, then = history(lives.root, *lives.reports), date(2026, 1, day)
    request = Request(folder=lives.root, reports=ReportRequest(junit=lives.reports), as_of=then)
    (status,) = run_on(request).statuses
    assert state_on(found, then) is status.state


@pytest.mark.verifies("REQ-QUA-026")
@pytest.mark.parametrize("day", [None, 2, 10, 20, 22, 23, 26, 28])
@pytest.mark.parametrize("results", [0, 2])
def test_the_newest_period_has_the_state_of_the_run(lives: Lives, day: int | None, results: int) -> None:
    request = Request(
        folder=lives.root,
        reports=ReportRequest(junit=lives.reports[:results]),
        as_of=date(2026, 1, day) if day else None,
    )
    made = run_on(request)
    (status,), (found,) = made.statuses, find_histories(made.project).values()
    assert (found.periods[-1].state, found.periods[-1].end) == (status.state, None)


@pytest.fixture
def qualified(tmp_path: Path) -> Pumps:
    pumps = Pumps(tmp_path / "pumps").merge()
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    return pumps.close()


def agrees(pumps: Pumps, *days: int) -> bool:
    """Whether a run for each of these days gives the state that the history has, with results for the qualified commit."""
    pumps.status()
    report = pumps.repository.root / "junit.xml"
    found = history(pumps.repository.root, report)
    request = Request(folder=pumps.repository.root, reports=ReportRequest(junit=(report,)))
    states = {day: run_on(replace(request, as_of=date(2026, 1, day))).statuses[0].state for day in days}
    return states == {day: state_on(found, date(2026, 1, day)) for day in days}


@pytest.mark.verifies("REQ-QUA-026")
def test_a_record_that_is_closed_without_a_release_leaves_the_system_pending(qualified: Pumps) -> None:
    qualified.commit(change(2, "IN_EXECUTION"), "CR-002: release", 21)
    qualified.commit({"src/pump.py": "2\n"}, "CR-002: faster", 22)
    qualified.commit(change(2, "CLOSED"), "CR-002: close", 24)
    qualified.status()
    found = history(qualified.repository.root, qualified.repository.root / "junit.xml")
    assert told(found)[-3:] == [
        ("2026-01-20", "Qualification Complete"),
        ("2026-01-22", "Change In Progress"),
        ("2026-01-24", "Qualification Pending"),
    ]
    assert found.periods[-1].because == "CR-002 was closed, and no release is declared with what it changed"
    assert (found.last_complete, found.ended_by) == (found.periods[-3], found.periods[-2])
    assert agrees(qualified, 21, 22, 23, 24)


@pytest.mark.verifies("REQ-QUA-026")
@pytest.mark.parametrize(
    ("text", "states"),
    [
        (REQUIREMENTS + "\nMore words.\n", [("2026-01-20", "Qualification Complete")]),
        (
            REQUIREMENTS.replace("stop.", "stop at once."),
            [("2026-01-20", "Qualification Complete"), ("2026-01-22", "Qualification Pending")],
        ),
    ],
)
def test_requirements_that_read_otherwise_end_it_and_new_words_do_not(
    qualified: Pumps, text: str, states: list[tuple[str, str]]
) -> None:
    qualified.commit({RS: document("SDLC-PUMP-RS", "EFFECTIVE", text, "2.0")}, "CR-001: again", 22)
    qualified.status()
    assert told(history(qualified.repository.root, qualified.repository.root / "junit.xml"))[2:] == states
    assert agrees(qualified, 20, 21, 22)


@pytest.mark.verifies("REQ-QUA-026")
def test_without_results_the_past_is_told_as_declared_and_today_as_the_gates_have_it(qualified: Pumps) -> None:
    found = history(qualified.repository.root)
    assert [one.state.value for one in found.periods] == [
        "Not Started",
        "Qualification Pending",
        "Qualification Pending",
    ]
    assert found.periods[-1].because == (
        f"PUMP-1.0, qualified at {qualified.qualified[:10]}, was declared in CR-001 by Ada, and CR-001 was closed; "
        "by its gates it is Qualification Pending today, "
        "where this is open: All evidence passes, Acceptance confirmed"
    )
    qualified.commit({"src/pump.py": "2\n"}, "A quick repair", 22)
    found = history(qualified.repository.root)
    assert found.last_complete is not None
    assert (found.last_complete.is_declared, str(found.last_complete.end)[:10]) == (True, "2026-01-22")


@pytest.mark.verifies("REQ-QUA-026")
def test_a_declaration_that_the_gates_contradict_never_was_complete(tmp_path: Path) -> None:
    pumps = Pumps(tmp_path / "pumps").merge()
    pumps.commit(matrix("f" * 40), "CR-001: the matrix", 10)
    pumps.close().commit({"src/pump.py": "2\n"}, "A quick repair", 22)
    found = history(pumps.repository.root)
    assert [one.state.value for one in found.periods] == [
        "Not Started",
        "Qualification Pending",
        "Qualification Pending",
    ]
    assert "which the gates contradict: Qualified commit exists" in found.periods[-1].because
    assert found.last_complete is None


@pytest.mark.verifies("REQ-QUA-026")
def test_what_failed_or_was_withdrawn_is_told_with_its_day(qualified: Pumps) -> None:
    row = "| EI-1 | Run the tests | They ran | Pass | Ada - 2026-01-22 |\n| EI-2 | Stop it | It ran on | Fail | Ada - 2026-01-22 |"
    qualified.commit(change(4, "IN_EXECUTION", title="Qualification of PUMP"), "CR-004: release", 21)
    qualified.commit(change(4, "CLOSED", row, "Qualification of PUMP"), "CR-004: close", 22)
    qualified.commit(change(5, "IN_EXECUTION", title="Requalify PUMP"), "CR-005: release", 23)
    qualified.commit(change(5, "CANCELLED", title="Requalify PUMP"), "CR-005: cancel", 24)
    qualified.commit(change(6, "CANCELLED", title="Qualification of another"), "CR-006: cancel", 24)
    retired = matrix(qualified.qualified, status="RETIRED")
    qualified.commit(retired, "CR-005: retire", 25)
    found = history(qualified.repository.root)
    assert [(str(one.when)[:10], one.told, one.document) for one in found.failures] == [
        ("2026-01-22", "CR-004 was closed, and EI-2 of it failed", "CR-004"),
        ("2026-01-24", "CR-005 was cancelled", "CR-005"),
        ("2026-01-25", "version 1.0 of SDLC-PUMP-RTM was retired", "SDLC-PUMP-RTM"),
    ]


@pytest.mark.verifies("REQ-QUA-026")
def test_a_merge_that_was_taken_back_is_told(qualified: Pumps) -> None:
    merge = qualified.repository.git("rev-list", "--merges", "--max-count=1", "HEAD").strip()
    qualified.repository.git("revert", "--no-edit", "-m", "1", merge, date="2026-01-22T09:00:00+00:00")
    (failure,) = history(qualified.repository.root).failures
    assert (str(failure.when)[:10], failure.told) == (
        "2026-01-22",
        f"what cr-001/exec had brought by {merge[:10]} was taken back",
    )


@pytest.mark.verifies("REQ-QUA-026")
def test_a_test_environment_begins_a_period_of_its_own(pump: Pump) -> None:
    pump.begin()
    pump.test_environment({"src/a.py": "A = 2\n"})
    found = history(pump.repository.root)
    assert [(one.state.value, one.because) for one in found.periods] == [
        ("Not Started", "nothing is known of it before"),
        ("In Test", "test environment test/a-001 was begun"),
    ]


@pytest.mark.verifies("REQ-QUA-026")
def test_a_day_before_a_branch_was_begun_is_not_one_in_test_though_a_run_for_it_sees_all_branches_of_today(
    pump: Pump,
) -> None:
    pump.begin()
    pump.repository.branch("test/a-001")
    pump.repository.commit({"src/a.py": "A = 2\n"}, "Work", date="2026-01-10T09:00:00+00:00")
    pump.repository.checkout("main")
    found, then = history(pump.repository.root), date(2026, 1, 5)
    assert state_on(found, then) is SystemState.NOT_STARTED
    assert state_on(found, date(2026, 1, 10)) is SystemState.IN_TEST
    (status,) = run_on(Request(folder=pump.repository.root, as_of=then)).statuses
    assert status.state is SystemState.IN_TEST


@pytest.mark.verifies("REQ-QUA-026")
def test_a_change_in_a_submodule_ends_the_state_of_its_system_with_the_commit_of_that_repository(
    tmp_path: Path,
) -> None:
    code = GitRepository.create(tmp_path / "valve")
    qualified = code.commit({"pump.py": "1\n"}, "CR-001: the pump", date="2026-01-06T09:00:00+00:00")
    parent = GitRepository.create(tmp_path / "parent")

    def commit(files: Mapping[str, str], message: str, day: int) -> None:
        parent.commit(files, message, date=f"2026-01-{day:02}T09:00:00+00:00")

    settings = "[[system]]\nname = 'PUMP'\nrepository = 'valve'\n[repositories.valve]\npath = 'valve'\n"
    commit({"qms.toml": settings, RS: document("SDLC-PUMP-RS", "EFFECTIVE", REQUIREMENTS)}, "Begin", 2)
    commit(record("IN_EXECUTION"), "CR-001: release", 5)
    parent.add_submodule(code, "valve")
    commit({}, "CR-001: the submodule", 7)
    commit(matrix(qualified), "CR-001: the matrix", 10)
    commit(record("CLOSED", DONE), "CR-001: close", 20)
    inside = GitRepository(parent.root / "valve")
    broken = inside.commit({"pump.py": "2\n"}, "A quick repair", date="2026-01-22T09:00:00+00:00")
    commit({}, "Move the pointer", 23)
    found = history(parent.root)
    assert [(one.start and str(one.start)[:10], one.state.value) for one in found.periods] == [
        (None, "Not Started"),
        ("2026-01-02", "Qualification Pending"),
        ("2026-01-20", "Qualification Complete"),
        ("2026-01-22", "Qualification Pending"),
    ]
    assert (found.periods[-1].repository, found.periods[-1].commit) == ("valve", broken)
    assert found.periods[-1].because.startswith(
        f"{broken[:10]} (A quick repair) changed its code without authority; by its"
    )
    assert (found.periods[-2].repository, found.periods[-2].commit) == ("valve", qualified)


@pytest.mark.verifies("REQ-QUA-026")
def test_where_changes_to_the_code_are_not_known_the_history_says_why(qualified: Pumps, tmp_path: Path) -> None:
    assert history(qualified.repository.root).unknown_code is None
    clone = qualified.repository.clone(tmp_path / "clone", "--depth=2")
    assert history(clone.root).unknown_code == "the clone of Pumps is not whole"
    settings = SETTINGS.replace('code = ["src", "tests"]', "")
    qualified.commit({"qms.toml": settings}, "CR-001: settings", 21)
    assert history(qualified.repository.root).unknown_code == "the settings do not say which code is its own"


@pytest.mark.verifies("REQ-QUA-026")
def test_without_any_date_there_is_one_period_with_the_state_of_the_run(tmp_path: Path) -> None:
    (tmp_path / "QMS").mkdir()
    (tmp_path / "QMS" / "SDLC-PUMP-RS.md").write_text(
        document("SDLC-PUMP-RS", "EFFECTIVE", REQUIREMENTS), encoding="utf-8"
    )
    (tmp_path / "qms.toml").write_text("[[system]]\nname = 'PUMP'\n", encoding="utf-8")
    (period,) = history(tmp_path).periods
    assert (period.state, period.start, period.end) == (SystemState.PENDING, None, None)
