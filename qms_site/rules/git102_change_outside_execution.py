"""Commits changed governed code under a record that was not in execution then, or that does not exist.

**Why.** Approval comes before the work. A commit made before its record was released, or after it was closed, was authorised by
nobody at that moment. Within a day after the closing it is recorded late, which is a custom and no finding. Where git alone
tells of a record, and one commit takes it from its plan to its end, the time between counts as its execution. What one
record is cited for is told as one.

**Bad.** `CR-042` was closed on 3 March; a commit of 10 March says `CR-042: one more thing`.

**Good.** The commit is made while `CR-042` is `IN_EXECUTION`, or cites another record that is.

**Fix.** Record the change in a CR in execution that names the commit as `path @ commit`; history is not rewritten.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.git101_change_without_record import name_systems
from qms_site.rules.rule import Rule
from qms_site.text import count_of, natural_key
from qms_site.timeline.authority import GovernedCommit
from qms_site.timeline.windows import judge_moment, unseen_stretches

_MOST_NAMED = 5


def check(project: Project) -> Iterator[Finding]:
    """One finding for each record under which commits fell outside; none where another record authorises them."""
    outside: dict[str, list[GovernedCommit]] = {}
    for governed in project.governed_commits:
        if governed.records and not any(_authorises(project, governed, record) for record in governed.records):
            outside.setdefault(governed.records[0], []).append(governed)
    for record in sorted(outside, key=natural_key):
        document = project.documents_by_id.get(record)
        commits = outside[record]
        systems = dict.fromkeys(system for governed in commits for system in governed.systems)
        why = "was not in execution then" if document else _why_not(project, record)
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{count_of(len(commits), 'commit')} changed {name_systems(systems)} under {record}, which {why}: "
            f"{_names(commits)}",
            location=Location(path=document.path) if document else None,
            subject=record,
        )


def _authorises(project: Project, governed: GovernedCommit, record: str) -> bool:
    """Whether a record was in execution, or closed just before; taken for granted where nothing tells of its execution then."""
    timeline = project.timelines_by_id.get(record)
    if timeline is None:
        return False
    moments = [moment for moment in (governed.commit.authored, governed.commit.committed) if moment]
    type_ = project.documents_by_id[record].type
    windows = project.windows_by_id.get(record, ())
    unseen = unseen_stretches(timeline.events, type_, project.settings)
    is_known = (
        bool(moments)
        and (bool(windows) or timeline.is_dated)
        and not any(judge_moment(unseen, moment) != "outside" for moment in moments)
    )
    return not is_known or any(judge_moment(windows, moment) != "outside" for moment in moments)


def _why_not(project: Project, record: str) -> str:
    status = next((sidecar.status for sidecar in project.orphan_sidecars if sidecar.id == record), None)
    return f"has no file here, and is {status} by its metadata" if status else "does not exist"


def _names(commits: list[GovernedCommit]) -> str:
    """The oldest of them by hash and subject, and how many there are besides."""
    oldest = [f"{entry.commit.hash[:10]} ({entry.commit.subject[:80]})" for entry in reversed(commits[-_MOST_NAMED:])]
    more = f" and {len(commits) - _MOST_NAMED} more" if len(commits) > _MOST_NAMED else ""
    return ", ".join(oldest) + more


RULE = Rule(code="GIT102", title="Change outside execution", severity=Severity.WARNING, check=check, page=__doc__)
