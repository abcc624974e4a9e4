"""A traceability matrix traces an item that no document defines.

**Why.** The evidence stands for something that nobody requires: the id is misspelt, or the requirement was removed and its
row stayed. Only kinds of items are looked at of which the system's specifications define some; others may be kept elsewhere.

**Bad.** `SDLC-QMS-RTM` has a row for `REQ-SEC-010`, and `SDLC-QMS-RS` ends with `REQ-SEC-009`.

**Good.** Every row names a requirement of the specification.

**Fix.** Correct the id, or remove the row.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.qualification.system_documents import is_read, systems_of
from qms_site.records.item_ids import item_ids
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import Lack, is_past, tell_lacks


def check(project: Project) -> Iterator[Finding]:
    """One finding for each trace without a definition, only in systems whose specification has items."""
    ids = item_ids(project.settings)
    for system in systems_of(project):
        defining = (*system.requirements, *system.designs)
        kinds = {item.kind for document in defining for file in document.current_files for item in file.contents.items}
        if not is_read(defining) or not any(document.file.contents.items for document in system.requirements):
            continue
        for matrix in system.matrices:
            if is_past(project, matrix, *system.requirements):
                continue
            unknown = [
                Lack(item=trace.item, line=trace.line, subject=f"{trace.item}@{matrix.id}")
                for trace in matrix.file.contents.traces
                if trace.item not in project.definers_by_item and ids.kind_of(trace.item) in kinds
            ]
            what = (
                f"is traced in {matrix.id}, and no document defines it",
                "are traced, and no document defines them",
                "items",
            )
            yield from tell_lacks(RULE.code, RULE.severity, matrix, unknown, what)


RULE = Rule(code="TRC102", title="Trace of an unknown item", severity=Severity.WARNING, check=check, page=__doc__)
