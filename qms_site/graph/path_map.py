"""The map of code that moved: where a file that was tested at one path lies in production.

All paths are those of the system's own repository, but for code that was tested in this one before it had a repository.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from qms_site.paths import is_inside, path_below
from qms_site.settings import SystemSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One entry: a file or a folder, before and after. ``is_into_folder``: a file keeps its name in the folder after."""

    before: str
    after: str
    is_into_folder: bool = False

    def after_of(self, path: str) -> str | None:
        """Where a file lies after the move; None for one that it does not concern."""
        if path == self.before:
            return (
                posixpath.normpath(posixpath.join(self.after, posixpath.basename(path)))
                if self.is_into_folder
                else self.after
            )
        # A folder may have been moved into itself: what lies there is where it belongs.
        is_there = _lies_at(self.after, self.before) and _lies_at(path, self.after)
        if is_there or not is_inside(path, self.before):
            return None
        return posixpath.normpath(posixpath.join(self.after, path_below(path, self.before)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PathMap:
    """The moves of a system: ``own`` inside its repository, ``outside`` from this repository into one of its own."""

    own: tuple[Move, ...] = ()
    outside: tuple[Move, ...] = ()


def after_of(moves: tuple[Move, ...], path: str) -> str | None:
    """Where a file lies in production by the move that names it most closely; None for one that was not moved."""
    found = ((len(move.before), after) for move in moves if (after := move.after_of(path)) not in (None, path))
    return max(found, default=(0, None), key=lambda entry: entry[0])[1]


def path_map_of(system: SystemSettings, base: str, folder: str | None) -> PathMap:
    """The map of a system; ``base`` is the folder of the settings, ``folder`` that of the system's repository (None: this one)."""
    entries = tuple(_entries(system, base, folder))
    return PathMap(
        own=tuple(move for is_own, move in entries if is_own),
        outside=tuple(move for is_own, move in entries if not is_own),
    )


def _entries(system: SystemSettings, base: str, folder: str | None) -> Iterator[tuple[bool, Move]]:
    for written_before, written_after in system.moved.items():
        into = written_after.endswith("/") or written_after == "."
        before, after = written_before.rstrip("/") or ".", written_after.rstrip("/") or "."
        if folder is None:
            yield True, Move(before=_below(base, before), after=_below(base, after), is_into_folder=into)
        elif _lies_at(_below(base, after), folder):
            place = _below(base, before)
            is_own = _lies_at(place, folder)
            move = Move(
                before=_inner(place, folder) if is_own else place,
                after=_inner(_below(base, after), folder),
                is_into_folder=into,
            )
            yield is_own, move
        else:
            yield True, Move(before=before, after=after, is_into_folder=into)


def _below(base: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(base, path))


def _lies_at(path: str, place: str) -> bool:
    return path == place or is_inside(path, place)


def _inner(path: str, folder: str) -> str:
    return "." if path == folder else path_below(path, folder)
