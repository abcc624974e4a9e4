import pytest

from qms_site.records.junit import ReportedCase, Verdict, read_junit
from qms_site.records.xml_files import ReportProblem

HASH = "a" * 40


def read(text: str, commit: str | None = None) -> list[ReportedCase | ReportProblem]:
    return list(read_junit("junit.xml", text.encode(), commit=commit))


def only(text: str, commit: str | None = None) -> ReportedCase:
    (case,) = read(text, commit)
    assert isinstance(case, ReportedCase)
    return case


def messages(text: str) -> list[str]:
    return [entry.message for entry in read(text) if isinstance(entry, ReportProblem)]


@pytest.mark.parametrize(
    ("inside", "verdict"),
    [
        ("", Verdict.PASS),
        ("<system-out>failure</system-out>", Verdict.PASS),
        ("<failure message='no'/>", Verdict.FAIL),
        ("<error/>", Verdict.ERROR),
        ("<failure/><error/>", Verdict.ERROR),
        ("<skipped/>", Verdict.SKIP),
        ("<skipped type='pytest.skip'/>", Verdict.SKIP),
        ("<skipped type='pytest.xfail'/>", Verdict.XFAIL),
        ("<flakyFailure/>", Verdict.RERUN),
        ("<rerunFailure/><failure/>", Verdict.FAIL),
    ],
)
def test_a_case_is_judged_by_what_stands_in_it(inside: str, verdict: Verdict) -> None:
    assert only(f"<testsuite><testcase classname='c' name='n'>{inside}</testcase></testsuite>").verdict is verdict


SUITE = "<properties><property name='{}' value='{}'/></properties>"


@pytest.mark.parametrize(
    ("suite", "case", "commit"),
    [
        ("", "", "b" * 40),
        (SUITE.format("commit", HASH), "", HASH),
        (SUITE.format("git.commit", HASH.upper()), "", HASH),
        (SUITE.format("GIT_COMMIT", HASH), "", HASH),
        (SUITE.format("commit", HASH), SUITE.format("revision", "c" * 40), "c" * 40),
    ],
)
def test_the_commit_is_the_one_that_stands_nearest(suite: str, case: str, commit: str) -> None:
    text = f"<testsuites><testsuite>{suite}<testsuite><testcase name='n'>{case}</testcase></testsuite></testsuite></testsuites>"
    assert only(text, "b" * 40).commit == commit


def test_a_commit_that_is_none_is_told_and_binds_nothing() -> None:
    text = f"<testsuite>{SUITE.format('commit', 'HEAD')}<testcase name='n'/></testsuite>"
    problem, case = read(text)
    assert problem == ReportProblem(path="junit.xml", message="names a commit that is none: 'HEAD'")
    assert isinstance(case, ReportedCase)
    assert case.commit is None


def test_requirements_are_read_from_properties() -> None:
    given = (("verifies", "REQ-1, REQ-2"), ("requirement", "REQ-3"), ("owner", "REQ-4"))
    properties = "".join(f"<property name='{name}' value='{value}'/>" for name, value in given)
    text = f"<testsuite><testcase name='n'><properties>{properties}</properties></testcase></testsuite>"
    assert only(text).verifies == ("REQ-1", "REQ-2", "REQ-3")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<testsuites/>", "holds no test: nothing was run"),
        ("<testsuite name='pump' tests='0'/>", "suite 'pump' holds no test: nothing was run"),
        ("<coverage/>", "is no JUnit report: it begins with <coverage>"),
        ("", "is not valid XML: no element found"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><testsuite/>", "declares entities or refers to other files, and is not read"),
        (
            "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><testsuite name='&b;'/>",
            "declares entities or refers to other files, and is not read",
        ),
    ],
)
def test_what_is_no_report_of_a_run_is_told(text: str, message: str) -> None:
    assert messages(text) == [message]


def test_what_is_no_xml_is_told_with_its_line() -> None:
    assert read("<testsuite>\n<testcase>\n</testsuite>") == [
        ReportProblem(path="junit.xml", line=3, message="is not valid XML: mismatched tag")
    ]


def test_deep_nesting_is_no_matter() -> None:
    depth = 20_000
    assert only("<testsuite>" * depth + "<testcase name='n'/>" + "</testsuite>" * depth).name == "n"
