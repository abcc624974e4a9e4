"""The signature sheet of an evidence package: who approved which version when, and how well name and date are supported."""

from collections.abc import Iterable, Iterator, Sequence

from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.reports.tables import Cell, Table
from qms_site.settings import Stage
from qms_site.timeline.assurance import Backing, back_events, back_name
from qms_site.timeline.events import Event
from qms_site.timeline.rounds import APPROVER_KEYS, REVIEWER_KEYS, is_approval, is_review
from qms_site.views.names import view_name

_COLUMNS = (
    *("document", "version", "what", "name", "written as", "role", "kind", "when"),
    *("name is", "because", "date is", "because of the date", "source"),
)
_SETTLED = frozenset({Stage.APPROVED, Stage.EFFECTIVE, Stage.CLOSED})


def signature_table(project: Project, system: str, documents: Iterable[Document]) -> Table:
    """All approvals and reviews of some documents up to the day judged by, document by document, the oldest first."""
    rows = tuple(row for document in documents for row in _rows_of(project, document))
    return Table(title=f"{system}: signatures", subject=system, columns=_COLUMNS, rows=rows)


def _rows_of(project: Project, document: Document) -> Iterator[tuple[Cell, ...]]:
    events = project.timelines_by_id[document.id].events
    backings = back_events(document, events, project.sources)
    for event, backing in zip(events, backings, strict=True):
        what = _what(project, document, event)
        is_ahead = event.when is not None and project.as_of is not None and event.when.date() > project.as_of
        if what and backing and not is_ahead:
            when = event.when.isoformat() if event.when else ""
            source = f"commit {event.commit}" if event.commit else f"audit log, line {event.line}"
            yield _row(document, event.version, what, event.actor or "", when, backing, source)
    if not document.events:
        yield from _named_in_text(project, document, events, backings)


def _what(project: Project, document: Document, event: Event) -> str | None:
    """What an event tells that somebody did to a version; None for what is no signature.

    Where a log tells who approved, whoever committed a state has approved nothing.
    """
    if event.source == "audit":
        return "approved" if is_approval(event.kind) else "reviewed" if is_review(event.kind) else None
    if document.events:
        return None
    is_settled = project.settings.stage_of(document.type, event.to_state) in _SETTLED and event.on_production
    return f"committed as {(event.to_state or '').replace('_', ' ').lower()}" if is_settled else None


def _named_in_text(
    project: Project, document: Document, events: Sequence[Event], backings: Sequence[Backing | None]
) -> Iterator[tuple[Cell, ...]]:
    """Approvers and reviewers that only the text of a document names."""
    for found in project.rounds_by_id.get(document.id, ()):
        for what, names, keys in (
            ("named as approver", found.approvers, APPROVER_KEYS),
            ("named as reviewer", found.reviewers, REVIEWER_KEYS),
        ):
            for name in names:
                backing = back_name(name, keys, events, backings, project.people)
                when = found.when.isoformat() if found.when else ""
                source = f"{found.path}:{found.line}" if found.line else found.path
                yield _row(document, document.version, what, name, when, backing, source)


def _row(
    document: Document, version: str | None, what: str, written: str, when: str, backing: Backing, source: str
) -> tuple[Cell, ...]:
    view = view_name(backing, written)
    kind = backing.standing.kind if backing.standing.is_known else "not in [people]"
    return (
        *(document.id, version or "", what, view.name, view.written or "", view.roles, kind, when),
        *(view.support, view.why, view.day_support, view.why_day, source),
    )
