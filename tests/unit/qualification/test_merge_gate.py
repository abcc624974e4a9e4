"""The merge gate: each check both ways, on real repositories whose system was developed under CR-001."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders.pumps import RS, Pumps, document, matrix, record
from builders.repositories import GitRepository

from qms_site.engine import ReportRequest, Request, read_production
from qms_site.qualification.gates import GateState
from qms_site.qualification.merge_case import UnknownBranchError
from qms_site.qualification.merge_gate import MergeCheck, MergeCheckName, MergeGate
from qms_site.qualification.merging import judge_merge
from qms_site.sources.snapshot import CodeAccess

pytestmark = pytest.mark.verifies("REQ-QUA-029")
BRANCH = "cr-001/exec"


@pytest.fixture
def pumps(tmp_path: Path) -> Pumps:
    """A branch that may be merged: its matrix is in force, its record in execution; production has moved on by the matrix."""
    pumps = Pumps(tmp_path / "pumps")
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 7)
    return pumps


def report(pumps: Pumps, result: str = "", commit: str | None = None, test: str = "test_stops") -> Path:
    path = pumps.repository.root.parent / "junit.xml"
    bound = f'<properties><property name="commit" value="{commit or pumps.qualified}"/></properties>'
    case = f'<testcase classname="tests.test_pump" name="{test}">{result}</testcase>'
    path.write_text(f'<testsuite name="t">{bound}{case}</testsuite>')
    return path


def gate(pumps: Pumps, source: str = BRANCH, target: str | None = None, junit: Path | None = None) -> MergeGate:
    reports = ReportRequest(junit=(junit,)) if junit else ReportRequest()
    return judge_merge(read_production(Request(folder=pumps.repository.root, reports=reports)), source, target)


def checked(judged: MergeGate, name: MergeCheckName) -> MergeCheck:
    return next(check for check in judged.checks if check.name is name)


def on_branch(pumps: Pumps, files: dict[str, str | None], message: str = "CR-001: more", day: int = 9) -> str:
    pumps.repository.checkout(BRANCH)
    commit = pumps.commit(files, message, day)
    pumps.repository.checkout("main")
    return commit


@pytest.mark.verifies("REQ-QUA-013")
def test_a_branch_may_be_merged_where_every_check_is_met(pumps: Pumps) -> None:
    judged = gate(pumps, junit=report(pumps))
    assert [(check.name.value, check.state.value, check.reason) for check in judged.checks] == [
        ("branch-known", "met", "cr-001/exec is an execution branch of CR-001"),
        ("record-in-execution", "met", "CR-001 is in execution"),
        (
            "specifications-in-force",
            "met",
            "version 1.0 of SDLC-PUMP-RS is in force; version 1.0 of SDLC-PUMP-RTM is in force",
        ),
        ("evidence-at-head", "met", f"1 of 1 test passed at {pumps.qualified[:10]}"),
        ("files-in-scope", "met", "CR-001 names all of 2 governed files"),
        ("commits-cite-record", "met", "under a record that was in execution then: 1 of 1 commit"),
        (
            "way-allowed",
            "met",
            "main is among where such a branch may go (execution branch: production, execution, test)",
        ),
        ("kind-of-merge", "met", "1 commit would come by a merge commit; main has moved on by 1 commit since"),
        ("no-conflict", "met", "git would merge it cleanly into main"),
    ]
    assert judged.verdict is GateState.MET
    assert (judged.command, judged.systems) == ("git merge --no-ff cr-001/exec", ("PUMP",))


@pytest.mark.parametrize("checkout", ["main", BRANCH])
def test_it_is_judged_by_production_whatever_is_checked_out(pumps: Pumps, checkout: str) -> None:
    on_branch(pumps, record("CLOSED"), "CR-001: close on the branch", 10)
    pumps.repository.checkout(checkout)
    check = checked(gate(pumps), MergeCheckName.RECORD)
    assert (check.state, check.reason) == (GateState.MET, "CR-001 is in execution; on the branch it is closed")


def test_a_record_that_is_closed_or_that_only_the_branch_has_is_no_authority(pumps: Pumps) -> None:
    pumps.close()
    check = checked(gate(pumps), MergeCheckName.RECORD)
    assert (check.state, check.reason) == (GateState.NOT_MET, "CR-001 is closed")
    pumps.repository.branch("cr-002/exec")
    text = document("CR-002", "IN_EXECUTION", "")
    pumps.commit({"QMS/CR/CR-002/CR-002.md": text, "src/pump.py": "2\n"}, "CR-002: faster", 21)
    check = checked(gate(pumps, "cr-002/exec"), MergeCheckName.RECORD)
    assert check.state is GateState.NOT_MET
    assert check.reason == (
        "CR-002 does not exist on main; the branch has it as in execution, which counts once it is on main"
    )
    assert checked(gate(pumps, "cr-002/exec"), MergeCheckName.CITATIONS).state is GateState.NOT_MET


def test_a_branch_that_belongs_to_no_record_is_not_merged(pumps: Pumps) -> None:
    pumps.repository.branch("test/pump-001")
    pumps.commit({"src/pump.py": "2\n"}, "Faster", 9)
    judged = gate(pumps, "test/pump-001")
    assert checked(judged, MergeCheckName.BRANCH).reason == "test/pump-001 is a test environment of PUMP"
    check = checked(judged, MergeCheckName.RECORD)
    assert check.state is GateState.NOT_MET
    assert check.reason == "test/pump-001 names no change record, and none of its commits cites one"
    (detail,) = checked(judged, MergeCheckName.CITATIONS).details
    assert detail.endswith("Faster: cites no record")


def test_specifications_have_to_be_in_force_of_the_systems_whose_code_is_changed(tmp_path: Path) -> None:
    pumps = Pumps(tmp_path / "pumps")
    pumps.commit(matrix(pumps.qualified, "DRAFT"), "CR-001: the matrix", 7)
    check = checked(gate(pumps), MergeCheckName.SPECIFICATIONS)
    assert check.state is GateState.NOT_MET
    assert "no version of SDLC-PUMP-RTM is in force: it is draft" in check.reason
    pumps.repository.branch("cr-001-notes")
    pumps.commit({"notes.txt": "1\n"}, "CR-001: notes", 9)
    check = checked(gate(pumps, "cr-001-notes"), MergeCheckName.SPECIFICATIONS)
    assert (check.state, check.reason) == (GateState.MET, "it changes no governed code")


@pytest.mark.parametrize("depth", ["1", "2"])
def test_where_a_shallow_clone_hides_what_the_branch_changes_nothing_of_it_is_known(
    pumps: Pumps, tmp_path: Path, depth: str
) -> None:
    on_branch(pumps, {"src/pump.py": "2\n"}, "CR-001: faster", 9)
    on_branch(pumps, {"src/pump.py": "3\n"}, "CR-001: faster still", 10)
    clone = pumps.repository.clone(tmp_path / "clone", "--depth", depth, "--no-single-branch")
    judged = judge_merge(read_production(Request(folder=clone.root)), BRANCH)
    cut = "where the two went apart is not in this clone, which is not whole"
    assert {check.name.value: check.reason for check in judged.checks if check.state is GateState.UNKNOWN} == {
        "specifications-in-force": f"what the branch changes is not known: {cut}",
        "evidence-at-head": f"which tests it needs is not known: {cut}",
        "files-in-scope": f"what the branch changes is not known: {cut}",
        "commits-cite-record": f"which commits are its own is not known: {cut}",
        "kind-of-merge": cut,
        "no-conflict": cut,
    }
    assert judged.verdict is GateState.UNKNOWN


def test_what_came_by_a_squash_is_said(pumps: Pumps) -> None:
    pumps.repository.git("merge", "--quiet", "--squash", BRANCH)
    commit = pumps.commit({}, "CR-001: squashed", 9)
    assert checked(gate(pumps), MergeCheckName.KIND).details[1] == (
        f"all that it changes came to main by a squash on 2026-01-09 already ({commit[:10]})"
    )


def test_where_no_system_is_configured_nothing_is_taken_for_ungoverned(pumps: Pumps) -> None:
    pumps.commit({"qms.toml": '[project]\nname = "Pumps"\n'}, "CR-001: no system", 8)
    judged = gate(pumps)
    for name in (MergeCheckName.SPECIFICATIONS, MergeCheckName.SCOPE):
        check = checked(judged, name)
        assert check.state is GateState.UNKNOWN
        assert check.reason == "no system is configured, so that nothing says which code is governed"


def test_a_branch_that_changes_the_settings_is_said_to(pumps: Pumps) -> None:
    on_branch(pumps, {"qms.toml": (pumps.repository.root / "qms.toml").read_text() + "\n"})
    assert checked(gate(pumps), MergeCheckName.BRANCH).details == (
        "it changes qms.toml; have main checked out, so that the branch is not judged by its own settings",
    )


@pytest.mark.parametrize(
    ("result", "state", "told"),
    [
        ("", GateState.MET, "1 of 1 test passed"),
        ("<failure/>", GateState.NOT_MET, "0 of 1 test passed"),
        ("<skipped/>", GateState.NOT_MET, "0 of 1 test passed"),
    ],
)
def test_tests_have_to_pass_at_the_head_of_the_branch(pumps: Pumps, result: str, state: GateState, told: str) -> None:
    check = checked(gate(pumps, junit=report(pumps, result)), MergeCheckName.EVIDENCE)
    assert (check.state, check.reason[: len(told)]) == (state, told)


def test_results_that_are_not_of_the_head_are_no_evidence(pumps: Pumps) -> None:
    check = checked(gate(pumps), MergeCheckName.EVIDENCE)
    assert (check.state, check.reason) == (GateState.UNKNOWN, "no results of tests were given (--junit)")
    on_branch(pumps, {"src/pump.py": "2\n"})
    check = checked(gate(pumps, junit=report(pumps)), MergeCheckName.EVIDENCE)
    assert check.state is GateState.UNKNOWN
    assert check.reason == f"the results that were given are of other code: {pumps.qualified[:10]}"


def test_results_of_a_commit_with_the_same_code_are_evidence(pumps: Pumps) -> None:
    on_branch(pumps, {"QMS/notes.md": "Only a document.\n"})
    assert checked(gate(pumps, junit=report(pumps)), MergeCheckName.EVIDENCE).state is GateState.MET


def test_a_test_that_the_matrix_names_and_nobody_ran_there_is_not_known(pumps: Pumps) -> None:
    check = checked(gate(pumps, junit=report(pumps, test="test_other")), MergeCheckName.EVIDENCE)
    assert check.state is GateState.UNKNOWN
    assert check.details == ("tests/test_pump.py::test_stops has no result there",)


def test_files_that_the_approved_text_of_no_record_names_are_listed(pumps: Pumps) -> None:
    settings = (pumps.repository.root / "qms.toml").read_text().replace('"tests"]', '"tests", "tools"]')
    pumps.commit({"qms.toml": settings}, "CR-001: tools", 8)
    on_branch(pumps, {"tools/run.py": "1\n", "readme.txt": "1\n"})
    check = checked(gate(pumps), MergeCheckName.SCOPE)
    assert (check.state, check.details) == (GateState.NOT_MET, ("tools/run.py",))
    assert check.reason == "outside what CR-001 names: 1 of 3 governed files"


def test_a_branch_cannot_widen_the_scope_of_its_own_record(pumps: Pumps) -> None:
    settings = (pumps.repository.root / "qms.toml").read_text().replace('"tests"]', '"tests", "tools"]')
    pumps.commit({"qms.toml": settings}, "CR-001: tools", 8)
    text = document("CR-001", "IN_EXECUTION", "Also `tools/run.py`.")
    on_branch(pumps, {"tools/run.py": "1\n", "QMS/CR/CR-001/CR-001.md": text})
    assert checked(gate(pumps), MergeCheckName.SCOPE).details == ("tools/run.py",)


def test_a_record_that_names_no_file_leaves_the_scope_unknown(pumps: Pumps) -> None:
    plain = "---\nid: CR-003\nstatus: IN_EXECUTION\nversion: '1.0'\n---\n\n# Faster\n"
    pumps.commit({"QMS/CR/CR-003/CR-003.md": plain}, "CR-003: release", 8)
    pumps.repository.branch("cr-003/exec")
    pumps.commit({"src/pump.py": "2\n"}, "CR-003: faster", 9)
    check = checked(gate(pumps, "cr-003/exec"), MergeCheckName.SCOPE)
    assert (check.state, check.details) == (GateState.UNKNOWN, ("src/pump.py",))


def test_every_commit_has_to_cite_a_record_that_was_in_execution(pumps: Pumps) -> None:
    bare = on_branch(pumps, {"src/pump.py": "2\n"}, "Faster")
    check = checked(gate(pumps), MergeCheckName.CITATIONS)
    assert (check.state, check.details) == (GateState.NOT_MET, (f"{bare[:10]} Faster: cites no record",))
    early = on_branch(pumps, {"src/pump.py": "3\n"}, "CR-001: too early", 1)
    details = checked(gate(pumps), MergeCheckName.CITATIONS).details
    assert f"{early[:10]} CR-001: too early: CR-001 was not in execution then" in details


def test_a_branch_goes_only_where_the_settings_let_it(pumps: Pumps) -> None:
    pumps.repository.git("branch", "genesis/linter", "main")
    pumps.repository.git("branch", "wip", "main")
    judged = gate(pumps, target="genesis/linter")
    check = checked(judged, MergeCheckName.WAY)
    assert check.state is GateState.NOT_MET
    assert check.reason.startswith("genesis sandbox genesis/linter is not among where such a branch may go")
    assert MergeCheckName.RECORD not in {check.name for check in judged.checks}
    unknown = gate(pumps, "wip")
    assert checked(unknown, MergeCheckName.WAY).state is GateState.UNKNOWN
    assert checked(unknown, MergeCheckName.BRANCH).state is GateState.NOT_MET


def test_where_git_would_fast_forward_it_says_so(tmp_path: Path) -> None:
    check = checked(gate(Pumps(tmp_path / "pumps")), MergeCheckName.KIND)
    assert check.state is GateState.MET
    assert check.reason == (
        "1 commit would come by a merge commit; main has not moved on, so that git would only fast-forward: "
        "--no-ff must be used"
    )
    assert check.details == (
        "never squash or rebase it: the commits that were tested must stay reachable under their own hashes",
    )


def test_what_is_merged_is_not_merged_again(pumps: Pumps) -> None:
    check = checked(gate(pumps.merge()), MergeCheckName.KIND)
    assert check.state is GateState.NOT_MET
    assert check.reason == (
        "there is nothing to merge: main has all that the branch has; it came there by a merge on 2026-01-08"
    )


def test_a_branch_without_a_common_beginning_is_refused(pumps: Pumps) -> None:
    pumps.repository.git("checkout", "--quiet", "--orphan", "genesis/other")
    pumps.commit({"src/other.py": "1\n"}, "Found", 9)
    pumps.repository.checkout("main")
    assert checked(gate(pumps, "genesis/other"), MergeCheckName.KIND).state is GateState.NOT_MET


def parted(root: Path, main: dict[str, str | None], branch: dict[str, str | None]) -> Pumps:
    """A branch and production that have gone apart."""
    pumps = Pumps(root).merge()
    pumps.commit({"src/old/a.py": "a long enough text\n", "src/long.py": LONG}, "CR-001: old", 9)
    pumps.repository.branch("cr-001-second")
    pumps.commit(branch, "CR-001: there", 10)
    pumps.repository.checkout("main")
    pumps.commit(main, "CR-001: here", 11)
    return pumps


LONG = "".join(f"{number}\n" for number in range(30))
_APART: list[tuple[dict[str, str | None], dict[str, str | None], tuple[str, ...], tuple[str, ...]]] = [
    ({"src/pump.py": "other\n"}, {"src/pump.py": "2\n"}, ("src/pump.py",), ("src/pump.py",)),
    ({"src/pump.py": "2\n"}, {"src/pump.py": "2\n"}, (), ()),
    ({"src/long.py": f"0\n{LONG}"}, {"src/long.py": f"{LONG}30\n"}, (), ("src/long.py",)),
    ({"src/pump.py": None}, {"src/pump.py": "2\n"}, ("src/pump.py",), ("src/pump.py",)),
    (
        {"src/old/b.py": "1\n"},
        {"src/old/a.py": None, "src/new/a.py": "a long enough text\n"},
        ("src/new/b.py",),
        ("src/old/b.py",),
    ),
    ({"src/valve": "1\n"}, {"src/valve/a.py": "1\n"}, ("src/valve",), ("src/valve",)),
    ({"src/valve.py": "1\n"}, {"src/other.py": "1\n"}, (), ()),
]


@pytest.mark.verifies("REQ-QUA-013")
@pytest.mark.parametrize(("main", "branch", "conflicts"), [case[:3] for case in _APART])
def test_git_tries_the_merge_and_nothing_is_touched(
    tmp_path: Path, main: dict[str, str | None], branch: dict[str, str | None], conflicts: tuple[str, ...]
) -> None:
    pumps = parted(tmp_path / "pumps", main, branch)
    before = {path: path.read_bytes() for path in pumps.repository.root.rglob("*") if path.is_file()}
    check = checked(gate(pumps, "cr-001-second"), MergeCheckName.CONFLICTS)
    after = {path: path.read_bytes() for path in pumps.repository.root.rglob("*") if path.is_file()}
    assert {path for path in after if ".cache" not in path.parts and before.get(path) != after[path]} == set()
    assert check.details == conflicts
    assert check.state is (GateState.NOT_MET if conflicts else GateState.MET)
    if conflicts:
        assert check.reason == "git would leave conflicts in 1 file"
        with pytest.raises(RuntimeError):
            pumps.repository.merge("cr-001-second")
    else:
        pumps.repository.merge("cr-001-second")


@pytest.mark.parametrize(("main", "branch", "unsettled"), [(case[0], case[1], case[3]) for case in _APART])
def test_where_git_cannot_try_it_the_files_tell_as_far_as_they_can(
    tmp_path: Path, main: dict[str, str | None], branch: dict[str, str | None], unsettled: tuple[str, ...]
) -> None:
    pumps = parted(tmp_path / "pumps", main, branch)
    project = read_production(Request(folder=pumps.repository.root))
    known = project.known_repositories
    without = replace(known, code=replace(known.code, try_merge=CodeAccess().try_merge))
    check = checked(
        judge_merge(replace(project, known_repositories=without), "cr-001-second"), MergeCheckName.CONFLICTS
    )
    assert check.details == unsettled
    assert check.state is (GateState.UNKNOWN if unsettled else GateState.MET)


@pytest.mark.parametrize(("files", "state"), [({"src/pump.py": "2\n"}, GateState.MET), ({RS: "x"}, GateState.NOT_MET)])
def test_a_test_environment_leaves_the_documents_alone(pumps: Pumps, files: dict[str, str], state: GateState) -> None:
    pumps.repository.branch("test/pump-001")
    commit = pumps.commit(files, "CR-001: try", 9)
    check = checked(gate(pumps, "test/pump-001"), MergeCheckName.DOCUMENTS)
    assert check.state is state
    assert check.details == (() if state is GateState.MET else (f"SDLC-PUMP-RS in {commit[:10]}",))


def test_what_the_target_had_taken_in_already_is_not_judged_again(pumps: Pumps) -> None:
    pumps.merge()
    second = on_branch(pumps, {"src/pump.py": "2\n"}, "CR-001: faster", 9)
    judged = gate(pumps, junit=report(pumps, commit=second))
    assert (judged.commits, judged.verdict) == (1, GateState.MET)


def test_a_branch_of_a_remote_is_one_too(pumps: Pumps, tmp_path: Path) -> None:
    clone = pumps.repository.clone(tmp_path / "clone")
    judged = judge_merge(read_production(Request(folder=clone.root)), "origin/cr-001/exec")
    assert (judged.source, judged.command) == (BRANCH, "git merge --no-ff origin/cr-001/exec")


def test_production_is_read_where_only_the_remote_has_it(pumps: Pumps, tmp_path: Path) -> None:
    clone = pumps.repository.clone(tmp_path / "clone")
    clone.checkout("origin/cr-001/exec")
    clone.git("branch", "-D", "main")
    judged = judge_merge(read_production(Request(folder=clone.root)), BRANCH)
    assert checked(judged, MergeCheckName.RECORD).state is GateState.MET


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("cr-01/exec", None, "there is no branch 'cr-01/exec' to merge; did you mean cr-001/exec?"),
        (BRANCH, "mian", "there is no branch 'mian' to merge into; did you mean main?"),
        ("main", "main", "main cannot be merged into itself"),
    ],
)
def test_a_branch_that_is_none_is_named_with_those_that_are_close(
    pumps: Pumps, source: str, target: str | None, message: str
) -> None:
    with pytest.raises(UnknownBranchError) as raised:
        gate(pumps, source, target)
    assert str(raised.value) == message


def test_a_branch_that_is_gone_cannot_be_merged(pumps: Pumps) -> None:
    pumps.merge().repository.git("branch", "-D", BRANCH)
    with pytest.raises(UnknownBranchError, match="branch cr-001/exec is gone"):
        gate(pumps)


def test_the_branch_of_a_submodule_is_judged_in_its_own_repository(tmp_path: Path) -> None:
    pumps = GitRepository.create(tmp_path / "valve")
    pumps.commit({"src/valve.py": "1\n"}, "CR-001: begin", date="2026-01-03T09:00:00+00:00")
    settings = '[project]\nname = "Pumps"\n[[system]]\nname = "VALVE"\nrepository = "valve"\n[repositories.valve]\npath = "valve"\n'
    parent = GitRepository.create(tmp_path / "parent")
    text = document("CR-001", "IN_EXECUTION", "The submodule `valve`.")
    files = {"qms.toml": settings, "QMS/CR/CR-001/CR-001.md": text}
    parent.add_submodule(pumps, "valve").commit(files, "CR-001: release", date="2026-01-02T09:00:00+00:00")
    inner = GitRepository(parent.root / "valve")
    inner.branch("cr-001/exec")
    inner.commit({"src/valve.py": "2\n"}, "CR-001: faster", date="2026-01-06T09:00:00+00:00")
    judged = judge_merge(read_production(Request(folder=parent.root)), "cr-001/exec")
    assert (judged.repository, judged.target, judged.systems) == ("valve", "main", ("VALVE",))
    assert checked(judged, MergeCheckName.CITATIONS).state is GateState.MET
    assert checked(judged, MergeCheckName.SCOPE).state is GateState.MET
