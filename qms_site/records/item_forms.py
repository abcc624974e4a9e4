"""Items in running text: headings, paragraphs, definitions and list entries that begin with an id."""

import re
from collections.abc import Collection, Iterator, Sequence

import msgspec

from qms_site.markdown.passages import Bold, Passage, PassageKind, Words
from qms_site.records.definitions import Definition, Form, title_of, with_title
from qms_site.records.item_ids import ItemIds, Label
from qms_site.records.item_tables import find_row_definitions

_BORDERS = " \t:.|-\u2012\u2013\u2014\u2015"
# Sections that cite items, or tell what became of them.
_CITING = re.compile(
    r"[\d.\s]{0,20}(?:references?|related (?:documents?|items?|requirements?)|referenced documents?|bibliography|changes|"
    r"(?:(?:revision|change|document|version) )(?:history|log|record|summary)|changelog|abbreviations|glossary)\s*",
    re.IGNORECASE,
)
# `REQ-A-001: verified in cycle 2` tells of an item; a statement may well begin in lower case.
_REMARK = re.compile(
    r"(?:see|is|was|are|were|has|have|not|no longer|now|done|added|removed|changed|updated|modified|fixed|verified|tested|"
    r"closed|moved|renamed|renumbered|deleted|reworded|clarified|implemented|covered|withdrawn|retired|deprecated|superseded|"
    r"replaced|merged|split|resolved|reviewed|deferred)\b"
)


def find_definitions(passages: Sequence[Passage], ids: ItemIds) -> Iterator[Definition]:
    """Every definition of an item, in the order of the text.

    Nothing inside an item's text is an item, save headings; below a heading also rows and bold paragraphs, which end its text
    if their ids have no heading of their own.
    """
    headed = {
        label.id for each in passages if each.kind is PassageKind.HEADING if (label := ids.label_of(each.words.text))
    }
    place = citing = 0
    is_titled = False
    while place < len(passages):
        passage = passages[place]
        if passage.kind is PassageKind.HEADING:
            is_below = 0 < citing < passage.level
            citing = citing if is_below else passage.level if _CITING.fullmatch(passage.words.text) else 0
        is_first = passage.kind is PassageKind.HEADING and not is_titled
        is_titled = is_titled or is_first
        # The heading that begins a document is its own name, even where that looks like an item's.
        is_none = (is_first and passage.level == 1) or (citing and passage.kind is not PassageKind.HEADING)
        found = () if is_none else tuple(_begun_by(passage, ids))
        end = place + 1
        if found and passage.kind is not PassageKind.TABLE:
            end = _end_of(passages, place, found[-1], ids, headed)
            followed = " ".join(_words_of(passages[place + 1 : end]))
            found = (*found[:-1], _followed_by(found[-1], followed, passages[place + 1 : end]))
        yield from (definition for definition in found if _says_something(definition, ids))
        place = end


def _begun_by(passage: Passage, ids: ItemIds) -> Iterator[Definition]:
    """The definitions that a passage begins; the last of them may go on in the passages after it."""
    words = passage.words
    match passage.kind:
        case PassageKind.TABLE:
            yield from find_row_definitions(passage, ids)
        case PassageKind.HEADING if label := ids.label_of(words.text):
            yield _definition(Form.HEADING, label, title=title_of(label.rest), text=label.rest, line=words.line)
        case PassageKind.TERM if label := ids.label_of(words.text):
            yield _definition(Form.DEFINITION, label, title=title_of(label.rest), text=label.rest, line=words.line)
        case PassageKind.PARAGRAPH if not passage.depth:
            yield from _bold_definitions(words, ids)
            if (
                not words.lead
                and (label := ids.label_of(words.text))
                and label.is_marked
                and not _REMARK.match(label.rest)
            ):
                yield _labelled(Form.ENTRY, label, words.text, words.bolds[:2], ids, line=words.line)
        case PassageKind.ENTRY if label := ids.label_of(words.text):
            if (label.is_marked and not _REMARK.match(label.rest)) or ids.label_of(words.lead):
                yield _labelled(Form.ENTRY, label, words.text, words.bolds[:2], ids, line=words.line)


def _bold_definitions(words: Words, ids: ItemIds) -> Iterator[Definition]:
    """One for each bold id of a paragraph, if it begins with one: lines without a blank line between them."""
    if not ids.label_of(words.lead):
        return
    starts: list[tuple[int, int]] = []
    cursor = line = 0
    for number, bold in enumerate(words.bolds):
        start = words.text.find(bold.text, cursor)
        cursor = start + len(bold.text)
        if bold.line > line and ids.label_of(bold.text):
            starts.append((start, number))
            line = bold.line
    ends = [start for start, _ in starts[1:]] + [len(words.text)]
    for (start, number), end in zip(starts, ends, strict=True):
        text = words.text[start:end].strip()
        label = ids.label_of(text)
        # `**REQ-A-001** was added` speaks of the item.
        if label and (label.is_marked or not label.rest[:1].islower()):
            yield _labelled(
                Form.BOLD, label, text, words.bolds[number : number + 2], ids, line=words.bolds[number].line
            )


def _labelled(form: Form, label: Label, text: str, bolds: Sequence[Bold], ids: ItemIds, *, line: int) -> Definition:
    """A definition whose label and statement stand in one text; what is bold at its head besides the id is the title."""
    lead = bolds[0].text if bolds and text.startswith(bolds[0].text) else ""
    own = ids.label_of(lead)
    if own and own.rest:
        rest = text[len(lead) :].lstrip(_BORDERS)
        return _definition(form, label, title=title_of(own.rest), text=with_title(own.rest, rest), line=line)
    rest = text[len(lead) :].lstrip(_BORDERS) if own else label.rest
    title = next((title_of(bold.text) for bold in bolds if rest.startswith(bold.text)), None)
    return _definition(form, label, title=title, text=rest, line=line)


def _definition(form: Form, label: Label, *, title: str | None, text: str, line: int) -> Definition:
    return Definition(form=form, kind=label.kind, id=label.id, title=title, text=with_title(None, text), line=line)


def _followed_by(begun: Definition, followed: str, passages: Sequence[Passage]) -> Definition:
    """A definition with the text of the passages after it."""
    title = begun.title
    lead = passages[0].words.lead if passages else ""
    # Below a bare heading, bold words with a colon name a field.
    if title is None and not begun.text and not (begun.form is Form.HEADING and lead.endswith(":")):
        title = title_of(lead)
    is_title = title_of(begun.text) == begun.title
    text = with_title(begun.text, followed) if is_title else with_title(None, f"{begun.text} {followed}")
    return msgspec.structs.replace(begun, title=title, text=text)


def _end_of(passages: Sequence[Passage], place: int, begun: Definition, ids: ItemIds, headed: Collection[str]) -> int:
    """Where the text of an item ends that begins at a place."""
    first = passages[place]
    is_whole = bool(begun.text) and title_of(begun.text) != begun.title
    end = place + 1
    while end < len(passages) and _belongs(passages[end], first, ids, is_whole=is_whole):
        if first.kind is PassageKind.HEADING and _begins_others(passages[end], ids, headed):
            break
        end += 1
    return end


def _begins_others(passage: Passage, ids: ItemIds, headed: Collection[str]) -> bool:
    """Whether a table or a bold paragraph states items, of which none has a heading of its own."""
    if passage.kind not in {PassageKind.TABLE, PassageKind.PARAGRAPH}:
        return False
    stated = [definition for definition in _begun_by(passage, ids) if definition.form in {Form.ROW, Form.BOLD}]
    return bool(stated) and not any(definition.id in headed for definition in stated)


def _belongs(passage: Passage, first: Passage, ids: ItemIds, *, is_whole: bool) -> bool:
    """Whether a passage continues the item that the first one begins, which may already have its statement whole."""
    match first.kind:
        case PassageKind.HEADING:
            is_heading = passage.kind is PassageKind.HEADING
            return not is_heading or (passage.level > first.level and ids.label_of(passage.words.text) is None)
        case PassageKind.ENTRY:
            is_entry = passage.kind is PassageKind.ENTRY
            if passage.kind is PassageKind.HEADING or (is_entry and ids.label_of(passage.words.lead)):
                return False
            return passage.depth > first.depth or (passage.depth == first.depth and not is_entry)
    if passage.kind is PassageKind.HEADING or any(True for _ in _begun_by(passage, ids)):
        return False
    if first.kind is PassageKind.TERM:
        return passage.kind is PassageKind.DEFINITION or passage.depth > 0
    return passage.depth > 0 or not is_whole


def _words_of(passages: Sequence[Passage]) -> Iterator[str]:
    for passage in passages:
        if passage.kind is not PassageKind.TABLE:
            yield passage.words.text
        for row in (*((passage.head,) if passage.head else ()), *passage.rows):
            yield from (cell.text for cell in row.cells)


def _says_something(definition: Definition, ids: ItemIds) -> bool:
    """A row may be empty and a heading may be all there is; an id with other ids, or alone in a list, defines nothing."""
    if definition.form in {Form.ROW, Form.OVERVIEW}:
        return True
    return bool(definition.text or definition.form is Form.HEADING) and not ids.is_only_ids(definition.text)
