"""Trace this product by its own documents: RS to RTM to the tests of a run, as its JUnit file tells.

``python tools/self_trace.py JUNIT`` names every disagreement and exits 1 if there is one. ``--rows`` prints the rows that
the markers of the run would give the RTM; ``--strict`` also refuses requirements whose tests were all skipped.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qms_site.records.junit import Verdict
from qms_site.records.results import TestResult
from qms_site.records.results import read_results as read_reports

ROOT = Path(__file__).parent.parent
SPECIFICATION = "QMS/SDLC-SITE/SDLC-SITE-RS.md"
MATRIX = "QMS/SDLC-SITE/SDLC-SITE-RTM.md"
_ROW = re.compile(r"^\| (?P<id>REQ-[A-Z]+-\d{3}) \|(?P<rest>.*)\|$", re.MULTILINE)
_TEST = re.compile(r"`(tests/[\w/]+\.py::\w+)`")


@dataclass
class Outcomes:
    """What a run says of one test function, over all its parameters: how many passed, failed, or showed nothing."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    verifies: set[str] = field(default_factory=set)


def read_results(junit: Path) -> Mapping[str, Outcomes]:
    """Outcomes of each test function by ``path::name``."""
    results, problems = read_reports([(junit.name, junit.read_bytes())], ())
    if problems:
        sys.exit("\n".join(f"self-trace: {problem.path} {problem.message}" for problem in problems))
    return {result.id: _outcomes(result) for result in results}


def find_problems(specification: str, matrix: str, results: Mapping[str, Outcomes], *, strict: bool) -> Iterator[str]:
    """Where specification, matrix and run disagree, in the order of the matrix."""
    required = {match["id"] for match in _ROW.finditer(specification)}
    traced = {match["id"]: tuple(_TEST.findall(match["rest"])) for match in _ROW.finditer(matrix)}
    for requirement, tests in traced.items():
        if requirement not in required:
            yield f"{requirement} is traced, and not in the specification"
        yield from _problems_of(requirement, tests, results, strict=strict)
    for test, outcomes in sorted(results.items()):
        for requirement in sorted(outcomes.verifies):
            if test not in traced.get(requirement, ()):
                yield f"{requirement} is shown by {test}, and the matrix does not say so"


def _problems_of(
    requirement: str, tests: tuple[str, ...], results: Mapping[str, Outcomes], *, strict: bool
) -> Iterator[str]:
    if not tests:
        yield f"{requirement} has a row without a test"
    for test in tests:
        outcomes = results.get(test)
        if outcomes is None:
            yield f"{requirement} lost {test}: the run does not have it"
        elif requirement not in outcomes.verifies:
            yield f"{requirement} lost {test}: the test does not name it"
        elif outcomes.failed:
            yield f"{requirement} is not shown: {test} failed"
    ran = [results[test] for test in tests if test in results]
    if strict and ran and not any(outcomes.passed for outcomes in ran):
        yield f"{requirement} is not shown: all its tests were skipped"


def matrix_rows(results: Mapping[str, Outcomes]) -> Iterator[str]:
    """The rows that the markers of a run give, in the order of the ids."""
    tests: dict[str, list[str]] = defaultdict(list)
    for test, outcomes in sorted(results.items()):
        for requirement in outcomes.verifies:
            tests[requirement].append(test)
    specification = (ROOT / SPECIFICATION).read_text(encoding="utf-8")
    for match in _ROW.finditer(specification):
        if match["id"] in tests:
            yield f"| {match['id']} | Test | {', '.join(f'`{test}`' for test in tests[match['id']])} |"


def _outcomes(result: TestResult) -> Outcomes:
    count = result.cases.get
    return Outcomes(
        passed=count(Verdict.PASS, 0),
        failed=count(Verdict.FAIL, 0) + count(Verdict.ERROR, 0),
        skipped=count(Verdict.SKIP, 0) + count(Verdict.XFAIL, 0) + count(Verdict.RERUN, 0),
        verifies=set(result.verifies),
    )


def main(arguments: list[str]) -> int:
    """Say what disagrees."""
    options = {argument for argument in arguments if argument.startswith("--")}
    (junit,) = (argument for argument in arguments if argument not in options)
    results = read_results(Path(junit))
    if "--rows" in options:
        print("\n".join(matrix_rows(results)))
        return 0
    specification, matrix = ((ROOT / name).read_text(encoding="utf-8") for name in (SPECIFICATION, MATRIX))
    problems = list(find_problems(specification, matrix, results, strict="--strict" in options))
    print("\n".join(problems) or "self-trace: specification, matrix and tests agree")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
