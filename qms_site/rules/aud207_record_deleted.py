"""A record was deleted from the repository.

**Why.** Records are kept. What was retired or cancelled keeps its metadata or its log, and is no finding when its file goes; nor
is what was moved. Everything else that was there and is gone is listed with the commit that took it. Drafts that were never
approved are a note, told as one. Of ids that another record has, DOC205 tells.

**Bad.** `git rm -r QMS/CR/CR-007` of a record that was in execution.

**Good.** The record is cancelled, and its metadata say so.

**Fix.** `git show <commit>^:<path>` has the text: put it back in a new commit and cancel or retire the record.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.naming import name_sorted
from qms_site.rules.rule import Rule
from qms_site.rules.trails import brief, tell_commit


def check(project: Project) -> Iterator[Finding]:
    """One finding for each record that had been approved, and one note for all that had not."""
    found = [
        deletion
        for deletion in project.trails.deletions
        if deletion.id not in project.documents_by_id and not project.is_history(deletion.commit.committed)
    ]
    for deletion in found:
        if deletion.was_approved:
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{tell_commit(deletion.commit)} deleted {deletion.id}, which was {brief(str(deletion.state))}",
                subject=deletion.id,
                hint=f"git has it: git show {deletion.commit.hash[:10]}^:{deletion.path}",
            )
    drafts = [deletion for deletion in found if not deletion.was_approved]
    if drafts:
        first = drafts[0]
        state = f", which was {brief(first.state)}" if first.state else ""
        yield Finding(
            code=RULE.code,
            severity=Severity.NOTE,
            message=f"{tell_commit(first.commit)} deleted {first.id}{state}"
            if len(drafts) == 1
            else f"{len(drafts)} records were deleted before they were approved: {name_sorted(draft.id for draft in drafts)}",
            subject=first.id if len(drafts) == 1 else "audit trail",
            hint=f"git has it: git show {first.commit.hash[:10]}^:{first.path}"
            if len(drafts) == 1
            else "the page of the audit trail names the commits",
        )


RULE = Rule(code="AUD207", title="Record deleted", severity=Severity.WARNING, check=check, page=__doc__)
