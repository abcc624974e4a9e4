"""A row of a matrix: one requirement, how far it is traced and shown, and what has to be done next by whom."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from qms_site.graph.cited_versions import TextChange
from qms_site.graph.verification import NamedStatus, NamedTest, Standing
from qms_site.records.traces import Trace
from qms_site.timeline.former_texts import Unchanged


class TraceState(StrEnum):
    """How far a requirement is traced and shown, the worst first."""

    UNTRACED = "not traced"
    FAILING = "failing"
    LOST = "test missing"
    BARE = "no evidence"
    OUTDATED = "changed since verified"
    UNSHOWN = "not shown"
    """Results were given, and not every test that the matrix names passed at the commit that counts."""
    TRACED = "traced"
    STATED = "stated to pass"
    SHOWN = "shown to pass"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A requirement, and all that leads from it and to it; documents by their ids, tests as the matrix names them."""

    id: str
    document: str
    title: str | None
    text: str
    path: str
    line: int
    state: TraceState
    design: tuple[tuple[str, str], ...]
    """(document, id) of the design items that satisfy it."""
    matrix: str | None
    """The RTM that traces it."""
    method: str | None
    result: str | None
    """As the matrix states it."""
    tests: tuple[NamedTest, ...]
    commits: tuple[str, ...]
    records: tuple[str, ...]
    """Verification records that the RTM names."""
    changed_in: tuple[str, ...]
    """Records that speak of it."""
    cited_by: tuple[str, ...]
    """Other documents that speak of it."""
    change_commits: tuple[str, ...] = ()
    """Commits of this repository whose messages cite it, or the records that speak of it; the newest twenty."""
    unchanged: Unchanged | None = None
    owner: str | None = None
    """Who answers for the document in which the next thing has to be done."""
    support: str | None = None
    """How well the owner's name is supported."""
    has_results: bool = False
    """Whether results of test runs were given for its system."""

    @property
    def what_is_missing(self) -> str:
        """What somebody has to do next; empty where nothing is."""
        if self.state is TraceState.FAILING:
            return f"mend {' '.join(self.failing) or f'what gives {self.result}'}"
        return self.task

    @property
    def task(self) -> str:
        """The same for all requirements that lack the same, without the names of tests; beside them a row shows which."""
        if self.state is TraceState.UNTRACED:
            return "trace it in the matrix" if self.matrix else "write a matrix that traces it"
        if self.state is TraceState.FAILING and self.failing:
            return "mend what fails in its tests"
        return _TO_DO.get(self.state, "")

    @property
    def who(self) -> str:
        """Who has to do it: the owner of the matrix or the specification, or the developers; empty where nothing is to be done."""
        if not self.what_is_missing:
            return ""
        if self.state in _FOR_DEVELOPERS and (self.failing or self.state is not TraceState.FAILING):
            return "developers"
        document = self.matrix or self.document
        return f"{self.owner} ({document})" if self.owner else f"owner of {document}"

    @property
    def owner_support(self) -> str | None:
        """How well the name is supported of who has to do it; None where that is nobody by name."""
        return self.support if self.owner and self.who.startswith(f"{self.owner} (") else None

    @property
    def told_tests(self) -> tuple[tuple[str, str], ...]:
        """Its tests with what became of them in words, the worst first; without words where no results were given."""
        told = ((_rank_of(test), test.name, self._told(test)) for test in self.tests)
        return tuple((name, words) for _, name, words in sorted(told, key=lambda entry: entry[0]))

    def _told(self, test: NamedTest) -> str:
        if test.status in _LOST:
            return _LOST[test.status]
        return _BECAME[test.standing] if self.has_results else ""

    @property
    def failing(self) -> tuple[str, ...]:
        """Tests that failed."""
        return tuple(test.name for test in self.tests if test.standing is Standing.FAILED)

    @property
    def measured(self) -> str:
        """What the results of test runs say: ``3 passed``, ``1 failed, 2 passed``; empty where there are none."""
        counted = Counter(test.standing for test in self.tests)
        told = [(standing, counted[standing]) for standing in Standing if counted[standing]]
        if all(standing is Standing.ABSENT for standing, _ in told):
            return ""
        return ", ".join(f"{count} {_MEASURED[standing]}" for standing, count in told)


_TO_DO = {
    TraceState.FAILING: "mend what the matrix states as no pass",
    TraceState.LOST: "write the test that the matrix names, or name the right one",
    TraceState.BARE: "name its evidence in the matrix",
    TraceState.OUTDATED: "verify it as it reads now, and revise the matrix",
    TraceState.UNSHOWN: "run its tests at the commit that counts",
    TraceState.TRACED: "state or supply a result",
}
_FOR_DEVELOPERS = frozenset({TraceState.FAILING, TraceState.LOST, TraceState.UNSHOWN})
_MEASURED = {
    Standing.FAILED: "failed",
    Standing.NO_PASS: "no pass",
    Standing.ELSEWHERE: "on other code",
    Standing.UNBOUND: "bound to no commit",
    Standing.ABSENT: "without a result",
    Standing.PASSED: "passed",
}


_BECAME = _MEASURED | {Standing.ABSENT: "no result", Standing.ELSEWHERE: "ran on other code"}
_LOST = {NamedStatus.DANGLING: "not found", NamedStatus.AMBIGUOUS: "several of that name"}


def _rank_of(test: NamedTest) -> int:
    """0 for a test that failed; then those that are not there, and the others from bad to good."""
    return (
        1 if test.status in _LOST and test.standing is not Standing.FAILED else 2 * list(Standing).index(test.standing)
    )


def state_of(
    trace: Trace | None, tests: tuple[NamedTest, ...], change: TextChange | None, *, has_results: bool
) -> TraceState:
    """How far a requirement is traced and shown: the worst that holds of it."""
    if trace is None:
        return TraceState.UNTRACED
    result, evidence = trace.result, trace.evidence
    standings = {test.standing for test in tests}
    lost = any(test.status in _LOST for test in tests)
    is_bare = not (evidence.tests or evidence.commits or evidence.records or evidence.proof)
    holds = (
        ((result is not None and result != "PASS") or Standing.FAILED in standings, TraceState.FAILING),
        (lost, TraceState.LOST),
        (is_bare, TraceState.BARE),
        (change in (TextChange.CHANGED, TextChange.NEW), TraceState.OUTDATED),
        (standings == {Standing.PASSED}, TraceState.SHOWN),
        (bool(tests) and has_results, TraceState.UNSHOWN),
        (result is not None, TraceState.STATED),
    )
    return next((state for is_so, state in holds if is_so), TraceState.TRACED)
