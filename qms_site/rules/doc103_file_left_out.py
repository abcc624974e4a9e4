"""A file under the documents root was not read: a symbolic link, a special file, or one larger than the limit.

**Why.** A link may lead out of the repository, and an enormous file would stop the build. Neither is followed silently.

**Bad.** `QMS/SOP/SOP-004.md` as a symbolic link to a shared drive.

**Good.** `QMS/SOP/SOP-004.md` as a file of its own.

**Fix.** Put the text itself into the repository, or raise `project.max-document-kib`.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each file that was left out."""
    for entry in project.unread:
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"not read: the file {entry.reason}",
            location=Location(path=entry.path),
            subject=entry.path,
        )


RULE = Rule(code="DOC103", title="File left out", severity=Severity.WARNING, check=check, page=__doc__)
