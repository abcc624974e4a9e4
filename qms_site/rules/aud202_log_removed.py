"""A commit removed the audit log of a document that it left in place.

**Why.** With the log goes the evidence of who reviewed and approved, and when. A log that was moved is still there. One that came
back with all its lines is a warning; one that came back without some of them is an error. Of a record that was deleted with all
its files, AUD207 tells.

**Bad.** `git rm QMS/.audit/CR/CR-001.jsonl`

**Good.** A retired document keeps its log.

**Fix.** `git show <commit>^:<log>` has it: put it back in a new commit, and record what happened.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.naming import name_sorted
from qms_site.rules.rule import Rule
from qms_site.rules.trails import by_commit, tell_commit


def check(project: Project) -> Iterator[Finding]:
    """One finding for each commit that removed logs, and one for each log that is gone from the work tree."""
    for change in project.trails.uncommitted:
        if change.difference is None and change.log in project.documents_by_id:
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"a change that is not committed removed the audit log of {change.log}",
                location=Location(path=change.path),
                subject=change.log,
                hint=f"git restore {change.path}",
            )
    for group in by_commit(project, project.trails.log_removals).values():
        first, logs = group[0], sorted({removal.log for removal in group})
        is_back = all(removal.is_put_back for removal in group)
        is_there = all(removal.path in project.paths for removal in group)
        yield Finding(
            code=RULE.code,
            severity=Severity.WARNING if is_back else RULE.severity,
            message=f"{tell_commit(first.commit)} removed "
            + (f"the audit log of {first.log}" if len(logs) == 1 else f"{len(logs)} audit logs: {name_sorted(logs)}"),
            location=Location(path=first.path) if len(logs) == 1 else None,
            subject=first.log if len(logs) == 1 else first.commit.hash[:10],
            hint="it was put back later"
            if is_back
            else f"{'another log is there now; ' if is_there else ''}git has it: git show {first.commit.hash[:10]}^:{first.path}",
        )


RULE = Rule(code="AUD202", title="Audit log removed", severity=Severity.ERROR, check=check, page=__doc__)
