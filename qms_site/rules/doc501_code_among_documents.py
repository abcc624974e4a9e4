"""A code file lies under the documents root.

**Why.** Documents and code are governed apart: documents by their lifecycle, code by git and the record that authorises it. A
script among the documents is under neither.

**Bad.** `QMS/tools/renumber.py`

**Good.** `tools/renumber.py`, beside the documents root.

**Fix.** Move the file out of the documents root, under a change record.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from qms_site.findings import Finding, Location, Severity
from qms_site.paths import is_inside
from qms_site.project import Project
from qms_site.rules.rule import Rule

# Languages in which a file does something; markup, data and pictures are what documents are made of.
_CODE = frozenset(
    {
        *(".bat", ".cmd", ".ps1", ".sh"),
        *(".c", ".cc", ".cpp", ".h", ".hpp", ".cs", ".go", ".java", ".kt", ".rs", ".scala", ".swift", ".vb"),
        *(".cjs", ".js", ".mjs", ".ts", ".tsx"),
        *(".ex", ".exs", ".jl", ".lua", ".m", ".php", ".pl", ".py", ".r", ".rb", ".sql"),
    }
)


def check(project: Project) -> Iterator[Finding]:
    """One finding for each code file; none where the whole repository is the documents root."""
    if project.documents_root == ".":
        return
    for path in sorted(project.paths):
        if is_inside(path, project.documents_root) and PurePosixPath(path).suffix.lower() in _CODE:
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message="a code file lies among the controlled documents",
                location=Location(path=path),
                subject=path,
            )


RULE = Rule(code="DOC501", title="Code among the documents", severity=Severity.WARNING, check=check, page=__doc__)
