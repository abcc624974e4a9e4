"""References: ids of documents and items that a text writes, or means by a range or a list.

What an id stands for is for the graph to say; here only the text speaks.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import msgspec

from qms_site.markdown.regions import Region, RegionKind
from qms_site.records.ids import IdScheme
from qms_site.records.placeholders import is_placeholder_id
from qms_site.records.series import Mark, find_series
from qms_site.records.stretches import iter_stretches
from qms_site.settings import Settings

MOST_MEANT = 100_000
"""As many ids a document can mean by ranges and lists; of series beyond them, only what is spelled out counts."""


class ReferenceForm(StrEnum):
    """How a reference is written."""

    WRITTEN = "written"
    """As a whole id; both ends of a range and the first id of a list are written too."""
    RANGE = "range"
    """Between the ends of a range: REQ-A-002 in ``REQ-A-001 through REQ-A-003``."""
    LIST = "list"
    """As a bare number after an id: REQ-A-002 in ``REQ-A-001/002``."""
    SHORT = "short"
    """As the last part of a child's id: CR-036-VAR-005 as ``VAR-005``."""


class Reference(msgspec.Struct, frozen=True):
    """An id that a text names once, with the place: 1-based line in the file."""

    target: str
    form: ReferenceForm
    region: RegionKind
    line: int


@dataclass(frozen=True)
class ReferenceScheme:
    """What a project's references look like: the ids of its documents, and those of its items."""

    documents: IdScheme
    items: tuple[str, ...] = ()
    """Regular expressions of the items' ids."""

    def find(self, text: str) -> Iterator[Mark]:
        """Every id written in a text, in its order; of two at one place the longer. Placeholders are none."""
        items = ((found.start(), found.end(), found.group()) for found in self._items.finditer(text))
        end = 0
        for start, stop, target in sorted({*self.documents.scan(text), *items}, key=lambda span: (span[0], -span[1])):
            if start >= end and len(target) <= _LONGEST_ID and not self._is_placeholder(target):
                yield Mark(start, stop, target)
            end = max(end, stop)

    def _is_placeholder(self, target: str) -> bool:
        return target not in self.documents.declared and is_placeholder_id(target)

    @cached_property
    def _items(self) -> re.Pattern[str]:
        forms = "|".join(f"(?:{pattern})" for pattern in self.items) or r"(?!)"
        return re.compile(rf"(?<![A-Za-z0-9_-])(?:{forms})(?![A-Za-z0-9_-])")


def reference_scheme(settings: Settings, documents: IdScheme) -> ReferenceScheme:
    """The references that the settings give, beside the ids of documents."""
    return ReferenceScheme(documents, tuple(kind.pattern for kind in settings.items.values()))


def scan_references(runs: Iterable[Sequence[Region]], scheme: ReferenceScheme) -> Iterator[Reference]:
    """Every reference of one document, run by run in the order of the text.

    A run is what a reader reads in one go, such as a paragraph or a cell: a range may begin in one of its regions and end
    in another (``**REQ-A-001** through **REQ-A-004**``, or over the end of a line), but not go on in the next run.
    """
    left = MOST_MEANT
    for run in runs:
        for stretch in iter_stretches(run):
            marks = [
                Mark(mark.start + start, mark.end + start, mark.target)
                for region, start in zip(stretch.regions, stretch.starts, strict=True)
                for mark in scheme.find(region.text)
            ]
            if not marks:
                continue
            found = [(mark.start, mark.target, ReferenceForm.WRITTEN) for mark in marks]
            for series in find_series(stretch.text, marks):
                if len(series) <= left:
                    left -= len(series)
                    found += ((series.place, id_, ReferenceForm(series.form)) for id_ in series.ids())
            found.sort(key=lambda one: one[0])
            yield from (Reference(target, form, *stretch.locate(place)) for place, target, form in found)


def without_definitions(
    references: Iterable[Reference], definitions: Collection[tuple[str, int]]
) -> Iterator[Reference]:
    """The references without those by which an item is defined: the first that writes the item's id on its line."""
    left = set(definitions)
    for reference in references:
        here = (reference.target, reference.line)
        if reference.form is ReferenceForm.WRITTEN and here in left:
            left.remove(here)
        else:
            yield reference


_LONGEST_ID = 120  # no document has a longer one
