"""Who did it and when, from one cell: ``J. Doe - 2026-02-03``, ``2026-02-03 / J. Doe``, or only one of the two.

Dates are read only where there is one way to read them: of ``03/04/2026`` nobody knows which the month is. ``03-Jan-26``
is the third: who writes months as words begins with the day or writes years with four digits.
"""

import re
from datetime import date

import msgspec

from qms_site.records.placeholders import is_placeholder


class Signature(msgspec.Struct, frozen=True):
    """A performer as written, without date and placeholders, and the day; None for what is not said."""

    performer: str | None = None
    day: date | None = None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"
_JOIN = r"[-./\u2010\u2011\u2212]"
_GAP = rf"(?:{_JOIN}|\.?,? ?)"
_TIME = r"(?:(?:T|,? | at )\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?[ap]m\b)?(?: ?(?:Z\b|UTC\b|GMT\b|CES?T\b|[+-]\d\d:?\d\d))?)?"
_FORMS = (
    rf"(?P<iso_year>{_YEAR}){_JOIN}(?P<iso_month>\d{{1,2}}){_JOIN}(?P<iso_day>\d{{1,2}})",
    rf"(?P<basic_year>{_YEAR})(?P<basic_month>0[1-9]|1[0-2])(?P<basic_day>[0-2]\d|3[01])",
    rf"(?P<named_day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?{_GAP}(?P<named_month>{_MONTH}){_GAP}(?P<named_year>{_YEAR}|\d\d(?!:\d))",
    rf"(?P<us_month>{_MONTH})\.? (?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,? ?(?P<us_year>{_YEAR})",
    rf"(?P<big_year>{_YEAR}){_GAP}(?P<big_month>{_MONTH}){_GAP}(?P<big_day>\d{{1,2}})",
    rf"(?P<first>\d{{1,2}})(?P<join>{_JOIN})(?P<second>\d{{1,2}})(?P=join)(?P<last_year>{_YEAR})",
)
_DATE = re.compile(rf"(?<!\d)(?:{'|'.join(_FORMS)})(?!\d){_TIME}", re.IGNORECASE)
_SLOT = re.compile(
    r"\[[^\[\]]{2,200}\]|\{\{[^{}]{1,400}\}\}|_{3,}|\b(?:YYYY|DD|MMM?|YY)(?:[-./ ](?:YYYY|DD|MMM?|YY)){1,2}\b"
)
_EDGES = " -\u2013\u2014\u2015\u2012/|,;:@\u00b7\u2022&+"
_ALONE = re.compile(r"[(\[] ?\n? ?[)\]]")
_IN_BRACKETS = re.compile(r" ?[,;/-]? ?\n ?([)\]])")
_LABEL = re.compile(r"(?:(?:performed|executed|signed|done|verified) )?by:? ", re.IGNORECASE)
_TRAILING = re.compile(r"(?:^|[\s,;])(?:on|at|to|until|and|date[d]?:?|the)$", re.IGNORECASE)
_PARTS = re.compile(r" [-\u2013\u2014/|] |[,;] ")
_NOBODY = frozenset({"", "n/a", "na", "n.a.", "none", "tbd", "tbc", "pending", "nobody", "?", "date", "name"})


def split_signature(text: str) -> Signature:
    """Performer and day of a cell. Of several days the latest counts: then the work was done."""
    text = " ".join(text.split())
    days = [day for match in _DATE.finditer(text) if (day := _day_of(match))]
    # The mark keeps names apart that a date stood between; it takes the date's own brackets with it.
    rest = _SLOT.sub(lambda slot: "" if _is_slot(slot.group()) else slot.group(), _DATE.sub("\n", text))
    rest = _IN_BRACKETS.sub(r"\1", _ALONE.sub("\n", rest))
    names = [name for piece in rest.split("\n") if (name := _name_in(piece))]
    return Signature(performer=", ".join(names) or None, day=max(days, default=None))


def read_day(text: str) -> date | None:
    """The day that a text names; None if it names none that can be read in one way only."""
    return split_signature(text).day


def _day_of(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    for form in ("iso", "basic", "named", "us", "big"):
        if year := parts[f"{form}_year"]:
            month = parts[f"{form}_month"].lower()[:3]
            return _date(
                f"20{year}"[-4:],
                _MONTHS.index(month) + 1 if month.isalpha() else int(month),
                int(parts[f"{form}_day"]),
            )
    first, second = int(parts["first"]), int(parts["second"])
    # Dots are used by those who write the day first; slashes and dashes by both.
    if parts["join"] == "." or first > len(_MONTHS) or first == second:
        return _date(parts["last_year"], second, first)
    return _date(parts["last_year"], first, second) if second > len(_MONTHS) else None


def _date(year: str, month: int, day: int) -> date | None:
    try:
        return date(int(year), month, day)
    except ValueError:
        return None


def _is_slot(text: str) -> bool:
    return text[0] not in "[{" or is_placeholder(text)


def _name_in(piece: str) -> str:
    piece = _TRAILING.sub("", piece.strip(_EDGES)).strip(_EDGES)
    piece = piece[label.end() :] if (label := _LABEL.match(piece)) else piece
    parts = [part.strip(_EDGES) for part in _PARTS.split(piece)]
    named = [part for part in parts if part.casefold() not in _NOBODY and not is_placeholder(part)]
    return piece if len(named) == len(parts) else ", ".join(named)
