"""Ids of controlled documents: which type an id is of, whose child it is, and where ids stand in prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from qms_site.settings import Settings
from qms_site.text import composed

_EXPLICIT = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[._-][A-Za-z0-9]+)*")
_LEADING_LETTERS = re.compile(r"[A-Za-z]+")
_NUMBERED = re.compile(r"(?P<id>[A-Z]{2,}(?:-[A-Z0-9]+)*-\d+(?:\.\d+)*)(?:[ _-]+[A-Za-z]|$)")
_LONGEST_ID = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentId:
    """An id with the type that its form tells, and the id of its parent if it is a child's."""

    text: str
    type: str
    parent: str | None = None


@dataclass(frozen=True)
class IdScheme:
    """The id forms of a project's document types. A child's id is its parent's with a type's own id after a dash."""

    patterns: tuple[tuple[str, str], ...]
    """(type, regular expression of its ids), the order in which they are tried."""
    declared: frozenset[str] = frozenset()
    """Ids of forms that no type has, which documents declare for themselves; they are found in prose too."""

    def parse(self, text: str) -> DocumentId | None:
        """The id that a text is, whole; None if no type has such ids. File systems may have taken its letters apart."""
        if len(text) > _LONGEST_ID:
            return None
        if text not in self._parsed:  # a history cites few records, and each of them many times
            self._parsed[text] = self._parse(composed(text))
        return self._parsed[text]

    def _parse(self, text: str) -> DocumentId | None:
        for type_, pattern in self._compiled:
            if pattern.fullmatch(text):
                return DocumentId(text=text, type=type_)
        child = self._child.fullmatch(text)
        if child is None:
            return None
        parent = self.parse(child["parent"])
        own = self.parse(child["own"])
        return DocumentId(text=text, type=own.type, parent=parent.text) if own and parent else None

    def parse_explicit(self, text: str, type_: str | None, *, has_state: bool = False) -> DocumentId | None:
        """The id that front matter declares; ``has_state``: beside a status or a version, so that it need not have a number.

        One of no known form is of the type declared, else of that of its ending (``ACME-SOP-001``), or of its leading letters.
        """
        known = self.parse(text)
        if known:
            return known
        is_named = any(map(str.isdigit, text)) or (has_state and text == text.upper())
        if len(text) > _LONGEST_ID or not _EXPLICIT.fullmatch(text) or not is_named:
            return None
        if type_ is None and text.endswith("-TEMPLATE"):
            type_ = "TEMPLATE"  # CR-TEMPLATE is no change record
        return self._parse_ending(text, type_) or DocumentId(text=text, type=type_ or _leading_letters(text))

    def _parse_ending(self, text: str, type_: str | None) -> DocumentId | None:
        """An id that ends in one of a known form: a child's, if what precedes is an id too; else a company's or site's prefix."""
        for dash in re.finditer("-", text):
            own = self.parse(text[dash.end() :])
            if own:
                before = text[: dash.start()]
                parent = before if any(map(str.isdigit, before)) else None
                return DocumentId(text=text, type=type_ or own.type, parent=parent)
        return None

    def parse_unknown_leading(self, text: str, type_: str | None) -> DocumentId | None:
        """An id of no known form that a file's name is or begins with: ``LIST-002`` of ``LIST-002 Suppliers``."""
        match = _NUMBERED.match(text[:_LONGEST_ID])
        return self.parse_explicit(match["id"], type_) if match else None

    def parse_leading(self, text: str) -> DocumentId | None:
        """The id that a text begins with, before a title: ``SOP-040`` of ``SOP-040-Cleaning of tanks``."""
        match = self._leading.match(text[:_LONGEST_ID])
        return self.parse(match["id"]) if match else None

    def scan(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and text of every id in prose; an id is not glued to a letter, digit, ``_`` or ``-``."""
        return ((match.start(), match.end(), match.group()) for match in self._scanner.finditer(text))

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The first id in prose from a place on; what stands before the place still counts as what an id may be glued to."""
        return self._scanner.search(text, start)

    def ids_in(self, text: str) -> list[str]:
        """Every id in prose, as often as it stands there."""
        return [match.group() for match in self._scanner.finditer(text)]

    @cached_property
    def _parsed(self) -> dict[str, DocumentId | None]:
        return {}

    @cached_property
    def _compiled(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((type_, re.compile(pattern)) for type_, pattern in self.patterns)

    @cached_property
    def _any(self) -> str:
        return "|".join(f"(?:{pattern})" for _, pattern in self.patterns) or r"(?!)"

    @cached_property
    def _child(self) -> re.Pattern[str]:
        return re.compile(rf"(?P<parent>.+)-(?P<own>{self._any})")

    @cached_property
    def _leading(self) -> re.Pattern[str]:
        return re.compile(rf"(?P<id>(?:{self._any})(?:-(?:{self._any}))*)[ _-]+[A-Za-z]")

    @cached_property
    def _scanner(self) -> re.Pattern[str]:
        # The longest first: of WI-007 and WI-007-02 the text decides, not the order of the alternatives.
        declared = [re.escape(id_) for id_ in sorted(self.declared, key=lambda id_: (-len(id_), id_))]
        forms = "|".join([*declared, rf"(?:{self._any})(?:-(?:{self._any}))*"])
        return re.compile(rf"(?<![A-Za-z0-9_-])(?:{forms})(?![A-Za-z0-9_-])")


def _leading_letters(text: str) -> str:
    letters = _LEADING_LETTERS.match(text)
    return letters.group().upper() if letters else text


def id_scheme(settings: Settings) -> IdScheme:
    """The id forms that the settings give."""
    return IdScheme(tuple((name, type_.pattern) for name, type_ in settings.types.items() if type_.pattern))
