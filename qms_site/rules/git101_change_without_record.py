"""A commit changed governed code, and neither it nor the merge that brought it cites a record.

**Why.** Git is the record of the code, and the change record is its authority. A commit that names none was authorised by
nobody who can be found. Governed code is what `[[system]]` names under `code`; what came before governance began is history.

**Bad.** `git commit -m "Fix the parser"` on production, with `parser.py` under governed code.

**Good.** `git commit -m "CR-042: fix the parser"`, or a merge of its branch that says `CR-042`.

**Fix.** History is not rewritten: record the change in a CR that names the commit as `path @ commit`, or revert it with
`git revert` in a commit that cites one. Then accept the finding by an exception that names the record.
"""

from collections.abc import Iterable, Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule
from qms_site.text import count_of

_MOST = 20
"""More than these are one custom, and told as one."""


def check(project: Project) -> Iterator[Finding]:
    """One finding for each commit without a record; one in all where nearly nobody cites."""
    silent = [governed for governed in project.governed_commits if not governed.records]
    if len(silent) > _MOST:
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{len(silent)} of {count_of(len(project.governed_commits), 'commit')} to governed code cite no record",
            subject="history",
            hint="set governance-start, if governance began later",
        )
        return
    for governed in silent:
        commit = governed.commit
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"commit {commit.hash[:10]} ({commit.subject[:_SUBJECT]}) changed {name_systems(governed.systems)} and "
            "cites no record",
            subject=commit.hash[:10],
        )


def name_systems(systems: Iterable[str]) -> str:
    """Systems by name; of many only the first."""
    names = tuple(systems)
    more = f" and {len(names) - _MOST_SYSTEMS} more systems" if len(names) > _MOST_SYSTEMS else ""
    return ", ".join(names[:_MOST_SYSTEMS]) + more


_MOST_SYSTEMS = 3
_SUBJECT = 80

RULE = Rule(code="GIT101", title="Change without record", severity=Severity.WARNING, check=check, page=__doc__)
