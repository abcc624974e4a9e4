"""Results of test functions: the cases of reports joined to the functions of the code, and the latest of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import ClassVar

import msgspec

from qms_site.records.junit import ReportedCase, Verdict, read_junit
from qms_site.records.result_names import TestNames
from qms_site.records.testcode.reading import TestFunction
from qms_site.records.xml_files import ReportProblem

# The first that any case of a function has is the function's. A case that was not run, or failed as expected, was not shown.
_WORST_FIRST = (Verdict.ERROR, Verdict.FAIL, Verdict.RERUN, Verdict.XFAIL, Verdict.SKIP, Verdict.PASS)
_NOT_RUN = frozenset({Verdict.SKIP, Verdict.XFAIL})
_FAILED = frozenset({Verdict.FAIL, Verdict.ERROR, Verdict.RERUN})


class TestResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one report says of one test function on one commit, over all its parameters."""

    __test__: ClassVar[bool] = False  # the name is the domain's; pytest is not to collect it

    id: str
    """``path::name`` of the function; of one that the code does not have, what its report suggests."""
    result: Verdict
    commit: str | None
    """None: bound to no commit, so that it proves nothing."""
    source: str
    """Path of the report."""
    verifies: tuple[str, ...] = ()
    """Ids that the report names, sorted."""
    cases: Mapping[Verdict, int] = {}
    """How many cases came out how."""
    when: datetime | None = None
    is_known: bool = True
    """Whether the code has the function."""


def read_results(
    reports: Iterable[tuple[str, bytes]], tests: Iterable[TestFunction], *, commit: str | None = None
) -> tuple[tuple[TestResult, ...], tuple[ReportProblem, ...]]:
    """Results of all reports (path and bytes) in their order, each report's by id; and what is amiss with the reports.

    ``commit`` is what the results are bound to where a report does not say.
    """
    names = TestNames(tests)
    results: list[TestResult] = []
    problems: list[ReportProblem] = []
    for path, data in reports:
        entries = list(read_junit(path, data, commit=commit))
        problems += [entry for entry in entries if isinstance(entry, ReportProblem)]
        results += join_cases((entry for entry in entries if isinstance(entry, ReportedCase)), names)
    return tuple(results), tuple(problems)


def join_cases(cases: Iterable[ReportedCase], names: TestNames) -> Iterator[TestResult]:
    """One result per function, report and commit, by id: any case that failed fails it, and all must pass for a pass."""
    grouped: dict[tuple[str, str, str], list[tuple[ReportedCase, bool]]] = {}
    for case in _without_reruns(cases):
        id_, is_known = names.identify(case)
        grouped.setdefault((id_, case.source, case.commit or ""), []).append((case, is_known))
    for (id_, source, commit), found in sorted(grouped.items()):
        verdicts = Counter(case.verdict for case, _ in found)
        yield TestResult(
            id=id_,
            result=next(verdict for verdict in _WORST_FIRST if verdicts[verdict]),
            commit=commit or None,
            source=source,
            verifies=tuple(sorted({id_ for case, _ in found for id_ in case.verifies})),
            cases={verdict: verdicts[verdict] for verdict in _WORST_FIRST if verdicts[verdict]},
            when=max((case.when for case, _ in found if case.when), default=None),
            is_known=found[0][1],
        )


def latest_results(results: Iterable[TestResult]) -> Mapping[tuple[str, str | None], TestResult]:
    """The latest result of each test on each commit, by test id and commit, in their order.

    - Later is what its report dates later; without a date on both sides, what comes later in ``results``.
    - A skip or an expected failure is no run: it never takes the place of one, and gives way to any.
    - A pass after a failure on the same commit is a ``rerun``, which is no pass: the code is the same, so the test, or what
      it ran on, cannot be relied on. So is a pass in one report beside a failure in another, as of two platforms.
    - Results that are bound to no commit stand under None; they prove nothing.
    """
    latest: dict[tuple[str, str | None], TestResult] = {}
    for result in results:
        key = (result.id, result.commit)
        latest[key] = _later(latest[key], result) if key in latest else result
    return dict(sorted(latest.items(), key=lambda entry: (entry[0][0], entry[0][1] or "")))


def _later(one: TestResult, other: TestResult) -> TestResult:
    """Of two results in their order the one that counts."""
    if (one.result in _NOT_RUN) != (other.result in _NOT_RUN):
        return other if one.result in _NOT_RUN else one
    if one.when and other.when and one.when > other.when:
        one, other = other, one
    if one.result in _FAILED and other.result is Verdict.PASS:
        return msgspec.structs.replace(other, result=Verdict.RERUN)
    return other


def _without_reruns(cases: Iterable[ReportedCase]) -> Iterator[ReportedCase]:
    """Each case of a suite once: the same name again, parameters included, is the same case run again."""
    seen: dict[tuple[str, int, str, str, str | None], ReportedCase] = {}
    for case in cases:
        key = (case.source, case.suite, case.scope, case.name, case.file)
        before = seen.get(key)
        seen[key] = _again(before, case) if before else case
    yield from seen.values()


def _again(before: ReportedCase, case: ReportedCase) -> ReportedCase:
    verdict = case.verdict
    if verdict is Verdict.PASS and before.verdict in _FAILED:
        verdict = Verdict.RERUN
    elif verdict in _NOT_RUN and before.verdict in _FAILED:
        verdict = before.verdict
    return msgspec.structs.replace(
        case, verdict=verdict, verifies=tuple(dict.fromkeys((*before.verifies, *case.verifies)))
    )
