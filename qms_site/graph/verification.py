"""What the evidence of a system comes to: the tests that its matrix names, found in the code and among the results.

A result counts for the commit that counts if it ran on it, or on one whose trees of the system's code and tests are equal.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from types import MappingProxyType

from msgspec import structs

from qms_site.graph.code_states import CodeState, MeantCode, find_meant_code, read_code_states
from qms_site.graph.results import counting_commits, join_results
from qms_site.records.code import CodeReader
from qms_site.records.coverage import Coverage, read_coverage
from qms_site.records.documents import Document
from qms_site.records.junit import ReportedCase, Verdict, read_junit
from qms_site.records.named_tests import parts_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTest:
    """A test that a matrix names, with what it means in the code, and its result: the one that counts, or else the latest."""

    name: str
    status: NamedStatus
    id: str | None
    standing: Standing
    result: TestResult | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The evidence of one system, such as ``SDLC-QMS``.

    ``commit`` is the one that counts, in full where its repository has it, else as stated; None where nothing states one and
    there is no git. ``unknown`` says why it is not known which tests there are, None where it is.
    """

    system: str
    repository: str | None
    commit: str | None
    is_stated: bool
    code: CodeState | None
    unknown: str | None
    counting: frozenset[str]
    """Commits, as reports write them, whose results count."""
    named: Mapping[str, NamedTest]
    """By the name that a matrix of the system gives."""

    @property
    def has_results(self) -> bool:
        """Whether any result is of this system."""
        return any(test.standing is not Standing.ABSENT for test in self.named.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifications:
    """All that code and reports say: by system, and as a whole."""

    by_system: Mapping[str, Verification] = field(default_factory=lambda: MappingProxyType({}))
    states: tuple[CodeState, ...] = ()
    results: tuple[TestResult, ...] = ()
    """The latest of each test on each commit, by id."""
    coverage: tuple[Coverage, ...] = ()
    problems: tuple[ReportProblem, ...] = ()
    unmatched: tuple[str, ...] = ()
    """Patterns of reports in the settings that no file matches."""


def verify_systems(
    snapshot: Snapshot, documents: Iterable[Document], settings: Settings, documents_root: str, base: str
) -> Verifications:
    """Read the code and the reports that the records call for, and join them to what the matrices name."""
    meant = tuple(find_meant_code(documents, settings, snapshot))
    states = read_code_states(meant, snapshot, CodeReader(settings, documents_root))
    cases, problems = _read_cases(snapshot)
    commits = frozenset(case.commit for case in cases if case.commit)
    counting = {
        one.system: counting_commits(
            one, states[one.place], commits | _cited_commits(one), snapshot.code, documents_root, base
        )
        for one in meant
    }
    results = tuple(latest_results(join_results(cases, meant, counting, states)).values())
    read = states[None, None]
    coverage, unread = _read_coverage(snapshot, read.paths if read else frozenset())
    return Verifications(
        by_system=MappingProxyType(
            {one.system: _verify(one, states[one.place], counting[one.system], results) for one in meant}
        ),
        states=tuple({(state.repository, state.commit): state for state in states.values() if state}.values()),
        results=results,
        coverage=coverage,
        problems=(*problems, *unread),
        unmatched=snapshot.reports.unmatched,
    )


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
    one: MeantCode, state: CodeState | None, counting: frozenset[str], results: tuple[TestResult, ...]
) -> Verification:
    commit = (state.commit if state else None) or one.stated
    results_by_id = _standings(results, counting)
    # What a report alone tells of comes second: another repository may have tests of the same names.
    indexes = (TestIndex(test.id for test in (state.tests if state else ())), TestIndex(results_by_id))
    unread = _files_without_tests(state) if state else frozenset()
    unknown = _why_unknown(one, state)
    names = dict.fromkeys(
        name
        for document in one.matrices
        for file in document.current_files
        for trace in file.contents.traces
        for name in trace.evidence.tests
    )
    named = {}
    for name in names:
        ids = next((found for index in indexes if (found := index.find(name))), ())
        status = _status(name, ids, unread, is_unknown=unknown is not None)
        standing, result = results_by_id.get(ids[0], _ABSENT) if len(ids) == 1 else _ABSENT
        named[name] = NamedTest(
            name=name, status=status, id=ids[0] if len(ids) == 1 else None, standing=standing, result=result
        )
    return Verification(
        system=one.system,
        repository=one.repository,
        commit=commit,
        is_stated=one.stated is not None,
        code=state,
        unknown=unknown,
        counting=counting,
        named=MappingProxyType(named),
    )


_ABSENT: tuple[Standing, TestResult | None] = (Standing.ABSENT, None)
_OF_VERDICT = {
    Verdict.PASS: Standing.PASSED,
    Verdict.FAIL: Standing.FAILED,
    Verdict.ERROR: Standing.FAILED,
}


def _standings(
    results: Iterable[TestResult], counting: frozenset[str]
) -> Mapping[str, tuple[Standing, TestResult | None]]:
    """By test, what its results say for the commit that counts; commits with equal code count as one."""
    by_id: dict[str, list[TestResult]] = defaultdict(list)
    for result in results:
        by_id[result.id].append(result)
    found: dict[str, tuple[Standing, TestResult | None]] = {}
    for id_, own in by_id.items():
        counted = [result for result in own if result.commit in counting]
        if counted:
            (latest,) = latest_results(structs.replace(result, commit="") for result in counted).values()
            shown = next(result for result in reversed(counted) if result.source == latest.source)
            standing = _OF_VERDICT.get(latest.result, Standing.NO_PASS)
            found[id_] = standing, structs.replace(latest, commit=shown.commit)
        else:
            bound = [result for result in own if result.commit]
            found[id_] = (Standing.ELSEWHERE if bound else Standing.UNBOUND), (bound or own)[-1]
    return found


def _status(name: str, ids: tuple[str, ...], unread: frozenset[str], *, is_unknown: bool) -> NamedStatus:
    if len(ids) == 1:
        return NamedStatus.RESOLVED
    if ids:
        return NamedStatus.AMBIGUOUS
    module = parts_of(name.partition("::")[0])[-1]
    return NamedStatus.UNKNOWN if is_unknown or module in unread else NamedStatus.DANGLING


def _files_without_tests(state: CodeState) -> frozenset[str]:
    """Names of the files in which no test was recognised: what they hold is not known."""
    tested = {test.path for test in state.tests}
    return frozenset(PurePosixPath(path).stem for path in state.paths if path not in tested)


def _why_unknown(one: MeantCode, state: CodeState | None) -> str | None:
    where = f"repository {one.repository!r}" if one.repository else "this repository"
    if state is None:
        return f"commit {one.stated} is not in {where}" if one.stated else f"{where} is not available"
    return None if state.tests else f"no test was recognised in {where}"
