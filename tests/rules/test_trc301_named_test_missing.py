import pytest
from builders import RTM, ProjectBuilder, a_system, assert_clean, junit, matrix, told_by

BASELINE = "\n## Baseline\n\n| What | Value |\n|---|---|\n| Repository | {repository} |\n| Commit | {commit} |\n| Branch | main |\n"
COMMIT = "c" * 40
TESTS = "def test_001():\n    pass\n\n\nclass TestMore:\n    def test_002(self):\n        pass\n"


def with_tests(tests: str, rtm_status: str = "EFFECTIVE", **rtm: str) -> ProjectBuilder:
    project = a_system(("001", "002"), matrix("001", "002", **rtm), rtm_status=rtm_status)
    return project.with_file("tests/test_x.py", tests)


@pytest.mark.verifies("REQ-TRC-016")
def test_a_test_that_the_code_does_not_have_is_found() -> None:
    renamed = TESTS.replace("test_002", "test_two")
    message = "test_x::test_002 is named as evidence of REQ-A-002, and does not exist"
    assert told_by("TRC301", with_tests(renamed)) == [f"error {RTM}:10 REQ-A-002@SDLC-A-RS: {message}"]
    assert told_by("TRC301", with_tests(renamed, "DRAFT")) == [f"warning {RTM}:10 REQ-A-002@SDLC-A-RS: {message}"]


def test_a_test_is_found_with_and_without_its_class() -> None:
    assert_clean(with_tests(TESTS))


def test_a_name_that_two_tests_have_is_found() -> None:
    project = with_tests(TESTS).with_file("more/test_x.py", TESTS)
    assert told_by("TRC301", project) == [
        f"error {RTM}:{line} REQ-A-00{number}@SDLC-A-RS: test_x::test_00{number} is named as evidence of REQ-A-00{number}, and "
        "several tests are called so"
        for number, line in ((1, 9), (2, 10))
    ]


def test_many_are_told_as_one() -> None:
    numbers = [f"{number:03d}" for number in range(1, 31)]
    project = a_system(numbers, matrix(*numbers)).with_file("tests/test_x.py", "def test_other():\n    pass\n")
    (line,) = told_by("TRC301", project)
    assert line.startswith(f"error {RTM}:9 SDLC-A-RTM: 30 tests of SDLC-A-RTM do not exist in the code")
    assert line.endswith(" and 20 more")


@pytest.mark.parametrize(
    "tests",
    ["contents withheld\n", "", "x = 1\n"],
    ids=["no Python", "empty", "without tests"],
)
def test_where_no_test_was_recognised_nothing_is_known(tests: str) -> None:
    assert told_by("TRC301", with_tests(tests)) == []
    assert told_by("TRC301", with_tests(tests).with_file("tests/test_y.py", "def test_a():\n    pass\n")) == []


def test_where_the_module_itself_is_gone_its_tests_are() -> None:
    project = a_system(("001",), matrix("001")).with_file("tests/test_y.py", "def test_a():\n    pass\n")
    assert len(told_by("TRC301", project)) == 1


@pytest.mark.verifies("REQ-TRC-007")
def test_the_commit_of_the_baseline_counts() -> None:
    project = with_tests(
        "def test_later():\n    pass\n", more=BASELINE.format(repository="this one", commit=COMMIT[:7])
    )
    assert told_by("TRC301", project) == []
    assert told_by("TRC301", project.with_code({"tests/test_x.py": TESTS}, COMMIT)) == []
    (line, _) = told_by("TRC301", project.with_code({"tests/test_z.py": "def test_001():\n    pass\n"}, COMMIT))
    assert line.endswith("test_x::test_001 is named as evidence of REQ-A-001, and does not exist at commit cccccccccc")


def test_a_repository_that_is_not_here_is_not_known() -> None:
    rtm = BASELINE.format(repository="org/tool", commit=COMMIT[:7])
    lost = with_tests("def test_later():\n    pass\n", more=rtm).with_repository("tool", is_available=False)
    assert told_by("TRC301", lost) == []
    found = with_tests("", more=rtm).with_repository("tool").with_code({"t/test_x.py": TESTS}, COMMIT, "tool")
    assert told_by("TRC301", found) == []
    renamed = {"t/test_x.py": TESTS.replace("test_002", "test_two")}
    assert len(told_by("TRC301", found.with_code(renamed, COMMIT, "tool"))) == 1


@pytest.mark.parametrize("name", ["tests/test_y.py::test_001", "test_y::TestMore::test_001", "tests.test_y.test_001"])
def test_a_file_that_is_no_python_is_not_known_however_it_is_named(name: str) -> None:
    project = a_system(("001",), matrix(rows=[f"REQ-A-001 | {name} | PASS"])).with_file("tests/test_x.py", TESTS)
    assert told_by("TRC301", project.with_file("tests/test_y.py", "def test_001(:\n")) == []
    assert len(told_by("TRC301", project)) == 1


def test_files_that_hold_no_code_do_not_make_a_test_unknown() -> None:
    gone = with_tests(TESTS.replace("test_002", "test_two"))
    for path in ("docs/test_x.md", "build/test_x.xml"):
        assert len(told_by("TRC301", gone.with_file(path, "text"))) == 1
    project = a_system(("001",), matrix(rows=["REQ-A-001 | tests/test_x.py::test_002 | PASS"]))
    other = project.with_file("tests/test_x.py", "def test_001(): ...\n").with_file("old/test_x.c", "int x;")
    assert len(told_by("TRC301", other)) == 1


@pytest.mark.parametrize("base", ["Base", "base.Base"])
def test_what_a_class_inherits_from_elsewhere_is_not_known(base: str) -> None:
    tests = f"class TestPump({base}):\n    def test_001(self): ...\n"
    assert told_by("TRC301", with_tests(tests)) == []
    assert len(told_by("TRC301", with_tests(tests.replace(base, "object")))) == 1
    assert told_by("TRC301", with_tests("from base import *\n\ndef test_001(): ...\n")) == []


def test_a_class_of_tests_may_be_named() -> None:
    project = a_system(("001",), matrix(rows=["REQ-A-001 | tests/test_x.py::TestMore | PASS"]))
    assert_clean(project.with_file("tests/test_x.py", TESTS))
    assert len(told_by("TRC301", project.with_file("tests/test_x.py", TESTS.replace("TestMore", "TestLess")))) == 1


def test_what_a_report_tells_of_other_code_does_not_exist() -> None:
    project = with_tests(TESTS.replace("test_002", "test_two")).with_revision(commit=COMMIT)
    reported = project.with_junit("junit.xml", junit("tests.test_x::test_002", commit="d" * 40))
    assert len(told_by("TRC301", reported)) == 1
    assert told_by("TRC301", project.with_junit("junit.xml", junit("tests.test_x::test_002", commit=COMMIT))) == []


def test_paths_of_a_systems_code_tell_which_test_is_meant() -> None:
    settings = '[[system]]\nname = "A"\ncode = ["more"]\n'
    assert_clean(with_tests(TESTS).with_file("more/test_x.py", TESTS).with_settings(settings))


@pytest.mark.parametrize(
    ("written", "is_tool"),
    [
        ("tool", True),
        ("libs/tool", True),
        ("git@example.org:acme/tool.git", True),
        ("https://example.org/acme/tool/tree/main", True),
        ("https://example.org/tool/product", False),
        ("product", False),
    ],
)
def test_a_repository_is_called_by_name_path_or_address(written: str, *, is_tool: bool) -> None:
    project = with_tests(TESTS, more=BASELINE.format(repository=written, commit="C" * 8)).with_repository("libs/tool")
    project = project.with_repository("tool").with_code({}, COMMIT, "tool").with_code({}, COMMIT, "libs/tool")
    verification = project.build().verifications.by_system["SDLC-A"]
    assert (verification.repository in ("tool", "libs/tool")) is is_tool
    assert verification.repository != "tool" or not written.startswith("libs")
    assert verification.commit == (COMMIT if is_tool else "c" * 8)
