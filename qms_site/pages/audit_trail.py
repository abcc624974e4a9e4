"""The page that says of each document whether its audit trail is intact."""

from qms_site.markdown.options import Heading
from qms_site.pages.evidence_page import EvidencePage
from qms_site.views.run import Run
from qms_site.views.trails import build_trails


def audit_trail_page(run: Run) -> EvidencePage | None:
    """The page; None where neither git nor a log tells of any document."""
    project = run.project
    if not project.documents or not (
        project.revision.has_git or any(document.events for document in project.documents)
    ):
        return None
    view = build_trails(run)
    sections = (
        ("trails", "Documents", True),
        ("deleted", "Deleted records", bool(view.deletions)),
        ("people", "People", bool(view.people)),
    )
    return EvidencePage(
        name="audit-trail",
        title="Audit trail",
        template="audit-trail.j2",
        view=view,
        headings=tuple(Heading(level=2, id=id_, text=text) for id_, text, is_there in sections if is_there),
    )
