"""Rounds of approval: who wrote and changed last what was approved, who reviewed it, and who approved it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from qms_site.history.statuses import StatusPoint
from qms_site.records.documents import Document
from qms_site.records.sidecars import AuditEvent
from qms_site.settings import Settings, Stage
from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.events import Event

APPROVER_KEYS = ("approvers", "approver", "approved_by")
"""Front matter keys under which a text names who approved it."""
REVIEWER_KEYS = ("reviewers", "reviewer", "reviewed_by")
"""Front matter keys under which a text names who reviewed it."""
AUTHOR_KEYS = ("author", "authors", "prepared_by")
"""Front matter keys under which a text names who wrote it."""


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """One approval, with names as they are written; ``when`` is None where nothing dates it.

    ``edited`` is the commit that changed the text last before it was approved, where commits alone tell.
    """

    document: str
    path: str
    line: int | None
    when: datetime | None
    approvers: tuple[str, ...]
    reviewers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    editor: str | None = None
    created: CommitRecord | None = None
    edited: CommitRecord | None = None


def find_rounds(
    document: Document, events: Sequence[Event], points: Sequence[StatusPoint], settings: Settings
) -> tuple[Round, ...]:
    """The rounds of a document, oldest first: those that its log tells, or the one that its text names."""
    if document.events:
        return tuple(_in_log(document, settings))
    return tuple(_in_text(document, events, points, settings))


def is_approval(kind: str) -> bool:
    """Whether events of a kind tell that somebody approved, and not that somebody was asked to, refused or took it back."""
    return "APPROV" in kind.upper() and not _is_request(kind) and not _is_refusal(kind)


def is_review(kind: str) -> bool:
    """Whether events of a kind tell that somebody reviewed."""
    return "REVIEW" in kind.upper() and not _is_request(kind)


def _is_request(kind: str) -> bool:
    return any(word in kind.upper() for word in (*_REQUESTS, *_TAKEN_BACK))


def _is_refusal(text: str) -> bool:
    return any(word in text.upper() for word in _REFUSED)


_REQUESTS = ("ROUTE", "REQUEST", "SUBMIT", "ASSIGN", "REMIND", "OVERDUE")
_TAKEN_BACK = ("UNAPPROV", "DISAPPROV", "REVOKE", "WITHDR", "RESCIND")
_EDITS = ("CREAT", "CHECKIN", "CHECK_IN", "CHECKOUT", "CHECK_OUT", "EDIT", "UPDATE", "REVISE")
_ENDS = ("RELEASE", "CLOSE", "EFFECTIVE", "RETIR", "CANCEL")
_SETTLED = frozenset({Stage.APPROVED, Stage.EFFECTIVE, Stage.EXECUTION, Stage.CLOSED})
_REFUSED = ("REJECT", "REFUS", "DECLIN", "UPDATES_REQUIRED")


def _in_log(document: Document, settings: Settings) -> Iterator[Round]:
    author: str | None = None
    editor: str | None = None
    approved: list[AuditEvent] = []
    reviewed: list[AuditEvent] = []

    def round_of() -> Iterator[Round]:
        if approved:
            last = approved[-1]
            yield Round(
                document=document.id,
                path=last.path,
                line=last.line,
                when=last.when,
                approvers=_users(approved),
                reviewers=_users(reviewed),
                authors=(author,) if author else (),
                editor=editor,
            )

    for event in document.events:
        kind = event.kind.upper()
        if any(word in kind for word in _EDITS):
            yield from round_of()
            approved, reviewed = [], []
            editor = event.user or editor
            author = author or (event.user if "CREAT" in kind else None)
        elif any(word in kind for word in _TAKEN_BACK):
            approved = _without(approved, event.user) if "APPROV" in kind else approved
            reviewed = _without(reviewed, event.user) if "REVIEW" in kind else reviewed
        elif is_approval(kind) and not _is_refusal(event.outcome or ""):
            approved.append(event)
        elif is_review(kind):
            reviewed.append(event)
        elif _is_refusal(kind) or is_approval(kind):
            approved = []  # what was refused is not approved by those who had approved it before
        elif any(word in kind for word in _ENDS) or _is_settled(event, document, settings):
            yield from round_of()
            approved, reviewed = [], []
    yield from round_of()


def _without(events: Iterable[AuditEvent], user: str | None) -> list[AuditEvent]:
    return [event for event in events if event.user != user]


def _is_settled(event: AuditEvent, document: Document, settings: Settings) -> bool:
    state = settings.state_of(event.to_status, document.type) if event.to_status else None
    return settings.stage_of(document.type, state) in _SETTLED


def _users(events: Iterable[AuditEvent]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(event.user for event in events if event.user))


def _in_text(
    document: Document, events: Sequence[Event], points: Sequence[StatusPoint], settings: Settings
) -> Iterator[Round]:
    """The round of the present text, where it is approved and names who approved it."""
    stage = settings.stage_of(document.type, document.status)
    approvers = named_in(document, APPROVER_KEYS)
    if stage not in _SETTLED or not approvers:
        return
    settled = [
        event for event in events if event.commit and settings.stage_of(document.type, event.to_state) in _SETTLED
    ]
    made = settled[-1] if settled else None
    before = [point.commit for point in points if made and _is_before(point, made)]
    yield Round(
        document=document.id,
        path=document.path,
        line=None,
        when=made.when if made else None,
        approvers=approvers,
        reviewers=named_in(document, REVIEWER_KEYS),
        authors=named_in(document, AUTHOR_KEYS),
        created=points[0].commit if points and not points[0].is_boundary else None,
        edited=before[-1] if before else None,
    )


def _is_before(point: StatusPoint, made: Event) -> bool:
    moment = point.commit.committed
    return point.commit.hash != made.commit and moment is not None and made.when is not None and moment <= made.when


def named_in(document: Document, keys: Iterable[str]) -> tuple[str, ...]:
    """Names that the front matter of a document gives under the first of these keys that gives any."""
    for key in keys:
        value = document.file.fields.get(key)
        entries = value if isinstance(value, tuple) else (value,)
        names = (entry.get("name") if isinstance(entry, Mapping) else entry for entry in entries)
        found = tuple(name.strip() for name in names if isinstance(name, str) and name.strip())
        if found:
            return found
    return ()
