"""Pages that hold documents against history: which there are, and in which order navigation shows them."""

from collections.abc import Iterator

from qms_site.pages.audit_trail import audit_trail_page
from qms_site.pages.environments import environments_page, submodules_page
from qms_site.pages.evidence_page import EvidencePage
from qms_site.pages.governed import governed_page
from qms_site.pages.ledger import ledger_page
from qms_site.views.run import Run


def plan_evidence(run: Run) -> tuple[EvidencePage, ...]:
    """The pages of a run, in the order of the navigation; those that have nothing to show are left out."""
    return tuple(page for page in _pages(run) if page)


def _pages(run: Run) -> Iterator[EvidencePage | None]:
    yield governed_page(run)
    yield ledger_page(run.project)
    yield audit_trail_page(run)
    yield environments_page(run)
    yield submodules_page(run)
