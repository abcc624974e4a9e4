"""A document went from one state to another in a way that its lifecycle does not allow.

**Why.** The lifecycle is the procedure: who skips a state skips the review or the approval that it stands for. The steps are
those of `[lifecycles.<name>.steps]`. What a log is known to leave out is no violation: checking out and in (`left-out` under
`[audit]`), and states of a review of which its other events tell. Where commits alone tell, one may take a document over
several steps, but not back where no way leads, unless it reverts the commit that went there. The same step of several
documents is told as one.

**Bad.** `{"event": "STATUS_CHANGE", "from_status": "DRAFT", "to_status": "EFFECTIVE"}` with no review before it.

**Good.** The same after `ROUTE_REVIEW`, `REVIEW` and `APPROVE`.

**Fix.** If the step was wrong, record the deviation. If it is allowed, add it to the steps of the lifecycle in `qms.toml`.
"""

import re
from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.rules.naming import name_sorted
from qms_site.rules.rule import Rule
from qms_site.rules.trails import brief
from qms_site.text import count_of
from qms_site.timeline.events import Event
from qms_site.timeline.transitions import Step, find_forbidden_steps


def check(project: Project) -> Iterator[Finding]:
    """One finding for each kind of step that a lifecycle does not allow, with the documents that took it."""
    taken: dict[tuple[str, str, bool], list[tuple[Document, Step]]] = {}
    commits = project.changes.commit_by_hash
    for document in project.documents:
        events = project.timelines_by_id[document.id].events
        for step in find_forbidden_steps(events, document.type, project.settings):
            commit = commits.get(step.event.commit or "")
            is_undone = _is_revert(commit.message if commit else "", events)
            if step.before != _CANCELLED and not is_undone and not project.is_history(step.event.when):
                taken.setdefault((step.before, step.after, step.is_written), []).append((document, step))
    for (before, after, is_written), steps in taken.items():
        names = dict.fromkeys(document.id for document, _ in steps)
        document, first = steps[0]
        way = f"from {brief(before)} to {brief(after)}"
        untold = "" if is_written else ", and no event tells how"
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{document.id} went {way}, which its lifecycle does not allow{untold}"
            if len(names) == 1
            else f"{len(names)} documents went {way}, which their lifecycle does not allow{untold}, in "
            f"{count_of(len(steps), 'step')}: {name_sorted(names)}",
            location=_place(document, first) if len(names) == 1 else None,
            subject=document.id if len(names) == 1 else f"{brief(before)} to {brief(after)}",
            hint=_hint(project, document, before),
        )


_CANCELLED = "CANCELLED"
"""Of what was cancelled and is open again, DOC205 tells."""


def _is_revert(message: str, events: tuple[Event, ...]) -> bool:
    """Whether a commit says that it reverts another one that changed the state of the document."""
    if "revert" not in message.lower():
        return False
    made = {event.commit for event in events if event.commit}
    return any(commit.startswith(name) for name in _HASH.findall(message[:_LONGEST]) for commit in made)


_HASH = re.compile(r"\b[0-9a-f]{7,64}\b")
_LONGEST = 10_000


def _hint(project: Project, document: Document, before: str) -> str:
    following = project.settings.lifecycle_of(document.type).following(before)
    return f"after {before} may come {', '.join(following)}" if following else f"nothing may come after {brief(before)}"


def _place(document: Document, step: Step) -> Location:
    if step.event.source == "audit" and document.events:
        return Location(path=document.events[0].path, line=step.event.line)
    return Location(path=document.path)


RULE = Rule(code="AUD101", title="Step not allowed", severity=Severity.WARNING, check=check, page=__doc__)
