"""Traces: what an RTM gives as evidence for each requirement, joined from its summary and its details."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

import msgspec

from qms_site.markdown.passages import Passage, PassageKind
from qms_site.records.evidence import Evidence, EvidenceReader, join_evidence, method_of
from qms_site.records.item_ids import ItemIds, item_ids
from qms_site.records.named_tests import names_only_in
from qms_site.records.trace_blocks import block_items, end_of_block, read_block
from qms_site.records.trace_tables import find_traced_rows
from qms_site.settings import Settings

_SHORTEST_HASH = 7
_MOST_ROWS = 200_000  # of one document: rows that name ranges must not multiply without end


class TraceRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one place of an RTM says of an item: a row or an entry of its summary, or a block of its details."""

    item: str
    is_detail: bool
    evidence: Evidence
    line: int


class Disagreement(msgspec.Struct, frozen=True, kw_only=True):
    """Something that summary and details both state, and not alike."""

    about: str
    """``tests``, ``result``, ``method``, ``commits`` or ``records``."""
    only_summary: tuple[str, ...]
    only_details: tuple[str, ...]


class Trace(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """All that an RTM says of one item."""

    item: str
    summary: tuple[TraceRow, ...]
    details: tuple[TraceRow, ...]

    @property
    def line(self) -> int:
        """The first line of the summary that names the item, or else of the details."""
        return (self.summary or self.details)[0].line

    @property
    def detail_line(self) -> int | None:
        """The first line of the details, where there are any."""
        return self.details[0].line if self.details else None

    @cached_property
    def evidence(self) -> Evidence:
        """Summary and details as one, each thing once, the summary's first."""
        return join_evidence(row.evidence for row in (*self.summary, *self.details))

    @property
    def method_written(self) -> str | None:
        """The method as it is written first."""
        return next(iter(self.evidence.methods), None)

    @property
    def method(self) -> str | None:
        """The kind of the method that is written, as `method_of` has it, or as written; else what the evidence is."""
        given = self.evidence
        if given.methods:
            return method_of(given.methods[0]) or given.methods[0]
        kinds = (("test", given.tests), ("record", given.records), ("proof", given.proof))
        return next((kind for kind, found in kinds if found), None)

    @property
    def result(self) -> str | None:
        """One result for all that is stated: a failure before whatever else is no pass, and that before a pass."""
        stated = self.evidence.results
        return min(stated, key=lambda result: (result != "FAIL", result == "PASS"), default=None)

    def disagreements(self) -> Iterator[Disagreement]:
        """What summary and details both state and not alike; where one of them is silent, there is nothing to compare."""
        summary = join_evidence(row.evidence for row in self.summary)
        details = join_evidence(row.evidence for row in self.details)
        for about, some, others in (
            ("tests", summary.tests, details.tests),
            ("result", summary.results, details.results),
            ("method", _kinds(summary.methods), _kinds(details.methods)),
            ("commits", summary.commits, details.commits),
            ("records", summary.records, details.records),
        ):
            only = (_lacking(about, some, others), _lacking(about, others, some)) if some and others else ((), ())
            if any(only):
                yield Disagreement(about=about, only_summary=only[0], only_details=only[1])


def find_traces(passages: Iterable[Passage], settings: Settings) -> tuple[Trace, ...]:
    """One trace for each item that an RTM traces, in the order in which they are first named."""
    ids = item_ids(settings)
    rows: dict[str, list[TraceRow]] = {}
    for row in islice(_find_rows(tuple(passages), ids, EvidenceReader(settings)), _MOST_ROWS) if ids.patterns else ():
        rows.setdefault(row.item, []).append(row)
    return tuple(
        Trace(
            item=item,
            summary=tuple(row for row in found if not row.is_detail),
            details=tuple(row for row in found if row.is_detail),
        )
        for item, found in rows.items()
    )


def _find_rows(passages: Sequence[Passage], ids: ItemIds, reader: EvidenceReader) -> Iterator[TraceRow]:
    place = 0
    is_titled = False
    while place < len(passages):
        passage = passages[place]
        is_title = passage.kind is PassageKind.HEADING and passage.level == 1 and not is_titled
        is_titled = is_titled or passage.kind is PassageKind.HEADING
        items = () if is_title else block_items(passage, ids)
        end = end_of_block(passages, place, ids) if items else place + 1
        if items:
            yield from _block_rows(passages[place:end], items, ids, reader)
        elif passage.kind is PassageKind.TABLE:
            yield from _table_rows(passage, ids, reader, is_detail=False)
        place = end


def _table_rows(table: Passage, ids: ItemIds, reader: EvidenceReader, *, is_detail: bool) -> Iterator[TraceRow]:
    for row in find_traced_rows(table, ids, reader):
        for item in row.items:
            yield TraceRow(item=item, is_detail=is_detail, evidence=row.evidence, line=row.line)


def _block_rows(
    block: Sequence[Passage], items: tuple[str, ...], ids: ItemIds, reader: EvidenceReader
) -> Iterator[TraceRow]:
    """The rows of a block: one for each of its items, and those of a matrix within it."""
    is_entry = block[0].kind is PassageKind.ENTRY
    matrices = {
        place: tuple(_table_rows(passage, ids, reader, is_detail=True))
        for place, passage in enumerate(block)
        if passage.kind is PassageKind.TABLE
    }
    evidence = read_block([each for place, each in enumerate(block) if not matrices.get(place)], ids, reader)
    # A list names requirements for many reasons; an entry traces one if it gives evidence.
    if not is_entry or evidence != Evidence():
        for item in items:
            yield TraceRow(item=item, is_detail=not is_entry, evidence=evidence, line=block[0].words.line)
    for rows in matrices.values():
        yield from rows


def _kinds(methods: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(method_of(method) or method for method in methods))


def _lacking(about: str, some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    if about == "tests":
        return names_only_in(some, others)
    # One place may shorten a hash that the other writes whole.
    length = _SHORTEST_HASH if about == "commits" else None
    known = {other[:length] for other in others}
    return tuple(one for one in some if one[:length] not in known)
