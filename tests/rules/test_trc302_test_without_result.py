import pytest
from builders import RTM, ProjectBuilder, a_system, assert_clean, junit, matrix, told_by

COMMIT = "c" * 40
TESTS = "def test_001():\n    pass\n\n\ndef test_002():\n    pass\n"


def ran(*cases: str, rtm_status: str = "EFFECTIVE") -> ProjectBuilder:
    project = a_system(("001", "002"), matrix("001", "002"), rtm_status=rtm_status)
    project = project.with_file("tests/test_x.py", TESTS).with_revision(commit=COMMIT)
    return project.with_junit("junit.xml", junit(*cases, commit=COMMIT)) if cases else project


@pytest.mark.verifies("REQ-TRC-016")
def test_a_test_without_a_result_is_found() -> None:
    assert told_by("TRC302", ran("tests.test_x::test_001")) == [
        (
            f"warning {RTM}:10 REQ-A-002@SDLC-A-RS: test_x::test_002 is named as evidence of REQ-A-002, "
            "and the reports have no result of it"
        )
    ]
    (line,) = told_by("TRC302", ran("tests.test_x::test_001", rtm_status="DRAFT"))
    assert line.startswith("note ")


def test_with_a_result_of_each_all_is_well() -> None:
    assert_clean(ran("tests.test_x::test_001", "tests.test_x::test_002"))


def test_a_test_that_does_not_exist_is_told_once() -> None:
    project = ran("tests.test_x::test_001").with_file("tests/test_x.py", "def test_001():\n    pass\n")
    assert told_by("TRC302", project) == []
    assert len(told_by("TRC301", project)) == 1


@pytest.mark.verifies("REQ-TRC-032")
def test_results_come_from_any_number_of_files() -> None:
    project = ran("tests.test_x::test_001").with_junit("more.xml", junit("tests.test_x::test_002", commit=COMMIT))
    assert_clean(project)
