"""An id was used again after its first document was cancelled or removed.

**Why.** Whoever cites the id may mean either document, and the audit trail of the first reads as if it belonged to the second. A
file that was removed and put back unchanged is not concerned, nor one that was moved. Where the first document was removed
before it was approved, some procedures free its id, and it is a note.

**Bad.** CR-017 is cancelled and its file removed; a month later another change is recorded as CR-017.

**Good.** The other change is recorded as CR-018.

**Fix.** Give the second document the next free number if nothing cites it yet. Otherwise say in it that the id had another
holder, and accept the finding by a suppression that names the reason.
"""

from collections import defaultdict
from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.history.statuses import Reuse
from qms_site.project import Project
from qms_site.rules.rule import Rule
from qms_site.settings import Stage
from qms_site.timeline.events import Event


def check(project: Project) -> Iterator[Finding]:
    """One finding for each document whose id had another holder, or that was cancelled and is open again."""
    reuses_by_document: dict[str, list[Reuse]] = defaultdict(list)
    for reuse in project.reuses:
        reuses_by_document[reuse.after.document].append(reuse)
    for document in project.documents:
        reasons = [_of_reuse(project, reuse) for reuse in reuses_by_document[document.id]]
        reasons += [
            (
                f"{document.id} was cancelled, and became {after.to_state} again"
                + (f" on {after.when:%Y-%m-%d}" if after.when else ""),
                RULE.severity,
            )
            for after in _reopened(project, document.type, project.timelines_by_id[document.id].events)
        ]
        for message, severity in reasons[:1]:
            yield Finding(
                code=RULE.code,
                severity=severity,
                message=message,
                location=Location(path=document.path),
                subject=document.id,
            )


def _of_reuse(project: Project, reuse: Reuse) -> tuple[str, Severity]:
    """What happened, and how much it matters."""
    before, after = reuse.before, reuse.after
    state = f" as {before.status}" if before.status else ""
    type_ = project.documents_by_id[after.document].type
    was = project.settings.stage_of(type_, project.settings.state_of(before.status, type_)) if before.status else None
    message = (
        f"{after.document} was removed{state} in commit {reuse.removed.hash[:10]}, and its id used again in commit "
        f"{after.commit.hash[:10]}"
    )
    return message, Severity.NOTE if was in _NEVER_APPROVED else RULE.severity


_NEVER_APPROVED = frozenset({Stage.DRAFT, Stage.REVIEW})


def _reopened(project: Project, type_: str, events: tuple[Event, ...]) -> Iterator[Event]:
    is_cancelled = False
    for event in events:
        stage = project.settings.stage_of(type_, event.to_state)
        if is_cancelled and stage is not None and stage is not Stage.RETIRED:
            yield event
        if event.to_state:
            is_cancelled = event.to_state == "CANCELLED"


RULE = Rule(code="DOC205", title="Id used again", severity=Severity.WARNING, check=check, page=__doc__)
