import pytest
from builders import a_project, a_system, assert_clean, junit, matrix, told_by


def test_a_report_that_is_no_xml_is_found_at_its_line() -> None:
    assert told_by("RUN106", a_project().with_junit("build/junit.xml", "<testsuite>\n<testcase")) == [
        "warning build/junit.xml:2 build/junit.xml: report build/junit.xml is not valid XML: unclosed token"
    ]


@pytest.mark.verifies("REQ-TRC-009")
def test_an_empty_suite_is_found() -> None:
    (line,) = told_by("RUN106", a_project().with_junit("junit.xml", "<testsuite name='unit'/>"))
    assert line.endswith("report junit.xml suite 'unit' holds no test: nothing was run")


def test_a_report_of_coverage_that_is_none_is_found() -> None:
    assert len(told_by("RUN106", a_project().with_coverage("coverage.xml", "<html/>"))) == 1


def test_whole_reports_are_fine() -> None:
    project = a_system(("001",), matrix("001")).with_revision(commit="c" * 40)
    assert_clean(project.with_junit("junit.xml", junit("tests.test_x::test_001", commit="c" * 40)))
