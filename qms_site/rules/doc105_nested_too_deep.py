"""Quotes or lists in a document nest so deep that the rest of them is not read as structure.

**Why.** Reading stops at 100 levels, of which a list inside a list takes two. What lies below is shown as it is written, so
that nothing is lost, but its lists, tables and links are not.

**Bad.** A quoted e-mail thread in which every answer added its own `>` to all that came before, a hundred times.

**Good.** The thread as an attachment, or in a code fence.

**Fix.** Take the marks away at the line named, or put the text into a fence.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.file_problems import find_file_problems
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each file, at the first place that lies too deep."""
    return find_file_problems(project, RULE.code, RULE.severity, kind="nesting")


RULE = Rule(code="DOC105", title="Nested too deep", severity=Severity.WARNING, check=check, page=__doc__)
