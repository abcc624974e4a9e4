"""What a definition of an item is, whichever form it has: the parts that tables and running text are read into."""

from enum import IntEnum

import msgspec

_END_MARKS = (".", ":", "!", "?")


class Form(IntEnum):
    """How an item is written. Of two forms of one id in a document the first one defines it, the other speaks of it."""

    ROW = 1
    HEADING = 2
    BOLD = 3
    DEFINITION = 4
    ENTRY = 5
    OVERVIEW = 6
    """Row of a table that has titles and no statements."""


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """An item as one place states it."""

    form: Form
    kind: str
    id: str
    title: str | None
    text: str
    line: int


def title_of(written: str) -> str | None:
    """A title without its final full stop or colon; None if nothing is left."""
    return written.strip().removesuffix(".").removesuffix(":").strip() or None


def with_title(title: str | None, rest: str) -> str:
    """The title as a first sentence before the rest, so that an item has the same text in every form."""
    lead = " ".join((title or "").split())
    said = " ".join(rest.split())
    if not lead or not said:
        return lead or said
    return f"{lead} {said}" if lead.endswith(_END_MARKS) else f"{lead}. {said}"
