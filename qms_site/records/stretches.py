"""Regions that a reader reads in one go, as one text in which every place knows its region and its line."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from qms_site.markdown.regions import Region, RegionKind

_READ_IN_ONE_GO = frozenset({RegionKind.TEXT, RegionKind.CODE})


@dataclass(frozen=True)
class Stretch:
    """Regions as one text, which begin at ``starts``; between two lines stands a line break."""

    regions: tuple[Region, ...]
    starts: tuple[int, ...]
    text: str

    def locate(self, place: int) -> tuple[RegionKind, int]:
        """Region and line of a place in the text."""
        index = self.index_of(place)
        region, start = self.regions[index], self.starts[index]
        return region.kind, region.line + bisect_left(self._breaks, place) - bisect_left(self._breaks, start)

    def index_of(self, place: int) -> int:
        """Which of the regions a place is in."""
        return max(0, bisect_right(self.starts, place) - 1)

    @cached_property
    def _breaks(self) -> list[int]:
        # Counting breaks anew for each place would take quadratic time.
        return [found.start() for found in re.finditer("\n", self.text)]


def iter_stretches(run: Sequence[Region], *, code_mark: str = "") -> Iterator[Stretch]:
    """What of a run is read in one go; a comment in the middle of it is read by itself.

    ``code_mark`` stands before and after each piece of code, where the difference matters to what is looked for.
    """
    if len(run) == 1 and not (code_mark and run[0].kind is RegionKind.CODE):
        yield Stretch((run[0],), (0,), run[0].text)
        return
    prose = [region for region in run if region.kind in _READ_IN_ONE_GO]
    yield from (Stretch((region,), (0,), region.text) for region in run if region.kind not in _READ_IN_ONE_GO)
    if not prose:
        return
    starts: list[int] = []
    parts: list[str] = []
    length, line = 0, prose[0].line
    for region in prose:
        mark = code_mark if region.kind is RegionKind.CODE else ""
        lead = "\n" * (region.line > line) + mark
        starts.append(length + len(lead))
        parts += (lead, region.text, mark)
        length += len(lead) + len(region.text) + len(mark)
        line = region.line + region.text.count("\n")
    yield Stretch(tuple(prose), tuple(starts), "".join(parts))
