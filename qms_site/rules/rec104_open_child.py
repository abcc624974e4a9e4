"""A child of a closed record is still open.

**Why.** Who closes a record says that all of it is done, and its children are part of it. A variance whose plan was approved may
outlive its parent, so that what is left over is not lost from sight, but not for ever: it is a note, and a warning when more
than 90 days have passed since the parent was closed. One that says that it is of type 1 has to be closed first. An addendum is
made after its record was closed; it is told when it is open after 90 days of its own. Days count up to the day judged by
(`--as-of`); how many they are is a setting (`project.open-child-days`).

**Bad.** CR-036 is `CLOSED`, and CR-036-VAR-002 is a `DRAFT`.

**Good.** CR-036-VAR-002 is `CLOSED` too, or, for a while, `PRE_APPROVED`.

**Fix.** Finish the child, or cancel it. What will take longer belongs into a record of its own, which the child names when it is
closed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.rules.execution_items import closed_when, is_closed
from qms_site.rules.rule import Rule

_CLOSED_FIRST = 1


def check(project: Project) -> Iterator[Finding]:
    """One finding for each open child whose parent is closed."""
    for document in project.documents:
        parent = project.documents_by_id.get(document.parent or "")
        if parent is None or not is_closed(project, parent) or not _is_open_record(project, document):
            continue
        closed = closed_when(project, parent)
        severity = None if project.is_history(closed) else _severity(project, document, closed)
        if severity:
            path, line = document.status_place
            since = f", which was closed on {closed.astimezone(UTC):%Y-%m-%d}" if closed else ", which is closed"
            yield Finding(
                code=RULE.code,
                severity=severity,
                message=f"{document.id} is still {document.status} under {parent.id}{since}",
                location=Location(path=path, line=line),
                subject=document.id,
            )


def _is_open_record(project: Project, document: Document) -> bool:
    is_record = project.settings.is_executable(document.type) and document.type != "TEMPLATE"
    return is_record and project.is_open(document)


def _severity(project: Project, document: Document, closed: datetime | None) -> Severity | None:
    """How much it matters that a child is open; None while that is as it should be."""
    match document.type:
        case "VAR" if (
            document.id in project.approvals_by_id and document.newest_file.contents.variance_type != _CLOSED_FIRST
        ):
            return RULE.severity if _is_long_ago(project, closed) else Severity.NOTE
        case "ADD":
            events = project.timelines_by_id[document.id].events
            begun = next((event.when for event in events if event.when), None)
            return RULE.severity if _is_long_ago(project, begun) else None
        case _:
            return RULE.severity


def _is_long_ago(project: Project, moment: datetime | None) -> bool:
    if moment is None or project.as_of is None:
        return False
    return (project.as_of - moment.astimezone(UTC).date()).days > project.settings.project.open_child_days


RULE = Rule(code="REC104", title="Open child of a closed record", severity=Severity.WARNING, check=check, page=__doc__)
