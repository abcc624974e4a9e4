"""Placeholders: what a template left to be replaced, and nobody replaced."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec
from markdown_it.token import Token

from qms_site.markdown.outline import Heading
from qms_site.markdown.positions import lone_text, walk_inline


class PlaceholderKind(StrEnum):
    """When a placeholder has to be gone: before approval, before closing, or as soon as anyone knows."""

    AUTHOR = "author"
    """``{{PURPOSE}}``: whoever writes the document replaces it."""
    EXECUTION = "execution"
    """``[SUMMARY]``, ``[Pass/Fail]``: whoever executes the record replaces it."""
    PENDING = "pending"
    """``TBD``, ``YYYY-MM-DD``: not known yet."""


class Placeholder(msgspec.Struct, frozen=True, kw_only=True):
    """A placeholder as written, where it stands, and whether that is a table or a section that execution fills in."""

    text: str
    kind: PlaceholderKind
    line: int
    is_in_table: bool
    is_in_execution: bool


_HINT = re.compile(r"\{\{|\[|\bTB[CDA]\b|TODO|FIXME|\?\?|YYYY|DD[./]MM|___|to be ", re.IGNORECASE)
_MARK = r"\{\{[^{}\n]{1,400}\}\}"
# Alone, after a number or a label, or several of them; not in the middle of a sentence that speaks of placeholders.
_AUTHOR = re.compile(rf"(?:[^{{}}:`]{{1,60}}:\s*|[\d.]+\s+)?{_MARK}(?:[\s\-\u2013\u2014/,;:.()]*{_MARK})*[\s.)]*")
_PENDING = re.compile(
    r"[\[<]?(?:TB[CDA]|TODO|FIXME|\?{2,}|to be (?:determined|defined|done|completed)|"
    r"YYYY-MM-DD|DD[./]MM[./]YYYY|_{3,})[\]>]?",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\[[^\[\]\n]{2,200}\](?:[ \t]*[-\u2013\u2014/,;:][ \t]*\[[^\[\]\n]{2,200}\])*")
# Words that a template asks for; a cell that holds only `[READ-ONLY]` is a value, one with `[DATE]` is not.
_ASKED = re.compile(
    r"\b(?:summary|performer|verifier|executor|date|comments?|pass\s*/\s*fail|outcome|results?|evidence|signature|"
    r"implementation|execution|details|description|approver|reviewer|author|insert|enter|fill)\b",
    re.IGNORECASE,
)
_NAMES_ID = re.compile(r"\b[A-Z]{2,}(?:-[A-Z0-9]+)*-\d")
_ANY = re.compile(r"(?:^|-)(?:X{2,}|N{2,}|Y{2,}|XYZ)(?=-|$)")
_EXECUTED = re.compile(r"\b(?:execution|closure|resolution)\b", re.IGNORECASE)


def find_placeholders(
    body: str, tokens: Sequence[Token], headings: Sequence[Heading], *, first_line: int
) -> Iterator[Placeholder]:
    """Placeholders of a text: whole cells, whole paragraphs and whole list entries; code and comments only illustrate."""
    if not _HINT.search(body):
        return
    section = _Sections(headings)
    is_in_table = False
    for token in tokens:
        match token.type:
            case "table_open":
                is_in_table = True
            case "table_close":
                is_in_table = False
            case "inline" if token.map:
                line = first_line + token.map[0]
                for text, breaks in _lines(token):
                    kind = _kind_of(text, is_in_execution=section.is_executed_at(line + breaks))
                    if kind:
                        yield Placeholder(
                            text=text,
                            kind=kind,
                            line=line + breaks,
                            is_in_table=is_in_table,
                            is_in_execution=section.is_executed_at(line + breaks),
                        )


def is_placeholder(text: str) -> bool:
    """Whether a whole value, without space around it, is a placeholder of any kind."""
    return _kind_of(text, is_in_execution=True) is not None


def is_filled_in_execution(title: str) -> bool:
    """Whether a heading of this title stands over what execution fills in."""
    return _EXECUTED.search(title) is not None


def is_placeholder_id(text: str) -> bool:
    """Whether a text with the form of an id has a part that stands for any: ``SDLC-XXX-RS``, ``REQ-NN-001``."""
    return _ANY.search(text) is not None


class _Sections:
    """Which lines stand under a heading that execution fills in; asked in the order of the lines."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self._ahead = list(reversed(headings))
        self._open: list[Heading] = []
        self._is_executed = False

    def is_executed_at(self, line: int) -> bool:
        """Whether one of the headings above a line, its own or one that holds it, speaks of execution."""
        while self._ahead and self._ahead[-1].line <= line:
            heading = self._ahead.pop()
            self._open = [above for above in self._open if above.level < heading.level]
            self._open.append(heading)
            self._is_executed = any(above.level > 1 and _EXECUTED.search(above.title) for above in self._open)
        return self._is_executed


def _lines(token: Token) -> Iterator[tuple[str, int]]:
    """Lines of a paragraph or a cell without markup, each with the breaks before it; code keeps its marks."""
    text = lone_text(token.children)
    if text is not None:
        yield text.strip(), 0
        return
    parts: list[str] = []
    begun = 0
    for child, breaks in walk_inline(token.children):
        match child.type:
            case "softbreak" | "hardbreak":
                yield "".join(parts).strip(), begun
                parts, begun = [], breaks + 1
            case "text":
                parts.append(child.content)
            case "code_inline":
                parts.append(f"`{child.content}`")
            case "link_open" | "image" | "html_inline":
                parts.append("`")  # what leads somewhere is no placeholder
    yield "".join(parts).strip(), begun


def _kind_of(text: str, *, is_in_execution: bool) -> PlaceholderKind | None:
    if _AUTHOR.fullmatch(text):
        return PlaceholderKind.AUTHOR
    if _PENDING.fullmatch(text):
        return PlaceholderKind.PENDING
    if _BRACKETS.fullmatch(text) and not _NAMES_ID.search(text) and (is_in_execution or _ASKED.search(text)):
        return PlaceholderKind.EXECUTION
    return None
