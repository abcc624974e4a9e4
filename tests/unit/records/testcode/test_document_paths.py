import pytest

from qms_site.records.testcode.document_paths import find_opened_paths


def found(path: str, text: str) -> list[tuple[int, str, bool]]:
    return [(one.line, one.path, one.is_from_root) for one in find_opened_paths(path, text.encode())]


def test_a_path_is_told_with_its_line_and_with_what_it_is_relative_to() -> None:
    text = "open('QMS/a.md')\nROOT / 'QMS'\nPath(__file__).parent / '../QMS/b.md'\n"
    assert found("test_a.py", text) == [(1, "QMS/a.md", True), (2, "QMS", True), (3, "../QMS/b.md", False)]
    assert found("a.test.js", "import x from '../QMS/b.md'\n") == [(1, "../QMS/b.md", False)]


@pytest.mark.parametrize(
    "text",
    [
        "x = \"open('QMS')\"",
        "x = 1  # open('QMS')",
        "tmp_path / 'QMS'",
        "write('QMS')",
        "os.chdir(tmp)\nopen('QMS')",
        "'\\d'; open(QMS)",
    ],
)
def test_other_lines_open_nothing(text: str) -> None:
    assert found("test_a.py", text) == []


def test_a_file_that_is_no_python_is_read_by_its_lines() -> None:
    assert found("test_a.py", "def (:\nopen('QMS')\n") == [(2, "QMS", True)]
    assert found("a_test.go", '// os.ReadFile("QMS")\nos.ReadFile("QMS") // "\n') == [(2, "QMS", True)]


@pytest.mark.parametrize(
    "line", ["open('" * 170_000, "ROOT" * 250_000 + "'", "'" * 1_000_000, ("A" * 400 + "'\n") * 2_500]
)
def test_a_megabyte_is_soon_read(line: str) -> None:
    assert {path for _, path, _ in found("a.js", line)} <= {"open("}
