"""Commits to governed code were made just after the execution of their record, or just before it.

**Why.** To commit minutes after a record was closed is a custom in many teams, and no crime: the work was done under the record.
But at that moment nobody had authority to change the code, and a reader should know how often this is so. It is told once for the
whole project; the ledger of changes lists the commits. How long after (`project.grace-days`, one day) and before
(`project.lead-days`, none) is a setting.

**Bad.** `CR-042` is closed at 16:00, and the commit "CR-042 CLOSED: parser" is of 16:07.

**Good.** The work is committed first, and the record closed after it.

**Fix.** Nothing for the past. Commit before the record leaves its execution.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.governed import count_plain, governed_under
from qms_site.rules.naming import name_some
from qms_site.rules.rule import Rule
from qms_site.text import count_of, natural_key
from qms_site.timeline.ledger import Standing


def check(project: Project) -> Iterator[Finding]:
    """One note in all."""
    changes = governed_under(project, RULE.code)
    late = [entry for entry in changes if entry.standing is Standing.LATE]
    if not late:
        return
    records = sorted({entry.records[0] for entry in late}, key=natural_key)
    total = len(changes) + count_plain(project, RULE.code)
    yield Finding(
        code=RULE.code,
        severity=RULE.severity,
        message=f"{len(late)} of {count_of(total, 'commit')} to governed code {'was' if len(late) == 1 else 'were'} recorded late, "
        f"under {name_some(records)}",
        subject="history",
        hint="commit before a record leaves its execution",
    )


RULE = Rule(code="GIT104", title="Recorded late", severity=Severity.NOTE, check=check, page=__doc__)
