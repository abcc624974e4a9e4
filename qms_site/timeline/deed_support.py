"""How well the names in the tables of a record are supported: by its commits, or by the events of its time line."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from qms_site.records.documents import Document
from qms_site.records.signed_cells import Part
from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.assurance import Backing, Sources, Support, back_name, is_authenticated
from qms_site.timeline.deeds import Work, is_near, nearest, signed_in, was_executed
from qms_site.timeline.events import Event
from qms_site.timeline.people import People, Standing
from qms_site.timeline.rounds import APPROVER_KEYS, AUTHOR_KEYS, is_approval, is_review

Told = tuple[Event, Backing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What tells of one document, by identity: events, those of its log that speak for deeds, and the commits on it."""

    events: Mapping[str, tuple[Told, ...]]
    """Of all events the best supported one, and the best of those that may tell of an approval."""
    during: Mapping[str, tuple[Told, ...]]
    """Those of the log while it was executed, in the order of their days."""
    reviews: Mapping[str, tuple[Told, ...]]
    """The same, with all reviews and approvals."""
    work: Work
    sources: Sources


def gather(events: Sequence[Event], backings: Sequence[Backing | None], work: Work, sources: Sources) -> Telling:
    """What tells of a document with these events, behind each of which somebody stands or nobody."""
    told = [(event, backing) for event, backing in zip(events, backings, strict=True) if backing]
    logged = sorted((entry for entry in told if entry[0].source == "audit" and entry[0].when), key=_day_of)
    during = [(event, backing) for event, backing in logged if _is_during(event, work)]
    reviews = [
        (event, backing)
        for event, backing in logged
        if is_review(event.kind) or is_approval(event.kind) or _is_during(event, work)
    ]
    return Telling(
        events=MappingProxyType({identity: _best_of(entries) for identity, entries in _by_identity(told).items()}),
        during=_by_identity(during),
        reviews=_by_identity(reviews),
        work=work,
        sources=sources,
    )


def _is_during(event: Event, work: Work) -> bool:
    return event.when is not None and was_executed(work.windows, event.when)


def _best_of(told: Sequence[Told]) -> tuple[Told, ...]:
    """What a name is held against: of very many events of one person two say as much as all."""
    approving = [entry for entry in told if entry[0].source == "git" or is_approval(entry[0].kind)]
    return tuple(max(some, key=_rank_of) for some in (told, approving) if some)


def _rank_of(told: Told) -> int:
    return tuple(Support).index(told[1].name)


def _by_identity(told: Iterable[Told]) -> Mapping[str, tuple[Told, ...]]:
    found: dict[str, list[Told]] = {}
    for event, backing in told:
        found.setdefault(backing.standing.identity, []).append((event, backing))
    return MappingProxyType({identity: tuple(entries) for identity, entries in found.items()})


def _day_of(told: Told) -> date:
    return told[0].when.date() if told[0].when else date.min


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What a row says: the names as written, what they did, when, and the commits that it names."""

    name: str
    part: Part = Part.PERFORMED
    day: date | None = None
    commits: tuple[str, ...] = ()


def back_deed(deed: Deed, telling: Telling) -> tuple[Backing, ...]:
    """Who stands behind each of the names of a row."""
    return tuple(_back(name, deed, telling) for name in split_names(deed.name, telling.sources.people))


def split_names(written: str, people: People) -> tuple[str, ...]:
    """The names of a cell: one where the settings call somebody so, else what commas and the like part."""
    if people.of_user(written, None).is_known:
        return (written,)
    return tuple(name for name in map(str.strip, _BETWEEN.split(written)) if name) or (written,)


_BETWEEN = re.compile(r"[,;/+&]|\band\b")


def least(backings: Iterable[Backing]) -> Support:
    """How well all of several names are supported."""
    return min((backing.name for backing in backings), key=tuple(Support).index)


def deed_commits(documents: Iterable[Document], work: Mapping[str, Work], people: People) -> Iterator[str]:
    """Hashes of the commits that speak for names in tables of records."""
    for document in documents:
        for cell in signed_in(document) if document.id in work else ():
            for name in split_names(cell.name, people):
                identity = people.of_user(name, cell.date).identity
                if found := work[document.id].find(identity, cell.date, cell.commits):
                    yield found[0].hash


def _back(name: str, deed: Deed, telling: Telling) -> Backing:
    people = telling.sources.people
    standing = people.of_user(name, deed.day)
    if keys := _KEYS.get(deed.part):
        told = telling.events.get(standing.identity, ())
        return back_name(name, keys, [event for event, _ in told], [backing for _, backing in told], people)
    found = telling.work.find(standing.identity, deed.day, deed.commits)
    if found:
        return _of_commit(standing, deed, *found, telling.sources)
    told = (telling.reviews if deed.part is Part.REVIEWED else telling.during).get(standing.identity, ())
    return _of_event(standing, deed, nearest(told, deed.day, _day_of))


_KEYS = {Part.APPROVED: APPROVER_KEYS, Part.WROTE: AUTHOR_KEYS}
"""Parts that events tell of, whenever they were; what was performed or reviewed, the execution tells."""


def _of_commit(standing: Standing, deed: Deed, commit: CommitRecord, is_named: bool, sources: Sources) -> Backing:  # noqa: FBT001 - as it was found
    is_signed = is_authenticated(standing, commit, sources)
    what = "which the row names" if is_named else "which changed the record while it was executed"
    why = f"the same person made commit {commit.hash[:10]}, {what}"
    day, why_day = _untold_day(deed)
    if deed.day and is_near(commit, deed.day):
        day = Support.AUTHENTICATED if is_signed else Support.CORROBORATED
        why_day = "that commit is of the same day, or the one beside it"
    return Backing(
        standing=standing,
        name=Support.AUTHENTICATED if is_signed else Support.CORROBORATED,
        why_name=why + (", and its signature is good" if is_signed else ""),
        day=day,
        why_day=why_day,
    )


def _of_event(standing: Standing, deed: Deed, told: Told | None) -> Backing:
    """Somebody whose commits do not tell of the row: an event of the audit log may."""
    day, why_day = _untold_day(deed)
    if told is None:
        name, why = Support.ASSERTED, "the text alone says so"
    else:
        event, backing = told
        name = Support.AUTHENTICATED if backing.name is Support.AUTHENTICATED else Support.CORROBORATED
        what = event.kind[:_LONGEST].replace("_", " ").lower()
        why = f"the audit log tells of the same person: {what} on {_day_of(told):%Y-%m-%d}"
        if deed.day == _day_of(told):
            day, why_day = Support.CORROBORATED, "the audit log tells of the same person on that day"
    return Backing(standing=standing, name=name, why_name=why, day=day, why_day=why_day)


_LONGEST = 80


def _untold_day(deed: Deed) -> tuple[Support, str]:
    return Support.ASSERTED, "the text alone gives it" if deed.day else ""
