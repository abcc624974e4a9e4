from types import MappingProxyType

import pytest

from qms_site.graph.system_trees import SystemTree, SystemTrees
from qms_site.graph.verification import NamedStatus, NamedTest, Standing, Verification
from qms_site.qualification.functional_tests import FunctionalTests, judge_functional_tests
from qms_site.records.junit import Verdict
from qms_site.records.results import TestResult
from qms_site.sources.snapshot import TreeFile

HEAD, OTHER = "c" * 40, "d" * 40
TREE = SystemTree(repository=None, commit=HEAD, files={"src/test_x.py": TreeFile("a" * 40, "100644")})
TREES = SystemTrees(system="A", repository=None, production=TREE, counting=frozenset({HEAD}))
STOP, GO = "src/test_x.py::test_stop", "src/test_x.py::test_go"


def result(id_: str, verdict: Verdict = Verdict.PASS, commit: str | None = HEAD) -> TestResult:
    return TestResult(id=id_, result=verdict, commit=commit, source="junit.xml")


def named(*ids: str | None, status: NamedStatus = NamedStatus.RESOLVED) -> Verification:
    """What matrices name; None is a name that leads to no test."""
    tests = {
        id_ or "test_lost": NamedTest(
            name=id_ or "test_lost",
            status=status if id_ is None else NamedStatus.RESOLVED,
            id=id_,
            standing=Standing.ABSENT,
            result=None,
        )
        for id_ in ids
    }
    return Verification(
        system="SDLC-A",
        repository=None,
        paths=frozenset({"src"}),
        commit=HEAD,
        is_stated=True,
        code=None,
        unknown=None,
        counting=frozenset({HEAD}),
        named=MappingProxyType(tests),
        has_results=True,
    )


def judged(verification: Verification | None, *results: TestResult, is_alone: bool = True) -> FunctionalTests:
    by_id: dict[str, list[TestResult]] = {}
    for one in results:
        by_id.setdefault(one.id, []).append(one)
    return judge_functional_tests(TREES, verification, by_id, is_alone=is_alone)


@pytest.mark.verifies("REQ-QUA-023")
@pytest.mark.parametrize(
    ("results", "outcome", "shortfalls"),
    [
        ([result(STOP), result(GO)], "met", []),
        ([result(STOP)], "not-met", [(GO, "there is no result of it")]),
        ([result(STOP), result(GO, Verdict.FAIL)], "not-met", [(GO, "it failed")]),
        ([result(STOP), result(GO, Verdict.ERROR)], "not-met", [(GO, "it failed")]),
        ([result(STOP), result(GO, Verdict.SKIP)], "not-met", [(GO, "it came out as skip, which is no pass")]),
        ([result(STOP), result(GO, Verdict.XFAIL)], "not-met", [(GO, "it came out as xfail, which is no pass")]),
        ([result(STOP), result(GO, Verdict.RERUN)], "not-met", [(GO, "it came out as rerun, which is no pass")]),
        ([result(STOP), result(GO, commit=None)], "not-met", [(GO, "its result states no commit")]),
        (
            [result(STOP), result(GO, commit=OTHER)],
            "not-met",
            [(GO, "it ran on another commit dddddddddddd, whose tree is not equal")],
        ),
        ([result(STOP), result(GO), result("src/test_x.py::test_more", Verdict.SKIP)], "met", []),
        (
            [result(STOP), result(GO), result("src/test_x.py::test_more", Verdict.FAIL)],
            "not-met",
            [("src/test_x.py::test_more", "it failed")],
        ),
    ],
)
def test_every_named_test_passes_and_no_test_fails(
    results: list[TestResult], outcome: str, shortfalls: list[tuple[str, str]]
) -> None:
    found = judged(named(STOP, GO), *results)
    assert (str(found.outcome), [(one.test, one.reason) for one in found.shortfalls]) == (outcome, shortfalls)


@pytest.mark.verifies("REQ-QUA-023")
def test_without_a_matrix_all_that_ran_has_to_pass() -> None:
    assert judged(None, result(STOP), result(GO)).passed == (GO, STOP)
    assert str(judged(None, result(STOP), result(GO, Verdict.SKIP)).outcome) == "not-met"
    assert str(judged(None, result(STOP, Verdict.SKIP)).outcome) == "not-met"


@pytest.mark.parametrize(
    ("status", "outcome", "reason"),
    [
        (NamedStatus.DANGLING, "not-met", "there is no such test"),
        (NamedStatus.AMBIGUOUS, "not-met", "several tests are called so"),
        (NamedStatus.UNKNOWN, "unknown", "it is not known whether there is such a test"),
    ],
)
def test_a_name_that_leads_to_no_test(status: NamedStatus, outcome: str, reason: str) -> None:
    found = judged(named(STOP, None, status=status), result(STOP))
    assert (str(found.outcome), [(one.test, one.reason) for one in found.shortfalls]) == (
        outcome,
        [("test_lost", reason)],
    )


def test_a_failure_of_another_system_does_not_count() -> None:
    failure = result("other/test_y.py::test_else", Verdict.FAIL)
    assert str(judged(named(STOP), result(STOP), failure, is_alone=False).outcome) == "met"
    assert str(judged(named(STOP), result(STOP), failure).outcome) == "not-met"


def test_a_class_stands_as_all_its_tests_do() -> None:
    cases = [result("src/test_x.py::TestStop"), result("src/test_x.py::TestStop::test_a", Verdict.FAIL)]
    assert str(judged(named("src/test_x.py::TestStop"), *cases).outcome) == "not-met"
