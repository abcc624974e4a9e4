import pytest
from builders import RTM, ProjectBuilder, a_system, assert_clean, junit, matrix, told_by

COMMIT = "c" * 40
NONE_GIVEN = f"note {RTM} SDLC-A: no results of tests were given for SDLC-A: what its tests show is not known"


def ran(*cases: str) -> ProjectBuilder:
    project = a_system(("001",), matrix("001")).with_file("tests/test_x.py", "def test_001():\n    pass\n")
    project = project.with_revision(commit=COMMIT)
    return project.with_junit("junit.xml", junit(*cases, commit=COMMIT)) if cases else project


@pytest.mark.verifies("REQ-TRC-028")
def test_without_any_result_there_is_one_note_for_the_system() -> None:
    assert told_by("TRC307", ran()) == [NONE_GIVEN]


def test_results_of_another_system_are_none_of_this_one() -> None:
    other = junit("elsewhere.test_z::test_z", commit="d" * 40)
    assert told_by("TRC307", ran().with_junit("junit.xml", other)) == [NONE_GIVEN]


def test_without_a_commit_there_is_nothing_to_bind_results_to() -> None:
    assert told_by("TRC307", ran().with_revision(commit=None)) == []


def test_with_results_there_is_nothing_to_say() -> None:
    assert_clean(ran("tests.test_x::test_001"))


def test_results_of_its_commit_are_results_though_no_test_that_it_names_is_among_them() -> None:
    assert told_by("TRC307", ran("tests.test_z::test_z")) == []
    assert len(told_by("TRC302", ran("tests.test_z::test_z"))) == 1
