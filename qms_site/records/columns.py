"""Columns of a table by what their headers say, whatever their case, order and spelling."""

import re
from collections.abc import Collection, Iterator

from qms_site.markdown.passages import Row, Words

_WORDS = re.compile(r"[^\W_]+|#")


def words_of_header(text: str) -> tuple[str, ...]:
    """A header in lower case, word by word: ``Performed By - Date`` is ``performed by date``; ``#`` is a word too."""
    return tuple(_WORDS.findall(text.casefold()))


def columns_that_say(head: Row | None, words: Collection[str], *, unless: Collection[str] = ()) -> Iterator[int]:
    """Columns whose header has one of these words and none of the others, from the left."""
    for column, cell in enumerate(head.cells if head else ()):
        said = words_of_header(cell.text)
        if any(word in words for word in said) and not any(word in unless for word in said):
            yield column


def cell_of(row: Row, column: int | None) -> Words | None:
    """The cell in a column; None where the row ends before it, or there is no such column."""
    return row.cells[column] if column is not None and column < len(row.cells) else None


def text_of(row: Row, column: int | None) -> str:
    """The text of the cell in a column, "" where there is none."""
    cell = cell_of(row, column)
    return cell.text if cell else ""
