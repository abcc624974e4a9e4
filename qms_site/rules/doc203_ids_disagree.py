"""A document calls itself by different ids: in its file name, its front matter, or its heading.

**Why.** Whoever cites it must know which one is meant. The front matter counts first, then the file name, then the heading.

**Bad.** A file `SOP-004.md` whose heading is `# SOP-005: Cleaning of the vessel`.

**Good.** The same with the heading `# SOP-004: Cleaning of the vessel`.

**Fix.** Correct the place that is wrong. Headings of templates, which show the form of an id to come, are not concerned.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.files import DocumentFile
from qms_site.records.ids import IdScheme
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each place in which a file is called otherwise."""
    for file, document in project.current_files():
        if document is None or document.type == "TEMPLATE":
            continue
        for place, line, id_ in _other_names(file, project.scheme):
            if id_ != document.id:
                yield Finding(
                    code=RULE.code,
                    severity=RULE.severity,
                    message=f"{document.id} is called {id_} in its {place}",
                    location=Location(path=file.path, line=line),
                    subject=document.id,
                )


def _other_names(file: DocumentFile, scheme: IdScheme) -> Iterator[tuple[str, int | None, str]]:
    """Place, line and id where a file's name or its heading gives one."""
    named = scheme.parse(PurePosixPath(file.path).stem.removesuffix("-draft"))
    if named:
        yield "file name", None, named.text
    first = next(scheme.scan(file.heading), None) if file.heading else None
    if first and first[0] == 0:
        yield "heading", file.heading_line, first[2]


RULE = Rule(code="DOC203", title="Ids disagree", severity=Severity.ERROR, check=check, page=__doc__)
