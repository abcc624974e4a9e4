"""A document lies outside the folder of its type.

**Why.** Procedures say where documents are; one that lies elsewhere is missed by whoever looks there, and by tools that go by
folders. A child lies in its parent's folder, or in that of its own type. The rule is silent about a type of which more
documents lie elsewhere: then the folder is not the custom here.

**Bad.** `QMS/archive-2025/SOP-004.md` where the other procedures are in `QMS/SOP/`.

**Good.** `QMS/SOP/SOP-004.md`

**Fix.** Move the file under a change record; the site keeps its short address. Where the folder is meant to be another, say so
in `qms.toml`: `[types.SOP]` with `folder = "procedures"`.
"""

import posixpath
from collections import Counter
from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.paths import is_in_folder, is_inside, path_below
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each document that is not where most of its kind are."""
    inside = {document.id: _is_in_its_folder(project, document) for document in project.documents}
    kept = Counter(document.type for document in project.documents if inside[document.id])
    lost = Counter(document.type for document in project.documents if not inside[document.id])
    for document in project.documents:
        if not inside[document.id] and kept[document.type] > lost[document.type]:
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{document.id} lies outside {_place(project, document)}",
                location=Location(path=document.path),
                subject=document.id,
            )


def _is_in_its_folder(project: Project, document: Document) -> bool:
    below = path_below(document.path, project.documents_root)
    if any(is_in_folder(below, folder) for folder in _folders(project, document)):
        return True
    parent = project.documents_by_id.get(document.parent or "")
    return parent is not None and is_inside(document.path, posixpath.dirname(parent.path) or ".")


def _folders(project: Project, document: Document) -> Iterator[str]:
    """Folders that would do: that of the type, and for a child those of the types above it; any, where none is named."""
    holder: Document | None = document
    seen: set[str] = set()
    while holder and holder.id not in seen:
        seen.add(holder.id)
        known = project.settings.types.get(holder.type)
        yield (known.folder if known else None) or "."
        holder = project.documents_by_id.get(holder.parent or "")


def _place(project: Project, document: Document) -> str:
    folder = posixpath.join(project.documents_root, next(_folders(project, document)))
    return f"the folder of its type, {posixpath.normpath(folder)}/" + (" and of its parent" if document.parent else "")


RULE = Rule(code="DOC502", title="Document outside its folder", severity=Severity.NOTE, check=check, page=__doc__)
