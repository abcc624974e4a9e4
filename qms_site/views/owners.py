"""Who answers for a document, and how well that name is supported."""

from collections.abc import Sequence

from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.timeline.assurance import Backing, back_events, back_name
from qms_site.views.names import NameView, view_name

OWNER_KEYS = ("owner",)


def owner_of(project: Project, document: Document, backings: Sequence[Backing | None] | None = None) -> NameView | None:
    """The owner, whom an event of the time line by the same person corroborates; ``backings`` are those of the events."""
    if not document.owner:
        return None
    events = project.timelines_by_id[document.id].events
    known = back_events(document, events, project.sources) if backings is None else backings
    return view_name(back_name(document.owner, OWNER_KEYS, events, known, project.people), document.owner)
