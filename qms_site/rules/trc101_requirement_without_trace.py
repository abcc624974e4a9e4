"""The traceability matrix of a system has no trace for a requirement of its specification.

**Why.** A requirement without a row has no evidence, and nobody notices. A withdrawn requirement needs none. While the
specification or the matrix is being written it is a note. Where more than twenty are missing, they are told as one.

**Bad.** `SDLC-QMS-RS` defines `REQ-SEC-009`; `SDLC-QMS-RTM` ends with `REQ-SEC-008`.

**Good.** A row, or a block of details, of the matrix names `REQ-SEC-009` with its evidence.

**Fix.** Add the requirement to the matrix with what shows it, or withdraw it in the specification.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.qualification.system_documents import is_read, required_items, systems_of
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import Lack, is_past, tell_lacks


def check(project: Project) -> Iterator[Finding]:
    """One finding for each requirement without trace, only in systems that have a matrix."""
    for system in systems_of(project):
        matrices = system.matrices
        if not matrices or not is_read(matrices):
            continue
        traced = {trace.item for matrix in matrices for trace in matrix.file.contents.traces}
        names = " or ".join(matrix.id for matrix in matrices)
        for document in system.requirements:
            concerned = (document, *matrices)
            if is_past(project, *concerned):
                continue
            lacks = [
                Lack(item=item.id, line=item.line, subject=f"{item.id}@{document.id}")
                for item in required_items(project, document)
                if item.id not in traced
            ]
            severity = Severity.NOTE if any(map(project.is_open, concerned)) else RULE.severity
            what = (f"has no trace in {names}", f"have no trace in {names}", "requirements")
            yield from tell_lacks(RULE.code, severity, document, lacks, what)


RULE = Rule(code="TRC101", title="Requirement without trace", severity=Severity.WARNING, check=check, page=__doc__)
