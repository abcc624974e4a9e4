"""Which lines of a file state which item, and which items a reference in it belongs to."""

from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from qms_site.records.files import DocumentFile
from qms_site.records.items import Item
from qms_site.records.references import Reference


class ItemSpan(msgspec.Struct, frozen=True, kw_only=True):
    """An item with its first and last line in the file: a row is one line, anything else ends at the next item or heading."""

    item: Item
    first: int
    last: int


def iter_spans(file: DocumentFile) -> Iterator[ItemSpan]:
    """The span of every item of a file, in the order of the lines. Below a heading, smaller headings are part of it."""
    lines = file.body.splitlines()
    end = file.body_line + len(lines) - 1
    items = sorted(file.contents.items, key=lambda item: item.line)
    levels = {heading.line: heading.level for heading in file.headings}
    ends = _ends_of_sections(file, end)
    for place, item in enumerate(items):
        begin = item.line - file.body_line
        is_row = begin < len(lines) and lines[begin].lstrip().startswith("|")
        following = items[place + 1].line - 1 if place + 1 < len(items) else end
        section = ends[item.line] if item.line in levels else _end_of_text(file, item.line, end)
        yield ItemSpan(
            item=item, first=item.line, last=item.line if is_row else max(item.line, min(following, section))
        )


def references_by_item(file: DocumentFile) -> Iterator[tuple[Item, Reference]]:
    """Every reference that stands in the lines of an item, with the item; those to the item itself are left out."""
    spans = list(iter_spans(file))
    starts = [span.first for span in spans]
    for reference in file.contents.references if spans else ():
        place = bisect_right(starts, reference.line) - 1
        if place >= 0 and reference.line <= spans[place].last and reference.target != spans[place].item.id:
            yield spans[place].item, reference


def _ends_of_sections(file: DocumentFile, end: int) -> dict[int, int]:
    """By the line of each heading, the last line before the next one that is no smaller."""
    ends: dict[int, int] = {}
    opened: list[tuple[int, int]] = []
    for heading in file.headings:
        while opened and opened[-1][0] >= heading.level:
            ends[opened.pop()[1]] = heading.line - 1
        opened.append((heading.level, heading.line))
    ends.update((line, end) for _, line in opened)
    return ends


def _end_of_text(file: DocumentFile, line: int, end: int) -> int:
    place = bisect_right(file.headings, line, key=lambda heading: heading.line)
    return file.headings[place].line - 1 if place < len(file.headings) else end
