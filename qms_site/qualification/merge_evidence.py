"""Checks of what a merge rests on: specifications in force, and results of tests at the head of the branch."""

from collections.abc import Iterator, Mapping

from msgspec import structs

from qms_site.graph.equal_code import Apart, equal_but_for
from qms_site.qualification.document_gates import document_gates
from qms_site.qualification.gates import GateName, GateState, worst_of
from qms_site.qualification.merge_case import CUT, MergeCase
from qms_site.qualification.merge_gate import MergeCheck, MergeCheckName
from qms_site.records.junit import Verdict
from qms_site.records.results import TestResult, latest_results
from qms_site.text import count_of

_ASKED = frozenset({GateName.REQUIREMENTS, GateName.MATRIX})
_FAILED = frozenset({Verdict.FAIL, Verdict.ERROR, Verdict.RERUN})


def check_specifications(case: MergeCase) -> MergeCheck:
    """Whether requirements and matrix of each system that is changed are in force; code is merged after them."""
    if case.why_not_judged:
        return MergeCheck(name=MergeCheckName.SPECIFICATIONS, state=GateState.UNKNOWN, reason=case.why_not_judged)
    gates = [gate for subject in case.subjects for gate in document_gates(subject) if gate.name in _ASKED]
    return MergeCheck(
        name=MergeCheckName.SPECIFICATIONS,
        state=worst_of(gate.state for gate in gates),
        reason="; ".join(gate.reason for gate in gates) or "it changes no governed code",
    )


def check_evidence(case: MergeCase) -> MergeCheck:
    """Whether tests passed on the commit at the head of the branch, or on one whose code is the same."""
    state, reason, details = _how_tested(case)
    return MergeCheck(name=MergeCheckName.EVIDENCE, state=state, reason=reason, details=details)


def _how_tested(case: MergeCase) -> tuple[GateState, str, tuple[str, ...]]:
    if case.is_cut:
        return GateState.UNKNOWN, f"which tests it needs is not known: {CUT}", ()
    if case.project.settings.system and not case.systems:
        return GateState.MET, "it changes no governed code that would have to be tested", ()
    at, head = _results_at_head(case), case.source_tip[:10]
    if not at:
        return GateState.UNKNOWN, _why_none(case), ()
    failed = tuple(f"{id_}: {result.result.value}" for id_, result in at.items() if result.result in _FAILED)
    passed = frozenset(id_ for id_, result in at.items() if result.result is Verdict.PASS)
    told = f"{len(passed)} of {count_of(len(at), 'test')} passed at {head}"
    if failed or not passed:
        return GateState.NOT_MET, told, failed or ("a test that was not run is no pass",)
    lacking = tuple(_lacking(case, passed, at))
    unread = tuple(f"{problem.path}: {problem.message}" for problem in case.project.verifications.problems)
    if lacking:
        return worst_of(state for state, _ in lacking), told, tuple(why for _, why in lacking) + unread
    return (GateState.UNKNOWN if unread else GateState.MET), told, unread


def _why_none(case: MergeCase) -> str:
    results = case.project.verifications.results
    if not results:
        return "no results of tests were given (--junit)"
    others = sorted({result.commit[:10] for result in results if result.commit})
    if not others:
        return "the results that were given name no commit (--results-commit says which one they belong to)"
    more = ", ..." if len(others) > _MOST_NAMED else ""
    return f"the results that were given are of other code: {', '.join(others[:_MOST_NAMED])}{more}"


_MOST_NAMED = 3


def _results_at_head(case: MergeCase) -> Mapping[str, TestResult]:
    """The latest result of each test on the head of the branch; commits whose code is the same count as one."""
    results = [result for result in case.project.verifications.results if result.commit]
    counting = _counting(case, sorted({result.commit for result in results if result.commit}))
    at = (structs.replace(result, commit="") for result in results if result.commit in counting)
    return {id_: result for (id_, _), result in latest_results(at).items()}


def _counting(case: MergeCase, written: list[str]) -> frozenset[str]:
    """Those of the commits, as reports write them, at which there is the code of the head."""
    code, repository = case.project.known_repositories.code, case.source.repository
    meant = {
        name: commit
        for name, commit in zip(written, code.find_commits(repository, written), strict=True)
        if commit is not None
    }
    others = sorted(set(meant.values()) - {case.source_tip})
    apart = Apart(documents_root=case.project.documents_root if repository is None else None)
    equal = {case.source_tip, *equal_but_for(code, repository, case.source_tip, others, apart)}
    return frozenset(name for name, commit in meant.items() if commit in equal)


def _lacking(case: MergeCase, passed: frozenset[str], at: Mapping[str, TestResult]) -> Iterator[tuple[GateState, str]]:
    """Tests that the matrices of the systems name, and that did not pass there."""
    for subject in case.subjects:
        for name, named in subject.verification.named.items() if subject.verification else ():
            if any(named.covers(id_) for id_ in passed) and not any(named.covers(id_) for id_ in at.keys() - passed):
                continue
            is_run = any(named.covers(id_) for id_ in at)
            state = GateState.NOT_MET if is_run else GateState.UNKNOWN
            yield state, f"{name} {'was not run to a pass' if is_run else 'has no result there'}"
