"""Whether work under a record came before the record was approved for the first time; shared by rules on branches and pointers."""

from collections.abc import Iterable
from datetime import datetime

from qms_site.project import Project
from qms_site.settings import Stage
from qms_site.timeline.windows import judge_moment, unseen_stretches

_APPROVED = frozenset({Stage.APPROVED, Stage.EXECUTION, Stage.CLOSED})


def first_approval(project: Project, record: str) -> datetime | None:
    """When a record was approved for the first time; None where it never was, or nothing tells."""
    document = project.documents_by_id[record]
    for event in project.timelines_by_id[record].events:
        if event.when and project.settings.stage_of(document.type, event.to_state) in _APPROVED:
            return event.when
    return None


def was_before_approval(project: Project, record: str, moments: Iterable[datetime | None]) -> bool:
    """Whether all these moments lie before the record's first approval; taken for not so where that is not known.

    A record that was never approved, as far as its history goes, comes after everything. Where one commit took it past its
    approval, nobody knows when within the time before that was.
    """
    document, timeline = project.documents_by_id.get(record), project.timelines_by_id.get(record)
    known = [moment for moment in moments if moment]
    if document is None or timeline is None or not timeline.is_dated or not known:
        return False
    unseen = unseen_stretches(timeline.events, document.type, project.settings)
    if any(judge_moment(unseen, moment) != "outside" for moment in known):
        return False
    approved = first_approval(project, record)
    is_approved = project.stage_of(document) in _APPROVED
    return all(moment < approved for moment in known) if approved else not is_approved
