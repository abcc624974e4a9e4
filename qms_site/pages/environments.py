"""The pages of environments and of submodules."""

from collections.abc import Iterable

from qms_site.markdown.options import Heading
from qms_site.pages.evidence_page import EvidencePage
from qms_site.views.environments import build_environments
from qms_site.views.run import Run
from qms_site.views.submodules import build_submodules


def environments_page(run: Run) -> EvidencePage | None:
    """Production and test environments side by side, and every branch; None without git."""
    view = build_environments(run)
    if not view:
        return None
    sections = [("side-by-side", "Side by side"), ("branches", "Branches")]
    sections += [("approaches", "Which approach for which change")] if view.approaches else []
    return EvidencePage(
        name="environments",
        title="Environments",
        template="environments.j2",
        view=view,
        headings=_headings(sections),
    )


def submodules_page(run: Run) -> EvidencePage | None:
    """Where submodules stand and how they moved; None where there never was one."""
    view = build_submodules(run)
    if not view:
        return None
    sections = [("now", "Where they stand"), ("moves", "Moves")]
    return EvidencePage(
        name="submodules", title="Submodules", template="submodules.j2", view=view, headings=_headings(sections)
    )


def _headings(sections: Iterable[tuple[str, str]]) -> tuple[Heading, ...]:
    return tuple(Heading(level=2, id=id_, text=text) for id_, text in sections)
