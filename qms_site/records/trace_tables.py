"""Rows of tables in an RTM: matrices with a column of requirements, and tables of evidence for one requirement."""

import re
from collections.abc import Iterator

import msgspec

from qms_site.markdown.passages import Passage, Row
from qms_site.records.columns import text_of, words_of_header
from qms_site.records.evidence import Evidence, EvidenceReader, Role, join_evidence, method_of, role_of
from qms_site.records.item_ids import ItemIds
from qms_site.records.named_tests import is_test_class

_REQUIREMENT = frozenset({"requirement", "requirements", "req", "reqs", "verifies", "covers"})
_ID = frozenset({"id", "item", "items", "no", "number", "#", "traces", "satisfies", "need", "control"})
_LONGEST_METHOD = 6
_LONGEST_HEAD = 80
_HEAD = re.compile(r"(?:(?!\s-\s)[^:;,.\u2012-\u2015])+")


class TracedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a matrix: the items in its first place, and what it gives for each of them."""

    items: tuple[str, ...]
    evidence: Evidence
    line: int


def find_traced_rows(table: Passage, ids: ItemIds, reader: EvidenceReader) -> Iterator[TracedRow]:
    """The rows of a matrix; none for a table that says nothing about evidence. An empty first cell repeats the one above."""
    column = _requirement_column(table, ids)
    if column is None or table.head is None:
        return
    roles = roles_of(table.head)
    roles[column] = Role.TEXT
    is_matrix = any(role not in {Role.TEXT, Role.OTHER} for role in roles)
    if not is_matrix and not any("::" in cell.text for row in table.rows for cell in row.cells):
        return
    items: tuple[str, ...] = ()
    for row in table.rows:
        cell = text_of(row, column)
        is_continued = bool(items) and not cell
        items = items if is_continued else traced_items(cell, ids)
        if not is_continued:
            reader.begin()
        if items:
            yield TracedRow(items=items, evidence=read_row(row, roles, reader), line=row.line)


def roles_of(head: Row) -> list[Role]:
    """What each column of a table holds."""
    roles = [role_of(words_of_header(cell.text)) for cell in head.cells]
    said = [words_of_header(cell.text) for cell in head.cells]
    is_split = Role.FILE in roles
    # Beside a column of files, what is called method or name is that of a test.
    return [
        Role.EVIDENCE if is_split and (words == ("name",) or ("test" in words and role is Role.METHOD)) else role
        for role, words in zip(roles, said, strict=True)
    ]


def read_row(row: Row, roles: list[Role], reader: EvidenceReader) -> Evidence:
    """What a row gives; files are read before their classes, and those before their tests, whatever the order of the columns."""
    cells = list(zip(row.cells, roles, strict=False))
    cells.sort(key=lambda cell: (cell[1] is not Role.FILE, is_test_class(cell[0].text)))
    parts = []
    for cell, role in cells:
        part = reader.read(cell.text, role)
        parts += [part, *_said_in_words(cell.text, role, part)]
    return join_evidence(parts)


def traced_items(cell: str, ids: ItemIds) -> tuple[str, ...]:
    """The items that a cell stands for: one, which a title may follow, a list, or all between the ends of a range."""
    if ids.is_only_ids(cell):
        return ids.named_in(cell)
    label = ids.label_of(cell)
    return (label.id,) if label else ()


def _said_in_words(text: str, role: Role, read: Evidence) -> Iterator[Evidence]:
    """A cell of evidence that begins with a method, or is an argument in words rather than a test or a record."""
    if role is not Role.EVIDENCE or read.tests or not text or text.casefold().startswith(("n/a", "not applicable")):
        return
    words = text.split()
    head = _HEAD.match(text[:_LONGEST_HEAD])
    method = head[0].strip() if head and len(head[0].split()) <= _LONGEST_METHOD else ""
    if method_of(method) not in {None, "record"} and not read.commits:
        yield Evidence(methods=(method,), proof="" if len(words) <= _LONGEST_METHOD else " ".join(words))
    elif len(words) > 2 and not read.records:  # noqa: PLR2004 - a sentence has a subject, a verb and an object
        yield Evidence(proof=" ".join(words))


def _requirement_column(table: Passage, ids: ItemIds) -> int | None:
    """The column with the items that are traced: by its header, else the first of requirements; else another's."""
    said = [frozenset(words_of_header(cell.text)) for cell in table.head.cells] if table.head else []
    holding = {
        place: ids.kind_of(held[0])
        for place in range(len(said))
        if (held := next((found for row in table.rows if (found := traced_items(text_of(row, place), ids))), ()))
    }
    named = [place for place, words in enumerate(said) if words & _REQUIREMENT]
    required = [place for place, kind in holding.items() if kind == "requirement"]
    other = [place for place, words in enumerate(said) if words & _ID]
    return next((place for place in (*named, *required, *other, 0) if place in holding), None)
