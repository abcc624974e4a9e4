"""Of which type a variance is: 1 must be closed before its parent goes on, of 2 the approved plan is enough."""

import re
from collections.abc import Iterable, Mapping

from qms_site.markdown.passages import Passage, PassageKind
from qms_site.records.columns import text_of, words_of_header

_KEYS = ("var_type", "variance_type")
_NAMES = frozenset({("var", "type"), ("variance", "type"), ("type", "of", "variance"), ("type", "of", "var")})
_TYPE = re.compile(r"\s*(?:type\s*)?([12])\b", re.IGNORECASE)
_STATED = re.compile(r"\b(?:var|variance)\s+type\s*:\s*(?:type\s*)?([12])\b", re.IGNORECASE)


def find_variance_type(passages: Iterable[Passage], fields: Mapping[str, object]) -> int | None:
    """The type that the front matter states, a column or a row called ``VAR Type``, or the words ``VAR Type: Type 2``."""
    for key in _KEYS:
        value = fields.get(key)
        if isinstance(value, str) and (match := _TYPE.match(value)):
            return int(match[1])
    for passage in passages:
        if passage.kind is PassageKind.TABLE:
            found = _type_in(passage)
        else:
            match = _STATED.search(passage.words.text)
            found = int(match[1]) if match else None
        if found:
            return found
    return None


def _type_in(table: Passage) -> int | None:
    heads = [words_of_header(cell.text) for cell in table.head.cells] if table.head else []
    column = next((place for place, words in enumerate(heads) if words in _NAMES), None)
    cells = [text_of(row, column) for row in table.rows] if column is not None else []
    pairs = (*((table.head,) if table.head else ()), *table.rows)
    cells += [text_of(row, 1) for row in pairs if words_of_header(text_of(row, 0)) in _NAMES]
    return next((int(match[1]) for cell in cells if (match := _TYPE.match(cell))), None)
