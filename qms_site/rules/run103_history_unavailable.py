"""Git does not answer for this folder, so everything that rests on history is left out.

**Why.** A repository owned by another user, a broken repository, or a machine without git: the documents can still be
read, and the reader must know what is missing.

**Bad.** A container that mounts a repository owned by another user.

**Good.** The same container after `git config --global --add safe.directory <path>`.

**Fix.** The message says what git said, and what to do about it.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each thing that could not be read about the repository."""
    for problem in project.source_problems:
        yield Finding(code=RULE.code, severity=RULE.severity, message=problem)


RULE = Rule(code="RUN103", title="History not available", severity=Severity.WARNING, check=check, page=__doc__)
