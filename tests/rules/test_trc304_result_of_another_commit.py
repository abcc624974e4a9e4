import pytest
from builders import RTM, ProjectBuilder, a_system, assert_clean, junit, matrix, told_by

COMMIT, OTHER = "c" * 40, "d" * 40
TESTS = "def test_001():\n    pass\n"
CODE = {"src/a.py": "A = 1\n", "tests/test_x.py": TESTS, "QMS/x.md": "before"}


def ran(commit: str | None, **settings: str) -> ProjectBuilder:
    project = a_system(("001",), matrix("001")).with_file("src/a.py", "A = 1\n").with_file("tests/test_x.py", TESTS)
    project = project.with_revision(commit=COMMIT).with_settings(settings.get("text", ""))
    return project.with_junit("junit.xml", junit("tests.test_x::test_001", commit=commit))


@pytest.mark.verifies("REQ-TRC-008")
def test_a_result_of_other_code_is_found() -> None:
    what = (
        "1 test of SDLC-A-RTM with results of commits whose code is not known to be that of commit cccccccccc, which counts: "
        "test_x::test_001"
    )
    told = [f"warning {RTM}:9 SDLC-A-RTM: {what}"]
    assert told_by("TRC304", ran(OTHER)) == told
    assert told_by("TRC304", ran(OTHER).with_code({**CODE, "src/a.py": "A = 2\n"}, OTHER)) == told
    assert told_by("TRC304", ran(OTHER).with_code({**CODE, "src/b.py": ""}, OTHER)) == told


@pytest.mark.verifies("REQ-TRC-008")
def test_a_result_counts_where_the_code_is_the_same() -> None:
    assert_clean(ran(COMMIT))
    assert_clean(ran(COMMIT[:9]))
    assert_clean(ran(OTHER).with_code(CODE, OTHER))


@pytest.mark.verifies("REQ-TRC-008")
def test_the_settings_say_what_is_code() -> None:
    settings = '[[system]]\nname = "A"\ncode = ["src"]\n'
    changed = {**CODE, "docs/more.md": "not code"}
    assert_clean(ran(OTHER, text=settings).with_code(changed, OTHER))
    assert len(told_by("TRC304", ran(OTHER, text=settings).with_code({**changed, "src/a.py": ""}, OTHER))) == 1
    other_tests = {**changed, "tests/test_x.py": TESTS + "\n"}
    assert len(told_by("TRC304", ran(OTHER, text=settings).with_code(other_tests, OTHER))) == 1


@pytest.mark.verifies("REQ-TRC-008")
def test_a_result_without_a_commit_proves_nothing() -> None:
    assert told_by("TRC304", ran(None)) == [
        (
            f"warning {RTM}:9 SDLC-A-RTM: 1 test of SDLC-A-RTM with results whose report names no commit, so that they prove "
            "nothing: test_x::test_001"
        )
    ]


@pytest.mark.verifies("REQ-TRC-008")
def test_what_tests_share_is_part_of_them() -> None:
    settings = '[[system]]\nname = "A"\ncode = ["src"]\n'
    shared = ran(OTHER, text=settings).with_code({**CODE, "tests/conftest.py": "import sys\n"}, OTHER)
    assert len(told_by("TRC304", shared)) == 1


@pytest.mark.verifies("REQ-TRC-008")
def test_tests_of_another_system_make_no_difference() -> None:
    settings = '[[system]]\nname = "A"\ncode = ["a"]\n'
    project = a_system(("001",), matrix("001")).with_settings(settings).with_revision(commit=COMMIT)
    project = project.with_file("a/tests/test_x.py", TESTS).with_file("b/tests/test_x.py", TESTS)
    project = project.with_junit("junit.xml", junit("a.tests.test_x::test_001", commit=OTHER))
    assert_clean(project.with_code({"a/tests/test_x.py": TESTS, "b/tests/test_x.py": "# other\n"}, OTHER))


@pytest.mark.verifies("REQ-TRC-008")
def test_any_number_of_commits_is_compared() -> None:
    commits = [f"{number:040x}" for number in range(0xA000000, 0xA000000 + 12)]
    project = ran(COMMIT)
    for commit in commits:
        project = project.with_junit(f"{commit}.xml", junit("tests.test_x::test_001", commit=commit))
        project = project.with_code(CODE, commit)
    assert project.build().verifications.by_system["SDLC-A"].counting == {COMMIT, *commits}
