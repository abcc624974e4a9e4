from datetime import UTC, datetime

import pytest

from qms_site.records.junit import Verdict
from qms_site.records.results import TestResult, latest_results, read_results
from qms_site.records.testcode.reading import TestFunction, read_code

HASH = "a" * 40


def results(cases: str, *tests: TestFunction) -> list[TestResult]:
    report = f"<testsuites><testsuite>{cases}</testsuite></testsuites>".encode()
    found, problems = read_results([("junit.xml", report)], tests, commit=HASH)
    assert problems == ()
    return list(found)


def case(scope: str, name: str, inside: str = "", more: str = "") -> str:
    return f'<testcase classname="{scope}" name="{name}" {more}>{inside}</testcase>'


def functions_of(path: str, text: str) -> tuple[TestFunction, ...]:
    return read_code(path, text.encode()).tests


PYTHON = functions_of("tests/test_x.py", "def test_a(): ...\nclass TestC:\n def test_b(self): ...")
JAVA = functions_of(
    "core/src/test/java/com/acme/PumpTest.java",
    'package com.acme;\nclass PumpTest {\n @DisplayName("is dry") @Test void stops() {}\n class In { @Test void runs() {} }\n}',
)
ELIXIR = functions_of(
    "test/x_test.exs",
    'defmodule A.PumpTest do\n  describe "dry" do\n    test "stops" do\n    end\n  end\n  test "runs" do\n  end\nend',
)
GO = (
    *functions_of("pump/x_test.go", "func TestA(t *testing.T) {\n}"),
    *functions_of("x_test.go", "func TestRoot(t *testing.T) {\n}"),
)
RUST = (
    *functions_of("core/src/pump.rs", "mod tests {\n#[test]\nfn a() {}\n}"),
    *functions_of("core/tests/flow.rs", "#[test]\nfn b() {}"),
)
SCRIPT = functions_of("web/pump.test.ts", "describe('pump', () => { it('stops', () => {}); });")


@pytest.mark.parametrize(
    ("tests", "scope", "name", "more", "id_"),
    [
        (PYTHON, "tests.test_x", "test_a", "", "tests/test_x.py::test_a"),
        (PYTHON, "tests.test_x", "test_a[1-a/b]", "", "tests/test_x.py::test_a"),
        (PYTHON, "tests.test_x.TestC", "test_b (i=1)", "", "tests/test_x.py::TestC::test_b"),
        (PYTHON, "test_x.TestC", "test_b", "", "tests/test_x.py::TestC::test_b"),
        (PYTHON, "project.tests.test_x", "test_a", "", "tests/test_x.py::test_a"),
        (PYTHON, "TestC", "test_b", 'file="tests/test_x.py"', "tests/test_x.py::TestC::test_b"),
        (JAVA, "com.acme.PumpTest", "stops", "", f"{JAVA[0].path}::PumpTest::stops"),
        (JAVA, "com.acme.PumpTest", "stops()", "", f"{JAVA[0].path}::PumpTest::stops"),
        (JAVA, "com.acme.PumpTest", "stops(int)[1]", "", f"{JAVA[0].path}::PumpTest::stops"),
        (JAVA, "com.acme.PumpTest", "is dry", "", f"{JAVA[0].path}::PumpTest::stops"),
        (JAVA, "com.acme.PumpTest$In", "runs", "", f"{JAVA[0].path}::PumpTest::In::runs"),
        (ELIXIR, "Elixir.A.PumpTest", "test dry stops", "", "test/x_test.exs::dry::stops"),
        (ELIXIR, "A.PumpTest", "test runs", "", "test/x_test.exs::runs"),
        (GO, "example.org/acme/pump", "TestA/dry_run", "", "pump/x_test.go::TestA"),
        (GO, "example.org/acme", "TestRoot", "", "x_test.go::TestRoot"),
        (RUST, "core", "pump::tests::a", "", "core/src/pump.rs::tests::a"),
        (RUST, "core::flow", "b", "", "core/tests/flow.rs::b"),
        (SCRIPT, "web/pump.test.ts", "pump &gt; stops", "", "web/pump.test.ts::pump::stops"),
        (SCRIPT, "pump stops", "pump stops", "", "web/pump.test.ts::pump::stops"),
        (SCRIPT, "stops", "pump stops", 'file="web/pump.test.ts"', "web/pump.test.ts::pump::stops"),
    ],
)
def test_a_case_is_joined_to_its_function(
    tests: tuple[TestFunction, ...], scope: str, name: str, more: str, id_: str
) -> None:
    (result,) = results(case(scope, name, more=more), *tests)
    assert (result.id, result.is_known, result.commit) == (id_, True, HASH)


@pytest.mark.parametrize(
    ("scope", "name", "id_"),
    [
        ("tests.test_y", "test_a[1]", "tests/test_y.py::test_a"),
        ("tests.test_y.TestC", "test_a", "tests/test_y.py::TestC::test_a"),
        ("com.acme.Pump", "stops", "com.acme.Pump::stops"),
        ("", "", ""),
    ],
)
def test_a_case_that_the_code_does_not_have_keeps_the_id_that_its_report_suggests(
    scope: str, name: str, id_: str
) -> None:
    (result,) = results(case(scope, name), *PYTHON)
    assert (result.id, result.is_known) == (id_, False)


def test_a_name_that_two_functions_have_is_joined_to_neither() -> None:
    other = functions_of("plugin/tests/test_x.py", "def test_a(): ...")
    (result,) = results(case("test_x", "test_a"), *PYTHON, *other)
    assert (result.id, result.is_known) == ("test_x.py::test_a", False)
    (result,) = results(case("tests.test_x", "test_a"), *PYTHON, *other)
    assert result.id == "tests/test_x.py::test_a"


@pytest.mark.parametrize(
    ("inside", "verdict"),
    [
        (("", ""), Verdict.PASS),
        (("", "<failure/>"), Verdict.FAIL),
        (("<error/>", "<failure/>"), Verdict.ERROR),
        (("", "<skipped/>"), Verdict.SKIP),
        (("<skipped type='pytest.xfail'/>", ""), Verdict.XFAIL),
        (("<flakyError/>", ""), Verdict.RERUN),
    ],
)
def test_the_cases_of_a_function_are_one_result(inside: tuple[str, str], verdict: Verdict) -> None:
    cases = "".join(case("tests.test_x", f"test_a[{number}]", text) for number, text in enumerate(inside))
    (result,) = results(cases, *PYTHON)
    assert (result.result, sum(result.cases.values())) == (verdict, 2)


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("<failure/>", "", Verdict.RERUN),
        ("", "<error/>", Verdict.ERROR),
        ("<failure/>", "<skipped/>", Verdict.FAIL),
        ("", "", Verdict.PASS),
    ],
)
def test_the_same_case_twice_in_a_suite_was_run_again(first: str, second: str, verdict: Verdict) -> None:
    (result,) = results(case("tests.test_x", "test_a", first) + case("tests.test_x", "test_a", second), *PYTHON)
    assert (result.result, result.cases) == (verdict, {verdict: 1})


def test_reports_are_read_in_their_order_and_problems_name_the_file() -> None:
    report = f"<testsuite>{case('tests.test_x', 'test_a')}</testsuite>".encode()
    found, problems = read_results([("b.xml", report), ("bad.xml", b"<"), ("a.xml", report)], PYTHON)
    assert [(result.source, result.commit) for result in found] == [("b.xml", None), ("a.xml", None)]
    assert [problem.path for problem in problems] == ["bad.xml"]


def result(verdict: Verdict, day: int | None = None, commit: str | None = HASH) -> TestResult:
    when = datetime(2026, 1, day, tzinfo=UTC) if day else None
    return TestResult(id="t", result=verdict, commit=commit, source=f"{day}.xml", when=when)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        ([(Verdict.PASS, 1), (Verdict.FAIL, 2)], Verdict.FAIL),
        ([(Verdict.FAIL, 2), (Verdict.PASS, 1)], Verdict.FAIL),
        ([(Verdict.PASS, None), (Verdict.FAIL, None)], Verdict.FAIL),
        ([(Verdict.FAIL, 1), (Verdict.PASS, 2)], Verdict.RERUN),
        ([(Verdict.FAIL, 1), (Verdict.PASS, 2), (Verdict.PASS, 3)], Verdict.RERUN),
        ([(Verdict.PASS, 1), (Verdict.SKIP, 2)], Verdict.PASS),
        ([(Verdict.XFAIL, 2), (Verdict.PASS, 1)], Verdict.PASS),
        ([(Verdict.SKIP, 1), (Verdict.XFAIL, 2)], Verdict.XFAIL),
    ],
)
def test_the_latest_result_of_a_commit_counts(found: list[tuple[Verdict, int | None]], verdict: Verdict) -> None:
    latest = latest_results(result(*entry) for entry in found)
    assert [entry.result for entry in latest.values()] == [verdict]


def test_each_commit_has_its_own_latest_result() -> None:
    latest = latest_results(
        [result(Verdict.FAIL), result(Verdict.PASS, commit="b" * 40), result(Verdict.PASS, commit=None)]
    )
    assert {key: entry.result for key, entry in latest.items()} == {
        ("t", None): Verdict.PASS,
        ("t", HASH): Verdict.FAIL,
        ("t", "b" * 40): Verdict.PASS,
    }
