"""A commit changed governed code, and neither it nor the merge that brought it cites a record.

**Why.** Git is the record of the code, and the change record is its authority. A commit that names none was authorised by nobody
who can be found. Governed code is what `[[system]]` names under `code`, in this repository or in another that is there; what came
before governance began is history. A merge counts for what none of the commits that it brought had. A commit that only makes a
submodule point elsewhere is told by GIT302.

**Bad.** `git commit -m "Fix the parser"` on production, with `parser.py` under governed code.

**Good.** `git commit -m "CR-042: fix the parser"`, or a merge of its branch that says `CR-042`.

**Fix.** History is not rewritten: record the change in a CR that names the commit as `path @ commit`, or revert it with
`git revert` in a commit that cites one. Then accept the finding by an exception that names the record.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.governed import count_plain, governed_under, name_systems
from qms_site.rules.rule import Rule
from qms_site.text import count_of
from qms_site.timeline.ledger import Standing

_MOST = 20
"""More than these are one custom, and told as one."""


def check(project: Project) -> Iterator[Finding]:
    """One finding for each commit without a record; one in all where nearly nobody cites."""
    changes = [entry for entry in governed_under(project, RULE.code) if entry.judged.systems]
    silent = [entry for entry in changes if entry.standing is Standing.UNCITED]
    if len(silent) > _MOST:
        total = len(changes) + count_plain(project, RULE.code)
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{len(silent)} of {count_of(total, 'commit')} to governed code cite no record",
            subject="history",
            hint="set governance-start, if governance began later",
        )
        return
    for entry in silent:
        commit = entry.commit
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{'merge' if entry.is_merge else 'commit'} {commit.hash[:10]} ({commit.subject[:_SUBJECT]}) "
            f"{'itself ' if entry.is_merge else ''}changed {name_systems(entry.judged.systems)} and cites no record",
            subject=commit.hash[:10],
        )


_SUBJECT = 80

RULE = Rule(code="GIT101", title="Change without record", severity=Severity.WARNING, check=check, page=__doc__)
