"""What was done under a record: its states as a strip, the commits and children on it, the files, and what fell outside."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import groupby, zip_longest

import msgspec

from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.settings import Stage
from qms_site.timeline.ledger import LedgerEntry
from qms_site.timeline.places import changed_places
from qms_site.views.ledger import LedgerRow, in_time, ledger_row, made
from qms_site.views.rows import Status, label_of

MOST_COMMITS = 100
"""Commits of one record that its page lists; those that fell outside come first, and the ledger has all."""
_MOST_TICKS = 300


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the strip in one state; place and width in percent of the whole."""

    left: float
    width: float
    status: Status
    start: datetime
    end: datetime | None


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """A commit, or a child that was opened, on the strip."""

    left: float
    kind: str
    title: str


class FileWork(msgspec.Struct, frozen=True, kw_only=True):
    """A file of governed code that commits of the record changed; whether its approved text names it, None where it names none."""

    path: str
    commits: int
    is_named: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWork:
    """The work under a record."""

    spans: tuple[Span, ...]
    ticks: tuple[Tick, ...]
    first: datetime
    last: datetime
    rows: tuple[LedgerRow, ...]
    """Its commits, the oldest first."""
    left_out: int
    outside: int
    """Changes to governed code when it was not in execution, and that no other record authorised."""
    late: int
    beyond: int
    """Changes to files that its approved text does not name."""
    files: tuple[FileWork, ...]
    parent: str | None
    """The record whose plan it goes on under."""
    scope_version: str | None
    is_scope_approved: bool | None
    """Whether the scope is that of the approved text; None where the record names no file, or nothing was changed under it."""


def build_record_work(project: Project, document: Document) -> RecordWork | None:
    """The work under a document of a type that is executed; None where neither dated states nor commits are known."""
    if not project.settings.is_executable(document.type):
        return None
    entries = in_time(project.ledger.by_record.get(document.id, ()))
    states = _states(project, document)
    moments = [when for when, _ in states] + [when for entry in entries if (when := made(entry))]
    if not moments:
        return None
    first, last = min(moments), _end(project, document, moments)
    scope = project.ledger.scopes.by_record.get(document.id)
    shown = _shown(entries, document.id)
    return RecordWork(
        spans=tuple(_spans(project, document, states, first, last)),
        ticks=tuple(_ticks(project, document, entries, first, last)),
        first=first,
        last=last,
        rows=tuple(ledger_row(entry, project) for entry in shown),
        left_out=len(entries) - len(shown),
        outside=sum(_fell_outside(entry, document.id) for entry in entries),
        late=sum(_verdict(entry, document.id) in ("late", "early") for entry in entries if entry.standing),
        beyond=sum(_is_beyond(entry, document.id) for entry in entries),
        files=tuple(_files(project, document.id, entries)),
        parent=document.parent if document.parent in project.ledger.scopes.by_record else None,
        scope_version=scope.version if scope else None,
        is_scope_approved=scope.is_approved if scope else None,
    )


def _states(project: Project, document: Document) -> list[tuple[datetime, str]]:
    events = project.timelines_by_id[document.id].events
    dated = [(event.when, event.to_state) for event in events if event.when and event.to_state]
    ordered = sorted(dated, key=lambda entry: entry[0])
    # A log and the commit that brought it may both tell of a state; it lasts from the first of them.
    return [next(told) for _, told in groupby(ordered, key=lambda entry: entry[1])]


def _end(project: Project, document: Document, moments: Sequence[datetime]) -> datetime:
    """The last thing that happened; of a record that is open, the day that it is judged by."""
    last = max(moments)
    if project.is_open(document) and project.as_of:
        return max(last, datetime.combine(project.as_of, time(), tzinfo=UTC))
    return last


def _shown(entries: Sequence[LedgerEntry], record: str) -> list[LedgerEntry]:
    """The commits that are listed, oldest first: of very many those that fell outside, then the newest."""
    if len(entries) <= MOST_COMMITS:
        return list(entries)
    places = sorted(range(len(entries)), key=lambda place: (not _fell_outside(entries[place], record), -place))
    return [entries[place] for place in sorted(places[:MOST_COMMITS])]


def _verdict(entry: LedgerEntry, record: str) -> str:
    return next((answer.verdict for answer in entry.answers if answer.record == record), "")


def _fell_outside(entry: LedgerEntry, record: str) -> bool:
    is_judged = entry.standing is not None and not entry.is_history
    is_other = any(answer.verdict == "inside" for answer in entry.answers)
    return is_judged and not is_other and _verdict(entry, record) == "outside"


def _is_beyond(entry: LedgerEntry, record: str) -> bool:
    is_named = next((answer.in_scope for answer in entry.answers if answer.record == record), None)
    return entry.is_out_of_scope and is_named is False and _verdict(entry, record) == "inside"


def _place(moment: datetime, first: datetime, last: datetime) -> float:
    whole = (last - first).total_seconds()
    share = (moment - first).total_seconds() / whole if whole else 0.5
    return round(100 * min(max(share, 0), 1), 2)


def _spans(
    project: Project, document: Document, states: Sequence[tuple[datetime, str]], first: datetime, last: datetime
) -> Iterator[Span]:
    """One stretch for each state that lasted; what followed within the same moment left no trace on the strip."""
    for (start, state), following in zip_longest(states, states[1:]):
        end = following[0] if following else None
        left, right = _place(start, first, last), _place(end or last, first, last)
        stage = project.settings.stage_of(document.type, state)
        is_final = end is None and stage in (Stage.CLOSED, Stage.RETIRED)
        if right > left and not is_final:
            status = Status(label=label_of(state), stage=stage)
            yield Span(left=left, width=round(right - left, 2), status=status, start=start, end=end)


def _ticks(
    project: Project, document: Document, entries: Sequence[LedgerEntry], first: datetime, last: datetime
) -> Iterator[Tick]:
    for entry in _thinned(entries):
        when = made(entry)
        if when:
            standing = entry.standing.value if entry.standing else "merge" if entry.is_merge else "documents only"
            title = f"{when.astimezone(UTC):%Y-%m-%d %H:%M} {entry.commit.hash[:10]} {entry.commit.subject[:100]}: {standing}"
            kind = standing.replace(" ", "-")
            yield Tick(left=_place(when, first, last), kind=kind, title=title)
    for child in document.children:
        begun = min((when for when, _ in _states(project, project.documents_by_id[child])), default=None)
        if begun and first <= begun <= last:
            yield Tick(
                left=_place(begun, first, last), kind="child", title=f"{begun:%Y-%m-%d %H:%M} {child} was opened"
            )


def _thinned(entries: Sequence[LedgerEntry]) -> Iterable[LedgerEntry]:
    step = max(1, -(-len(entries) // _MOST_TICKS))
    return entries[::step]


def _files(project: Project, record: str, entries: Iterable[LedgerEntry]) -> Iterator[FileWork]:
    scopes = project.ledger.scopes
    has_scope = scopes.by_record.get(record) is not None
    folders = {state.name: f"{state.path}/" for state in project.repositories}
    counts: dict[str, int] = {}
    named: dict[str, bool] = {}
    for entry in entries:
        touch = entry.own if entry.is_merge else entry.touch
        for place in changed_places(touch, folders.get(entry.repository or "", "")) if touch else ():
            counts[place.path] = counts.get(place.path, 0) + 1
            named[place.path] = named.get(place.path, True) and (not has_scope or scopes.has_named(record, place))
    for path in sorted(counts):
        yield FileWork(path=path, commits=counts[path], is_named=named[path] if has_scope else None)
