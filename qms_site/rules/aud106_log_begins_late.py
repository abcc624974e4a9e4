"""The first event of an audit log is not the creation of its document.

**Why.** A log that begins in the middle says nothing of what came before: who wrote the document, and who approved it first.
Where the document existed before its log, or may have since git does not go back so far, that is how a team comes under control,
and a note. Where git was there before the log and did not have the document, lines are missing.

**Bad.** The first line of the log is an `APPROVE`, and the document was committed on the same day for the first time.

**Good.** `{"event": "CREATE", ...}` is the first line.

**Fix.** Look for the lines in git (AUD201 tells of logs that were rewritten). A log of a document that was taken over begins
with an event that says so: `IMPORT`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.sidecars import AuditEvent
from qms_site.rules.naming import name_sorted
from qms_site.rules.rule import Rule
from qms_site.rules.trails import brief, first_place, logged_documents, place_of

_BEGINNINGS = ("CREAT", "IMPORT", "MIGRAT", "INIT", "REGIST", "NEW")
"""Words in the kind of an event that begins a log."""


def check(project: Project) -> Iterator[Finding]:
    """One finding for each log that lost its beginning; one note for all that were begun for documents that existed."""
    unread = {problem.path for problem in project.sidecar_problems}
    late: dict[str, AuditEvent] = {}
    logged = tuple(logged_documents(project))
    oldest = min((commit.committed for commit in project.commits if commit.committed), default=None) if logged else None
    for document, events in logged:
        first = events[0]
        begins = any(word in first.kind.upper() for word in _BEGINNINGS)
        if begins or first is not document.events[0] or first.path in unread:
            continue
        if _was_there(project, document, first.when, oldest):
            late[document.id] = first
            continue
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"the audit log of {document.id} begins with {brief(first.kind)}, and not with its creation",
            location=place_of(first),
            subject=document.id,
            hint="no commit from before that event has the document",
        )
    if late:
        yield _begun_late(late)


def _begun_late(late: Mapping[str, AuditEvent]) -> Finding:
    subject, place = first_place(late)
    one = next(iter(late))
    return Finding(
        code=RULE.code,
        severity=Severity.NOTE,
        message=f"the audit log of {one} was begun when the document existed, with {brief(late[one].kind)}"
        if len(late) == 1
        else f"{len(late)} audit logs were begun when their documents existed: {name_sorted(late)}",
        location=place,
        subject=subject,
        hint="what came before is told by git alone",
    )


def _was_there(project: Project, document: Document, begun: datetime | None, oldest: datetime | None) -> bool:
    """Whether the document may be older than its log; taken for granted where git does not go back to before the log."""
    events = project.timelines_by_id[document.id].events
    is_older = bool(events) and events[0].source == "git"
    return is_older or begun is None or oldest is None or oldest >= begun


RULE = Rule(code="AUD106", title="Log begins late", severity=Severity.WARNING, check=check, page=__doc__)
