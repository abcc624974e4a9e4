"""A traceability matrix states a result that is not a pass.

**Why.** A requirement whose verification failed, or was never finished, is not fulfilled, whatever the rest of the matrix says.
A failure is an error; what is partial, skipped, blocked or an expected failure is a warning, and a note while the matrix is
being written. Words that say as much as a pass (`OK`, `Verified`, `Complete`) and the absence of a result are no finding.

**Bad.** `| REQ-SEC-004 | test_security::test_lock | FAIL |`

**Good.** `| REQ-SEC-004 | test_security::test_lock | PASS |`

**Fix.** Mend the code or the test, verify again, and state the new result; or record why the requirement is not fulfilled.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.qualification.system_documents import systems_of
from qms_site.records.traces import Trace
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import is_past, subject_of

_FAIL = "FAIL"
_LIKE_A_PASS = frozenset(
    {
        "PASS", "OK", "OKAY", "YES", "DONE", "MET", "VERIFIED", "VALIDATED", "CONFIRMED", "COMPLETE", "COMPLETED",
        "SATISFIED", "FULFILLED", "COMPLIANT", "CONFORMS", "CONFORMING", "SUCCESS", "SUCCESSFUL", "ACCEPTED",
        "ACCEPTABLE", "COVERED", "APPROVED", "ACTIVE", "EFFECTIVE", "IMPLEMENTED", "CLOSED",
    }
)  # fmt: skip


def check(project: Project) -> Iterator[Finding]:
    """One finding for each trace whose worst result is no pass."""
    for system in systems_of(project):
        for matrix in system.matrices:
            if is_past(project, matrix):
                continue
            unfinished = Severity.NOTE if project.is_open(matrix) else Severity.WARNING
            for trace in matrix.file.contents.traces:
                worst = _worst(trace)
                if worst:
                    yield Finding(
                        code=RULE.code,
                        severity=RULE.severity if worst[0] == _FAIL else unfinished,
                        message=f"{trace.item} has the result {worst[0]} in {matrix.id}",
                        location=Location(path=matrix.path, line=worst[1]),
                        subject=subject_of(project, trace.item, matrix.id),
                    )


def _worst(trace: Trace) -> tuple[str, int] | None:
    """The first failure, or else the first result that is no pass, with its line; None where all pass."""
    stated = [
        (result, row.line)
        for row in (*trace.summary, *trace.details)
        for result in row.evidence.results
        if result.rstrip(".") not in _LIKE_A_PASS
    ]
    return min(stated, key=lambda one: one[0] != _FAIL, default=None)


RULE = Rule(code="TRC202", title="Result that is no pass", severity=Severity.ERROR, check=check, page=__doc__)
