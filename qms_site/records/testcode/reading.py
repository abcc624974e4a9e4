"""Tests and markers of one source file, by the language that its name tells, or by a pattern from the settings."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import ClassVar

import msgspec

from qms_site.records.testcode.blocks import Block, CodeProblem, CodeScan, Comment
from qms_site.records.testcode.braces import scan_go, scan_java, scan_rust
from qms_site.records.testcode.document_paths import OpenedPath
from qms_site.records.testcode.elixir import scan_elixir
from qms_site.records.testcode.javascript import scan_javascript
from qms_site.records.testcode.lines import count_code_lines, decode
from qms_site.records.testcode.markers import ITEM_ID, CodeMarker, attach_markers, collect_verified
from qms_site.records.testcode.python import scan_python

MAX_CODE_BYTES = 1024 * 1024
"""Larger files are not read: no person wrote them, and a syntax tree takes a hundred times their size."""

MAX_IDS = 200
"""Ids that a class or a module hands down to each of its tests."""

_LONGEST_LINE = 500


class TestFunction(msgspec.Struct, frozen=True, kw_only=True):
    """A test in the code. ``scope`` and ``titles`` are where and under which names runners report it."""

    __test__: ClassVar[bool] = False  # the name is the domain's; pytest is not to collect it

    id: str
    """``path::name``, ``path::Class::name``."""
    path: str
    line: int
    verifies: tuple[str, ...] = ()
    """Requirement ids in their order, each once: by marks, tags and comments on it or on what it stands in."""
    scope: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    language: str = ""


class CodeFile(msgspec.Struct, frozen=True, kw_only=True):
    """What a source file says about tests and requirements."""

    path: str
    tests: tuple[TestFunction, ...] = ()
    markers: tuple[CodeMarker, ...] = ()
    """Every id in a comment, those of tests included."""
    problems: tuple[CodeProblem, ...] = ()
    opened: tuple[OpenedPath, ...] = ()
    """What a file with tests opens, where it may be a document."""
    is_whole: bool = True
    """Whether every test of the file can be seen in it: none comes from another file."""


_LANGUAGES = {
    **dict.fromkeys((".py", ".pyi"), "python"),
    ".java": "java",
    ".go": "go",
    ".rs": "rust",
    **dict.fromkeys((".ex", ".exs"), "elixir"),
    **dict.fromkeys((".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts"), "javascript"),
}
CODE_SUFFIXES = frozenset(_LANGUAGES)
"""Endings of the files that are read without a pattern."""


def find_tests(
    path: str, data: bytes, *, ids: re.Pattern[str] = ITEM_ID, pattern: re.Pattern[str] | None = None
) -> Iterator[TestFunction | CodeProblem]:
    """The tests of a file by their lines, then what kept it from being read. Never raises."""
    code = read_code(path, data, ids=ids, pattern=pattern)
    yield from code.tests
    yield from code.problems


def read_code(
    path: str, data: bytes, *, ids: re.Pattern[str] = ITEM_ID, pattern: re.Pattern[str] | None = None
) -> CodeFile:
    """Tests, markers and problems of a file. ``ids`` are the forms of ids in comments; marks name ids as they please.

    ``pattern`` is searched in each line instead of reading the language; its group ``name``, else its first, is the test's
    name, and all up to the next one is its body.
    """
    if len(data) > MAX_CODE_BYTES:
        size = -(-len(data) // 1024)
        message = f"has {size} KiB, more than the {MAX_CODE_BYTES // 1024} up to which code is read"
        return CodeFile(path=path, problems=(CodeProblem(path=path, message=message),))
    language = "pattern" if pattern else _LANGUAGES.get(PurePosixPath(path).suffix.lower(), "")
    scan = _scan_by_pattern(path, data, pattern) if pattern else _scanner(language, ids)(path, data)
    marked = list(attach_markers(path, scan, ids))
    return CodeFile(
        path=path,
        tests=tuple(_tests(path, scan, collect_verified(marked), language)),
        markers=tuple(marker for marker, _ in marked),
        problems=tuple(scan.problems),
        is_whole=scan.is_whole,
    )


def scan_code(path: str, data: bytes) -> CodeScan:
    """The blocks and comments of a file, by the language that its name tells; none of a language that is not read."""
    return _scanner(_LANGUAGES.get(PurePosixPath(path).suffix.lower(), ""), ITEM_ID)(path, data)


def _scanner(language: str, ids: re.Pattern[str]) -> Callable[[str, bytes], CodeScan]:
    scanners: dict[str, Callable[[str, bytes], CodeScan]] = {
        "python": scan_python,
        "go": scan_go,
        "rust": scan_rust,
        "java": partial(scan_java, ids=ids),
        "javascript": partial(scan_javascript, ids=ids),
        "elixir": partial(scan_elixir, ids=ids),
    }
    return scanners.get(language, partial(_scan_by_pattern, pattern=None))


def _tests(
    path: str, scan: CodeScan, marked: dict[tuple[int, int], list[str]], language: str
) -> Iterator[TestFunction]:
    """Tests with the ids of all that they stand in, each id once; of two with one name the first."""
    held = {
        block.names: (*block.verifies, *marked.get((block.first, block.last), ()))[:MAX_IDS]
        for block in scan.blocks
        if not block.is_function
    }
    seen = set()
    for block in sorted(scan.blocks, key=lambda block: block.line):
        if not block.is_test or block.names in seen:
            continue
        seen.add(block.names)
        around = (id_ for depth in range(len(block.names)) for id_ in held.get(block.names[:depth], ()))
        own = (*block.verifies, *marked.get((block.first, block.last), ()))
        yield TestFunction(
            id="::".join((path, *block.names)),
            path=path,
            line=block.line,
            verifies=tuple(dict.fromkeys((*own, *around))),
            scope=block.scope,
            titles=block.titles,
            language=language,
        )


def _scan_by_pattern(path: str, data: bytes, pattern: re.Pattern[str] | None) -> CodeScan:
    """Tests by a pattern, one line at a time, and comments behind ``#``, ``//`` or ``--``."""
    text = decode(data)
    lines = text.split("\n")
    found = [
        (number, _name_in(match))
        for number, line in enumerate(lines, start=1)
        if pattern and (match := pattern.search(line[:_LONGEST_LINE]))
    ]
    ends = [*(number - 1 for number, _ in found[1:]), len(lines)]
    scope = PurePosixPath(path).with_suffix("").parts
    blocks = [
        Block(names=(name,), first=line, line=line, last=last, is_test=True, scope=scope, titles=(name,))
        for (line, name), last in zip(found, ends, strict=False)
        if name
    ]
    comments = [
        Comment(number, line[match.start() :])
        for number, line in enumerate(lines, start=1)
        if (match := _COMMENT.search(line[:_LONGEST_LINE]))
    ]
    return CodeScan(
        blocks=blocks, comments=comments, code_lines=count_code_lines(text, ("#", "//", "--", ";", "*", "%"))
    )


_COMMENT = re.compile(r"(?:^|(?<=\s))(?:#|//|--|\*|;|%).*")


def _name_in(match: re.Match[str]) -> str:
    named = match.groupdict().get("name")
    return (named or (match.group(1) if match.re.groups else match.group()) or "").strip()
