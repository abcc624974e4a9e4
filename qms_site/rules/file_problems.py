"""What the rules about unreadable files share: a walk over the files' own problems."""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project


def find_file_problems(project: Project, code: str, severity: Severity, *, kind: str) -> Iterator[Finding]:
    """A finding for every problem of one kind, in documents and in other pages."""
    for file, document in project.current_files():
        subject = document.id if document else file.path
        for problem in file.problems:
            if problem.kind == kind:
                location = Location(path=file.path, line=problem.line)
                yield Finding(code=code, severity=severity, message=problem.message, location=location, subject=subject)
