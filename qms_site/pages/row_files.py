"""Rows of tables too long for one page: files beside it, each a script that hands over some of them, also from disk."""

import json
from collections.abc import Iterator, Mapping, Sequence

Cell = str | Sequence["Cell"]
Row = Sequence[Cell]

MOST_IN_PAGE = 2000
"""Rows that a page holds itself; of a longer table it holds the first ones, and the script fetches what is asked for."""
FIRST = 200
PART = 1000
"""Rows in one file."""


def row_files(name: str, rows: Sequence[Row]) -> Mapping[str, bytes]:
    """The rows of a table by the names of their files: ``ledger-1.js`` and so on; none for a table that the page holds."""
    return dict(_parts(name, rows)) if len(rows) > MOST_IN_PAGE else {}


def _parts(name: str, rows: Sequence[Row]) -> Iterator[tuple[str, bytes]]:
    for number, start in enumerate(range(0, len(rows), PART), start=1):
        # ASCII alone: no browser guesses an encoding, and the line separators of Unicode end no line of a script.
        data = json.dumps(rows[start : start + PART], ensure_ascii=True, separators=(",", ":"))
        yield f"{name}-{number}.js", f"qmsRows({json.dumps(name)},{number},{data})\n".encode()
