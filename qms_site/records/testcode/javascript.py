"""Tests of JavaScript and TypeScript: ``it("...")`` and ``test("...")`` inside any ``describe("...")``."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from qms_site.records.testcode.blocks import MAX_DEPTH, Block, CodeScan
from qms_site.records.testcode.lines import decode
from qms_site.records.testcode.markers import ITEM_ID, bracketed_ids
from qms_site.records.testcode.masking import JAVASCRIPT, MaskedSource, mask_source

_CALL = re.compile(
    r"(?<![\w.$])(?P<word>it|test|fit|xit|xtest|describe|context|suite|specify|fdescribe|xdescribe)"
    r"(?P<more>(?:\.\w{1,30}){0,4})\s{0,99}(?P<opens>[(\"])"
)
_FUNCTION = re.compile(
    r"\bfunction\s{0,99}\*?\s{0,99}(?P<name>[\w$]+)\s{0,99}\(|"
    r"\b(?:const|let|var)\s{1,99}(?P<arrow>[\w$]+)\s{0,99}=\s{0,99}(?:async\s{1,99})?\([^()]{0,400}\)[^;{}=]{0,200}=>\s{0,99}\{"
)
_HOLDS = frozenset({"describe", "context", "suite", "fdescribe", "xdescribe"})
_MANNERS = frozenset(
    {
        "only",
        "skip",
        "each",
        "concurrent",
        "sequential",
        "fails",
        "failing",
        "todo",
        "fixme",
        "serial",
        "parallel",
        "for",
    }
)
_TEST_FOLDERS = frozenset({"test", "tests", "spec", "specs", "__tests__", "e2e", "cypress"})
_TEST_FILE = re.compile(r"(?:.*[._-])?(?:test|tests|spec|cy)")
_BLANK = re.compile(r"\s{0,400}")
_LONGEST_NAME = 1000


def scan_javascript(path: str, data: bytes, ids: re.Pattern[str] = ITEM_ID) -> CodeScan:
    """Tests of a test file, by its name or folder, and named functions of any; ``[REQ-X-001]`` may begin a name."""
    source = mask_source(decode(data), JAVASCRIPT)
    calls = list(_calls(source)) if _is_test_file(path) else []
    blocks = [*_nested(calls, source, path, ids), *_functions(source)]
    return CodeScan(blocks=blocks, comments=source.comments, code_lines=source.code_lines)


def _is_test_file(path: str) -> bool:
    place = PurePosixPath(path)
    return bool(_TEST_FILE.fullmatch(place.stem)) or not _TEST_FOLDERS.isdisjoint(place.parent.parts)


def _calls(source: MaskedSource) -> Iterator[tuple[int, int, str, bool]]:
    """Start, end, name and whether it is a test of every call that has a text for its first argument."""
    for match in _CALL.finditer(source.text):
        more = match["more"].split(".")[1:]
        opening = match.end() - 1
        if "each" in more or match["opens"] == '"':
            opening = _after_table(source, opening)
        name = source.strings.get(_BLANK.match(source.text, opening + 1).end()) if opening >= 0 else None  # type: ignore[union-attr]
        manners = [word for word in more if word not in _MANNERS]
        is_holder = match["word"] in _HOLDS or manners == ["describe"]
        if name and (not manners or is_holder):
            yield match.start(), source.brackets.closing[opening], name[:_LONGEST_NAME], not is_holder


def _after_table(source: MaskedSource, opening: int) -> int:
    """Of ``it.each(table)(name`` and ``it.each`table`(name`` the second parenthesis; -1 if there is none."""
    if source.text[opening] == "(":
        end = _BLANK.match(source.text, min(source.brackets.closing[opening] + 1, len(source.text))).end()  # type: ignore[union-attr]
        return end if source.text[end : end + 1] == "(" else -1
    end = source.text.find("(", opening)
    return end if end >= 0 and not source.text[opening + 1 : end].strip() else -1


def _nested(
    calls: list[tuple[int, int, str, bool]], source: MaskedSource, path: str, ids: re.Pattern[str]
) -> Iterator[Block]:
    around: list[tuple[int, str, tuple[str, ...]]] = []
    scope = PurePosixPath(path).parts
    for start, end, name, is_test in calls:
        while around and around[-1][0] < start:
            around.pop()
        outer = tuple(entry[1] for entry in around)
        yield Block(
            names=(*outer, name),
            first=source.line_of(start),
            line=source.line_of(start),
            last=source.line_of(end),
            is_function=is_test,
            is_test=is_test,
            verifies=bracketed_ids(name, ids),
            scope=scope,
            titles=tuple(dict.fromkeys(mark.join((*outer, name)) for mark in (" ", " > ", " \u203a ")))
            if is_test
            else (),
        )
        if not is_test and len(around) < MAX_DEPTH:
            around.append((end, name, outer))


def _functions(source: MaskedSource) -> Iterator[Block]:
    """Named functions, for what comments say of them."""
    for match in _FUNCTION.finditer(source.text):
        name = match["name"] or match["arrow"]
        opening = match.end() - 1
        if match["name"]:
            opening = source.text.find("{", source.brackets.closing[opening], source.brackets.closing[opening] + 400)
        end = source.brackets.closing.get(opening, match.end())
        line = source.line_of(match.start())
        yield Block(names=(name,), first=line, line=line, last=source.line_of(end))
