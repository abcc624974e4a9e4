"""The last state that an audit log tells is not the one that the metadata state.

**Why.** The log is the evidence for the state. A state without an event in the log was reached by nobody. Steps back to work, as
checking out makes them, are known to be left out of logs, and are no finding.

**Bad.** `.audit/CR/CR-001.jsonl` ends with `POST_APPROVED`, and `.meta/CR/CR-001.json` says `CLOSED`.

**Good.** The log ends with `"to_status": "CLOSED"`.

**Fix.** Find out by `git log` which of the two is true. Correct the metadata, or record the event that is missing with today's
date.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.rules.rule import Rule
from qms_site.rules.trails import brief, logged_documents, place_of
from qms_site.timeline.events import Event
from qms_site.timeline.transitions import leads_back


def check(project: Project) -> Iterator[Finding]:
    """One finding for each document whose log, read in full, ends in another state than its metadata state."""
    unread = {problem.path for problem in project.sidecar_problems}
    for document, events in logged_documents(project):
        last = _last_state(project, document)
        if last is None or last.to_state is None or document.sidecar is None or document.status is None:
            continue
        if events[0].path in unread or last.to_state == document.status or _is_left_out(project, document, last):
            continue
        place = next((event for event in events if event.line == last.line), events[-1])
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"the audit log of {document.id} ends in {brief(last.to_state)}, and its metadata say "
            f"{brief(document.status)}",
            location=place_of(place),
            subject=document.id,
            hint=f"an event that leads to {brief(document.status)} is missing, or {document.sidecar.path} was changed without one",
        )


def _last_state(project: Project, document: Document) -> Event | None:
    events = project.timelines_by_id[document.id].events
    return next((event for event in reversed(events) if event.source == "audit" and event.to_state), None)


def _is_left_out(project: Project, document: Document, last: Event) -> bool:
    """Whether the step from the last state told to the present one is one that logs leave out."""
    later = [event for event in document.events if event.line > (last.line or 0)]
    if any(event.kind.upper() in project.settings.audit.left_out for event in later):
        return True
    lifecycle = project.settings.lifecycle_of(document.type)
    return leads_back(str(last.to_state), str(document.status), lifecycle)


RULE = Rule(code="AUD102", title="Log and metadata differ", severity=Severity.WARNING, check=check, page=__doc__)
