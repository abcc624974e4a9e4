"""The pytest plugin: the marker ``verifies``, its ids held against the documents, ids and commit in the JUnit file.

It is part of every run in an environment that has qms-site, so what is large is imported where it is needed: the engine
once a test has the marker, git once a JUnit file is written. PYTEST_DONT_REWRITE: there is nothing to rewrite.
"""

import os
import reprlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qms_site.errors import QmsSiteError
from qms_site.text import printable, split_list

if TYPE_CHECKING:
    from qms_site.sources.checkout import Checkout

_MARK = "verifies"
_HANDED_OVER = "qms_site_problems"
"""Key under which an xdist worker says what is wrong with the marks."""

_before = pytest.StashKey["Checkout"]()
_unbound = pytest.StashKey[str | None]()
_problems = pytest.StashKey[list[str]]()


@dataclass(frozen=True, slots=True, kw_only=True)
class _MarkedTest:
    """What the marks of one test say: ids, each once, and what is no id, as it is shown to the person who wrote it."""

    place: str
    name: str
    ids: tuple[str, ...]
    wrong: tuple[str, ...]


def pytest_addoption(parser: pytest.Parser) -> None:
    """The check can be switched off, for a run or for a project."""
    parser.getgroup("qms-site").addoption(
        "--qms-no-check",
        action="store_true",
        help="run tests although they verify items that no document of the quality system defines",
    )
    parser.addini("qms_check", "whether items that tests verify must be defined by a document", "bool", default=True)


def pytest_configure(config: pytest.Config) -> None:
    """The marker is known, also where markers are strict."""
    config.addinivalue_line("markers", f"{_MARK}(*ids): items of the quality system, by their ids, that the test shows")


def pytest_sessionstart(session: pytest.Session) -> None:
    """What is checked out is looked at before any test can change it."""
    config = session.config
    if not _is_worker(config) and config.getoption("xmlpath", None):
        from qms_site.sources.checkout import why_unbound  # noqa: PLC0415 - only where a JUnit file is written

        config.stash[_before] = _look(config)
        config.stash[_unbound] = why_unbound(config.stash[_before])


def pytest_report_header(config: pytest.Config) -> str | None:
    """Which commit the results will belong to."""
    if _before not in config.stash:
        return None
    commit = (config.stash[_before].commit or "")[:7]
    return _say_unbound(config) or f"qms-site: results are bound to {commit}, if nothing changes during the run"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Ids become properties of their tests; ids that do not exist, and marks that name none, end the run.

    Here and not earlier, so that marks count that other plugins add, and none of deselected tests.
    """
    items = [item for item in session.items if item.get_closest_marker(_MARK)]
    marked = [_read_marks(item) for item in items]
    for item, test in zip(items, marked, strict=True):
        item.user_properties.extend((_MARK, id_) for id_ in test.ids)
    config = session.config
    if not marked or config.getoption("qms_no_check") or not config.getini("qms_check"):
        return
    problems = [*_find_malformed(marked), *_find_unknown(marked, config.rootpath)]
    if problems and not _is_worker(config):
        raise pytest.UsageError(*problems)
    if problems:
        # An error in a worker passes for a crash, and another worker is started in its place.
        session.items.clear()
        config.workeroutput[_HANDED_OVER] = problems  # type: ignore[attr-defined] # xdist puts it there


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401 - a type of xdist, which need not be there
    """Every xdist worker collects the same tests, and says the same of their marks."""
    if problems := getattr(node, "workeroutput", {}).get(_HANDED_OVER):
        node.config.stash[_problems] = problems


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The commit is written if it still is what ran; pytest writes its file afterwards."""
    config = session.config
    if _problems in config.stash:
        session.exitstatus = pytest.ExitCode.USAGE_ERROR
    if _before in config.stash and config.stash[_unbound] is None:
        from qms_site.sources.checkout import why_unbound  # noqa: PLC0415 - as above

        before = config.stash[_before]
        config.stash[_unbound] = why_unbound(before, _look(config)) or _record_commit(config, before)


# The name of the type is quoted: before pytest 8.4 it was not public, and this module is loaded by whichever pytest there is.
def pytest_terminal_summary(terminalreporter: "pytest.TerminalReporter", config: pytest.Config) -> None:
    """What a reader of the results must know."""
    for problem in config.stash.get(_problems, []):
        terminalreporter.write_line(f"ERROR: {problem}\n", red=True)
    if sentence := _say_unbound(config):
        terminalreporter.write_line(sentence, yellow=True)


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _read_marks(item: pytest.Item) -> _MarkedTest:
    path, line, name = item.location
    ids: dict[str, None] = {}
    wrong: list[str] = []
    for mark in item.iter_markers(_MARK):
        given = list(_flat(mark.args))
        ids.update(dict.fromkeys(argument for argument in given if isinstance(argument, str)))
        wrong += [reprlib.repr(argument) for argument in given if not isinstance(argument, str)]
        wrong += [f"{key}={reprlib.repr(value)}" for key, value in mark.kwargs.items()]
        wrong += ["nothing"] if not given and not mark.kwargs else []
    return _MarkedTest(
        place=printable(path if line is None else f"{path}:{line + 1}"),
        name=printable(name.partition("[")[0]),
        ids=tuple(ids),
        wrong=tuple(wrong),
    )


def _flat(arguments: Iterable[object]) -> Iterator[object]:
    """Arguments of a mark as the engine reads them from the code: ids one by one, in lists, or in a text that lists them."""
    for argument in arguments:
        match argument:
            case str():
                yield from split_list(argument)
            case list() | tuple():
                yield from _flat(argument)
            case set() | frozenset():
                yield from _flat(sorted(argument, key=repr))
            case _:
                yield argument


def _find_malformed(marked: Iterable[_MarkedTest]) -> Iterator[str]:
    """One message about all marks that are given something else than ids."""
    # Parameters make many tests of one function, which has its mistake once.
    lines = dict.fromkeys(
        f"{test.place}: {test.name} gives it {printable(wrong)}" for test in marked for wrong in test.wrong
    )
    if lines:
        yield "\n".join([f"the marker {_MARK} takes ids as texts:", *lines])


def _find_unknown(marked: Iterable[_MarkedTest], folder: Path) -> Iterator[str]:
    """One message about all ids that no document defines, or why that cannot be said."""
    from qms_site.verifying import defined_items, suggest  # noqa: PLC0415 - brings the whole reader of documents along

    try:
        defined = defined_items(folder)
    except QmsSiteError as error:
        yield f"the ids that tests verify cannot be checked:\n{error}"
        return
    if defined is None:
        return
    unknown = dict.fromkeys(
        (test.place, test.name, id_) for test in marked for id_ in test.ids if id_ not in defined.ids
    )
    endings = {id_: suggest(id_, defined.ids) for id_ in sorted({id_ for _, _, id_ in unknown})}
    lines = [f"{place}: {name} verifies {printable(id_)}{endings[id_]}" for place, name, id_ in unknown]
    if lines:
        yield "\n".join([f"tests verify items that no document below {defined.documents} defines:", *lines])


def _look(config: pytest.Config) -> "Checkout":
    from qms_site.sources.checkout import look_at_checkout  # noqa: PLC0415 - only where a JUnit file is written

    report = Path(os.path.expandvars(config.getoption("xmlpath"))).expanduser()
    return look_at_checkout(config.rootpath, [config.invocation_params.dir / report])


def _record_commit(config: pytest.Config, checkout: "Checkout") -> str | None:
    """Give the commit to the writer of the JUnit file, as a property of the suite; why that cannot be done, if it cannot.

    The writer is asked by what it can do. The fixture ``record_testsuite_property`` leads to the same method, but under xdist
    there is no test, and so no fixture, in the process that writes.
    """
    for plugin in config.pluginmanager.get_plugins():
        if callable(add := getattr(plugin, "add_global_property", None)):
            add("commit", checkout.commit)
            return None
    return "this pytest takes no property of a whole run"


def _say_unbound(config: pytest.Config) -> str | None:
    reason = config.stash.get(_unbound, None)
    return f"qms-site: results are bound to no commit: {reason}" if reason else None
