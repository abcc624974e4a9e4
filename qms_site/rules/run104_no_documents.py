"""There is no controlled document under the documents root.

**Why.** An empty site looks like a clean one. Usually the root is named wrongly, or the ids are of a form that no type has.

**Bad.** `documents = "docs/qms"` in `qms.toml` where the documents are in `QMS/`.

**Good.** `documents = "QMS"`

**Fix.** Name the root in `qms.toml`; for ids of another form add `[types.X]` with a `pattern`.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for a project without documents."""
    if not project.documents:
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"there is no controlled document under {project.documents_root}/",
            location=Location(path=project.documents_root),
            hint="qms-site init looks for them; project.documents in qms.toml names their root, types.*.pattern the forms of ids",
        )


RULE = Rule(code="RUN104", title="No documents", severity=Severity.WARNING, check=check, page=__doc__)
