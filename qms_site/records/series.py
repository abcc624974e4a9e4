"""Ranges and lists of ids: what ``REQ-A-001 through REQ-A-004`` and ``REQ-A-001/002`` mean beside what they spell out.

A bare number belongs to a series only where nothing else explains it: the number of digits must be that of the id
before it, and what could be a date, a version, a time or a count is left alone.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

LONGEST_RANGE = 1000
"""A range of more numbers than this, its ends included, means its ends only."""


class Mark(msgspec.Struct, frozen=True):
    """An id as it is written in a text, from ``start`` to before ``end``."""

    start: int
    end: int
    target: str


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """Ids that a text means without spelling them out: a stem with every number from ``first`` to ``last``."""

    form: Literal["range", "list", "written"]
    """``written`` for the last number of a range that only the first id's stem makes an id (``REQ-A-001 to 004``)."""
    place: int
    """Where in the text: a range at its beginning, a number where it stands."""
    stem: str
    width: int
    """Least number of digits, filled with zeros."""
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1

    def ids(self) -> Iterator[str]:
        """The ids, ascending."""
        return (f"{self.stem}{number:0{self.width}d}" for number in range(self.first, self.last + 1))


def find_series(text: str, marks: Sequence[Mark]) -> Iterator[Series]:
    """Every series that begins with one of the ids written in a text; the marks are in the order of the text."""
    between = [None, *(_read_range(text, first, last) for first, last in pairwise(marks)), None, None]
    for index, mark in enumerate(marks):
        former, found, later = between[index : index + 3]
        if found is None:
            yield from _read_numbers(text, mark)
        # Of three ids in a row (A - B - C) none is the end of a range: that is a way, or an enumeration.
        elif former is None and later is None and len(found):
            yield found


class _Step(msgspec.Struct, frozen=True):
    """A separator and the bare number after it."""

    separator: str
    is_range: bool
    digits: str
    place: int
    end: int


_BLANK = r"[^\S\n]"
_GAP = rf"{_BLANK}*(?:\n{_BLANK}*)?"
_SPACE = rf"(?:{_BLANK}+(?:\n{_BLANK}*)?|\n{_BLANK}*)"
_RANGE = (
    rf"{_SPACE}(?:through|thru|up{_SPACE}to|to|until|till){_SPACE}"
    rf"|,?{_BLANK}*(?:\u2026|\.{{2,3}}){_BLANK}*(?:,{_GAP})?"
    # A dash at the beginning of a line is a bullet, and a hyphen without space would be part of the id.
    rf"|{_BLANK}*\u2013{_GAP}|{_BLANK}+--?{_SPACE}"
)
_LIST = rf"{_BLANK}?/{_BLANK}?|{_GAP}[,;]{_GAP}(?:(?:and|or|&){_SPACE})?|{_SPACE}(?:and/or|and|or|&){_SPACE}"
_BETWEEN = re.compile(_RANGE, re.IGNORECASE)
_STEP = re.compile(rf"(?:(?P<range>{_RANGE})|(?P<list>{_LIST}))-?(?P<digits>[0-9]{{1,9}})(?!\w)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<stem>.*[^0-9])(?P<digits>[0-9]{1,9})", re.DOTALL)
_LONGEST_SEPARATOR = 40
# "Renumbered REQ-A-001 to REQ-A-005" speaks of two, "reviewed REQ-A-001 to REQ-A-005" of five.
_CHANGED = re.compile(
    r"\b(?:(?:renam|renumber|mov|redirect|reassign|convert|migrat|switch)\w*\b[^.;!?]*"
    r"|(?:chang|updat|correct|amend|fix)\w*\b[^.;!?]*\bfrom\s+)$",
    re.IGNORECASE,
)
_CHANGED_BEFORE = 60
# Dates, times, versions, paths, larger numbers, shares and amounts of money.
_GOES_ON = re.compile(rf"[.:,/\\][^\W_]|[-\u2013]\w|{_BLANK}?[%\u2030\u00b0\u20ac$\u00a3]")
_MONTH = re.compile(rf"{_GAP}(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
# A noun after a number makes it a count; these words are none.
_NOUN = re.compile(
    rf"{_GAP}(?!(?:and|or|to|through|thru|until|but|not|is|are|was|were|has|have|had|do|does|did|will|shall|must|should"
    r"|may|can|could|would|for|with|by|as|from|on|under|via|which|that|because|since|also|both|all|each)\b)[^\W\d_]",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def _read_range(text: str, first: Mark, last: Mark) -> Series | None:
    """What lies between two ids that follow one another; an empty series for neighbours, None if they make no range."""
    numbered, ending = _NUMBERED.fullmatch(first.target), _NUMBERED.fullmatch(last.target)
    if last.start - first.end > _LONGEST_SEPARATOR or not numbered or not ending:
        return None
    separator = _BETWEEN.fullmatch(text, first.end, last.start)
    if not separator or numbered["stem"] != ending["stem"] or _is_change(text, first, separator.group()):
        return None
    begin, end, width = int(numbered["digits"]), int(ending["digits"]), len(numbered["digits"])
    if f"{end:0{width}d}" != ending["digits"]:
        return None
    return _inner(first.start, numbered["stem"], width, begin, end)


def _inner(place: int, stem: str, width: int, begin: int, end: int) -> Series | None:
    if not begin < end < begin + LONGEST_RANGE:
        return None
    return Series(form="range", place=place, stem=stem, width=width, first=begin + 1, last=end - 1)


def _is_change(text: str, first: Mark, separator: str) -> bool:
    before = max(0, first.start - _CHANGED_BEFORE)
    return separator.strip().lower() == "to" and _CHANGED.search(text, before, first.start) is not None


def _read_numbers(text: str, mark: Mark) -> Iterator[Series]:
    """Bare numbers directly after an id: ``REQ-A-001/002``, ``REQ-A-001, -002 and 003``, ``REQ-A-001 to 004``."""
    numbered = _NUMBERED.fullmatch(mark.target)
    if not numbered:
        return
    stem, width = numbered["stem"], len(numbered["digits"])
    steps = list(_steps(text, mark, numbered["digits"]))
    while steps and not _ends_well(text, steps[-1]):
        steps.pop()
    before, place = int(numbered["digits"]), mark.start
    for step in steps:
        number = int(step.digits)
        if step.is_range:
            inner = _inner(place, stem, width, before, number)
            if inner is None:
                return
            yield inner
        form: Literal["written", "list"] = "written" if step.is_range else "list"
        yield Series(form=form, place=step.place, stem=stem, width=width, first=number, last=number)
        before, place = number, step.place


def _steps(text: str, mark: Mark, digits: str) -> Iterator[_Step]:
    """Separators and numbers of as many digits as the id's, as far as they are of one kind."""
    end, former = mark.end, ""
    while found := _STEP.match(text, end):
        separator = found["range"] or found["list"]
        step = _Step(separator, found["range"] is not None, found["digits"], found.start("digits"), found.end())
        if len(step.digits) != len(digits) or not _is_possible(text, mark, step, digits, former):
            return
        yield step
        end, former = found.end(), separator


def _is_possible(text: str, mark: Mark, step: _Step, digits: str, former: str) -> bool:
    if _YEAR.fullmatch(step.digits) and not _YEAR.fullmatch(digits):
        return False
    match step.separator.strip().lower():
        case "/":  # neither the next folder of a path nor, after a comma, the month of a day
            before = text[max(0, mark.start - 1) : mark.start]
            return before not in {"/", "\\"} and former.strip() in {"", "/"}
        case "," if step.separator == "," and former not in {"", ","}:  # a thousand, of which three digits follow
            return False
        case "\u2013" | "-" | "--" if step.separator != "\u2013" and not step.digits.startswith("0"):  # a title follows
            return False
        case "to" if _is_change(text, mark, step.separator):
            return False
        case _:
            return True


def _ends_well(text: str, step: _Step) -> bool:
    """Whether what follows a number leaves it the end of a series."""
    if _GOES_ON.match(text, step.end) or _MONTH.match(text, step.end):
        return False
    # Only a number that stands by itself can be a count, and no count begins with a zero.
    is_joined = step.separator.strip() == "/" or step.separator in {"\u2013", "\u2026", "..", "..."}
    return is_joined or step.digits.startswith("0") or not _NOUN.match(text, step.end)
