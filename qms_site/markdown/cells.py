"""Tables: the one splitter of a row into cells, and the block rule that reads tables with it.

Parser and renderer share `split_row`, so that the cells that are read are the cells that are shown. Unlike GFM, a
pipe inside a code span does not end a cell, and excess cells are kept.
"""

import re
from collections import deque
from dataclasses import dataclass

from markdown_it.rules_block import StateBlock

MAX_FILLED_CELLS = 65_536
"""Missing cells that are filled in one document; beyond it rows stay short, so that a few bytes cannot become
megabytes of empty cells."""

_SPACE = " \t"
_MARKS = re.compile(r"\\.|`+|\|")
_DELIMITER = re.compile(r":?-+:?")
_FILLED = "filled_cells"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """What header and delimiter row say: the heads, and the alignment of each column ("" for none)."""

    heads: tuple[str, ...]
    alignments: tuple[str, ...]


def split_row(line: str) -> tuple[str, ...]:
    r"""Split one table row into its cells, stripped, with `\|` turned into `|`. Linear in the line.

    A pipe ends a cell unless it is escaped or stands in a code span, as CommonMark delimits code spans: a run of
    backticks up to the next run of the same length. The leading and the trailing pipe are optional.
    """
    row = line.strip(_SPACE)
    if not row:
        return ()
    ends = _cell_ends(row)
    bounds = zip([-1, *ends], [*ends, len(row)], strict=True)
    cells = [row[start + 1 : end] for start, end in bounds]
    if not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return tuple(cell.replace(r"\|", "|").strip(_SPACE) for cell in cells)


def code_aware_table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's rule signature
    """Read a GFM table at `start_line`; the rows are split by `split_row`, and every row token has its line."""
    columns = _read_columns(state, start_line, end_line)
    if columns is None:
        return False
    if silent:
        return True
    parent, state.parentType = state.parentType, "table"
    state.push("table_open", "table", 1).map = table_lines = [start_line, 0]
    state.push("thead_open", "thead", 1).map = [start_line, start_line + 1]
    _push_row(state, start_line, "th", columns.heads, columns.alignments)
    state.push("thead_close", "thead", -1)
    state.line = _push_body(state, start_line + 2, end_line, columns)
    state.push("table_close", "table", -1)
    table_lines[1] = state.line
    state.parentType = parent
    return True


def _cell_ends(row: str) -> list[int]:
    """Positions of the pipes that end a cell."""
    runs = _backtick_runs(row)
    ends = []
    position = 0
    while mark := _MARKS.search(row, position):
        position = mark.end()
        if mark[0] == "|":
            ends.append(mark.start())
        elif mark[0][0] == "`":
            position = _after_code_span(runs, mark) or position
    return ends


def _backtick_runs(row: str) -> dict[int, deque[tuple[int, int]]]:
    """Start and end of the runs of backticks, by length, in order."""
    # Escaped runs too: inside code a backslash escapes nothing, so an escaped run can be the closing one.
    runs: dict[int, deque[tuple[int, int]]] = {}
    for run in re.finditer("`+", row):
        runs.setdefault(len(run[0]), deque()).append(run.span())
    return runs


def _after_code_span(runs: dict[int, deque[tuple[int, int]]], opening: re.Match[str]) -> int | None:
    """Where the code span that begins with `opening` ends; None where no run closes it."""
    candidates = runs.get(len(opening[0]), deque())
    # Runs before the opening one can close nothing any more: dropping them keeps the whole row linear.
    while candidates and candidates[0][0] < opening.end():
        candidates.popleft()
    return candidates[0][1] if candidates else None


def _read_columns(state: StateBlock, start_line: int, end_line: int) -> _Columns | None:
    delimiter_line = start_line + 1
    if delimiter_line >= end_line or state.sCount[delimiter_line] < state.blkIndent:
        return None
    if state.is_code_block(start_line) or state.is_code_block(delimiter_line):
        return None
    alignments = _read_alignments(_text_of(state, delimiter_line))
    header = _text_of(state, start_line)
    if not alignments or "|" not in header:
        return None
    heads = split_row(header)
    return _Columns(heads=heads, alignments=alignments) if len(heads) == len(alignments) else None


def _read_alignments(line: str) -> tuple[str, ...]:
    """The alignment of each column; empty where the line is no delimiter row."""
    # `- ` begins a list item, and a lone mark is no row.
    if len(line) < 2 or line.startswith(("- ", "-\t")):  # noqa: PLR2004 - two characters, as in the comment
        return ()
    parts = [part.strip(_SPACE) for part in line.removeprefix("|").removesuffix("|").split("|")]
    if not all(_DELIMITER.fullmatch(part) for part in parts):
        return ()
    return tuple(_alignment(part) for part in parts)


def _alignment(part: str) -> str:
    match part.startswith(":"), part.endswith(":"):
        case True, True:
            return "center"
        case True, False:
            return "left"
        case False, True:
            return "right"
    return ""


def _push_body(state: StateBlock, first_line: int, end_line: int, columns: _Columns) -> int:
    """Push the body rows; return the line after the table."""
    line = first_line
    while line < end_line and not _is_ended(state, line, end_line):
        if line == first_line:
            state.push("tbody_open", "tbody", 1).map = body_lines = [first_line, 0]
        cells = _fit(state, split_row(_text_of(state, line)), len(columns.heads))
        _push_row(state, line, "td", cells, columns.alignments)
        line += 1
    if line > first_line:
        state.push("tbody_close", "tbody", -1)
        body_lines[1] = line
    return line


def _is_ended(state: StateBlock, line: int, end_line: int) -> bool:
    if state.sCount[line] < state.blkIndent or state.isEmpty(line) or state.is_code_block(line):
        return True
    if state.src.startswith("|", state.bMarks[line] + state.tShift[line]):
        return False  # nothing else begins with a pipe, and most rows do
    # A table ends where a quote would: at anything that interrupts a paragraph, or a quote.
    rules = state.md.block.ruler.getRules("blockquote")
    return any(rule(state, line, end_line, True) for rule in rules)  # noqa: FBT003 - as above, silent


def _fit(state: StateBlock, cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """As many cells as columns: missing ones are empty, excess ones join the last, so that no text is lost."""
    if len(cells) > width:
        return (*cells[: width - 1], " | ".join(cells[width - 1 :]))
    missing = width - len(cells)
    filled = state.env.get(_FILLED, 0) + missing
    if filled > MAX_FILLED_CELLS:
        return cells
    state.env[_FILLED] = filled
    return cells + ("",) * missing


def _push_row(state: StateBlock, line: int, tag: str, cells: tuple[str, ...], alignments: tuple[str, ...]) -> None:
    state.push("tr_open", "tr", 1).map = [line, line + 1]
    # Where rows stay short (see MAX_FILLED_CELLS) there are fewer cells than columns.
    for cell, alignment in zip(cells, alignments, strict=False):
        opened = state.push(f"{tag}_open", tag, 1)
        opened.map = [line, line + 1]
        if alignment:
            opened.attrs = {"style": f"text-align:{alignment}"}
        content = state.push("inline", "", 0)
        content.map = [line, line + 1]
        content.content = cell
        content.children = []
        state.push(f"{tag}_close", tag, -1)
    state.push("tr_close", "tr", -1)


def _text_of(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip(_SPACE)
