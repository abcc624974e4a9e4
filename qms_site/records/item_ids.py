"""Ids of items: of which kind an id is, at the head of which text one stands, and which ids a cell names.

Patterns come from the settings (``[items.*]``). An id is not glued to a letter, digit, ``_`` or ``-``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from qms_site.records.placeholders import is_placeholder_id
from qms_site.settings import Settings

_LONGEST_RANGE = 500
_MOST_IDS = 10_000  # of one text: a few bytes must not become megabytes of ids
_LONGEST_NUMBER = 9
_NUMBER = re.compile(r"(?P<stem>(?:.*\D)?)(?P<number>\d+)", re.DOTALL)
_TO = r"(?:through|thru|until|up to|to|\.{2,3}|\u2026|[-\u2010-\u2015\u2212~])"
_AND = r"(?:and|or|&|\+|,|;|/)"
_JOINING = re.compile(r"\b(?:through|thru|until|up|to|and|or)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2}")
_ID_FORM = re.compile(r"(?<![A-Za-z0-9_-])[A-Z][A-Z0-9]+(?:-[A-Z0-9]+){0,9}-\d+(?:\.\d+){0,3}(?![A-Za-z0-9_-])")
# What stands between the label of an item and its text.
_BORDER = re.compile(r"\s*(?::|\.(?=\s|$)|[\u2012-\u2015|]|-(?=\s))\s*|\s+|$")
_NUMBERING = r"(?:\d+(?:\.\d+)*[.)]?\s+)?"
# `REQ-A-001 (withdrawn)` is still the id and nothing else.
_REMARK = r"(?:\s*\([^()]{1,60}\))?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The id that a text begins with, and the text after it without the border between the two."""

    id: str
    kind: str
    rest: str
    is_marked: bool
    """Whether a colon or a dash parts the two, so that the id is a label and not the subject of a sentence."""


@dataclass(frozen=True)
class ItemIds:
    """The id forms of some kinds of items."""

    patterns: tuple[tuple[str, str, str], ...]
    """(kind, its name in words, regular expression of its ids), the order in which they are tried."""
    others: tuple[str, ...] = ()
    """Regular expressions of ids that are ids too, though not of these kinds."""

    def kind_of(self, text: str) -> str | None:
        """The kind of the id that a text is, whole; a placeholder with the form of one is none."""
        if is_placeholder_id(text):
            return None
        return next((kind for kind, pattern in self._compiled if pattern.fullmatch(text)), None)

    def label_of(self, text: str) -> Label | None:
        """The id at the head of a text, after a number of a section or the name of the kind; None before a range or list."""
        match = self._label.match(text)
        if match is None:
            return None
        id_ = match["id"]
        rest = text[match.end() :]
        border = _BORDER.match(rest)
        kind = self.kind_of(id_)
        if border is None or kind is None or self._goes_on.match(rest):
            return None
        return Label(id=id_, kind=kind, rest=rest[border.end() :].strip(), is_marked=bool(border.group().strip()))

    def whole(self, text: str) -> str | None:
        """The id that a cell holds and nothing else, save brackets around it, an end mark, or a remark in brackets."""
        match = self._whole.fullmatch(text.strip())
        return match["id"] if match and self.kind_of(match["id"]) else None

    def named_in(self, text: str) -> tuple[str, ...]:
        """Every id of a text, each once: written ones, those between the ends of a range, those that a list shortens."""
        return tuple(dict.fromkeys(islice(self._expanded(text), _MOST_IDS)))

    def is_only_ids(self, text: str) -> bool:
        """Whether a text names ids, of whatever kind, and says nothing besides."""
        rest, count = self._scanner.subn(" ", text)
        return count > 0 and _is_joining(rest)

    def is_only_links(self, text: str) -> bool:
        """The same, where what has the form of an id is taken for one, though the settings do not know it."""
        rest, count = self._scanner.subn(" ", text)
        rest, others = _ID_FORM.subn(" ", rest)
        return count + others > 0 and _is_joining(rest)

    def _expanded(self, text: str) -> Iterator[str]:
        last, end = "", 0
        for match in self._mentions.finditer(text):
            # Words between an id and what looks like its continuation break the range or the list.
            is_next = bool(last) and not text[end : match.start()].strip()
            named = match["id"] or (_shortened(last, match["number"]) if is_next else None)
            if named is None:
                continue
            if is_next and (match["to"] or match["until"]):
                yield from _between(last, named)
            yield named
            last, end = named, match.end()

    @cached_property
    def _any(self) -> str:
        return "|".join(f"(?:{pattern})" for _, _, pattern in self.patterns) or r"(?!)"

    @cached_property
    def _compiled(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((kind, re.compile(pattern)) for kind, _, pattern in self.patterns)

    @cached_property
    def _id(self) -> str:
        return rf"(?<![A-Za-z0-9_-])(?P<id>{self._any})(?![A-Za-z0-9_-])"

    @cached_property
    def _label(self) -> re.Pattern[str]:
        names = "|".join(re.escape(name) for _, name, _ in self.patterns) or r"(?!)"
        return re.compile(rf"\s*{_NUMBERING}(?i:(?:{names})\s+)?[\[(]?{self._id}[\])]?{_REMARK}")

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return re.compile(rf"[\[(]?{self._id}[\])]?{_REMARK}[.:]?")

    @cached_property
    def _goes_on(self) -> re.Pattern[str]:
        """What makes of an id the first of several: another id, or the last digits of one, after a word that joins them."""
        next_one = rf"(?:{self._id}|-?\d{{1,6}}(?=\s*(?:$|[:,;/)])))"
        return re.compile(rf"\s*(?:{_TO}|{_AND}\s*(?:and|or)?)\s*{next_one}", re.IGNORECASE)

    @cached_property
    def _scanner(self) -> re.Pattern[str]:
        others = "".join(f"|(?:{pattern})" for pattern in self.others)
        return re.compile(rf"(?<![A-Za-z0-9_-])(?:{self._any}{others})(?![A-Za-z0-9_-])")

    @cached_property
    def _mentions(self) -> re.Pattern[str]:
        """An id, with a word for a range before it; or the digits that a list or a range gives instead of a whole id."""
        short = rf"(?:(?P<until>{_TO})|{_AND})\s*-?(?P<number>\d{{1,6}})(?![\w-])(?!\.\d)"
        return re.compile(rf"(?:(?P<to>{_TO})\s*)?{self._id}|(?<=\d)\s*{short}")


def item_ids(settings: Settings, kinds: Iterable[str] | None = None) -> ItemIds:
    """The id forms that the settings give to these kinds, or to all."""
    wanted = tuple(settings.items if kinds is None else kinds)
    patterns = tuple((name, settings.items[name].title, settings.items[name].pattern) for name in wanted)
    return ItemIds(patterns, tuple(kind.pattern for name, kind in settings.items.items() if name not in wanted))


def written_item_ids(settings: Settings) -> re.Pattern[str]:
    """Finds the ids of items of any kind in text, as they are written: not glued to a letter, digit, ``_`` or ``-``."""
    forms = "|".join(f"(?:{kind.pattern})" for kind in settings.items.values()) or r"(?!)"
    return re.compile(rf"(?<![A-Za-z0-9_-])(?:{forms})(?![A-Za-z0-9_-])")


def _is_joining(rest: str) -> bool:
    return not _WORD.search(_JOINING.sub(" ", rest))


def _shortened(last: str, number: str) -> str | None:
    """The id that ends in other digits than the last one, of which there are as many: ``3 tests`` is no id."""
    numbered = _NUMBER.fullmatch(last)
    if numbered is None or len(numbered["number"]) != len(number):
        return None
    return f"{numbered['stem']}{number}"


def _between(first: str, last: str) -> Iterator[str]:
    """The ids between two that differ in their number alone; none where they do not, or where it is too far."""
    begin, end = _NUMBER.fullmatch(first), _NUMBER.fullmatch(last)
    if begin is None or end is None or begin["stem"] != end["stem"]:
        return
    width = len(begin["number"])
    if max(width, len(end["number"])) > _LONGEST_NUMBER:
        return
    numbers = range(int(begin["number"]) + 1, int(end["number"]))
    if len(numbers) <= _LONGEST_RANGE:
        yield from (f"{begin['stem']}{number:0{width}d}" for number in numbers)
