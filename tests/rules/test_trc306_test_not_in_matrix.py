from builders import RTM, ProjectBuilder, a_system, assert_clean, matrix, told_by

TEST = 'import pytest\n\n\n@pytest.mark.verifies("{ids}")\ndef test_{name}():\n    pass\n'


def marked(name: str, ids: str = "REQ-A-001") -> ProjectBuilder:
    project = a_system(("001",), matrix("001")).with_file("tests/test_x.py", "def test_001():\n    pass\n")
    return project.with_file("tests/test_y.py", TEST.format(name=name, ids=ids))


def test_a_test_that_the_matrix_leaves_out_is_found() -> None:
    assert told_by("TRC306", marked("more")) == [
        (
            f"note {RTM}:9 REQ-A-001@SDLC-A-RS: 1 test says that it verifies REQ-A-001, and SDLC-A-RTM does not name it: "
            "tests/test_y.py::test_more"
        )
    ]


def test_several_are_told_together() -> None:
    text = TEST.format(name="a", ids="REQ-A-001") + TEST.format(name="b", ids="REQ-A-001")
    (line,) = told_by("TRC306", marked("x").with_file("tests/test_y.py", text))
    assert line.endswith(
        "2 tests say that they verify REQ-A-001, and SDLC-A-RTM does not name them: "
        "tests/test_y.py::test_a, tests/test_y.py::test_b"
    )


def test_a_test_that_it_names_is_fine() -> None:
    project = (
        marked("x")
        .with_file("tests/test_y.py", "")
        .with_file("tests/test_x.py", TEST.format(name="001", ids="REQ-A-001"))
    )
    assert_clean(project)


def test_a_class_that_it_names_stands_for_its_tests() -> None:
    tests = TEST.replace("def test", "class Test").replace("    pass", "    def test_001(self): ...")
    project = a_system(("001",), matrix(rows=["REQ-A-001 | tests/test_x.py::Test_A | PASS"]))
    assert_clean(project.with_file("tests/test_x.py", tests.format(ids="REQ-A-001", name="A")))


def test_a_mark_that_came_after_the_baseline_is_not_missing_in_it() -> None:
    rows = "\n## Baseline\n\n| What | Value |\n|---|---|\n| Branch | main |\n| Commit | ccccccc |\n"
    project = a_system(("001",), matrix("001", more=rows)).with_revision(commit="d" * 40)
    project = project.with_file("tests/test_x.py", TEST.format(ids="REQ-A-001", name="002"))
    then = "def test_001(): ...\n\ndef test_002(): ...\n"
    assert told_by("TRC306", project.with_code({"tests/test_x.py": then}, "c" * 40)) == []
