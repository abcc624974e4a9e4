"""A document's status is not a state of its type's lifecycle.

**Why.** What the lifecycle does not have, no procedure describes; the site cannot tell whether such a document is open, in
force or closed.

**Bad.** `status: Freigegeben` in a project whose settings do not say what that means.

**Good.** The same, with `[aliases] Freigegeben = "EFFECTIVE"` in `qms.toml`.

**Fix.** Correct the status, or give it a meaning: an alias, or a state of the lifecycle in `qms.toml`.
"""

import difflib
from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each document whose status its lifecycle does not have."""
    for document in project.documents:
        if document.status is None or project.stage_of(document) is not None:
            continue
        states = project.settings.lifecycle_of(document.type).states
        close = difflib.get_close_matches(document.status, states, n=1)
        path, line = document.status_place
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{document.id} has status {document.status_written!r}, which its lifecycle does not have",
            location=Location(path=path, line=line),
            subject=document.id,
            hint=f"did you mean {close[0]}?" if close else f"its states are {', '.join(states)}",
        )


RULE = Rule(code="DOC302", title="Status outside the lifecycle", severity=Severity.ERROR, check=check, page=__doc__)
