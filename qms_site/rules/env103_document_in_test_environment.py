"""Controlled documents were changed in a test environment's own commits.

**Why.** A test environment is free because nothing in it binds anybody. Documents bind: they are written, reviewed and approved in
production only. What a merge brought from production is no change of the environment's own.

**Bad.** A commit on `test/pump-001` that edits `QMS/SDLC-PUMP/SDLC-PUMP-RS.md`.

**Good.** The specification is changed on production under its record; the environment holds code.

**Fix.** Take the changes out of the environment, and bring them through the document's own workflow.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.judged_branches import document_of, judged_branches, own_work
from qms_site.rules.naming import name_some
from qms_site.rules.rule import Rule
from qms_site.text import count_of, natural_key


def check(project: Project) -> Iterator[Finding]:
    """One finding for each test environment of this repository."""
    for branch in judged_branches(project, "test"):
        if branch.repository is not None:
            continue
        found = {
            document: commit.hash[:10]
            for commit in own_work(branch)
            if not project.is_history(commit.committed)
            for change in commit.changes
            if (document := document_of(project, change.path))
        }
        if found:
            named = name_some(f"{document} in {found[document]}" for document in sorted(found, key=natural_key))
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{branch.called} changed {count_of(len(found), 'controlled document')} in its own commits: {named}",
                subject=branch.label,
                hint="documents are changed in production, under their own workflow",
            )


RULE = Rule(
    code="ENV103", title="Document changed in a test environment", severity=Severity.WARNING, check=check, page=__doc__
)
