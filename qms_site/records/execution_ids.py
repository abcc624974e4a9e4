"""Ids of execution items: ``EI-1``, ``1``, ``VAR-EI-1``, ``INV-004-CAPA-001``, ``Step 2``, and what stands beside them."""

import re

from qms_site.records.placeholders import is_placeholder

_EI = re.compile(r"(?:[A-Z0-9]+-){0,9}EI[- ]?\d+[a-z]?(?:\.\d+)*", re.IGNORECASE)
_FIRST = re.compile(
    r"#?(?P<id>(?:(?:step|item|task|action|ei|capa)\.? )?[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+){0,12})(?P<rest>.*)",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:[\d.]+ )?(?P<id>(?:[A-Z0-9]+-){0,9}(?:EI|CAPA)[- ]?\d+[a-z]?|execution item \d+)\b(?P<title>.*)",
    re.IGNORECASE,
)
_MORE = re.compile(r" ?(?:through|to|and|,|/|&|\+|\.\.|[-\u2013\u2014]) ?[A-Za-z-]{0,20}\d", re.IGNORECASE)
_AFTER = " \t:.,;*)\u2013\u2014-"
_LONGEST_ID = 60


def is_named_id(text: str) -> bool:
    """Whether a cell is the id of an execution item by its own word, whatever its column is called: ``VAR-EI-1``."""
    return len(text) <= _LONGEST_ID and _EI.fullmatch(text.strip(_AFTER)) is not None


def split_id(text: str, *, is_named: bool) -> tuple[str, str] | None:
    """The id that a cell begins with, and what it says after it; None if it begins with none.

    Under a head that names execution items more is one: ``EI-4 through EI-8`` is a single item, done as one.
    """
    found = _FIRST.match(text)
    if found is None or len(found["id"]) > _LONGEST_ID or is_placeholder(text):
        return None
    id_, rest = found["id"], found["rest"]
    if not any(map(str.isdigit, id_)) and len(id_) > 1:
        return None
    if is_named and _MORE.match(rest) and len(text) <= _LONGEST_ID:
        return text, ""
    if rest and not is_named and rest.lstrip()[:1] not in {*_AFTER, "("}:
        return None
    return id_, rest.lstrip(_AFTER)


def split_heading(text: str) -> tuple[str, str] | None:
    """Id and title of a heading ``5.1 EI-1: Title``; None for any other."""
    found = _HEADING.match(text)
    return (found["id"], found["title"].lstrip(_AFTER)) if found else None
