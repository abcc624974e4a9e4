"""A document is not valid UTF-8, so some of its characters are lost.

**Why.** What is shown must be what was approved. Bytes that are no text appear as U+FFFD on the page.

**Bad.** A file saved as Latin-1 with the word `für` in it.

**Good.** The same file saved as UTF-8.

**Fix.** Convert the file, for example with `iconv -f latin1 -t utf-8`, under a change record.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.file_problems import find_file_problems
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each file that holds bytes that are no UTF-8."""
    return find_file_problems(project, RULE.code, RULE.severity, kind="encoding")


RULE = Rule(code="DOC102", title="Invalid text encoding", severity=Severity.WARNING, check=check, page=__doc__)
