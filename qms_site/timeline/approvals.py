"""Approvals: which text of a document was approved, and when."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from qms_site.records.documents import Document, declared_version
from qms_site.records.files import DocumentFile
from qms_site.settings import Settings, Stage
from qms_site.timeline.events import Event
from qms_site.timeline.versions import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """An approved text that is still a file of the revision. ``when`` is None where no dated event tells of the approval.

    ``is_finished``: nothing is left to be filled in, because the document is not executed, or its execution was approved.
    """

    file: DocumentFile
    version: str | None
    when: datetime | None
    is_finished: bool


def find_approval(document: Document, timeline: Timeline, settings: Settings) -> Approval | None:
    """The approved text of a document; None while there is none, where it was left out, and for what was retired or cancelled."""
    find = _of_record if settings.is_executable(document.type) else _of_text
    approval = find(document, timeline, settings)
    return approval if approval and approval.file.left_out is None else None


def _of_record(document: Document, timeline: Timeline, settings: Settings) -> Approval | None:
    """A record is approved from its pre-approval on; what follows in the order of its states is execution and its review."""
    states = settings.lifecycle_of(document.type).states
    status = document.status or ""
    if states.get(status) is Stage.HOLD:  # it is as it was before it was put on hold
        before = [event.to_state for event in timeline.events if event.to_state and event.to_state != status]
        status = before[-1] if before else status
    stage = states.get(status)
    if stage is None or stage in _NOT_APPROVED:
        return None
    order = list(states)
    executing = next(place for place, state in enumerate(order) if states[state] is Stage.EXECUTION)
    approving = [state for state in order[:executing] if states[state] is Stage.APPROVED]
    place = order.index(status)
    if place < order.index((approving or order[executing:])[0]):
        return None
    if place > executing and stage is not Stage.CLOSED and not _was_executed(timeline, states):
        return None  # a state that a team added stands last, whatever part of the way it belongs to
    when = _last(timeline.events, approving) or _first(timeline.events, (order[executing], status))
    is_finished = stage is Stage.CLOSED or (stage is Stage.APPROVED and place > executing)
    return Approval(file=document.newest_file, version=document.version, when=when, is_finished=is_finished)


def _was_executed(timeline: Timeline, states: Mapping[str, Stage]) -> bool:
    """Whether an event tells of an execution; taken for granted where no event tells of anything."""
    reached = [states.get(event.to_state) for event in timeline.events if event.to_state]
    return not reached or Stage.EXECUTION in reached


_NOT_APPROVED = frozenset({Stage.DRAFT, Stage.HOLD, Stage.RETIRED})


def _of_text(document: Document, timeline: Timeline, settings: Settings) -> Approval | None:
    """A text is approved when it reached its approval; with a newer draft beside it, the one in force is meant."""
    states = settings.lifecycle_of(document.type).states
    stage = states.get(document.status or "")
    approving = {state for state, meant in states.items() if meant in (Stage.APPROVED, Stage.EFFECTIVE)}
    if stage in (Stage.APPROVED, Stage.EFFECTIVE):
        file, version = document.newest_file, document.version
    elif timeline.in_force and document.draft is not None and document.draft is not document.file:
        file, version = document.file, declared_version(document.file) or timeline.in_force
    else:
        return None
    of_version = tuple(event for event in timeline.events if event.version in (None, version))
    return Approval(file=file, version=version, when=_first(of_version, approving), is_finished=True)


def _first(events: Iterable[Event], states: Container[str]) -> datetime | None:
    return next((event.when for event in events if event.when and event.to_state in states), None)


def _last(events: Iterable[Event], states: Container[str]) -> datetime | None:
    return _first(reversed(tuple(events)), states)
