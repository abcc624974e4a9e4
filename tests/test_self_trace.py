import importlib.util
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

TOOL = Path(__file__).parent.parent / "tools/self_trace.py"
SPECIFICATION = "| REQ-A-001 | **One.** shall |\n| REQ-A-002 | **Two.** shall |\n"
MATRIX = "| REQ-A-001 | Test | `tests/test_x.py::test_one`, `tests/test_x.py::test_more` |\n"
CASE = '<testcase classname="tests.test_x" name="{name}">{properties}{result}</testcase>'


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("self_trace", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


self_trace = load()


def junit(folder: Path, cases: Mapping[str, tuple[str, str]]) -> Path:
    """A JUnit file: by test name, the requirement that it names and its result element."""
    written = "".join(
        CASE.format(
            name=name,
            properties=f'<properties><property name="verifies" value="{id_}"/></properties>' if id_ else "",
            result=result,
        )
        for name, (id_, result) in cases.items()
    )
    path = folder / "junit.xml"
    path.write_text(f"<testsuites><testsuite name='pytest'>{written}</testsuite></testsuites>", encoding="utf-8")
    return path


def problems(
    folder: Path, cases: Mapping[str, tuple[str, str]], matrix: str = MATRIX, *, strict: bool = False
) -> list[str]:
    results = self_trace.read_results(junit(folder, cases))
    return list(self_trace.find_problems(SPECIFICATION, matrix, results, strict=strict))


ONE, MORE = ("REQ-A-001", ""), ("REQ-A-001", "")


@pytest.mark.verifies("REQ-TRC-019")
@pytest.mark.parametrize(
    ("cases", "problem"),
    [
        ({"test_one": ONE, "test_more[a]": MORE, "test_more[b]": MORE}, None),
        ({"test_one": ONE}, "REQ-A-001 lost tests/test_x.py::test_more: the run does not have it"),
        (
            {"test_one": ONE, "test_more": ("", "")},
            "REQ-A-001 lost tests/test_x.py::test_more: the test does not name it",
        ),
        (
            {"test_one": ONE, "test_more[a]": MORE, "test_more[b]": ("REQ-A-001", "<failure/>")},
            "REQ-A-001 is not shown: tests/test_x.py::test_more failed",
        ),
        (
            {"test_one": ONE, "test_more": ("REQ-A-001", "<error/>")},
            "REQ-A-001 is not shown: tests/test_x.py::test_more failed",
        ),
        (
            {"test_one": ONE, "test_more": MORE, "test_two": ("REQ-A-002", "")},
            "REQ-A-002 is shown by tests/test_x.py::test_two, and the matrix does not say so",
        ),
    ],
    ids=["whole", "lost", "unmarked", "failed", "error", "untraced"],
)
def test_what_specification_matrix_and_run_say_must_agree(
    tmp_path: Path, cases: dict[str, tuple[str, str]], problem: str | None
) -> None:
    assert problems(tmp_path, cases) == ([problem] if problem else [])


def test_a_row_must_be_of_a_requirement_and_name_a_test(tmp_path: Path) -> None:
    matrix = "| REQ-B-001 | Test | none |\n"
    assert problems(tmp_path, {"test_one": ("", "")}, matrix) == [
        "REQ-B-001 is traced, and not in the specification",
        "REQ-B-001 has a row without a test",
    ]


def test_a_requirement_that_was_only_skipped_is_refused_on_request(tmp_path: Path) -> None:
    skipped = {"test_one": ("REQ-A-001", "<skipped/>"), "test_more": ("REQ-A-001", "<skipped/>")}
    assert problems(tmp_path, skipped) == []
    assert problems(tmp_path, skipped, strict=True) == ["REQ-A-001 is not shown: all its tests were skipped"]
    assert problems(tmp_path, {**skipped, "test_more": MORE}, strict=True) == []


def test_it_ends_with_one_where_something_disagrees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert self_trace.main([str(junit(tmp_path, {"test_one": ONE}))]) == 1
    assert "the run does not have it" in capsys.readouterr().out
