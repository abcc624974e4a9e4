"""Blocks of an RTM that stand for one requirement: a heading, a bold paragraph, a term or a list entry, and what follows."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from qms_site.markdown.passages import Passage, PassageKind, Row
from qms_site.records.columns import text_of, words_of_header
from qms_site.records.evidence import (
    Evidence,
    EvidenceReader,
    Role,
    cites_code,
    join_evidence,
    method_of,
    method_said,
    role_of,
)
from qms_site.records.fields import fields_of
from qms_site.records.item_ids import ItemIds
from qms_site.records.trace_tables import read_row, roles_of

_FIELD_TABLE_WIDTH = 2
_FIELD_HEAD = frozenset({"field", "attribute", "property", "key", "value", "what", "aspect"})
_RANGE = re.compile(r"\b(?:through|thru|to)\b|\.\.|[\u2010-\u2015]|\s-\s", re.IGNORECASE)
# `5.1 Qualitative proof: REQ-A-001`, `Verification of REQ-A-001`.
_ABOUT = re.compile(
    r"^[\d.\s]{0,20}(?:(?:qualitative|formal|detailed|unit) )?(?:proofs?|verification|evidence|trac(?:e|ing|eability)|tests?|"
    r"inspection|analysis|demonstration|review)(?: (?:of|for))?\s{0,3}(?:[:\u2013\u2014-]\s{0,3})?(?=\S)",
    re.IGNORECASE,
)
_LONGEST_METHOD = 6


def block_items(passage: Passage, ids: ItemIds) -> tuple[str, ...]:
    """The items that a passage begins a block for; none if it begins no block. A range names a group, not a block."""
    match passage.kind:
        case PassageKind.HEADING | PassageKind.TERM:
            head = _ABOUT.sub("", passage.words.text)
        case PassageKind.PARAGRAPH if not passage.depth:
            head = passage.words.lead
        case PassageKind.ENTRY:
            head = passage.words.text
        case _:
            return ()
    if label := ids.label_of(head):
        is_label = label.is_marked or passage.kind is not PassageKind.ENTRY or bool(ids.label_of(passage.words.lead))
        return (label.id,) if is_label else ()
    several = head.partition(":")[0]
    is_list = passage.kind is PassageKind.HEADING and ids.is_only_ids(several) and not _RANGE.search(several)
    return ids.named_in(several) if is_list else ()


def end_of_block(passages: Sequence[Passage], start: int, ids: ItemIds) -> int:
    """Where a block ends: at the next one, at a heading that is not below its own, at what does not belong to its entry."""
    first = passages[start]
    end = start + 1
    while end < len(passages):
        passage = passages[end]
        match first.kind:
            case PassageKind.ENTRY:
                is_over = passage.depth < first.depth or passage.kind is PassageKind.HEADING
                is_over = is_over or (passage.kind is PassageKind.ENTRY and passage.depth == first.depth)
            case PassageKind.TERM:
                is_over = passage.kind is not PassageKind.DEFINITION and not passage.depth
            case PassageKind.HEADING:
                is_over = passage.kind is PassageKind.HEADING and passage.level <= first.level
            case _:
                is_over = passage.kind is PassageKind.HEADING
        is_nested = passage.kind is not PassageKind.ENTRY and bool(block_items(passage, ids))
        if is_over or is_nested:
            break
        end += 1
    return end


def read_block(passages: Sequence[Passage], ids: ItemIds, reader: EvidenceReader) -> Evidence:
    """What a block gives for its requirement: fields, lists and tables of tests, an argument in prose."""
    reader.begin()
    role = Role.OTHER
    has_method = False
    parts: list[Evidence] = []
    for place, passage in enumerate(passages):
        if passage.kind is PassageKind.TABLE:
            parts += _read_table(passage, reader)
            continue
        if passage.kind is PassageKind.HEADING:
            role = role_of(words_of_header(passage.words.text)) if place else Role.OTHER
            continue
        label = ids.label_of(passage.words.text) if place == 0 else None
        for name, written in fields_of(passage.words, len(passage.words.text) - len(label.rest) if label else 0):
            if name:
                role = role_of(words_of_header(name))
            elif "::" in written and role is not Role.PROOF:
                role = Role.EVIDENCE
            part = _read_field(written, role, reader, has_method=has_method)
            has_method = has_method or bool(part.methods)
            parts.append(part)
            # A method or a result is one line; what follows it is prose again.
            role = Role.OTHER if role in {Role.METHOD, Role.RESULT} and written else role
    return join_evidence(parts)


def _read_field(text: str, role: Role, reader: EvidenceReader, *, has_method: bool) -> Evidence:
    read = reader.read(text, role)
    is_method = role is Role.EVIDENCE and not (read.tests or read.records or read.commits)
    if is_method and not has_method and len(text.split()) <= _LONGEST_METHOD and method_of(text):
        return Evidence(methods=(" ".join(text.split()),))
    # What no field announces is an argument in words if it says how, or points at code that is no test.
    if role is Role.OTHER and not read.tests and (cites_code(text) or method_said(text)):
        said = None if has_method else method_said(text)
        return msgspec.structs.replace(read, methods=(said,) if said else (), proof=" ".join(text.split()))
    return read


def _read_table(table: Passage, reader: EvidenceReader) -> Iterator[Evidence]:
    if table.head is None:
        return
    roles = roles_of(table.head)
    if len(table.head.cells) == _FIELD_TABLE_WIDTH and _has_fields(table.rows):
        is_field = not any(word in _FIELD_HEAD for cell in table.head.cells for word in words_of_header(cell.text))
        for row in ((table.head,) if is_field else ()) + table.rows:
            role = role_of(words_of_header(text_of(row, 0)))
            yield _read_field(text_of(row, 1), role, reader, has_method=False)
        return
    for row in table.rows:
        yield read_row(row, roles, reader)


def _has_fields(rows: Sequence[Row]) -> bool:
    """Whether the first column names fields; at least two, for a test may be called like one."""
    named = [role_of(words_of_header(text_of(row, 0))) for row in rows if "_" not in text_of(row, 0)]
    return len(rows) > 0 and sum(role is not Role.OTHER for role in named) * 2 > len(rows)
