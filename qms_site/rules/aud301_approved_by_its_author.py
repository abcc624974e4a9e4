"""The only one who approved a text is who wrote it, or who changed it last.

**Why.** Approval is a second pair of eyes. User names, authors of commits and names in texts are joined by `[people]`; an agent
that approves what it wrote is told like a person. In a project of one person there is no second pair of eyes: that is one note
(AUD303), and only agents are told here.

**Bad.** `CREATE`, `CHECKIN` and `APPROVE` of `SOP-001` are all by `ada`.

**Good.** `APPROVE` is by `grace`, or by both.

**Fix.** Have it approved by somebody else, in a new version. If two names are two people, say so in `[people]`.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.approvers import authors_of, day_of, is_of_one_person, rounds_of
from qms_site.rules.rule import Rule
from qms_site.rules.summing_up import sum_up
from qms_site.rules.trails import brief
from qms_site.text import count_of
from qms_site.timeline.assurance import Support, back_events, back_name
from qms_site.timeline.rounds import APPROVER_KEYS, Round

_MOST = 10


def check(project: Project) -> Iterator[Finding]:
    """One finding for each document that was approved so; one in all where they are many."""
    yield from sum_up(
        _check(project),
        "documents were approved by their authors or last editors alone",
        subject="audit trail",
        most=_MOST,
    )


def _check(project: Project) -> Iterator[Finding]:
    found: dict[str, list[tuple[Round, str]]] = {}
    agents_only = is_of_one_person(project)
    for round_ in rounds_of(project):
        told = _self_approval(project, round_, agents_only=agents_only)
        if told:
            found.setdefault(round_.document, []).append((round_, told))
    for id_, rounds in found.items():
        (first, told), *more = rounds
        support = _support(project, id_, first)
        also = f", and so in {count_of(len(more), 'more round')}" if more else ""
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{id_} was approved by {told} alone{also}",
            location=Location(path=first.path, line=first.line),
            subject=id_,
            hint=f"{_HINT}; that name is {support}",
        )


_HINT = "somebody else has to approve it, or [people] has to say who stands behind the names"


def _support(project: Project, id_: str, found: Round) -> Support:
    """How well the name of who approved is supported: that of the event, or that in the text."""
    document, events = project.documents_by_id[id_], project.timelines_by_id[id_].events
    backings = back_events(document, events, project.sources)
    if document.events:
        told = zip(events, backings, strict=True)
        return next((backing.name for event, backing in told if backing and event.line == found.line), Support.ASSERTED)
    return back_name(found.approvers[0], APPROVER_KEYS, events, backings, project.people).name


def _self_approval(project: Project, found: Round, *, agents_only: bool) -> str | None:
    """Who approved alone what was their own; None where somebody else did, or nothing tells who wrote it."""
    own = authors_of(project, found)
    approvers = [project.people.of_user(name, day_of(found)) for name in found.approvers]
    if not own or not approvers or any(approver.identity not in own for approver in approvers):
        return None
    first = approvers[0]
    if agents_only and first.kind == "person":
        return None
    agent = ", an agent," if first.kind == "agent" else ""
    return f"its {own[first.identity]} {brief(first.name)}{agent}"


RULE = Rule(code="AUD301", title="Approved by its author", severity=Severity.WARNING, check=check, page=__doc__)
