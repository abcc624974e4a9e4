"""A test that a traceability matrix names did not pass.

**Why.** Whatever the matrix states, the run says otherwise. A failure is an error. What was skipped, failed as expected, or
passed only when it was run again is no pass: a warning, and a note where another test of the same requirement passed, or other
cases of the same test did. Only results at the commit that counts are looked at, or at one where the code of the system and
of its tests is the same.

**Bad.** `| REQ-SEC-004 | test_security::test_lock | PASS |`, and the report of the run has a failure for it.

**Good.** The report has a pass.

**Fix.** Mend the code or the test, and run it again on the commit of the mended code.
"""

from collections import defaultdict
from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.graph.verification import NamedTest, Standing
from qms_site.project import Project
from qms_site.records.junit import Verdict
from qms_site.records.results import TestResult
from qms_site.rules.named_tests import JudgedMatrix, TestTrouble, iter_matrices, tell_tests
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import subject_of

_WORDS = {
    Verdict.FAIL: "failed",
    Verdict.ERROR: "ended in an error",
    Verdict.SKIP: "was skipped",
    Verdict.XFAIL: "failed, as was expected",
    Verdict.RERUN: "passed only when it was run again",
}
_WORDS_OF_MANY = {
    **_WORDS,
    Verdict.ERROR: "ended in errors",
    Verdict.SKIP: "were skipped",
    Verdict.RERUN: "passed only when they were run again",
}


def check(project: Project) -> Iterator[Finding]:
    """One finding for each named test whose result that counts is no pass."""
    for matrix in iter_matrices(project):
        yield from tell_tests(RULE.code, matrix.document, list(_troubles(project, matrix)), "did not pass")


def _troubles(project: Project, matrix: JudgedMatrix) -> Iterator[TestTrouble]:
    passing: dict[str, bool] = defaultdict(bool)
    for trace, test in matrix.tests():
        passing[trace.item] |= test.standing is Standing.PASSED
    for trace, test in matrix.tests():
        if test.standing in (Standing.FAILED, Standing.NO_PASS) and test.result:
            yield TestTrouble(
                test=test.name,
                line=trace.line,
                subject=subject_of(project, trace.item, matrix.document.id),
                words=f"{_what_became(test.result)}; it is named as evidence of {trace.item}",
                severity=_severity(test, is_shown=passing[trace.item]),
            )


def _what_became(result: TestResult) -> str:
    """``was skipped``; of a test of which only some cases were, how many: ``: 1 of its 6 cases was skipped``."""
    cases, total = result.cases.get(result.result, 0), sum(result.cases.values())
    if not 0 < cases < total:
        return _WORDS[result.result]
    words = (_WORDS if cases == 1 else _WORDS_OF_MANY)[result.result]
    return f"did not pass as a whole: {cases} of its {total} cases {words}"


def _severity(test: NamedTest, *, is_shown: bool) -> Severity:
    if test.standing is Standing.FAILED:
        return RULE.severity
    is_partly_shown = test.result is not None and test.result.cases.get(Verdict.PASS, 0) > 0
    return Severity.NOTE if is_shown or is_partly_shown else Severity.WARNING


RULE = Rule(code="TRC303", title="Named test did not pass", severity=Severity.ERROR, check=check, page=__doc__)
