"""Requirement ids that comments name, and the function that each belongs to: the one around it, or the one after it."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from qms_site.records.testcode.blocks import Block, CodeScan

ITEM_ID = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+")
"""Ids where nobody says which forms a project's items have."""

_LONGEST_LIST = 1000
_LEADER = r"[\s#/*!;%\-]*"
_WORDS = r"implements|satisfies|fulfils|fulfills|verifies|validates|covers|tests"
_BRACKETED = re.compile(rf"{_LEADER}\[(?P<list>[^\[\]]{{1,{_LONGEST_LIST}}})\]")
_WORDED = re.compile(
    rf"{_LEADER}(?:@(?P<tag>{_WORDS})\b:?|(?P<word>{_WORDS}):)\s*(?P<list>\S.{{0,{_LONGEST_LIST}}})", re.IGNORECASE
)
_BETWEEN = re.compile(r"(?:[,;&\s]|\band\b)+")
MAYBE_MARKER = re.compile(rf"\[\s*\w|@(?:{_WORDS})\b|\b(?:{_WORDS}):", re.IGNORECASE)
"""Finds something in every text that has a marker; what it finds need not be one."""


class MarkerKind(StrEnum):
    """What a comment says that the code does with a requirement."""

    IMPLEMENTS = "implements"
    VERIFIES = "verifies"


class CodeMarker(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement id in a comment. ``function`` is ``path::name`` of what it belongs to, None if it stands alone."""

    id: str
    kind: MarkerKind
    path: str
    line: int
    function: str | None = None


def split_ids(text: str, ids: re.Pattern[str] = ITEM_ID) -> tuple[str, ...]:
    """The ids at the start of a text, separated by commas, blanks or ``and``; each once."""
    found: dict[str, None] = {}
    for part in _BETWEEN.split(text.strip()[:_LONGEST_LIST]):
        token = part.strip("()`'\".")
        if not ids.fullmatch(token):
            break
        found[token] = None
    return tuple(found)


def bracketed_ids(text: str, ids: re.Pattern[str] = ITEM_ID) -> tuple[str, ...]:
    """The ids of ``[REQ-X-001, REQ-X-002] words``: of brackets that begin a text and hold nothing else."""
    match = _BRACKETED.match(text)
    if not match:
        return ()
    found = split_ids(match["list"], ids)
    return found if len(found) == len(set(filter(None, _BETWEEN.split(match["list"].strip())))) else ()


def read_marker(text: str, ids: re.Pattern[str] = ITEM_ID) -> tuple[MarkerKind | None, tuple[str, ...]]:
    """What a line of a comment says: ``None`` as kind for bare brackets, which mean what their surroundings are."""
    if bracketed := bracketed_ids(text, ids):
        return None, bracketed
    match = _WORDED.match(text)
    if not match:
        return None, ()
    word = (match["tag"] or match["word"]).lower()
    is_code = word in {"implements", "satisfies", "fulfils", "fulfills"}
    return MarkerKind.IMPLEMENTS if is_code else MarkerKind.VERIFIES, split_ids(match["list"], ids)


def attach_markers(path: str, scan: CodeScan, ids: re.Pattern[str]) -> Iterator[tuple[CodeMarker, Block | None]]:
    """Every marker of a file in its order, with the block that it belongs to.

    That is the innermost function around it; else what begins after it with nothing but comments between; else, of a
    docstring, the class or module that it documents.
    """
    blocks = sorted(scan.blocks, key=lambda block: (block.first, -block.last))
    opened: list[Block] = []
    following = 0
    for comment in sorted(scan.comments, key=lambda comment: comment.line):
        kind, found = read_marker(comment.text, ids)
        if not found:
            continue
        while following < len(blocks) and blocks[following].first <= comment.line:
            while opened and opened[-1].last < blocks[following].first:
                opened.pop()
            opened.append(blocks[following])
            following += 1
        while opened and opened[-1].last < comment.line:
            opened.pop()
        around = _innermost(opened, is_doc=comment.is_doc)
        block = around or (_next(scan, blocks, following, comment.line) if not comment.is_doc else None)
        meant = kind or (MarkerKind.VERIFIES if block and _holds_tests(block) else MarkerKind.IMPLEMENTS)
        function = "::".join((path, *block.names)) if block else None
        for id_ in found:
            yield CodeMarker(id=id_, kind=meant, path=path, line=comment.line, function=function), block


def _innermost(opened: list[Block], *, is_doc: bool) -> Block | None:
    """The function around a line. Blocks nest, so at most a few classes stand between it and the top."""
    if opened and (is_doc or opened[-1].is_function):
        return opened[-1]
    return None


def _next(scan: CodeScan, blocks: list[Block], following: int, line: int) -> Block | None:
    if following == len(blocks):
        return None
    block = blocks[following]
    last = len(scan.code_lines) - 1
    between = scan.code_lines[min(block.first - 1, last)] - scan.code_lines[min(line - 1, last)]
    return block if not between else None


def _holds_tests(block: Block) -> bool:
    return block.is_test or not block.is_function


def collect_verified(marked: Iterable[tuple[CodeMarker, Block | None]]) -> dict[tuple[int, int], list[str]]:
    """Ids that markers say are verified, by first and last line of the block that they belong to."""
    found: dict[tuple[int, int], list[str]] = {}
    for marker, block in marked:
        if block and marker.kind is MarkerKind.VERIFIES:
            found.setdefault((block.first, block.last), []).append(marker.id)
    return found
