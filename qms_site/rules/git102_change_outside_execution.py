"""Commits changed governed code under a record that was not in execution then, or that does not exist.

**Why.** Approval comes before the work. A commit made before its record was released, or after it was closed, was authorised by
nobody at that moment. Within a day after the closing it is recorded late (GIT104), which is a custom; `project.grace-days` and
`project.lead-days` say how long. The author's date counts, which a rebase leaves as it is. Where git alone tells of a record, and
one commit takes it from its plan to its end, the time between counts as its execution. What one record is cited for is told as
one.

**Bad.** `CR-042` was closed on 3 March; a commit of 10 March says `CR-042: one more thing`.

**Good.** The commit is made while `CR-042` is `IN_EXECUTION`, or cites another record that is.

**Fix.** Record the change in a CR in execution that names the commit as `path @ commit`; history is not rewritten.
"""

from collections.abc import Iterator, Sequence

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.governed import governed_under, name_commits, name_systems, newest_of
from qms_site.rules.rule import Rule
from qms_site.text import count_of, natural_key
from qms_site.timeline.ledger import LedgerEntry, Standing


def check(project: Project) -> Iterator[Finding]:
    """One finding for each record under which commits fell outside; none where another record authorises them."""
    outside: dict[str, list[LedgerEntry]] = {}
    for entry in governed_under(project, RULE.code):
        if entry.standing is Standing.OUTSIDE and entry.judged.systems:
            outside.setdefault(entry.records[0], []).append(entry)
    for record in sorted(outside, key=natural_key):
        document = project.documents_by_id.get(record)
        entries = outside[record]
        systems = dict.fromkeys(system for entry in entries for system in entry.judged.systems)
        why = "was not in execution then" if document else _why_not(project, record, entries)
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{count_of(len(entries), 'commit')} changed {name_systems(systems)} under {record}, which {why}: "
            f"{name_commits(entries)}",
            location=Location(path=document.path) if document else None,
            subject=record,
            when=newest_of(entries),
        )


def _why_not(project: Project, record: str, entries: Sequence[LedgerEntry]) -> str:
    status = next((sidecar.status for sidecar in project.orphan_sidecars if sidecar.id == record), None)
    if status:
        return f"has no file here, and is {status} by its metadata"
    was_there = any(answer.record == record and answer.state for entry in entries for answer in entry.answers)
    return "was not in execution then, and was deleted since" if was_there else "does not exist"


RULE = Rule(code="GIT102", title="Change outside execution", severity=Severity.WARNING, check=check, page=__doc__)
