"""A comment or a code fence is never closed, so what follows it is not what its author wrote.

**Why.** Whoever reads the page, here or at the hosting site, does not see what stands after `<!--`, and nothing tells that it is
missing. After a code fence the headings, tables and links are no longer read as such: sections, items and references are gone.

**Bad**

    <!-- Guidance: name the systems concerned.

    ## 4. Risk

**Good**

    <!-- Guidance: name the systems concerned. -->

    ## 4. Risk

**Fix.** Put `-->`, or the same marks as at the beginning of the fence on a line of their own, where the comment or the code ends.
A fence that holds fences needs more marks than those within it: what looks like its end began the one that is told here.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.file_problems import find_file_problems
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each comment that hides, and the fence that swallows, what follows."""
    return find_file_problems(project, RULE.code, RULE.severity, kind="unclosed")


RULE = Rule(code="DOC106", title="Rest of a document hidden", severity=Severity.WARNING, check=check, page=__doc__)
