"""Items that are rows of tables: which columns hold id, title and statement, and which tables only speak of items."""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

import msgspec

from qms_site.markdown.passages import Passage, Row, Words
from qms_site.records.columns import cell_of, columns_that_say, text_of, words_of_header
from qms_site.records.definitions import Definition, Form, title_of, with_title
from qms_site.records.item_ids import ItemIds

_ID = frozenset({"id", "ids", "uid", "identifier", "no", "nr", "number", "key", "ref", "req", "#"})
_TITLE = frozenset({"title", "name", "heading", "headline", "summary", "caption"})
_SUBJECT = frozenset({"requirement", "requirements", "need"})
# What a design consists of: to other items such a column tells where they are allocated.
_PART = frozenset({"component", "element", "unit", "interface", "module", "class", "subsystem"})
# How a risk is described, or what is done against it, where no column is named after it.
_COURSE = {
    "risk": frozenset(
        {
            "situation", "situations", "failure", "harm", "harms", "effect", "effects", "event", "events", "sequence",
            "cause", "causes",
        }
    ),
    "control": frozenset({"measure", "measures", "mitigation", "mitigations"}),
}  # fmt: skip
_COURSE["hazard"] = _COURSE["risk"]
_WORD = re.compile(r"[^\W\d_]{2}")
_STATEMENT = frozenset(
    {"statement", "description", "text", "shall", "definition", "specification", "wording", "content"}
)
# Columns that say something about an item. What says where it is designed or tested makes a table of it that traces.
_TRACE = frozenset(
    {
        "trace", "traces", "traced", "test", "tests", "tested", "verification", "verified", "verifies",
        "verify", "validation", "validated", "evidence", "result", "results", "outcome", "method", "design",
        "implementation", "implemented", "implements", "satisfies", "satisfied", "covers", "covered",
        "covering", "coverage", "allocation", "allocated", "derived", "code", "module", "modules", "file",
        "files", "function", "parent", "parents", "source", "sources", "link", "links", "related", "origin",
        "finding",
    }
)  # fmt: skip
_ATTRIBUTE = frozenset(
    {
        "status", "priority", "type", "kind", "category", "group", "owner", "author", "date", "version",
        "rationale", "reason", "note", "notes", "comment", "comments", "remark", "remarks", "reference",
        "references", "section", "change", "changes", "action", "actions", "gap", "severity", "probability",
        "risk", "level", "class", "count", "release", "safety", "residual", "initial",
    }
)  # fmt: skip
_NOTHING = frozenset({"", "n/a", "na", "none", "nil", "tbd"})
_DASHES = " -\u2010\u2011\u2012\u2013\u2014\u2015."


class _Columns(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    title: int | None
    statement: int | None
    is_named: bool
    """Whether a header says that the column holds statements."""


def find_row_definitions(table: Passage, ids: ItemIds) -> Iterator[Definition]:
    """The items that the rows of a table define; one that is repeated for each of its consequences is defined once."""
    columns = _columns_of(table, ids)
    groups = (columns, *_columns_beside(table, columns, ids)) if columns else ()
    told: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in table.rows:
        said = tuple(cell.text for cell in row.cells)
        for found in (_definition_of(row, group, ids) for group in groups):
            # A row that is there twice is a mistake; one that tells more of the same item is none.
            if found and told.setdefault((found.id, found.text), said) == said:
                yield found


def _definition_of(row: Row, columns: _Columns, ids: ItemIds) -> Definition | None:
    id_ = ids.whole(text_of(row, columns.id))
    kind = ids.kind_of(id_) if id_ else None
    statement = cell_of(row, columns.statement)
    title = title_of(text_of(row, columns.title))
    if id_ is None or kind is None or (statement and ids.is_only_ids(statement.text)):
        return None
    if not columns.is_named and not title and not (statement and statement.text):
        return None
    lead = title_of(statement.lead) if statement else None
    said = statement.text if statement else ""
    return Definition(
        form=Form.OVERVIEW if columns.statement is None else Form.ROW,
        kind=kind,
        id=id_,
        title=title or lead,
        text=with_title(title, said) if title != lead else with_title(None, said),
        line=row.line,
    )


def _columns_of(table: Passage, ids: ItemIds) -> _Columns | None:
    """Where id, title and statement stand; None for a table that defines nothing."""
    candidates = dict.fromkeys([*columns_that_say(table.head, _ID, unless=_TRACE), 0])
    column = next((place for place in candidates if any(ids.whole(text_of(row, place)) for row in table.rows)), None)
    if column is None or table.head is None:
        return None
    said = [frozenset(words_of_header(cell.text)) for cell in table.head.cells]
    titles = [place for place, words in enumerate(said) if place != column and words & _TITLE and not words & _TRACE]
    silent = _silent_columns(table, ids)
    kind = next((ids.kind_of(id_) for row in table.rows if (id_ := ids.whole(text_of(row, column)))), None)
    stating = _stating_columns(said, column, {*titles, *silent}, kind, ids)
    if len(stating) > 1 and not titles and _are_titles([cell_of(row, stating[0]) for row in table.rows]):
        titles, stating = stating[:1], stating[1:]
    title = titles[0] if titles else None
    if stating:
        return _Columns(id=column, title=title, statement=stating[0], is_named=True)
    following = column + 1
    is_free = following < len(said) and following not in silent and not said[following] & (_ATTRIBUTE | _ID)
    if any(words & _TRACE for place, words in enumerate(said) if place != column) or not (titles or is_free):
        return None
    return _Columns(id=column, title=title, statement=None if titles else following, is_named=False)


def _columns_beside(table: Passage, first: _Columns, ids: ItemIds) -> Iterator[_Columns]:
    """Further pairs of an id and what it is in the same rows: ``Hazard ID | Hazard | Control ID | Control``."""
    said = [words_of_header(cell.text) for cell in table.head.cells] if table.head else []
    taken = {first.title, first.statement, *_silent_columns(table, ids)}
    for place, (words, following) in enumerate(pairwise(said)):
        name = [word for word in words if word not in _ID]
        is_pair = place != first.id and 0 < len(name) < len(words) and list(following[: len(name)]) == name
        if is_pair and place + 1 not in taken:
            yield _Columns(id=place, title=None, statement=place + 1, is_named=True)


def _silent_columns(table: Passage, ids: ItemIds) -> frozenset[int]:
    """Columns that state nothing, whatever their header says: ids lead to what an item belongs to, numbers rate it."""
    width = max((len(row.cells) for row in table.rows), default=0)
    cells = ((text_of(row, place) for row in table.rows) for place in range(width))
    written = ([text for text in column if text.strip(_DASHES).casefold() not in _NOTHING] for column in cells)
    return frozenset(
        place
        for place, column in enumerate(written)
        if column and (all(map(ids.is_only_links, column)) or not any(map(_WORD.search, column)))
    )


def _stating_columns(
    said: list[frozenset[str]], column: int, omitted: Collection[int], kind: str | None, ids: ItemIds
) -> list[int]:
    """Columns that hold statements by their headers; the one that is named after the item itself comes first."""
    own = {word for _, name, _ in ids.patterns for word in _naming_words(name)}
    mine = {word for known, name, _ in ids.patterns if known == kind for word in _naming_words(name)}
    mine |= _PART if "design" in mine else frozenset()
    own |= mine
    others = (_TRACE | _ATTRIBUTE) - own
    places = [place for place in range(len(said)) if place != column and place not in omitted]
    by_subject = sorted(
        (place for place in places if said[place] & (own | _SUBJECT) and not said[place] & (others | _ID | _STATEMENT)),
        key=lambda place: (not said[place] & mine, not said[place] & own),
    )
    by_statement = [place for place in places if said[place] & _STATEMENT and not said[place] & others]
    course = {word for name in mine for word in _COURSE.get(name, ())}
    by_course = [place for place in places if said[place] & course and not said[place] & (others | _ID)]
    return [*by_subject[:1], *by_statement] or by_course[:1]


def _naming_words(name: str) -> frozenset[str]:
    """The words of a kind's name that a header has instead of it: `Need` for user needs, `Design` for design items."""
    words = words_of_header(name)
    is_first = len(words) == 1 or words[1:] == ("item",)
    return frozenset(words[-1:]) | frozenset(words[:1] if is_first else ())


def _are_titles(cells: list[Words | None]) -> bool:
    """Whether the cells of a column are names rather than sentences."""
    longest = 80
    written = [cell.text for cell in cells if cell and cell.text]
    return bool(written) and not any(len(text) > longest or text.endswith(".") for text in written)
