"""A repository that this one names is not there: what depends on it is unknown, neither right nor wrong.

**Why.** Documents cite commits of submodules and of other configured repositories. Without their clones a citation cannot
be confirmed, and unknown is never counted as good. It is said once here, not once per document.

**Bad.** A submodule `tool` whose folder is empty.

**Good.** The same submodule after `git submodule update --init`.

**Fix.** Initialise the submodule, or clone the configured repository to the path that `qms.toml` gives.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each repository whose clone is missing."""
    for repository in project.repositories:
        if not repository.is_available:
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"repository {repository.name!r} is not available at {repository.path}: what depends on it is unknown",
                location=Location(path=repository.path),
                subject=repository.name,
                hint=f"git submodule update --init {repository.path}" if repository.pointer else None,
            )


RULE = Rule(code="RUN102", title="Repository not available", severity=Severity.NOTE, check=check, page=__doc__)
