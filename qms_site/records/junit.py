"""Test reports in the form of JUnit, as pytest, Surefire, Gradle, ExUnit, gotestsum, nextest and jest write it."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from xml.etree.ElementTree import Element

import msgspec
from junitparser import Error, Failure, Skipped
from junitparser.xunit2 import InterimResult, TestCase, TestSuite

from qms_site.records.xml_files import ReportProblem, parse_xml, tag_of
from qms_site.text import split_list

_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_COMMIT_KEYS = frozenset(
    {"commit", "git.commit", "git.commit.id", "git.revision", "commit.sha", "revision", "vcs.revision"}
)
_VERIFIES_KEYS = frozenset({"verifies", "requirement", "requirements"})
_LONGEST_SHOWN = 60


class Verdict(StrEnum):
    """How a test came out. Only the first is a pass."""

    PASS = "pass"  # noqa: S105 - no password
    SKIP = "skip"
    XFAIL = "xfail"
    """It failed, as was expected."""
    RERUN = "rerun"
    """It passed, after it had failed on the same commit."""
    FAIL = "fail"
    ERROR = "error"


class ReportedCase(msgspec.Struct, frozen=True, kw_only=True):
    """One test case as a report names it; one function may have many, by its parameters."""

    scope: str
    """``classname``, or the name of the suite."""
    name: str
    file: str | None
    verdict: Verdict
    commit: str | None
    source: str
    suite: int
    """Which suite of the file it is in, counted from 0: the same case twice in one suite was run again."""
    when: datetime | None = None
    verifies: tuple[str, ...] = ()


class _Suite(msgspec.Struct, frozen=True):
    """A suite with what the ones around it say of it."""

    element: Element
    name: str
    file: str | None
    commit: str | None
    when: datetime | None


def read_junit(path: str, data: bytes, *, commit: str | None = None) -> Iterator[ReportedCase | ReportProblem]:
    """Every case of a file in its order, and what is amiss: no XML, no test, a commit that is none. Never raises.

    The commit is a property of the case, else of the suites around it from the inside out, else ``commit``.
    """
    root = parse_xml(path, data)
    if isinstance(root, ReportProblem):
        yield root
        return
    if tag_of(root) not in {"testsuites", "testsuite"}:
        yield ReportProblem(path=path, message=f"is no JUnit report: it begins with <{tag_of(root)[:_LONGEST_SHOWN]}>")
        return
    for element in root.iter():
        element.tag = tag_of(element)
    found, number = False, 0
    waiting = [_Suite(root, "", None, commit, None)]
    while waiting:
        outer = waiting.pop()
        suite = TestSuite.fromelem(outer.element)
        own, problem = _enter(path, outer, suite)
        if problem:
            yield problem
        inner = list(outer.element.iterfind("testsuite"))
        cases = list(suite.iterchildren(TestCase))
        for case in cases:
            found = True
            yield from _read_case(path, own, case, number)
        if not cases and not inner and outer.element.tag == "testsuite":
            found = True
            name = f"suite {own.name[:_LONGEST_SHOWN]!r}" if own.name else "a suite"
            yield ReportProblem(path=path, message=f"{name} holds no test: nothing was run")
        waiting += [_Suite(element, own.name, own.file, own.commit, own.when) for element in reversed(inner)]
        number += 1
    if not found:
        yield ReportProblem(path=path, message="holds no test: nothing was run")


def _enter(path: str, outer: _Suite, suite: TestSuite) -> tuple[_Suite, ReportProblem | None]:
    """A suite with what it says itself, and else what those around it say."""
    commit, problem = _commit_of(path, [(entry.name, entry.value) for entry in suite.properties()])
    own = _Suite(
        outer.element,
        suite.name or outer.name,
        suite.file or outer.file,
        commit or outer.commit,
        _moment(suite.timestamp) or outer.when,
    )
    return own, problem


def _read_case(path: str, suite: _Suite, case: TestCase, number: int) -> Iterator[ReportedCase | ReportProblem]:
    properties = [(entry.name, entry.value) for entry in case.properties()]
    commit, problem = _commit_of(path, properties)
    if problem:
        yield problem
    verifies = (id_ for name, value in properties if _key(name) in _VERIFIES_KEYS for id_ in split_list(value or ""))
    attributes: Mapping[str, str] = case._elem.attrib  # noqa: SLF001 - the library knows only half of the attributes
    yield ReportedCase(
        scope=case.classname or suite.name,
        name=case.name or "",
        file=attributes.get("file") or suite.file,
        verdict=_verdict(case),
        commit=commit or suite.commit,
        source=path,
        suite=number,
        when=_moment(attributes.get("timestamp")) or suite.when,
        verifies=tuple(dict.fromkeys(verifies)),
    )


def _verdict(case: TestCase) -> Verdict:
    entries = list(case)
    kinds = {type(entry) for entry in entries}
    if Error in kinds:
        return Verdict.ERROR
    if Failure in kinds:
        return Verdict.FAIL
    if skipped := [entry for entry in entries if isinstance(entry, Skipped)]:
        return Verdict.XFAIL if any("xfail" in (entry.type or "") for entry in skipped) else Verdict.SKIP
    if case._elem.get("status") in {"disabled", "notrun", "skipped"}:  # noqa: SLF001 - as above
        return Verdict.SKIP
    is_rerun = any(isinstance(entry, InterimResult) for entry in entries) or case._elem.find("rerun") is not None  # noqa: SLF001 - as above
    return Verdict.RERUN if is_rerun else Verdict.PASS


def _commit_of(path: str, properties: list[tuple[str, str]]) -> tuple[str | None, ReportProblem | None]:
    written = next((value.strip() for name, value in properties if _key(name) in _COMMIT_KEYS and value), None)
    if not written:
        return None, None
    if _COMMIT.fullmatch(written.lower()):
        return written.lower(), None
    message = f"names a commit that is none: {written[:_LONGEST_SHOWN]!r}"
    return None, ReportProblem(path=path, message=message)


def _key(name: str | None) -> str:
    return (name or "").lower().replace("_", ".").replace("-", ".")


def _moment(written: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
