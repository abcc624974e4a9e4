"""The page that says in numbers how governed a project is."""

from qms_site.markdown.options import Heading
from qms_site.pages.evidence_page import EvidencePage
from qms_site.views.governed import JUDGED, build_governed_view
from qms_site.views.run import Run


def governed_page(run: Run) -> EvidencePage | None:
    """The page; None without a history."""
    if not run.project.ledger.entries:
        return None
    view = build_governed_view(run)
    sections = {
        "authority": "Authority of changes",
        **({"claims": "What documents say of commits"} if view.claims else {}),
        **({"systems": "By system"} if view.systems else {}),
        "before": "Before governance",
        "told": "What was found",
    }
    return EvidencePage(
        name="governed",
        title="How governed",
        template="governed.j2",
        view=view,
        headings=tuple(Heading(level=2, id=id_, text=text) for id_, text in sections.items()),
        is_wide=False,
        context={"standings": [standing.value for standing in JUDGED]},
    )
