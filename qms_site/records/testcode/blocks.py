"""What a scanner finds in a source file, whatever its language: blocks with their lines, comments, what is amiss."""

from collections.abc import Sequence

import msgspec

MAX_DEPTH = 100
"""Blocks inside each other; what is deeper is left out."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A function, or what holds functions: a class, a ``describe``, the module as a whole (no names)."""

    names: tuple[str, ...]
    """From the outside in, without the file: ``("TestPump", "test_stops")``."""
    first: int
    """Line on which it begins, with its decorators or attributes."""
    line: int
    last: int
    is_function: bool = True
    is_test: bool = False
    verifies: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    """Where a test runner says that a test is: folders, module and classes, or its package."""
    titles: tuple[str, ...] = ()
    """Names under which a runner may report a test, the usual one first."""


class Comment(msgspec.Struct, frozen=True):
    """One line of a comment, with its leader. ``is_doc``: it documents what contains it, as a docstring does."""

    line: int
    text: str
    is_doc: bool = False


class CodeProblem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a file, or a part of it, was not read; ``line`` is None for the whole file."""

    path: str
    message: str
    line: int | None = None


class CodeScan(msgspec.Struct, frozen=True, kw_only=True):
    """All that a scanner found, and how many lines with code there are up to each line (index 0: none)."""

    blocks: Sequence[Block] = ()
    comments: Sequence[Comment] = ()
    code_lines: Sequence[int] = (0,)
    problems: Sequence[CodeProblem] = ()
    is_whole: bool = True
    """Whether every test of the file can be seen in it: none comes from another file."""
