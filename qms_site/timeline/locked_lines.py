"""The lines of a text, each with what it is: under which heading, in which table, and whether it only keeps the books.

Lines are read by their marks alone, which costs a tenth of parsing them: thousands of former texts are compared.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto

import msgspec

from qms_site.markdown.cells import split_row
from qms_site.records.placeholders import is_filled_in_execution


class Part(Enum):
    """What a line stands in, by the headings above it."""

    PLAN = auto()
    EXECUTION = auto()
    REFERENCES = auto()
    BOOKS = auto()
    """A history of revisions, signatures of approvals, a table of document control."""


class TextLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line that says something, in one spelling of blanks; ``cells`` where it is a row of a table with a head."""

    number: int
    text: str
    part: Part
    section: str
    """The nearest heading."""
    head: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    is_prose: bool = False
    """Whether it means the same where the line ends elsewhere: neither a heading, nor code, nor a row."""


_HEADING = re.compile(r"#{1,6}(?=[ \t]|$)")
_FENCE = re.compile(r"`{3,}|~{3,}")
_DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t:|-]*)?$")
_RULE = re.compile(r"(?:[-*_][ \t]*){3,}$")
_BOOKS = re.compile(
    r"[\W\d_]{0,20}(?:(?:revision|change|document|version|amendment)s? (?:history|log|record)|history of (?:changes|revisions)|"
    r"(?:document |review and |reviews? & )?approvals?(?: (?:signatures?|record|page|history))?|(?:approval )?signatures?"
    r"(?: page| record)?|sign-?offs?|distribution(?: list)?)[\W_]{0,20}",
    re.IGNORECASE,
)
_REFERENCES = re.compile(
    r"[\W\d_]{0,20}(?:references?|related (?:documents?|records?)|attachments?|associated (?:documents?|records?))[\W_]{0,20}",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"[\W_]{0,8}(?:(?:document |current |doc )?(?:version|revision|rev|status|state)|(?:effective|review|approval|issue|"
    r"next review|last review)(?: date)?|date|last (?:updated|modified|reviewed|changed)|updated|approved(?: by| on)?|"
    r"approvers?|reviewed(?: by| on)?|reviewers?|prepared by|authors?|owner|document owner|signed(?: by)?|signature)"
    r"[ \t]*(?:\*\*|__|\*|_)?[ \t]*[:|]",
    re.IGNORECASE,
)
_LONGEST_TITLE = 500


def iter_lines(body: str, first_line: int = 1) -> Iterator[TextLine]:
    """The lines of a body that say something, without comments; those that only keep the books are told as such."""
    stack: list[tuple[int, Part]] = []
    section, fence = "", ""
    head: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    for number, raw in enumerate(_without_comments(body).split("\n"), start=first_line):
        text = " ".join(raw.split())
        mark = _FENCE.match(text) if text[:1] in ("`", "~") else None
        if mark and (not fence or text.startswith(fence)):
            fence = "" if fence else mark.group()
            continue
        if not text:
            head, pending = (), ()
            continue
        part = stack[-1][1] if stack else Part.PLAN
        if fence:
            yield TextLine(number=number, text=text, part=part, section=section)
            continue
        if heading := _HEADING.match(text):
            level, section = heading.end(), text[heading.end() :].strip()[:_LONGEST_TITLE]
            stack = [above for above in stack if above[0] < level]
            part = _part_of(section, level, stack[-1][1] if stack else Part.PLAN)
            stack.append((level, part))
            head, pending = (), ()
            yield TextLine(number=number, text=text, part=part, section=section)
            continue
        if pending and _DELIMITER.match(text):
            head, pending = pending, ()
            continue
        if text[0] in "-*_" and _RULE.match(text):
            head, pending = (), ()
            continue
        cells = split_row(text) if "|" in text else ()
        if not cells:
            head = ()
        pending = cells if not head else ()
        yield TextLine(
            number=number,
            text=text,
            part=Part.BOOKS if (cells or ":" in text) and _LABEL.match(text) else part,
            section=section,
            head=head,
            cells=cells if head else (),
            is_prose=not cells,
        )


def _part_of(title: str, level: int, above: Part) -> Part:
    if above is Part.BOOKS or (level > 1 and _BOOKS.fullmatch(title)):
        return Part.BOOKS
    if above is Part.EXECUTION or (level > 1 and is_filled_in_execution(title)):
        return Part.EXECUTION
    is_list = above is Part.REFERENCES or (level > 1 and _REFERENCES.fullmatch(title))
    return Part.REFERENCES if is_list else Part.PLAN


def _without_comments(body: str) -> str:
    """A body whose comments are blank; its lines keep their numbers."""
    parts: list[str] = []
    position = 0
    while (start := body.find("<!--", position)) >= 0:
        end = body.find("-->", start + 4)
        if end < 0:
            break
        parts += (body[position:start], "\n" * body.count("\n", start, end))
        position = end + 3
    return "".join((*parts, body[position:]))
