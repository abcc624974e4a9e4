"""Items that are rows of tables: which columns hold id, title and statement, and which tables only speak of items."""

from collections.abc import Iterator

import msgspec

from qms_site.markdown.passages import Passage, Row, Words
from qms_site.records.columns import cell_of, columns_that_say, text_of, words_of_header
from qms_site.records.definitions import Definition, Form, title_of, with_title
from qms_site.records.item_ids import ItemIds

_ID = frozenset({"id", "ids", "uid", "identifier", "no", "nr", "number", "key", "ref", "req", "#"})
_TITLE = frozenset({"title", "name", "heading", "headline", "summary", "caption"})
_SUBJECT = frozenset({"requirement", "requirements", "need"})
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
        "risk", "level", "class", "count", "release", "safety",
    }
)  # fmt: skip


class _Columns(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    title: int | None
    statement: int | None
    is_named: bool
    """Whether a header says that the column holds statements."""


def find_row_definitions(table: Passage, ids: ItemIds) -> Iterator[Definition]:
    """The items that the rows of a table define."""
    columns = _columns_of(table, ids)
    for row in table.rows if columns else ():
        if columns and (found := _definition_of(row, columns, ids)):
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
    linking = _linking_columns(table, ids)
    stating = [place for place in _stating_columns(said, column, titles, ids) if place not in linking]
    if len(stating) > 1 and not titles and _are_titles([cell_of(row, stating[0]) for row in table.rows]):
        titles, stating = stating[:1], stating[1:]
    title = titles[0] if titles else None
    if stating:
        return _Columns(id=column, title=title, statement=stating[0], is_named=True)
    following = column + 1
    is_free = following < len(said) and not said[following] & (_ATTRIBUTE | _ID)
    if any(words & _TRACE for place, words in enumerate(said) if place != column) or not (titles or is_free):
        return None
    return _Columns(id=column, title=title, statement=None if titles else following, is_named=False)


def _linking_columns(table: Passage, ids: ItemIds) -> frozenset[int]:
    """Columns that hold nothing but ids: they say what an item belongs to, whatever their header calls that."""
    width = max((len(row.cells) for row in table.rows), default=0)
    written = ([text for row in table.rows if (text := text_of(row, place))] for place in range(width))
    return frozenset(place for place, cells in enumerate(written) if cells and all(map(ids.is_only_ids, cells)))


def _stating_columns(said: list[frozenset[str]], column: int, titles: list[int], ids: ItemIds) -> list[int]:
    """Columns that hold statements by their headers; the one that is named after the item itself comes first."""
    named = {words_of_header(name) for _, name, _ in ids.patterns}
    own = {words[0] for words in named if len(words) == 1 or words[1:] == ("item",)} | {words[-1] for words in named}
    others = (_TRACE | _ATTRIBUTE) - own
    places = [place for place in range(len(said)) if place != column and place not in titles]
    by_subject = sorted(
        (place for place in places if said[place] & (own | _SUBJECT) and not said[place] & (others | _ID | _STATEMENT)),
        key=lambda place: not said[place] & own,
    )
    by_statement = [place for place in places if said[place] & _STATEMENT and not said[place] & others]
    return [*by_subject[:1], *by_statement]


def _are_titles(cells: list[Words | None]) -> bool:
    """Whether the cells of a column are names rather than sentences."""
    longest = 80
    written = [cell.text for cell in cells if cell and cell.text]
    return bool(written) and not any(len(text) > longest or text.endswith(".") for text in written)
