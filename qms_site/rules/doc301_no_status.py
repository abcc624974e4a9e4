"""A controlled document has no status, neither in a sidecar nor in its front matter.

**Why.** Nobody can tell whether it binds. Templates and pages that are no controlled documents are not concerned, nor documents
whose text, or whose front matter, could not be read: there it is not known.

**Bad.** A file `QMS/SOP/SOP-004.md` that begins with its heading.

**Good**

    ---
    title: Cleaning of the vessel
    version: "1.0"
    status: EFFECTIVE
    ---

**Fix.** Put the document under control: a sidecar in `.meta/`, or `status` and `version` in its front matter.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.files import DocumentFile
from qms_site.rules.doc206_document_without_metadata import documents_without_metadata
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each document without a status."""
    told = {document.id for document in documents_without_metadata(project)}
    for document in project.documents:
        is_unknown = any(_is_unread(file) for file in document.current_files)
        if document.status is None and document.type != "TEMPLATE" and document.id not in told and not is_unknown:
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{document.id} has no status",
                location=Location(path=document.path),
                subject=document.id,
                hint="a sidecar in .meta/, or status and version in the front matter",
            )


def _is_unread(file: DocumentFile) -> bool:
    """Whether the text was left out, or its front matter is broken: DOC103 or DOC101 tells of it."""
    return file.left_out is not None or (
        not file.fields and any(entry.kind == "front-matter" for entry in file.problems)
    )


RULE = Rule(code="DOC301", title="Document without status", severity=Severity.WARNING, check=check, page=__doc__)
