"""Two versions of an audit log, line by line: which lines were altered, removed, or put in before others."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import msgspec


class LineChange(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the earlier version and what stands at its place; None on either side where there is nothing. Cut short."""

    line: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How many lines were altered, removed and put in, the first of them, and all lines that are no longer there."""

    altered: int = 0
    removed: int = 0
    inserted: int = 0
    lines: tuple[LineChange, ...] = ()
    lost: frozenset[bytes] = frozenset()


def compare_lines(before: bytes, after: bytes, known: Collection[bytes] = frozenset()) -> Difference:
    """What the later version did to the lines of the earlier one; those that are known to be lost do not count again.

    Lines that say the same in another writing (order of keys, blanks) are the same. Linear in both versions.
    """
    old, new = _lines(before), _lines(after)
    if len(new) >= len(old) and all(
        was == is_ or _plain(was) == _plain(is_) for was, is_ in zip(old, new, strict=False)
    ):
        return Difference()
    removed, others = _unmatched(old, new)
    removed = [(number, line) for number, line in removed if line not in known]
    at_place = dict(others)
    changes = [
        LineChange(line=number, before=_short(line), after=_short(at_place.get(number))) for number, line in removed
    ]
    altered = sum(change.after is not None for change in changes)
    inside = [] if removed else [(number, line) for number, line in others if number <= len(old)]
    changes += [LineChange(line=number, before=None, after=_short(line)) for number, line in inside]
    is_reordered = not removed and not inside
    return Difference(
        altered=altered,
        removed=len(removed) - altered,
        inserted=len(inside) + is_reordered,
        lines=tuple(changes[:_MOST]),
        lost=frozenset(line for _, line in removed),
    )


_Numbered = list[tuple[int, bytes]]


def _unmatched(old: Sequence[bytes], new: Sequence[bytes]) -> tuple[_Numbered, _Numbered]:
    """The lines that only one of two versions has, with their numbers; each copy counts. Few have to be read as JSON."""
    kept, had = Counter(new), Counter(old)
    removed = [(number, _plain(line)) for number, line in enumerate(old, start=1) if not _take(kept, line)]
    others = [(number, _plain(line)) for number, line in enumerate(new, start=1) if not _take(had, line)]
    kept, had = Counter(line for _, line in others), Counter(line for _, line in removed)
    return (
        [(number, line) for number, line in removed if not _take(kept, line)],
        [(number, line) for number, line in others if not _take(had, line)],
    )


def lost_lines(lines: Sequence[bytes], kept: "Counter[bytes]") -> Iterator[bytes]:
    """The lines that another version does not have; each copy counts."""
    return (line for line in lines if not _take(kept, line))


_MOST = 5
_LONGEST = 200


def _take(counted: "Counter[bytes]", line: bytes) -> bool:
    if counted[line] <= 0:
        return False
    counted[line] -= 1
    return True


def _lines(text: bytes) -> list[bytes]:
    """The lines that say something; what git writes between two sides of a conflict is no event."""
    return [line for line in text.split(b"\n") if line.strip() and not line.startswith(_CONFLICT)]


_CONFLICT = (b"<<<<<<< ", b"=======", b">>>>>>> ", b"||||||| ")


def _plain(line: bytes) -> bytes:
    """A line in one writing, as far as it is JSON."""
    try:
        return json.dumps(json.loads(line), sort_keys=True).encode()
    except (ValueError, RecursionError):
        return b" ".join(line.split())


def _short(line: bytes | None) -> str | None:
    return line.decode("utf-8", "replace")[:_LONGEST] if line is not None else None
