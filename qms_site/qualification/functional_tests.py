"""Functional tests on production: whether results pass that state its commit, or one at which the same code and tests stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qms_site.graph.system_trees import SystemTrees
from qms_site.graph.verification import NamedStatus, NamedTest, Standing, Verification, standing_of
from qms_site.qualification.gates import GateState
from qms_site.records.results import TestResult
from qms_site.text import count_of

ResultsById = Mapping[str, Sequence[TestResult]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """A test that did not pass on production. ``is_unknown``: the code does not tell which test is meant."""

    test: str
    reason: str
    is_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionalTests:
    """What the functional tests of a system come to; tests by their ids, or as a matrix names those that are not found.

    ``results`` are those of the tests that passed.
    """

    outcome: GateState
    reason: str
    passed: tuple[str, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    results: tuple[TestResult, ...] = ()


def judge_functional_tests(
    trees: SystemTrees, verification: Verification | None, results: ResultsById, *, is_alone: bool
) -> FunctionalTests:
    """Whether the functional tests passed: those that matrices name, or where none does all that ran; and none failed.

    ``is_alone``: no other system shares the repository, so that all its results are of this one.
    """
    if trees.production is None:
        return FunctionalTests(outcome=GateState.UNKNOWN, reason=trees.unknown or "production is not known")
    if not results:
        return FunctionalTests(outcome=GateState.UNKNOWN, reason="no results of tests were given")
    own = {
        id_: found
        for id_, found in results.items()
        if is_alone or id_.partition("::")[0] in trees.production.files or _is_named(id_, verification)
    }
    standings = {id_: standing_of(tuple(found), trees.counting) for id_, found in own.items() if found}
    missing = tuple(_not_found(verification))
    ran = [id_ for id_, (standing, _) in standings.items() if standing in _RAN]
    wanted = sorted({*_wanted(verification)} or ({*ran} if not missing else set()))
    failed = [id_ for id_ in ran if standings[id_][0] is Standing.FAILED and id_ not in wanted]
    passed = tuple(id_ for id_ in wanted if id_ in standings and standings[id_][0] is Standing.PASSED)
    shortfalls = (
        *missing,
        *(
            Shortfall(test=id_, reason=_why(*standings.get(id_, (Standing.ABSENT, None))))
            for id_ in sorted([*wanted, *failed])
            if id_ not in passed
        ),
    )
    counted = tuple(result for id_ in passed if (result := standings[id_][1]))
    return replace(_conclude(passed, shortfalls, has_any=bool(ran)), results=counted)


def _conclude(passed: tuple[str, ...], shortfalls: tuple[Shortfall, ...], *, has_any: bool) -> FunctionalTests:
    if not has_any:
        reason = "no result of a functional test states the production commit, or one with an equal tree"
        return FunctionalTests(outcome=GateState.NOT_MET, reason=reason, shortfalls=shortfalls)
    if not shortfalls and passed:
        number = f"all {len(passed)} functional tests" if len(passed) > 1 else "the functional test"
        reason = f"{number} passed on the production commit, or on one with an equal tree"
        return FunctionalTests(outcome=GateState.MET, reason=reason, passed=passed)
    total = len(passed) + len(shortfalls)
    is_known = any(not one.is_unknown for one in shortfalls) or not shortfalls
    return FunctionalTests(
        outcome=GateState.NOT_MET if is_known else GateState.UNKNOWN,
        reason=f"{len(shortfalls)} of {count_of(total, 'functional test')} did not pass on production"
        if is_known
        else f"which {count_of(len(shortfalls), 'functional test')} is meant is not known",
        passed=passed,
        shortfalls=shortfalls,
    )


def _is_named(id_: str, verification: Verification | None) -> bool:
    return verification is not None and any(test.covers(id_) for test in verification.named.values())


def _wanted(verification: Verification | None) -> Iterator[str]:
    """Ids of the tests that matrices name; of a class those of all its tests."""
    if verification is None:
        return
    known = [test.id for test in verification.code.tests] if verification.code else []
    for test in verification.named.values():
        if test.id is not None:
            yield from [id_ for id_ in known if test.covers(id_)] or [test.id]


def _not_found(verification: Verification | None) -> Iterator[Shortfall]:
    for name, test in sorted(verification.named.items()) if verification else ():
        if test.id is None:
            yield Shortfall(test=name, reason=_why_not_found(test), is_unknown=test.status is NamedStatus.UNKNOWN)


def _why_not_found(test: NamedTest) -> str:
    return {
        NamedStatus.AMBIGUOUS: "several tests are called so",
        NamedStatus.UNKNOWN: "it is not known whether there is such a test",
    }.get(test.status, "there is no such test")


def _why(standing: Standing, result: TestResult | None) -> str:
    match standing:
        case Standing.FAILED:
            return "it failed"
        case Standing.NO_PASS:
            return f"it came out as {result.result}, which is no pass" if result else "it did not pass"
        case Standing.ELSEWHERE:
            where = f" {result.commit[:12]}" if result and result.commit else ""
            return f"it ran on another commit{where}, whose tree is not equal"
        case Standing.UNBOUND:
            return "its result states no commit"
        case _:
            return "there is no result of it"


_RAN = frozenset({Standing.PASSED, Standing.FAILED, Standing.NO_PASS})
