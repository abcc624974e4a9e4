"""Answers that rules, pages and facts all ask for, each found out once."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from qms_site.project import Project

_Key = TypeVar("_Key")
_Answer = TypeVar("_Answer")


class _Same:
    """A project as a key: it is equal to itself alone."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.project is self.project

    def __hash__(self) -> int:
        return id(self.project)


def once_for_project(find: Callable[[Project], _Answer]) -> Callable[[Project], _Answer]:
    """The same function, which remembers its answer for the project that it was asked about last."""
    known = lru_cache(maxsize=1)(lambda same: find(same.project))

    @wraps(find)
    def answer(project: Project) -> _Answer:
        return known(_Same(project))

    return answer


def once_for_each(find: Callable[[_Key], _Answer]) -> Callable[[_Key], _Answer]:
    """The same function, which remembers its answer for each key as long as that is in use; the answer must not hold the key."""
    known: WeakKeyDictionary[_Key, _Answer] = WeakKeyDictionary()

    @wraps(find)
    def answer(key: _Key) -> _Answer:
        if key not in known:
            known[key] = find(key)
        return known[key]

    return answer
