"""A traceability matrix names a test that the code does not have.

**Why.** The requirement has lost its evidence, and the matrix still looks complete. The code is looked at as it was at the
commit that the baseline states, else as it was read. Where that commit or its repository is not here, or no test was
recognised in the file that is named, it is not known, and nothing is said. While the matrix is being written it is a warning.

**Bad.** `| REQ-SEC-004 | test_security::test_lock | PASS |` after the test was renamed to `test_lock_after_three`.

**Good.** The matrix names `test_security::test_lock_after_three`.

**Fix.** Correct the name; or write the test again, if it was removed by mistake.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.graph.verification import NamedStatus
from qms_site.project import Project
from qms_site.rules.named_tests import TestTrouble, iter_matrices, tell_tests
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import subject_of

_WORDS = {
    NamedStatus.DANGLING: "is named as evidence of {item}, and does not exist{where}",
    NamedStatus.AMBIGUOUS: "is named as evidence of {item}, and several tests are called so{where}",
}


def check(project: Project) -> Iterator[Finding]:
    """One finding for each test that is named and not there, or that could be several."""
    for matrix in iter_matrices(project):
        verification = matrix.verification
        where = f" at commit {verification.commit[:10]}" if verification.is_stated and verification.commit else ""
        severity = Severity.WARNING if matrix.is_open else RULE.severity
        troubles = [
            TestTrouble(
                test=test.name,
                line=trace.line,
                subject=subject_of(project, trace.item, matrix.document.id),
                words=_WORDS[test.status].format(item=trace.item, where=where),
                severity=severity,
            )
            for trace, test in matrix.tests()
            if test.status in _WORDS
        ]
        yield from tell_tests(
            RULE.code, matrix.document, troubles, f"do not exist{where or ' in the code'}, or could be several"
        )


RULE = Rule(code="TRC301", title="Named test does not exist", severity=Severity.ERROR, check=check, page=__doc__)
