"""A traceability matrix names a test of which the reports of test runs say nothing.

**Why.** A test that was not run shows nothing. Reports are JUnit files that `qms.toml` (`[results]`) or `--junit` names. Where
no result of the system was given at all, TRC307 says so once, and nothing is said of its tests. While the matrix is being
written it is a note.

**Bad.** The run of the pipeline left out `tests/slow/`, whose tests the matrix names.

**Good.** Every test that the matrix names is in the reports of the run.

**Fix.** Run the test at the commit of the baseline, and hand its report over; or correct the name in the matrix.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.graph.verification import NamedStatus, Standing
from qms_site.project import Project
from qms_site.rules.named_tests import JudgedMatrix, TestTrouble, iter_matrices, tell_tests
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import subject_of

_TOLD = frozenset({NamedStatus.DANGLING, NamedStatus.AMBIGUOUS})
"""TRC301 tells of these."""


def check(project: Project) -> Iterator[Finding]:
    """One finding for each test without a result, in systems that have any results."""
    for matrix in iter_matrices(project):
        if matrix.verification.has_results:
            yield from tell_tests(
                RULE.code, matrix.document, list(_troubles(project, matrix)), "have no result in the reports"
            )


def _troubles(project: Project, matrix: JudgedMatrix) -> Iterator[TestTrouble]:
    severity = Severity.NOTE if matrix.is_open else RULE.severity
    for trace, test in matrix.tests():
        if test.standing is Standing.ABSENT and test.status not in _TOLD:
            yield TestTrouble(
                test=test.name,
                line=trace.line,
                subject=subject_of(project, trace.item, matrix.document.id),
                words=f"is named as evidence of {trace.item}, and the reports have no result of it",
                severity=severity,
            )


RULE = Rule(code="TRC302", title="Test without a result", severity=Severity.WARNING, check=check, page=__doc__)
