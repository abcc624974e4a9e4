"""The front matter of a document cannot be read.

**Why.** Id, title, version and status may stand there; a document without them is not controlled. The body is still shown.

**Bad**

    ---
    title: Cleaning: the vessel
    ---

**Good**

    ---
    title: "Cleaning: the vessel"
    ---

**Fix.** Correct the YAML at the line named. Values that hold a colon or begin with a special character need quotes.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.file_problems import find_file_problems
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each file whose front matter is broken."""
    return find_file_problems(project, RULE.code, RULE.severity, kind="front-matter")


RULE = Rule(code="DOC101", title="Unreadable front matter", severity=Severity.ERROR, check=check, page=__doc__)
