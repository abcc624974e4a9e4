"""A document has no workflow metadata, in a system where metadata owns the state of documents.

**Why.** Whoever asks the system for the document's status gets no answer, or the one in its front matter, which nobody keeps.
Where most documents have no sidecars, front matter is the source, and the rule is silent. Templates are not concerned.

**Bad.** `QMS/SOP/SOP-009.md` and no `.meta/SOP/SOP-009.json`, while the other procedures have theirs.

**Good.** Both files, committed together.

**Fix.** Create the document through the system's own command, or move what is no controlled document out of the documents root.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each document without metadata, where metadata is the custom."""
    for document in documents_without_metadata(project):
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{document.id} has no workflow metadata, as most documents here have",
            location=Location(path=document.path),
            subject=document.id,
        )


def documents_without_metadata(project: Project) -> tuple[Document, ...]:
    """The documents that should have a sidecar and have none; none where most documents do without."""
    controlled = [document for document in project.documents if document.type != "TEMPLATE"]
    missing = tuple(document for document in controlled if document.sidecar is None)
    if len(missing) * 2 >= len(controlled):
        return ()
    is_rule = len(missing) <= _STRAYS * len(controlled)
    return tuple(document for document in missing if is_rule or document.status is None)


_STRAYS = 0.2
"""Up to this part of the documents may lack metadata for one with a status in front matter to be a stray, and not a custom."""


RULE = Rule(code="DOC206", title="Document without metadata", severity=Severity.WARNING, check=check, page=__doc__)
