"""Evidence in a traceability matrix is at another commit than the one that its baseline states.

**Why.** All the evidence of a system has to hold at one commit, or nobody can say which code was verified. A commit counts as the
same if the trees of the system's code and tests are. Nothing is said of commits that a column or a field tells as those of
the implementation, and where no baseline states a commit. Where more than twenty traces are concerned, they are told as one.

**Bad.** The baseline states `2fed599`; a row says `tests/test_lock.py::test_lock @ 81c0d2e PASS`.

**Good.** The row says `tests/test_lock.py::test_lock @ 2fed599 PASS`.

**Fix.** Verify at the commit of the baseline, or state the commit at which all the evidence holds.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.named_tests import iter_matrices
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import Lack, subject_of, tell_lacks


def check(project: Project) -> Iterator[Finding]:
    """One finding for each trace with evidence at other commits, in matrices whose baseline states one."""
    for matrix in iter_matrices(project):
        verification = matrix.verification
        if not verification.is_stated or not verification.commit:
            continue
        document = matrix.document
        lacks = [
            Lack(item=trace.item, line=trace.line, subject=subject_of(project, trace.item, document.id))
            for trace in document.file.contents.traces
            if verification.elsewhere(trace.evidence)
        ]
        severity = Severity.NOTE if matrix.is_open else RULE.severity
        at = f"at another commit than {verification.commit[:10]}, which the baseline of {document.id} states"
        yield from tell_lacks(
            RULE.code, severity, document, lacks, (f"has evidence {at}", f"have evidence {at}", "traces")
        )


RULE = Rule(code="TRC207", title="Evidence at another commit", severity=Severity.WARNING, check=check, page=__doc__)
