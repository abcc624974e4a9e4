"""A setting names something that this repository does not have, so what rests on it is never judged.

**Why.** A slip of the pen in `qms.toml` looks like a clean bill: code that is not there is never changed without a record.

**Bad.** `code = ["scr"]` where the code is in `src/`.

**Good.** `code = ["src"]`

**Fix.** Correct the setting. Paths are relative to `qms.toml`; what was removed since still counts, as its history does.
"""

import posixpath
from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.graph.destinations import folders_of
from qms_site.project import Project
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each setting that reaches nothing."""
    paths = {*project.paths, *project.last_change_by_path}
    places = {*paths, *folders_of(frozenset(paths)), "."}
    for system in project.settings.system:
        for path in system.code if system.repository is None else ():
            if posixpath.normpath(posixpath.join(project.base, path)) not in places:
                yield _finding(
                    f"code of the system {system.name}: there is nothing at {path!r}, and never was", system.name
                )
    start = project.settings.project.governance_start_commit
    is_whole = bool(project.commits) and not project.revision.is_shallow
    if start and is_whole and not any(commit.hash.startswith(start) for commit in project.commits):
        yield _finding(
            f"governance-start-commit: there is no commit {start} in this history", "governance-start-commit"
        )
    if start and project.settings.project.governance_start:
        yield _finding("governance-start counts for nothing beside governance-start-commit", "governance-start")


def _finding(message: str, subject: str) -> Finding:
    return Finding(code=RULE.code, severity=RULE.severity, message=message, subject=subject)


RULE = Rule(code="RUN105", title="Setting that reaches nothing", severity=Severity.WARNING, check=check, page=__doc__)
