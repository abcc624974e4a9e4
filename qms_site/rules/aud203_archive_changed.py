"""A commit changed an archived version after it was added, or removed it.

**Why.** The archive says what bound in the past, or what was approved before execution began. A version that is changed
afterwards says something else than what people worked by. Moving it, and another writing of line ends, are no change; keeping it
as another version is, and putting another text in its place after it was removed. What one commit did is told as one.

**Bad.** `.archive/CR/CR-060-v1.0.md`, the approved plan, is replaced at closing by the executed record.

**Good.** Each version has a file of its own, added once.

**Fix.** `git log -- <file>` shows the commits; put the first text back in a new commit, and archive the other under its own
version.
"""

import re
from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.naming import name_sorted
from qms_site.rules.rule import Rule
from qms_site.rules.trails import by_commit, tell_commit


def check(project: Project) -> Iterator[Finding]:
    """One finding for each commit that changed or removed archived versions of documents that are there."""
    changes = (
        change
        for change in project.trails.archive_changes
        if not change.is_removed
        or (change.path not in project.paths and _document(change.path) in project.documents_by_id)
    )
    for group in by_commit(project, changes).values():
        first, names = group[0], sorted({_name(change.path) for change in group})
        deed = (
            "changed or removed"
            if len({change.is_removed for change in group}) > 1
            else ("removed" if first.is_removed else "changed")
        )
        ids = {_document(change.path) for change in group}
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{tell_commit(first.commit)} {deed} "
            + (
                f"the archived {names[0]}"
                if len(names) == 1
                else f"{len(names)} archived versions: {name_sorted(names)}"
            ),
            location=Location(path=first.path) if len(names) == 1 else None,
            subject=ids.pop() if len(ids) == 1 else first.commit.hash[:10],
            hint=f"git has what it was: git log -- {first.path}"
            if first.is_back
            else f"git has what it was: git show {first.commit.hash[:10]}^:{first.path}",
        )


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _document(path: str) -> str:
    """The id in the name of an archived version: ``CR-060-v1.0.md``."""
    return _VERSION.sub("", _name(path))


_VERSION = re.compile(r"-v\d[\d.]*\.\w{1,20}$")

RULE = Rule(code="AUD203", title="Archive changed", severity=Severity.ERROR, check=check, page=__doc__)
