"""Gates that evidence answers: whether all of it passes, and whether all of it holds at one commit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from qms_site.graph.references import resolve_document
from qms_site.graph.verification import NamedStatus, Standing, Verification
from qms_site.qualification.document_gates import required, traces_of, why_unread, withdrawn_in
from qms_site.qualification.gates import Gate, GateName, GateState, Proof, worst_of
from qms_site.qualification.result_proofs import result_proofs
from qms_site.qualification.subject import Subject, owners_of
from qms_site.records.documents import Document
from qms_site.records.outcomes import OUTCOME_WORDS, Result
from qms_site.records.traces import Trace
from qms_site.settings import Stage
from qms_site.text import count_of

_Told = tuple[GateState, str]
"""How a piece of evidence stands, and why it is no pass."""

_OF_STANDING: dict[Standing, _Told] = {
    Standing.FAILED: (GateState.NOT_MET, "failed"),
    Standing.NO_PASS: (GateState.NOT_MET, "was skipped, or passed only after it was run again"),
    Standing.ELSEWHERE: (GateState.UNKNOWN, "ran on other code alone"),
    Standing.UNBOUND: (GateState.UNKNOWN, "has a result that names no commit"),
    Standing.ABSENT: (GateState.UNKNOWN, "has no result"),
    Standing.PASSED: (GateState.MET, "passed"),
}
_OF_STATUS: dict[NamedStatus, _Told] = {
    NamedStatus.DANGLING: (GateState.NOT_MET, "does not exist"),
    NamedStatus.AMBIGUOUS: (GateState.UNKNOWN, "may be one of several"),
}


def evidence_gates(subject: Subject) -> Iterator[Gate]:
    """The gates of evidence, in their order."""
    yield _passing(subject)
    yield _single_commit(subject)


def _passing(subject: Subject) -> Gate:
    """Whether all evidence of all requirements is known to pass; a result that is not known is no pass."""
    items, traces = required(subject), traces_of(subject)
    stands = [(item.id, _how_it_stands(subject, traces.get(item.id, ()))) for _, item in items]
    states = [told[0] for _, told in stands]
    passed = states.count(GateState.MET)
    passing = [item.id for (_, item), state in zip(items, states, strict=True) if state is GateState.MET]
    reason = f"the evidence of {passed} of {count_of(len(items), 'requirement')} is known to pass"
    is_bare = subject.verification is not None and not subject.verification.has_results
    if is_bare and GateState.UNKNOWN in states:
        reason += "; no results of tests were given for it"
    return Gate(
        name=GateName.PASSING,
        state=worst_of(states) if items else GateState.UNKNOWN,
        reason=reason if items else "no requirement is known whose evidence could pass",
        clears="whoever runs the tests of " + subject.title,
        proofs=(*_reports(subject), *_lines(traces, passing)),
        details=tuple(f"{id_}: {why}" for id_, (state, why) in stands if state is not GateState.MET),
    )


def _reports(subject: Subject) -> Iterator[Proof]:
    """The reports in which tests passed that the matrices name."""
    named = subject.verification.named.values() if subject.verification else ()
    passed = (test.result for test in named if test.standing is Standing.PASSED and test.result)
    return result_proofs(subject, passed)


def _lines(traces: Mapping[str, Sequence[tuple[Document, Trace]]], passing: Iterable[str]) -> Iterator[Proof]:
    """The rows of the matrices that speak of requirements whose evidence is known to pass."""
    for id_ in passing:
        for matrix, trace in traces.get(id_, ()):
            told = f"{id_}: {matrix.id}, line {trace.line}"
            yield Proof(text=told, document=matrix.id, path=matrix.path, line=trace.line)


def _how_it_stands(subject: Subject, traces: "list[tuple[Document, Trace]] | tuple[()]") -> _Told:
    """The worst of all that a requirement rests on."""
    told = [one for matrix, trace in traces for one in _pieces(subject, matrix, trace)]
    if not told:
        return GateState.NOT_MET, "it rests on nothing"
    worst = worst_of(state for state, _ in told)
    reasons = dict.fromkeys(why for state, why in told if state is worst)
    return worst, ", ".join(list(reasons)[:_MOST_REASONS])


_MOST_REASONS = 3


def _pieces(subject: Subject, matrix: Document, trace: Trace) -> Iterator[_Told]:
    given, result = trace.evidence, trace.result
    for name in given.tests:
        state, why = _of_test(subject.verification, name)
        yield state, f"{name} {why}"
    for written in given.records:
        yield from _of_record(subject, matrix, written)
    if result == "FAIL":
        yield GateState.NOT_MET, f"{matrix.id} says that it failed"
    elif (given.tests or given.records) and (told := _no_pass(result)):
        yield GateState.UNKNOWN, f"{matrix.id} says {told}, which is no pass"
    elif not (given.tests or given.records) and (given.proof or given.commits):
        is_passed = bool(given.proof) and result in (None, "PASS")
        yield (
            (GateState.MET, "proof") if is_passed else (GateState.UNKNOWN, f"{matrix.id} does not say that it passed")
        )


_NO_PASS = frozenset({Result.OPEN, Result.FAIL})
_IN_PART = frozenset({"PARTIAL", "PARTIALLY", "PARTLY", "ERROR", "SKIPPED", "INCONCLUSIVE"})


def _no_pass(result: str | None) -> str | None:
    """A result in words that are known to be no pass; what other words mean, the tests and records tell."""
    if result is None:
        return None
    first = result.split(maxsplit=1)[0].strip(".,:;") if result.strip() else ""
    return (
        result[:_LONGEST]
        if (OUTCOME_WORDS.judge(result) in _NO_PASS and any(map(str.isalnum, result))) or first in _IN_PART
        else None
    )


_LONGEST = 60


def _of_test(verification: Verification | None, name: str) -> _Told:
    named = verification.named.get(name) if verification else None
    if named is None:
        return GateState.UNKNOWN, "could not be looked up"
    return _OF_STATUS.get(named.status) or _OF_STANDING[named.standing]


def _of_record(subject: Subject, matrix: Document, written: str) -> Iterator[_Told]:
    """A verification record counts when its execution is over and none of its items failed."""
    project, meant = subject.project, resolve_document(written, matrix.id, subject.shared.parents)
    if len(meant) != 1:
        yield (
            (GateState.UNKNOWN, f"{written} may be one of several")
            if meant
            else (
                GateState.NOT_MET,
                f"{written} does not exist",
            )
        )
        return
    document = project.documents_by_id[meant[0]]
    if not project.settings.is_executable(document.type):
        return
    failed = [item.id for item in document.file.contents.executions if item.result is Result.FAIL]
    if failed:
        yield GateState.NOT_MET, f"{failed[0]} of {document.id} failed"
    elif project.stage_of(document) is not Stage.CLOSED:
        yield GateState.NOT_MET, f"{document.id} is not closed"
    else:
        yield GateState.MET, "closed"


def _single_commit(subject: Subject) -> Gate:
    """Whether one commit is stated, and nothing that a requirement rests on names another."""
    matrices, verification = subject.documents.matrices, subject.verification
    clears = owners_of(subject, matrices)
    if subject.unread:
        return Gate(name=GateName.SINGLE_COMMIT, state=GateState.UNKNOWN, reason=why_unread(subject), clears=clears)
    if verification is None or not verification.is_stated or not verification.commit:
        reason = "no matrix states the commit at which its evidence holds" if matrices else "there is no trace matrix"
        return Gate(name=GateName.SINGLE_COMMIT, state=GateState.NOT_MET, reason=reason, clears=clears)
    withdrawn = withdrawn_in(subject)
    stray = tuple(
        f"{item} rests on {', '.join(commit[:10] for commit in elsewhere)}"
        for item, traces in traces_of(subject).items()
        for _, trace in traces
        if item not in withdrawn and (elsewhere := verification.elsewhere(trace.evidence))
    )
    commit = verification.commit[:10]
    reason = f"{count_of(len(stray), 'requirement')} {'rests' if len(stray) == 1 else 'rest'} on another commit than {commit}"
    return Gate(
        name=GateName.SINGLE_COMMIT,
        state=GateState.NOT_MET if stray else GateState.MET,
        reason=reason if stray else f"all evidence is stated for {commit}",
        clears=clears,
        proofs=(Proof(text=f"commit {commit}", commit=verification.commit, repository=subject.repository),),
        details=stray,
    )
