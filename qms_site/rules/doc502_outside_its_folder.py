"""A document lies outside the folder of its type.

**Why.** Procedures say where documents are; one that lies elsewhere is missed by whoever looks there, and by tools that go by
folders. A child lies in its parent's folder, or in that of its own type. The rule is silent about a type whose folder does not
exist here, unless the document lies in the folder of another type.

**Bad.** `QMS/archive-2025/SOP-004.md` where the other procedures are in `QMS/SOP/`.

**Good.** `QMS/SOP/SOP-004.md`

**Fix.** Move the file under a change record; the site keeps its short address. Where the folder is meant to be another, say so
in `qms.toml`: `[types.SOP]` with `folder = "procedures"`.
"""

import posixpath
from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.paths import is_in_folder, is_inside, path_below
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each document outside a folder of its type that exists, and for each in the folder of another type."""
    outside = [document for document in project.documents if not _is_in_its_folder(project, document)]
    existing = {
        folder: _exists(project, folder) for folder in {next(_folders(project, document)) for document in outside}
    }
    for document in outside:
        has_place = existing[next(_folders(project, document))] or document.parent in project.documents_by_id
        if has_place or _is_in_another(project, document):
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{document.id} lies outside {_place(project, document)}",
                location=Location(path=document.path),
                subject=document.id,
            )


def _exists(project: Project, folder: str) -> bool:
    return any(
        is_in_folder(path_below(path, project.documents_root), folder)
        for path in project.paths
        if is_inside(path, project.documents_root)
    )


def _is_in_another(project: Project, document: Document) -> bool:
    """Whether it lies where documents of another type belong."""
    below = path_below(document.path, project.documents_root)
    named = (known.folder for name, known in project.settings.types.items() if name != document.type)
    return any(folder not in (None, ".") and is_in_folder(below, str(folder)) for folder in named)


def _is_in_its_folder(project: Project, document: Document) -> bool:
    below = path_below(document.path, project.documents_root)
    if any(is_in_folder(below, folder) for folder in _folders(project, document)):
        return True
    parent = project.documents_by_id.get(document.parent or "")
    return parent is not None and is_inside(document.path, posixpath.dirname(parent.path) or ".")


def _folders(project: Project, document: Document) -> Iterator[str]:
    """Folders that would do: that of the type, and for a child those of the types above it; any, where none is named."""
    type_, parent = document.type, document.parent
    for _ in range(_MOST_LEVELS):
        known = project.settings.types.get(type_)
        yield (known.folder if known else None) or "."
        above = project.documents_by_id.get(parent or "")
        id_ = project.scheme.parse(parent) if parent else None
        if above is None and id_ is None:
            return
        type_, parent = (above.type, above.parent) if above else (id_.type, id_.parent) if id_ else ("", None)


_MOST_LEVELS = 8


def _place(project: Project, document: Document) -> str:
    folder = posixpath.join(project.documents_root, next(_folders(project, document)))
    return f"the folder of its type, {posixpath.normpath(folder)}/" + (" and of its parent" if document.parent else "")


RULE = Rule(code="DOC502", title="Document outside its folder", severity=Severity.NOTE, check=check, page=__doc__)
