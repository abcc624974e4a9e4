"""A document is the child of a document that is not there.

**Why.** A variance, an addendum or a verification record stands on the record that it belongs to: without it nobody can tell what
was planned, or who approved it. A parent may be gone if its metadata says that it was retired or cancelled. Templates are not
concerned, nor a `parent` in the front matter that has not the form of an id.

**Bad.** `QMS/CR/CR-007/CR-007-VAR-001.md`, and no `CR-007.md` anywhere under the documents root.

**Good.** Both files; or metadata of CR-007 with status `CANCELLED`.

**Fix.** Restore the parent (`git log --all --diff-filter=D -- "*CR-007*"` finds the commit that removed it), or correct the id or
the `parent` of the child.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.documents import PARENT_KEYS, Document
from qms_site.rules.doc202_metadata_without_document import is_retired
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each child whose parent does not exist, unless it is known why."""
    retired = {sidecar.id for sidecar in project.orphan_sidecars if is_retired(project, sidecar)}
    unread = {PurePosixPath(entry.path).stem for entry in project.unread}  # DOC103 tells of them
    known = project.documents_by_id.keys() | retired | unread
    for document in project.documents:
        parent = document.parent
        if parent is None or parent in known or document.type == "TEMPLATE" or project.scheme.parse(parent) is None:
            continue
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{document.id} is a child of {parent}, which does not exist",
            location=Location(path=document.path, line=_line(document)),
            subject=document.id,
        )


def _line(document: Document) -> int | None:
    """Line of the front matter that names the parent; None where the child's own id does."""
    file = document.file
    if file.id and file.id.parent:
        return None
    return next((file.field_lines.get(key) for key in PARENT_KEYS if file.field(key)), None)


RULE = Rule(code="DOC207", title="Child without parent", severity=Severity.WARNING, check=check, page=__doc__)
