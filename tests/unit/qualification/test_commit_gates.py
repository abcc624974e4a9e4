"""Gates that git answers, each as it is met, not met and not known, in real repositories."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from builders import GitRepository
from builders.pumps import DONE, RS, RTM, SETTINGS, TEST, Pumps, document, matrix, record

from qms_site.engine import Request, run
from qms_site.qualification.gates import GateName
from qms_site.qualification.systems import SystemState, SystemStatus

COMMITS = (
    GateName.QUALIFIED_COMMIT,
    GateName.EXECUTION_BRANCH,
    GateName.REACHABLE,
    GateName.RECORDS_CLOSED,
    GateName.PRODUCTION_UNCHANGED,
)


@pytest.fixture
def pumps(tmp_path: Path) -> Pumps:
    return Pumps(tmp_path / "pumps")


def told(status: SystemStatus, *names: GateName) -> list[str]:
    """What the gates of commits, or these, say."""
    found = {gate.name: gate for gate in status.gates}
    return [f"{found[name].state.value}: {found[name].reason}" for name in names or COMMITS]


def state(pumps: Pumps, commit: str) -> SystemStatus:
    """The system once its matrix states this commit, and its record is closed."""
    pumps.commit(matrix(commit), "CR-001: the matrix", 10)
    return pumps.close().status()


@pytest.mark.verifies("REQ-QUA-001", "REQ-QUA-007", "REQ-QUA-020")
def test_every_gate_of_commits_is_met_for_a_commit_that_was_merged_also_by_the_beginning_of_its_hash(
    pumps: Pumps,
) -> None:
    status = state(pumps.merge(), pumps.qualified[:7])
    own = pumps.qualified[:10]
    assert (status.state, status.commit) == (SystemState.COMPLETE, pumps.qualified)
    assert told(status) == [
        f"met: {own} exists: CR-001: the pump",
        f"met: {own} lies on cr-001/exec",
        f"met: production leads to {own}",
        "met: 1 of 1 record in the baseline is closed",
        "met: nothing of its code was changed since",
    ]


@pytest.mark.verifies("REQ-QUA-007", "REQ-QUA-003")
def test_the_beginning_of_a_hash_that_several_commits_share_names_none_of_them(pumps: Pumps) -> None:
    pumps.merge()
    short = _two_commits_that_begin_alike(pumps.repository)
    assert told(state(pumps, short)) == [
        *[f"unknown: several commits of Pumps begin with {short}"] * 3,
        *["unknown: what the baseline holds is not known, since its commit is on no branch that is there"] * 2,
    ]


def _two_commits_that_begin_alike(repository: GitRepository) -> str:
    """Two branches whose commits have the first seven digits in common, which are given back."""
    tree, parent = (repository.git("rev-parse", name).strip() for name in ("HEAD^{tree}", "HEAD"))
    who = "Ada Example <ada@example.org> 1767690000 +0000"
    head = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nTry "
    seen: dict[str, bytes] = {}
    for number in range(1_000_000):
        body = f"{head}{number}\n".encode()
        short = hashlib.sha1(b"commit %d\0%b" % (len(body), body), usedforsecurity=False).hexdigest()[:7]
        if short in seen:
            for name, data in (("one", seen[short]), ("other", body)):
                made = repository.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=data).strip()
                repository.git("branch", name, made)
            return short
        seen[short] = body
    raise AssertionError("no two begin alike")


@pytest.mark.verifies("REQ-QUA-007", "REQ-QUA-020")
def test_a_branch_that_was_deleted_after_its_merge_is_still_known_from_it(pumps: Pumps) -> None:
    pumps.merge().repository.git("branch", "--quiet", "-D", "cr-001/exec")
    status = state(pumps, pumps.qualified)
    assert (told(status, GateName.EXECUTION_BRANCH), status.state) == (
        [f"met: {pumps.qualified[:10]} lies on cr-001/exec"],
        SystemState.COMPLETE,
    )


@pytest.mark.verifies("REQ-QUA-007", "REQ-QUA-020")
def test_a_branch_that_was_deleted_without_a_merge_leaves_a_commit_that_nothing_leads_to(pumps: Pumps) -> None:
    pumps.repository.git("merge", "--quiet", "--squash", "cr-001/exec")
    pumps.commit({}, "CR-001: all at once", 8)
    pumps.repository.git("branch", "--quiet", "-D", "cr-001/exec")
    own = pumps.qualified[:10]
    assert told(state(pumps, pumps.qualified)) == [
        f"met: {own} exists",
        *[f"not-met: {own} exists, and no branch leads to it"] * 2,
        *["unknown: what the baseline holds is not known, since its commit is on no branch that is there"] * 2,
    ]


@pytest.mark.verifies("REQ-QUA-007", "REQ-QUA-020")
def test_a_squash_leaves_the_qualified_commit_on_its_branch_and_off_production(pumps: Pumps) -> None:
    pumps.repository.git("merge", "--quiet", "--squash", "cr-001/exec")
    pumps.commit({}, "CR-001: all at once", 8)
    own = pumps.qualified[:10]
    assert told(state(pumps, pumps.qualified), GateName.EXECUTION_BRANCH, GateName.REACHABLE) == [
        f"met: {own} lies on cr-001/exec",
        f"not-met: production of Pumps does not lead to {own}: cr-001/exec was merged by squash",
    ]


@pytest.mark.verifies("REQ-QUA-007", "REQ-QUA-020")
def test_a_fast_forward_is_no_merge(pumps: Pumps) -> None:
    pumps.repository.git("merge", "--quiet", "--ff-only", "cr-001/exec")
    status = state(pumps, pumps.qualified)
    assert told(status, GateName.EXECUTION_BRANCH, GateName.REACHABLE) == [
        f"not-met: {pumps.qualified[:10]} lies on cr-001/exec, which was merged by fast-forward",
        f"met: production leads to {pumps.qualified[:10]}",
    ]
    assert status.state is SystemState.PENDING


@pytest.mark.verifies("REQ-QUA-020")
def test_a_merge_that_was_made_later_is_no_qualified_commit(pumps: Pumps) -> None:
    merge = pumps.merge().repository.head
    assert told(state(pumps, merge), GateName.EXECUTION_BRANCH) == [
        f"not-met: {merge[:10]} is a merge that was made later"
    ]


@pytest.mark.verifies("REQ-QUA-007")
def test_a_branch_that_was_never_merged_is_not_reached(pumps: Pumps) -> None:
    own = pumps.qualified[:10]
    assert told(state(pumps, pumps.qualified), GateName.EXECUTION_BRANCH, GateName.REACHABLE) == [
        f"met: {own} lies on cr-001/exec",
        f"not-met: production of Pumps does not lead to {own}",
    ]


@pytest.mark.verifies("REQ-QUA-001", "REQ-QUA-003", "REQ-QUA-007")
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_what_a_shallow_clone_hides_is_unknown_and_never_held_against_it(
    pumps: Pumps, tmp_path: Path, depth: int
) -> None:
    state(pumps.merge(), pumps.qualified)
    shallow = pumps.repository.clone(tmp_path / "shallow", "--depth", str(depth))
    (status,) = run(Request(folder=shallow.root)).statuses
    assert {line.partition(":")[0] for line in told(status)} == {"unknown"}
    assert told(status, GateName.QUALIFIED_COMMIT) == [
        f"unknown: {pumps.qualified[:10]} is not in Pumps, whose clone is not whole"
    ]


@pytest.mark.verifies("REQ-QUA-001", "REQ-QUA-003", "REQ-QUA-007")
def test_in_a_shallow_clone_with_all_branches_a_merge_that_is_not_seen_is_unknown(pumps: Pumps, tmp_path: Path) -> None:
    state(pumps.merge(), pumps.qualified)
    shallow = pumps.repository.clone(tmp_path / "shallow", "--depth", "1", "--no-single-branch")
    (status,) = run(Request(folder=shallow.root)).statuses
    own = pumps.qualified[:10]
    assert told(status, GateName.QUALIFIED_COMMIT, GateName.REACHABLE, GateName.RECORDS_CLOSED) == [
        f"met: {own} exists: CR-001: the pump",
        f"unknown: production of Pumps does not lead to {own}, as far as this clone shows, which is not whole",
        "unknown: no record is known in the baseline, as far as this clone goes back",
    ]


@pytest.mark.verifies("REQ-QUA-002")
@pytest.mark.parametrize(
    ("status", "told_of", "details"),
    [
        ("CLOSED", "met: 1 of 1 record in the baseline is closed", ()),
        ("RETIRED", "met: 1 of 1 record in the baseline is closed", ()),
        ("CANCELLED", "not-met: 0 of 1 record in the baseline is closed", ("CR-001 is cancelled",)),
        ("IN_POST_APPROVAL", "not-met: 0 of 1 record in the baseline is closed", ("CR-001 is in post approval",)),
        ("DRAFT", "not-met: 0 of 1 record in the baseline is closed", ("CR-001 is draft",)),
        ("ON_HOLD", "not-met: 0 of 1 record in the baseline is closed", ("CR-001 is on hold",)),
    ],
)
def test_a_record_of_the_baseline_counts_when_it_was_closed(
    pumps: Pumps, status: str, told_of: str, details: tuple[str, ...]
) -> None:
    pumps.merge().commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    pumps.commit(record(status, DONE), "CR-001: on", 20)
    (gate,) = (gate for gate in pumps.status().gates if gate.name is GateName.RECORDS_CLOSED)
    assert (f"{gate.state.value}: {gate.reason}", gate.details) == (told_of, details)


@pytest.mark.verifies("REQ-QUA-002", "REQ-QUA-003")
def test_a_record_that_is_no_document_is_not_known_to_be_closed(pumps: Pumps) -> None:
    pumps.merge().commit({"src/more.py": "0\n"}, "CR-001: such as CR-888", 9)
    pumps.commit({"src/more.py": "1\n"}, "CR-777: more", 9)
    pumps.repository.branch("cr-001/more")
    last = pumps.commit({"src/more.py": "2\n"}, "CR-001: most", 9)
    pumps.repository.checkout("main").merge("cr-001/more", "Merge branch 'cr-001/more'", date="2026-01-09T09:00:00Z")
    (gate,) = (gate for gate in state(pumps, last).gates if gate.name is GateName.RECORDS_CLOSED)
    assert (gate.state, gate.reason, gate.details) == (
        "unknown",
        "1 of 2 records in the baseline are closed",
        ("CR-777 is not among the documents",),
    )


@pytest.mark.verifies("REQ-QUA-008", "REQ-QUA-009")
@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"src/pump.py": "1 \n"}, "src/pump.py has other contents in production"),
        ({"src/pump.py": None}, "src/pump.py was tested and is not in production"),
        ({"src/new.py": ""}, "src/new.py is in production and was not tested"),
        ({}, "src/pump.py was tested with mode 100644, in production 100755"),
    ],
)
def test_one_byte_or_one_bit_of_a_mode_leaves_the_baseline(
    pumps: Pumps, change: Mapping[str, str | None], detail: str
) -> None:
    state(pumps.merge(), pumps.qualified)
    if not change:
        (pumps.repository.root / "src/pump.py").chmod(0o755)
    pumps.commit(change, "CR-001: too late", 23)
    status = pumps.status()
    (gate,) = (gate for gate in status.gates if gate.name is GateName.ACCEPTANCE)
    assert told(status, GateName.PRODUCTION_UNCHANGED)[0].startswith("not-met: 1 commit changed its code since")
    assert (gate.state, gate.details[0]) == ("not-met", detail)
    assert status.strict == "not-met"


@pytest.mark.verifies("REQ-QUA-001", "REQ-QUA-003")
def test_a_system_whose_code_the_settings_do_not_name_is_not_known_to_be_unchanged(pumps: Pumps) -> None:
    pumps.commit({"qms.toml": SETTINGS.replace('code = ["src", "tests"]', "")}, "CR-001: settings", 9)
    status = state(pumps.merge(), pumps.qualified)
    unplaced = "unknown: the settings do not say which code is that of Pump controller"
    assert told(status, GateName.RECORDS_CLOSED, GateName.PRODUCTION_UNCHANGED) == [unplaced, unplaced]
    assert status.strict != "met"


INSIDE = """
[project]
name = "Plant"
[repositories.pump]
path = "pump"
[[system]]
name = "PUMP"
title = "Pump controller"
repository = "pump"
code = ["src", "tests"]
"""


class Plant:
    """A repository whose system PUMP is a submodule, qualified at a commit of it."""

    def __init__(self, root: Path) -> None:
        self.inner = GitRepository.create(root / "inner")
        self.inner.commit(
            {"src/pump.py": "1\n", "tests/test_pump.py": TEST}, "CR-001: the pump", date="2026-01-06T09:00:00Z"
        )
        self.outer = GitRepository.create(root / "plant")
        first = {
            "qms.toml": INSIDE,
            RS: document(
                "SDLC-PUMP-RS", "EFFECTIVE", "| ID | Requirement |\n|---|---|\n| REQ-PUMP-001 | It shall stop. |\n"
            ),
        }
        self.outer.commit(first | dict(record("IN_EXECUTION")), "Begin", date="2026-01-05T09:00:00Z")
        self.outer.add_submodule(self.inner, "pump").commit({}, "CR-001: the pump", date="2026-01-07T09:00:00Z")

    def qualify(self, commit: str) -> None:
        self.outer.commit(matrix(commit), "CR-001: the matrix", date="2026-01-10T09:00:00Z")
        self.outer.commit(record("CLOSED", DONE), "CR-001: close", date="2026-01-20T09:00:00Z")

    def later(self) -> str:
        """One more commit in the submodule, and in its clone, which the pointer does not follow."""
        made = self.inner.commit({"src/pump.py": "2\n"}, "CR-001: better", date="2026-01-08T09:00:00Z")
        GitRepository(self.outer.root / "pump").git("fetch", "--quiet")
        return made


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    return Plant(tmp_path)


def of_plant(folder: Path) -> SystemStatus:
    (status,) = run(Request(folder=folder)).statuses
    return status


SUBMODULE = (GateName.QUALIFIED_COMMIT, GateName.REACHABLE, GateName.RECORDS_CLOSED, GateName.PRODUCTION_UNCHANGED)


@pytest.mark.verifies("REQ-QUA-007")
def test_a_system_in_a_submodule_is_reached_through_its_pointer(plant: Plant) -> None:
    commit = plant.inner.head
    plant.qualify(commit)
    assert told(of_plant(plant.outer.root), *SUBMODULE) == [
        f"met: {commit[:10]} exists: CR-001: the pump",
        f"met: production, and the pointer at {commit[:10]}, lead to {commit[:10]}",
        "met: 1 of 1 record in the baseline is closed",
        "met: nothing of its code was changed since",
    ]


@pytest.mark.verifies("REQ-QUA-007")
def test_a_pointer_that_lags_behind_the_qualified_commit_does_not_lead_to_it(plant: Plant) -> None:
    before, commit = plant.inner.head, plant.later()
    plant.qualify(commit)
    status = of_plant(plant.outer.root)
    assert told(status, GateName.QUALIFIED_COMMIT, GateName.REACHABLE) == [
        f"met: {commit[:10]} exists: CR-001: better",
        f"not-met: the pointer of pump is at {before[:10]}, which does not lead to {commit[:10]}",
    ]
    (gate,) = (gate for gate in status.gates if gate.name is GateName.ACCEPTANCE)
    assert (gate.state, gate.details) == ("not-met", ("src/pump.py has other contents in production",))


@pytest.mark.verifies("REQ-QUA-009")
def test_what_came_after_the_qualified_commit_and_the_pointer_does_not_hold_is_not_in_production(plant: Plant) -> None:
    commit = plant.inner.head
    plant.later()
    plant.qualify(commit)
    status = of_plant(plant.outer.root)
    assert told(status, GateName.REACHABLE, GateName.PRODUCTION_UNCHANGED) == [
        f"met: production, and the pointer at {commit[:10]}, lead to {commit[:10]}",
        "met: nothing of its code was changed since",
    ]
    assert status.since == ()


@pytest.mark.verifies("REQ-QUA-001", "REQ-QUA-003")
def test_a_submodule_that_is_not_there_leaves_all_that_git_would_answer_unknown(plant: Plant, tmp_path: Path) -> None:
    plant.qualify(plant.inner.head)
    status = of_plant(plant.outer.clone(tmp_path / "clone").root)
    names = (*SUBMODULE, GateName.ACCEPTANCE, GateName.PASSING)
    assert {line.partition(":")[0] for line in told(status, *names)} == {"unknown"}
    assert told(status, GateName.QUALIFIED_COMMIT) == ["unknown: pump is not available"]
    asked = (*SUBMODULE, GateName.ACCEPTANCE)
    assert {gate.clears for gate in status.gates if gate.name in asked} == {"whoever can fetch pump in full"}


@pytest.mark.verifies("REQ-QUA-001", "REQ-QUA-003")
def test_a_clone_of_a_submodule_that_was_not_fetched_for_long_hides_what_it_lacks(plant: Plant) -> None:
    commit = plant.inner.commit({"src/pump.py": "2\n"}, "CR-001: better", date="2026-01-08T09:00:00Z")
    plant.outer.git("update-index", "--cacheinfo", f"160000,{commit},pump")
    plant.outer.git("commit", "--quiet", "--message=CR-001: move the pointer")
    plant.outer.write(matrix(commit))
    plant.outer.git("add", RTM)
    plant.outer.git("commit", "--quiet", "--message=CR-001: the matrix")
    assert told(of_plant(plant.outer.root), GateName.QUALIFIED_COMMIT, GateName.REACHABLE) == [
        *[f"unknown: {commit[:10]} is not in pump, whose clone is not whole"] * 2
    ]


@pytest.mark.verifies("REQ-QUA-001", "REQ-QUA-003")
def test_a_baseline_that_names_a_submodule_is_not_looked_for_in_this_repository(plant: Plant, tmp_path: Path) -> None:
    settings = INSIDE.replace('repository = "pump"\ncode = ["src", "tests"]\n', "")
    more = {RTM: matrix(plant.inner.head)[RTM] + "| Repository | example/pump |\n"}
    plant.outer.commit({"qms.toml": settings, **more}, "CR-001: the matrix", date="2026-01-10T09:00:00Z")
    commit = plant.inner.head[:10]
    assert told(of_plant(plant.outer.root), *SUBMODULE) == [
        f"met: {commit} exists: CR-001: the pump",
        f"met: production, and the pointer at {commit}, lead to {commit}",
        *["unknown: the settings do not say which code is that of Pump controller"] * 2,
    ]
    missing = plant.outer.clone(tmp_path / "clone")
    assert told(of_plant(missing.root), GateName.QUALIFIED_COMMIT) == ["unknown: pump is not available"]
