"""What of an approved text is locked, and which of its lines a later text under the same approval changed.

Open are what execution fills in (columns of its tables, sections about it), placeholders, and what only keeps the books; all else
is locked. Blanks, where lines end, marks of lists, comments and boxes that were ticked are no difference.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from qms_site.markdown.cells import split_row
from qms_site.markdown.decoding import decode_text
from qms_site.markdown.frontmatter import FrontMatter, read_front_matter
from qms_site.records.execution_columns import read_columns
from qms_site.records.placeholders import is_placeholder
from qms_site.text import composed
from qms_site.timeline.locked_lines import Part, TextLine, iter_lines


class LockedChange(msgspec.Struct, frozen=True, kw_only=True):
    """A locked line that is gone (``is_removed``) or that was not there when the text was approved; its number in its own text."""

    line: int
    text: str
    is_removed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What may be filled in: everything by placeholders, and by execution where the text is that of a record in execution."""

    is_executed: bool = False
    has_placeholders: bool = True


def compare_locked(approved: bytes, later: bytes, lock: Lock) -> tuple[LockedChange, ...]:
    """The locked lines that the later text lacks or has besides, those that are gone first. Linear in both texts."""
    # Most commits under an approval change only what the front matter says of it, and of that only state and version.
    before, after = _without_state(approved), _without_state(later)
    return () if before == after else _compare(before, after, lock)


@lru_cache(maxsize=2)  # most later texts differ from the one before them in nothing but state and version
def _compare(approved: bytes, later: bytes, lock: Lock) -> tuple[LockedChange, ...]:
    before, after = _matter(approved), _matter(later)
    if before.body == after.body and before.fields.get("title") == after.fields.get("title"):
        return ()
    opened, had = _approved(approved, lock)
    new = _lines(after)
    if lock.is_executed:
        new = _as_approved(tuple(line for line, _ in had), new)
    has = [(line, _in_one_spelling(_locked(line, opened, lock))) for line in new]
    gone = list(_missing(had, Counter(text for _, text in has if text)))
    added = list(_missing(has, Counter(text for _, text in had if text)))
    wrapped = {section for section, _ in _flows(gone).items() & _flows(added).items()}
    gone, added = (
        [line for line in lines if not line.is_prose or line.section not in wrapped] for lines in (gone, added)
    )
    return (
        *(LockedChange(line=line.number, text=line.text[:_LONGEST], is_removed=True) for line in gone),
        *(
            LockedChange(line=line.number, text=line.text[:_LONGEST], is_removed=False)
            for line in added
            if not _may_be_added(line, opened, lock)
        ),
    )


_LONGEST = 200
_BOX = re.compile(r"\[[xX ]\]")
_SLOT = re.compile(
    r"\{\{[^{}\n]{1,400}\}\}|\[[A-Z][A-Z0-9_ /-]{2,80}\]|\b(?:TB[CDA]|YYYY-MM-DD)\b|_{3,}|"
    r"\[(?:Pass/Fail|Date|Name)[^\[\]\n]{0,80}\]"
)
"""What is to be replaced, in the middle of a line."""


_HINT = re.compile(r"[\[{<?_]|\bT[BO][CDA]|YYYY|\bDD|to be ", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """What the approved text leaves open."""

    sections: frozenset[str]
    columns: Mapping[tuple[str, ...], frozenset[int]]
    """Places of the columns that are filled in, by the head of their table."""
    slots: Mapping[str, tuple[tuple[str, ...], ...]]
    """By section, the lines with something to be replaced: what stands before, between and after it."""


_STATE = re.compile(rb"^(status|version):[^\n]*", re.MULTILINE)


def _without_state(data: bytes) -> bytes:
    """A text of whose front matter the lines that give state and version say nothing; all lines keep their numbers."""
    head, mark, rest = data.partition(b"\n---") if data.startswith(b"---") else (b"", b"", data)
    return _STATE.sub(rb"\1", head) + mark + rest


@lru_cache(maxsize=2)  # one approved text is compared with one later text after the other
def _approved(data: bytes, lock: Lock) -> tuple[_Opened, Sequence[tuple[TextLine, str | None]]]:
    """What an approved text leaves open, and its lines with what of each is locked."""
    lines = _lines(_matter(data))
    opened = _opened(lines, lock)
    return opened, [(line, _in_one_spelling(_locked(line, opened, lock))) for line in lines]


@lru_cache(maxsize=2)
def _matter(data: bytes) -> FrontMatter:
    return read_front_matter(decode_text(data).text)


def _lines(matter: FrontMatter) -> tuple[TextLine, ...]:
    title = matter.fields.get("title")
    own = TextLine(number=matter.lines.get("title", 1), text=" ".join(str(title).split()), part=Part.PLAN, section="")
    return (*((own,) if isinstance(title, str) else ()), *iter_lines(matter.body, matter.body_line))


def _as_approved(old: Sequence[TextLine], new: tuple[TextLine, ...]) -> tuple[TextLine, ...]:
    """The later lines, without the columns that a table of the approved text did not have and that execution fills in."""
    known = dict.fromkeys(line.head for line in old if line.head)
    former: dict[tuple[str, ...], tuple[int, ...]] = {}
    for line in new:
        if line.head and line.head not in known and line.head not in former:
            candidates = (_places_of(head, line) for head in known)
            former[line.head] = next(filter(None, candidates), ())
    if not any(former.values()):
        return new
    texts = {split_row(line.text): line.text for line in old if not line.head and "|" in line.text}
    return tuple(_in_columns(line, former, texts) for line in new)


def _places_of(head: tuple[str, ...], line: TextLine) -> tuple[int, ...]:
    """Where the columns of an approved table are in a later one; none where that has another column that is not filled in."""
    rest = iter(range(len(line.head)))
    places = tuple(next((place for place in rest if line.head[place] == name), -1) for name in head)
    added = frozenset(range(len(line.head))).difference(places)
    return places if -1 not in places and added <= frozenset(_executed_columns(line)) else ()


def _in_columns(
    line: TextLine, former: Mapping[tuple[str, ...], tuple[int, ...]], texts: Mapping[tuple[str, ...], str]
) -> TextLine:
    cells = line.cells if line.head else split_row(line.text) if "|" in line.text else ()
    places = former.get(line.head or cells, ())
    if not places or max(places) >= len(cells):
        return line
    kept, head = (tuple(row[place] for place in places) for row in (cells, line.head or cells))
    if line.head:
        return msgspec.structs.replace(line, head=head, cells=kept)
    return msgspec.structs.replace(line, text=texts.get(kept, line.text))


def _opened(lines: Iterable[TextLine], lock: Lock) -> _Opened:
    sections: set[str] = set()
    columns: dict[tuple[str, ...], set[int]] = {}
    slots: dict[str, list[tuple[str, ...]]] = {}
    for line in lines:
        if line.head and line.head not in columns:
            columns[line.head] = set(_executed_columns(line)) if lock.is_executed else set()
        if not lock.has_placeholders:
            continue
        if line.head:
            columns[line.head].update(place for place, cell in enumerate(line.cells) if _is_open(cell))
        elif not _is_open(line.text):
            continue
        elif is_placeholder(line.text):
            sections.add(line.section)
        elif len(slots.setdefault(line.section, [])) < _MOST_SLOTS:
            slots[line.section].append(tuple(_SLOT.split(line.text)))
    return _Opened(
        sections=frozenset(sections),
        columns={head: frozenset(places) for head, places in columns.items() if places},
        slots={section: tuple(found) for section, found in slots.items()},
    )


_MOST_SLOTS = 100


def _executed_columns(line: TextLine) -> Iterator[int]:
    """Places of what execution fills in; a table without an outcome, a performer or a summary is none of execution's.

    One in a section about execution that does not list items (comments, deviations) is filled in as a whole.
    """
    columns = read_columns(line.head)
    if line.part is Part.EXECUTION and columns.id is None:
        yield from range(len(line.head))
        return
    filled = (columns.outcome, columns.performer, columns.summary, columns.date, columns.vr)
    if any(place is not None for place in filled[:3]):
        yield from (place for place in filled if place is not None)


def _is_open(text: str) -> bool:
    return _HINT.search(text) is not None and (is_placeholder(text) or _SLOT.search(text) is not None)


def _locked(line: TextLine, opened: _Opened, lock: Lock) -> str | None:
    """What of a line is locked, as a text to compare; None where nothing is."""
    if line.part is Part.BOOKS:
        return None
    if line.head and not (lock.is_executed and line.part is Part.REFERENCES):
        places = opened.columns.get(line.head, frozenset())
        cells = ["" if place in places else cell for place, cell in enumerate(line.cells)]
        return "|".join(cells).rstrip("|") or None
    if lock.is_executed and line.part in (Part.EXECUTION, Part.REFERENCES):
        return None
    if lock.has_placeholders and _is_open(line.text):
        return None
    return _BOX.sub("[ ]", line.text) if lock.is_executed else line.text


def _flows(lines: Iterable[TextLine]) -> Mapping[str, str]:
    """The prose of each section as one text, in which only items of lists begin anew."""
    flows: dict[str, list[str]] = {}
    for line in lines:
        if line.is_prose:
            text = _in_one_spelling(line.text) or ""
            flows.setdefault(line.section, []).append(f"\n{text}" if _ITEM.match(text) else text)
    return {section: " ".join(texts) for section, texts in flows.items()}


_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)]) ")


def _in_one_spelling(text: str | None) -> str | None:
    """A text with one mark for items of lists, and whose links lead to files by their names.

    When a file is moved, its links get other folders.
    """
    if not text:
        return text
    plain = f"- {composed(text)[2:]}" if text.startswith(("* ", "+ ")) else composed(text)
    return _FOLDERS.sub("](", plain) if "](" in plain else plain


_FOLDERS = re.compile(r"\]\((?!\w+:|//)[^()\s#]{0,400}/(?=[^()\s/])")


def _missing(lines: Iterable[tuple[TextLine, str | None]], others: "Counter[str]") -> Iterator[TextLine]:
    for line, text in lines:
        if text is None:
            continue
        if others[text] > 0:
            others[text] -= 1
        else:
            yield line


def _may_be_added(line: TextLine, opened: _Opened, lock: Lock) -> bool:
    """Whether execution may add a line: a row to a table that it fills in, or text where a placeholder asked for it."""
    return (
        line.section in opened.sections
        or (lock.is_executed and bool(line.head) and line.head in opened.columns)
        or any(_fills(line.text, pieces) for pieces in opened.slots.get(line.section, ()))
    )


def _fills(text: str, pieces: tuple[str, ...]) -> bool:
    """Whether a line has these pieces in their order, the first at its beginning and the last at its end."""
    first, *between, last = pieces
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    position, end = len(first), len(text) - len(last)
    for piece in between:
        found = text.find(piece, position, end)
        if found < 0:
            return False
        position = found + len(piece)
    return True
