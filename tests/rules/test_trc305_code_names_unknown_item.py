import pytest
from builders import ProjectBuilder, a_system, assert_clean, matrix, told_by

TEST = 'import pytest\n\n\n@pytest.mark.verifies("{id}")\ndef test_001():\n    pass\n'


def naming(id_: str, code: str = "") -> ProjectBuilder:
    project = a_system(("001",), matrix("001")).with_file("tests/test_x.py", TEST.format(id=id_))
    return project.with_file("src/pump.py", code)


def test_a_test_of_a_requirement_that_nobody_defines_is_found() -> None:
    assert told_by("TRC305", naming("REQ-A-0001")) == [
        (
            "warning tests/test_x.py:5 REQ-A-0001: tests/test_x.py::test_001 says that it verifies REQ-A-0001, "
            "which no document defines"
        )
    ]


def test_so_is_a_comment_in_the_code() -> None:
    assert told_by("TRC305", naming("REQ-A-001", "# Implements: REQ-A-009\ndef run():\n    pass\n")) == [
        "warning src/pump.py:1 REQ-A-009: src/pump.py::run says that it implements REQ-A-009, which no document defines"
    ]


@pytest.mark.parametrize(
    "code", ["", "# Implements: REQ-A-001\ndef run():\n    pass\n", "x = 'Implements: REQ-A-009'\n"]
)
def test_known_ids_and_mere_text_are_fine(code: str) -> None:
    assert_clean(naming("REQ-A-001", code))


def test_where_a_text_was_left_out_nothing_is_known() -> None:
    project = naming("REQ-A-009").with_unread("QMS/SDLC-B/SDLC-B-RS.md", "is larger", is_regular=True)
    assert told_by("TRC305", project) == []


def test_an_id_of_a_group_that_nobody_defines_may_be_of_another_product() -> None:
    (line,) = told_by("TRC305", naming("REQ-B-001"))
    assert line.startswith("note ")


def test_what_was_wrong_at_the_baseline_is_not_told_once_it_is_right() -> None:
    rows = "\n## Baseline\n\n| What | Value |\n|---|---|\n| Branch | main |\n| Commit | ccccccc |\n"
    project = a_system(("001",), matrix("001", more=rows)).with_revision(commit="d" * 40)
    project = project.with_file("tests/test_x.py", TEST.format(id="REQ-A-001"))
    assert told_by("TRC305", project.with_code({"tests/test_x.py": TEST.format(id="REQ-A-002")}, "c" * 40)) == []


def test_what_code_of_another_repository_says_is_told_at_its_place() -> None:
    rows = "\n## Baseline\n\n| What | Value |\n|---|---|\n| Repository | tool |\n| Commit | ccccccc |\n"
    project = a_system(("001",), matrix("001", more=rows)).with_repository("tool")
    (line,) = told_by("TRC305", project.with_code({"test_x.py": TEST.format(id="REQ-A-002")}, "c" * 40, "tool"))
    assert line.startswith("warning tool/test_x.py:5 ")
