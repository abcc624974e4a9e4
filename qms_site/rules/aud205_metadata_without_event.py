"""A commit changed state or version in the metadata of a document, and no event in its audit log tells it.

**Why.** The tool that changes the metadata writes the event. Where the event is missing, the metadata were edited by hand. The
log is read as it was at that commit; an event that is older than the commit, and was committed within a day after it, counts too.
Steps that logs leave out (checking out and in) are no finding, nor is anything before the document had a log. What one commit
did is told as one.

**Bad.** A commit turns `"status": "IN_REVIEW"` into `"EFFECTIVE"` in `.meta/SOP/SOP-001.json`, and touches nothing else.

**Good.** The same commit adds `APPROVE` and `EFFECTIVE` to `.audit/SOP/SOP-001.jsonl`.

**Fix.** Find out who decided it. Undo the change in a new commit, or record the decision.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.naming import name_sorted
from qms_site.rules.rule import Rule
from qms_site.rules.trails import brief, by_commit, tell_commit


def check(project: Project) -> Iterator[Finding]:
    """One finding for each commit that changed metadata alone."""
    for group in by_commit(project, project.trails.untold_changes).values():
        first = group[0]
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{tell_commit(first.commit)} took {first.document} from {brief(first.before)} to {brief(first.after)}, "
            "and no event tells it"
            if len(group) == 1
            else f"{tell_commit(first.commit)} changed state or version of {len(group)} documents, and no event tells it: "
            f"{name_sorted(change.document for change in group)}",
            location=Location(path=first.path) if len(group) == 1 else None,
            subject=first.document if len(group) == 1 else first.commit.hash[:10],
        )


RULE = Rule(code="AUD205", title="Metadata without event", severity=Severity.WARNING, check=check, page=__doc__)
