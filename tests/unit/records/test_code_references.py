import time

import pytest

from qms_site.markdown.parsing import parse_body
from qms_site.markdown.regions import RegionKind, iter_region_runs
from qms_site.records.code_references import (
    CodeReference,
    find_code_references,
    parse_code_reference,
    scan_code_references,
)


def read(body: str) -> tuple[CodeReference, ...]:
    return scan_code_references(iter_region_runs(parse_body(body), first_line=1))


@pytest.mark.parametrize(
    ("body", "path", "lines", "name"),
    [
        ("see src/a.py @ 1e0d63f.", "src/a.py", (None, None), None),
        ("(src/a.py:10-20 @ 1e0d63f)", "src/a.py", (10, 20), None),
        ("src/a.py:10\u201320 @ 1e0d63f", "src/a.py", (10, 20), None),
        ("src/a.py:10 @ 1e0d63f", "src/a.py", (10, 10), None),
        ("src/a.py#L10-L20 @ 1e0d63f", "src/a.py", (10, 20), None),
        ("src/a.py#L10 @ 1e0d63f", "src/a.py", (10, 10), None),
        ("tests/test_a.py::test_b @ 1e0d63f", "tests/test_a.py", (None, None), "test_b"),
        ("tests/test_a.py::TestA::test_b @ 1e0d63f", "tests/test_a.py", (None, None), "TestA::test_b"),
        ("`tests/test_a.py::test_b[x y]` @ 1e0d63f", "tests/test_a.py", (None, None), "test_b"),
        ("`src/a.py` @ `1e0d63f`", "src/a.py", (None, None), None),
        ("`src/a.py:3` @ 1e0d63f", "src/a.py", (3, 3), None),
        ("`src/a.py @ 1e0d63f`", "src/a.py", (None, None), None),
        ("**src/a.py** @ 1e0d63f", "src/a.py", (None, None), None),
        ("src/a.py:10 @\n1e0d63f", "src/a.py", (10, 10), None),
        ("src/a.py@1e0d63f", "src/a.py", (None, None), None),
        ("`src\\a.py` @ 1e0d63f", "src/a.py", (None, None), None),
        ("./src/x/../a.py @ 1e0d63f", "src/a.py", (None, None), None),
        ("`Makefile` @ `1e0d63f`", "Makefile", (None, None), None),
        ("from a.py to b.py @ 1e0d63f", "b.py", (None, None), None),
        ("| File |\n|---|\n| src/a.py @ 1e0d63f |", "src/a.py", (None, None), None),
    ],
)
@pytest.mark.verifies("REQ-HIST-013")
def test_all_forms_are_read(body: str, path: str, lines: tuple[int | None, int | None], name: str | None) -> None:
    (reference,) = read(body)
    code = reference.code
    assert (code.path, (code.first, code.last), code.name, code.commit) == (path, lines, name, "1e0d63f")
    assert code.is_certain


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("`src/my file.py @ 1e0d63f`", "src/my file.py"),
        ("`src/my file.py` @ `1e0d63f`", "src/my file.py"),
        ("see src/my file.py @ 1e0d63f", "file.py"),
        ("one and/or file.py @ 1e0d63f", "file.py"),
    ],
)
def test_a_path_that_may_have_a_blank_is_not_certain(body: str, path: str) -> None:
    (reference,) = read(body)
    assert (reference.code.path, reference.code.is_certain) == (path, False)


@pytest.mark.parametrize("body", ["src/a.py, b.py @ 1e0d63f", "in src/ b.py @ 1e0d63f", "src/a.py b.py @ 1e0d63f"])
def test_a_path_after_another_one_is_certain(body: str) -> None:
    (reference,) = read(body)
    assert (reference.code.path, reference.code.is_certain) == ("b.py", True)


@pytest.mark.parametrize(
    "body", ["tool@1e0d63f", "main @ 1e0d63f", "cr-105/exec @ 1e0d63f", "actions/checkout@1e0d63f"]
)
@pytest.mark.verifies("REQ-HIST-013")
def test_a_word_before_a_hash_may_be_a_repository_or_a_branch(body: str) -> None:
    (reference,) = read(body)
    assert not reference.code.is_certain


@pytest.mark.parametrize(
    "body",
    [
        "{path} @ {commit}",
        "{system}/core.py @ 1e0d63f",
        "<path> @ 1e0d63f",
        "src/*.py @ 1e0d63f",
        ".../a.py @ 1e0d63f",
        "src/a.py @ abc1234",
        "`tests/t.py::test_a` @ `a1b2c3d` PASS",
        "src/a.py @ main",
        "src/a.py @ HEAD",
        "../secret.py @ 1e0d63f",
        "/etc/passwd @ 1e0d63f",
        "C:\\a.py @ 1e0d63f",
        "https://example.org/a.py @ 1e0d63f",
        "ada@1e0d63f.org",
        "12:30 @ 1e0d63f",
        "a.py @ 1e0d63f-dirty",
        "1e0d63f",
    ],
)
@pytest.mark.verifies("REQ-HIST-013")
def test_placeholders_and_other_things_are_none(body: str) -> None:
    assert read(body) == ()


def test_a_reference_is_told_once_where_it_speaks() -> None:
    body = "<!-- src/a.py @ 1e0d63f -->\n\n```\nsrc/a.py @ 1e0d63f\n```\n\nsrc/a.py @ 1e0d63f\n\nsrc/a.py @ 1e0d63f\n"
    assert [(entry.region, entry.line) for entry in read(body)] == [(RegionKind.TEXT, 7)]


@pytest.mark.parametrize(
    "text",
    ["src/a.py:3 @ 1e0d63f", " `src/a.py:3` @ `1e0d63f` ", "`src/a.py:3 @ 1e0d63f`", "src/a.py:3 @ 1E0D63F"],
)
def test_one_reference_is_parsed(text: str) -> None:
    code = parse_code_reference(text)
    assert code
    assert (code.path, code.first, code.commit) == ("src/a.py", 3, "1e0d63f")


def test_who_asks_for_a_placeholder_means_it() -> None:
    code = parse_code_reference("src/a.py @ abc1234")
    assert code
    assert code.commit == "abc1234"


@pytest.mark.parametrize(
    "text",
    [
        *("", "src/a.py", "src/a.py @ main", "a\nb.py @ 1e0d63f", "a\0b.py @ 1e0d63f"),
        *("../a @ 1e0d63f", "a.py @ 1e0d63f and more", "x" * 500 + " @ 1e0d63f"),
    ],
)
def test_anything_else_is_not_parsed(text: str) -> None:
    assert parse_code_reference(text) is None


@pytest.mark.parametrize("part", ["@ 1e0d63f ", "`", "@", "a/", "` @ 1e0d63f", "a.py @ 1e0d63f ", "a::", "a:1-"])
def test_a_megabyte_of_anything_takes_linear_time(part: str) -> None:
    started = time.process_time()
    assert sum(1 for _ in find_code_references(part * (1_000_000 // len(part)))) >= 0
    assert time.process_time() - started < 20
