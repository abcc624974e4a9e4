"""What the evidence of a system comes to: the tests that its matrix names, found in the code and among the results.

A result counts for the commit that counts if it ran on it, or on one whose trees of the system's code and tests are equal.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from msgspec import structs

from qms_site.graph.code_states import CodeState, MeantCode, find_meant_code, names_in, read_code_states
from qms_site.graph.code_tests import CodeTests
from qms_site.graph.results import Place, counting_commits, join_results
from qms_site.records.code import CodeReader
from qms_site.records.coverage import Coverage, read_coverage
from qms_site.records.documents import Document
from qms_site.records.evidence import Evidence
from qms_site.records.junit import ReportedCase, Verdict, read_junit
from qms_site.records.results import TestResult, latest_results
from qms_site.records.test_index import TestIndex
from qms_site.records.xml_files import ReportProblem
from qms_site.settings import Settings
from qms_site.sources.snapshot import Snapshot


class NamedStatus(StrEnum):
    """Whether a test that a matrix names exists."""

    RESOLVED = "resolved"
    DANGLING = "dangling"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"
    """The code could not be read, or no test was recognised in it."""


class Standing(StrEnum):
    """What the results say of a named test, the worst first."""

    FAILED = "failed"
    NO_PASS = "no pass"  # noqa: S105 - no password
    """Skipped, an expected failure, or rerun until it passed."""
    ELSEWHERE = "elsewhere"
    """It ran on another commit, whose code is not the same."""
    UNBOUND = "unbound"
    """Its result names no commit, and proves nothing."""
    ABSENT = "absent"
    """There is no result of it."""
    PASSED = "passed"


_Shown = tuple[Standing, TestResult | None]
"""How a test stands, and the result that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTest:
    """A test that a matrix names, with what it means in the code, and its result: the one that counts, or else the latest.

    A matrix may name a class of tests, which stands as its worst test does.
    """

    name: str
    status: NamedStatus
    id: str | None
    standing: Standing
    result: TestResult | None

    def covers(self, id_: str) -> bool:
        """Whether it is this test of the code, or a class that the test stands in."""
        return self.id is not None and (id_ == self.id or id_.startswith(f"{self.id}::"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The evidence of one system, such as ``SDLC-QMS``.

    ``commit`` is the one that counts, in full where its repository has it, else as stated; None where nothing states one and
    there is no git; ``is_stated`` whether a baseline states it. ``paths`` are what the settings call its code. ``unknown``
    says why it is not known which tests there are, None where it is.
    """

    system: str
    repository: str | None
    paths: frozenset[str]
    commit: str | None
    is_stated: bool
    code: CodeState | None
    unknown: str | None
    counting: frozenset[str]
    """Commits, as reports write them, whose results count."""
    named: Mapping[str, NamedTest]
    """By the name that a matrix of the system gives."""
    has_results: bool
    """Whether any result is of this system."""

    def elsewhere(self, evidence: Evidence) -> tuple[str, ...]:
        """The commits that evidence was verified at, which are not the one that counts, and whose code is not the same."""
        own = self.commit or ""
        return tuple(
            commit
            for commit in evidence.commits
            if commit not in evidence.implemented
            and not (own.startswith(commit) or commit.startswith(own) or commit in self.counting)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifications:
    """All that code and reports say: by system, and as a whole."""

    by_system: Mapping[str, Verification] = field(default_factory=lambda: MappingProxyType({}))
    states: tuple[CodeState, ...] = ()
    results: tuple[TestResult, ...] = ()
    """The latest of each test on each commit, by id."""
    results_by_state: Mapping[Place, Mapping[str, tuple[TestResult, ...]]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """By repository and commit of a state, and by test: those that are of its code, or can be."""
    coverage: tuple[Coverage, ...] = ()
    problems: tuple[ReportProblem, ...] = ()
    unmatched: tuple[str, ...] = ()
    """Patterns of reports in the settings that no file matches."""


def verify_systems(
    snapshot: Snapshot, documents: Iterable[Document], settings: Settings, documents_root: str, base: str
) -> Verifications:
    """Read the code and the reports that the records call for, and join them to what the matrices name."""
    meant = tuple(find_meant_code(documents, settings, snapshot, base))
    states = read_code_states(meant, snapshot, CodeReader(settings, documents_root))
    tests = {place: CodeTests(state) for place, state in states.items()}
    cases, problems = _read_cases(snapshot)
    commits = frozenset(case.commit for case in cases if case.commit)
    counting = {
        one.system: counting_commits(
            one,
            states[one.place],
            tests[one.place].files_of(one),
            commits | _cited_commits(one),
            snapshot.code,
            documents_root,
        )
        for one in meant
    }
    results = join_results(cases, meant, counting, states)
    by_place = {place: _by_test(place, results) for place in states}
    shared = Counter(one.place for one in meant)
    read = states[None, None]
    coverage, unread = _read_coverage(snapshot, read.paths if read else frozenset())
    return Verifications(
        by_system=MappingProxyType(
            {
                one.system: _verify(
                    one, tests[one.place], counting[one.system], by_place[one.place], is_alone=shared[one.place] == 1
                )
                for one in meant
            }
        ),
        states=tuple({(state.repository, state.commit): state for state in states.values() if state}.values()),
        results=tuple(
            sorted(
                (result for own in results.values() for result in own),
                key=lambda result: (result.id, result.commit or ""),
            )
        ),
        results_by_state=MappingProxyType(
            {(state.repository, state.commit): by_place[place] for place, state in states.items() if state}
        ),
        coverage=coverage,
        problems=(*problems, *unread),
        unmatched=snapshot.reports.unmatched,
    )


def _by_test(
    place: Place, results: Mapping[tuple[Place, ...], tuple[TestResult, ...]]
) -> Mapping[str, tuple[TestResult, ...]]:
    found: dict[str, list[TestResult]] = defaultdict(list)
    for places, own in results.items():
        for result in own if place in places else ():
            found[result.id].append(result)
    return MappingProxyType({id_: tuple(own) for id_, own in found.items()})


def _cited_commits(one: MeantCode) -> frozenset[str]:
    """Commits that the evidence of a system names, where its baseline states the one at which all has to hold."""
    traces = (trace for matrix in one.matrices for trace in matrix.file.contents.traces if one.stated)
    return frozenset(commit for trace in traces for commit in trace.evidence.commits)


def _read_cases(snapshot: Snapshot) -> tuple[tuple[ReportedCase, ...], tuple[ReportProblem, ...]]:
    reports = snapshot.reports
    entries = [entry for file in reports.junit for entry in read_junit(file.path, file.data, commit=reports.commit)]
    cases = tuple(entry for entry in entries if isinstance(entry, ReportedCase))
    return cases, tuple(entry for entry in entries if isinstance(entry, ReportProblem))


def _read_coverage(snapshot: Snapshot, known: frozenset[str]) -> tuple[tuple[Coverage, ...], tuple[ReportProblem, ...]]:
    files = snapshot.reports.coverage
    entries = [entry for file in files for entry in read_coverage(file.path, file.data, known=known)]
    lines = tuple(entry for entry in entries if isinstance(entry, Coverage))
    return lines, tuple(entry for entry in entries if isinstance(entry, ReportProblem))


def _verify(
    one: MeantCode,
    tests: CodeTests,
    counting: frozenset[str],
    by_id: Mapping[str, tuple[TestResult, ...]],
    *,
    is_alone: bool,
) -> Verification:
    state = tests.state
    unknown = _why_unknown(one, state)
    named = _name_tests(one, tests, {id_: standing_of(own, counting) for id_, own in by_id.items()}, unknown)
    # Of systems that share their code and its commit, a result is of the one whose paths hold the test.
    is_own = (
        is_alone or one.is_code(id_.partition("::")[0])
        for id_, own in by_id.items()
        if any(result.commit in counting for result in own)
    )
    return Verification(
        system=one.system,
        repository=one.repository,
        paths=one.paths,
        commit=(state.commit if state else None) or one.stated,
        is_stated=one.is_stated,
        code=state,
        unknown=unknown,
        counting=counting,
        named=MappingProxyType(named),
        has_results=any(test.standing is not Standing.ABSENT for test in named.values()) or any(is_own),
    )


def _name_tests(
    one: MeantCode, tests: CodeTests, standings: Mapping[str, _Shown], unknown: str | None
) -> dict[str, NamedTest]:
    """What the names in a system's matrices mean, first in the code, then among the results, and how each stands."""
    # What a report tells of other code is left out: there the test may have been another.
    reported = TestIndex(
        id_ for id_, (standing, _) in standings.items() if unknown or standing is not Standing.ELSEWHERE
    )
    named = {}
    for name in names_in(one):
        ids = tests.find(name, one)
        group = None if ids else tests.find_class(name)
        ids = ids or ((group[0],) if group else reported.find(name))
        is_unknown = not ids and (unknown is not None or tests.is_unread(name))
        is_one = len(ids) == 1
        standing, result = (
            _worst(standings.get(id_, _ABSENT) for id_ in (group[1] if group else ids)) if is_one else _ABSENT
        )
        named[name] = NamedTest(
            name=name,
            status=NamedStatus.UNKNOWN if is_unknown else _BY_COUNT[min(len(ids), _SEVERAL)],
            id=ids[0] if is_one else None,
            standing=standing,
            result=result,
        )
    return named


_SEVERAL = 2
_BY_COUNT = (NamedStatus.DANGLING, NamedStatus.RESOLVED, NamedStatus.AMBIGUOUS)
_ABSENT: _Shown = (Standing.ABSENT, None)
_OF_VERDICT = {
    Verdict.PASS: Standing.PASSED,
    Verdict.FAIL: Standing.FAILED,
    Verdict.ERROR: Standing.FAILED,
}


def standing_of(own: tuple[TestResult, ...], counting: frozenset[str]) -> _Shown:
    """What the results of a test say for the commit that counts; commits with equal code count as one."""
    counted = [result for result in own if result.commit in counting]
    if not counted:
        bound = [result for result in own if result.commit]
        return (Standing.ELSEWHERE if bound else Standing.UNBOUND), (bound or own)[-1]
    (latest,) = latest_results(structs.replace(result, commit="") for result in counted).values()
    shown = next(result for result in reversed(counted) if result.source == latest.source)
    return _OF_VERDICT.get(latest.result, Standing.NO_PASS), structs.replace(latest, commit=shown.commit)


_ORDER = {standing: place for place, standing in enumerate(Standing)}


def _worst(found: Iterable[_Shown]) -> _Shown:
    return min(found, key=lambda one: _ORDER[one[0]])


def _why_unknown(one: MeantCode, state: CodeState | None) -> str | None:
    where = f"repository {one.repository!r}" if one.repository else "this repository"
    if state is None:
        return f"commit {one.stated} is not in {where}" if one.stated else f"{where} is not available"
    return None if state.tests else f"no test was recognised in {where}"
