"""A traceability matrix names a requirement and gives nothing as evidence: no test, commit, record or proof.

**Why.** The row makes the matrix look complete, and shows nothing. The name of a method, or a result alone, is no evidence.
While the matrix is being written it is a note. Where more than twenty rows are empty, they are told as one.

**Bad.** `| REQ-SEC-004 | Inspection | | PASS |`

**Good.** `| REQ-SEC-004 | Inspection | CR-042-VR-001 | PASS |`

**Fix.** Name what shows the requirement: a test, a verification record, a commit, or the argument itself.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.qualification.system_documents import SystemDocuments, systems_of
from qms_site.records.items import Item
from qms_site.records.withdrawals import is_withdrawn
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import Lack, is_past, subject_of, tell_lacks


def check(project: Project) -> Iterator[Finding]:
    """One finding for each trace that rests on nothing."""
    for system in systems_of(project):
        withdrawn = {item.id for item in _items(system) if is_withdrawn(item.text)}
        for matrix in system.matrices:
            if is_past(project, matrix):
                continue
            lacks = [
                Lack(item=trace.item, line=trace.line, subject=subject_of(project, trace.item, matrix.id))
                for trace in matrix.file.contents.traces
                if not trace.evidence.is_given and trace.item not in withdrawn
            ]
            severity = Severity.NOTE if project.is_open(matrix) else RULE.severity
            what = (f"has no evidence in {matrix.id}: no test, commit, record or proof", "have no evidence", "traces")
            yield from tell_lacks(RULE.code, severity, matrix, lacks, what)


def _items(system: SystemDocuments) -> Iterator[Item]:
    return (item for document in system.requirements for item in document.file.contents.items)


RULE = Rule(code="TRC201", title="Trace without evidence", severity=Severity.WARNING, check=check, page=__doc__)
