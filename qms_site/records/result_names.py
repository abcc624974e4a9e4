"""Which function of the code a reported case is of. Runners name the same test in a dozen ways.

A case belongs to a function if one of their scopes ends in the whole other one, and if only one function is like that: a
result at the wrong test would be worse than one at none.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from qms_site.records.junit import ReportedCase
from qms_site.records.testcode.reading import TestFunction

_SCOPE = re.compile(r"::|[./\\$:]")
_MOST_PARTS = 40
_ANYWHERE = frozenset({"go", "javascript"})
"""Languages in which a report may name no folder of the repository: the package at its root, or a title alone."""
_MODULE = re.compile(r"test.*|.*_tests?|.*tests")
_PYTHON_NAME = re.compile(r"test\w*")

_Key = tuple[str, tuple[str, ...]]


class TestNames:
    """The test functions of the code by the names that reports give them; built once, then only asked."""

    __test__ = False  # the name is the domain's; pytest is not to collect it

    def __init__(self, tests: Iterable[TestFunction]) -> None:
        self._whole: dict[_Key, str | None] = {}
        self._ending: dict[_Key, str | None] = {}
        self._ids: set[str] = set()
        for test in tests:
            self._ids.add(test.id)
            scope = test.scope[-_MOST_PARTS:]
            split = tuple(_split(".".join(scope))) if test.language == "javascript" else scope
            for title in test.titles:
                _add(self._whole, (title, split), test.id)
                if test.language in _ANYWHERE and (test.language != "go" or not scope):
                    _add(self._whole, (title, ()), test.id)
                for place in range(len(split)):
                    _add(self._ending, (title, split[place:]), test.id)

    def identify(self, case: ReportedCase) -> tuple[str, bool]:
        """Id of the function that a case is of, and whether the code has it; else what the report suggests."""
        for name, scope in _spellings(case):
            if found := self._find(name, scope):
                return found, True
        suggested = suggest_id(case)
        return suggested, suggested in self._ids

    def _find(self, name: str, scope: tuple[str, ...]) -> str | None:
        if found := self._whole.get((name, scope)):
            return found
        if scope and (found := self._ending.get((name, scope))):
            return found
        shorter = (self._whole.get((name, scope[place:])) for place in range(1, len(scope) + 1))
        return next((found for found in shorter if found), None)


def suggest_id(case: ReportedCase) -> str:
    """The id that a case has by pytest's convention (``tests.test_pump.TestStop``), else its names as they are written."""
    name = case.name.partition("[")[0] if _PYTHON_NAME.match(case.name) else case.name
    parts = case.scope.split(".")
    module = next((place for place in range(len(parts), 0, -1) if _MODULE.fullmatch(parts[place - 1])), 0)
    if module and _PYTHON_NAME.fullmatch(name) and not {"/", ":"} & set(case.scope):
        return "::".join((f"{'/'.join(parts[:module])}.py", *parts[module:], name))
    return "::".join(part for part in (case.file or case.scope, case.name) if part)


def _add(index: dict[_Key, str | None], key: _Key, id_: str) -> None:
    """Two functions under one key make it nobody's."""
    index[key] = id_ if index.get(key, id_) == id_ else None


def _spellings(case: ReportedCase) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Names and scopes that a case may mean: as written, then without its parameters; by its class, then by its file."""
    scopes = [tuple(_split(case.scope.removeprefix("Elixir.")))[-_MOST_PARTS:]]
    if case.file:
        path = case.file.replace("\\", "/").removeprefix("./")
        classes = scopes[0][-1:] if scopes[0] and scopes[0][-1] != PurePosixPath(path).stem else ()
        without = tuple(_split(str(PurePosixPath(path).with_suffix(""))))[-_MOST_PARTS:]
        scopes += [(*without, *classes), without, tuple(_split(path))[-_MOST_PARTS:]]
    names = dict.fromkeys(
        (case.name, *(case.name.partition(mark)[0].rstrip() for mark in ("[", "(", "{", "/") if mark in case.name))
    )
    for name in filter(None, names):
        for scope in scopes:
            yield name, scope
            if "::" in name:
                yield name.rpartition("::")[2], (*scope, *name.split("::")[:-1])


def _split(text: str) -> Iterator[str]:
    return (part for part in _SCOPE.split(text) if part)
