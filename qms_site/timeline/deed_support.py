"""How well the names in the tables of a record are supported: by its commits, or by the events of its time line."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qms_site.records.documents import Document
from qms_site.records.signed_cells import Part
from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.assurance import Backing, Sources, Support, back_name, is_authenticated
from qms_site.timeline.deeds import Work, days_between, signed_in
from qms_site.timeline.events import Event
from qms_site.timeline.people import People, Standing
from qms_site.timeline.rounds import APPROVER_KEYS, AUTHOR_KEYS, is_approval, is_review
from qms_site.timeline.windows import judge_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What tells of one document: its events with who stands behind each, and the commits on it."""

    events: Sequence[Event]
    backings: Sequence[Backing | None]
    work: Work
    sources: Sources


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
    keys = _KEYS.get(deed.part)
    if keys:
        return back_name(name, keys, telling.events, telling.backings, telling.sources.people)
    standing = telling.sources.people.of_user(name, deed.day)
    found = telling.work.find(standing.identity, deed.day, deed.commits)
    if found:
        return _of_commit(standing, deed, *found, telling.sources)
    return _of_event(standing, deed, telling)


_KEYS = {Part.APPROVED: APPROVER_KEYS, Part.WROTE: AUTHOR_KEYS}
"""Parts that events tell of, whenever they were; what was performed or reviewed, the execution tells."""


def _of_commit(standing: Standing, deed: Deed, commit: CommitRecord, is_named: bool, sources: Sources) -> Backing:  # noqa: FBT001 - as it was found
    is_signed = is_authenticated(standing, commit, sources)
    what = "which the row names" if is_named else "which changed the record while it was executed"
    why = f"the same person made commit {commit.hash[:10]}, {what}"
    day, why_day = Support.ASSERTED, "" if deed.day is None else "the text alone gives it"
    if deed.day and days_between(commit, deed.day) <= _NEAR:
        day = Support.AUTHENTICATED if is_signed else Support.CORROBORATED
        why_day = "that commit is of the same day, or the one beside it"
    return Backing(
        standing=standing,
        name=Support.AUTHENTICATED if is_signed else Support.CORROBORATED,
        why_name=why + (", and its signature is good" if is_signed else ""),
        day=day,
        why_day=why_day,
    )


_NEAR = timedelta(days=1)


def _of_event(standing: Standing, deed: Deed, telling: Telling) -> Backing:
    """Somebody whose commits do not tell of the row: an event of the audit log may."""
    found = [
        (event, backing)
        for event, backing in zip(telling.events, telling.backings, strict=True)
        if backing and backing.standing.identity == standing.identity and _tells_of(event, deed, telling)
    ]
    why_day = "" if deed.day is None else "the text alone gives it"
    if not found:
        return Backing(
            standing=standing, name=Support.ASSERTED, why_name="the text alone says so", day=Support.ASSERTED,
            why_day=why_day,
        )  # fmt: skip
    event = min((event for event, _ in reversed(found)), key=lambda event: _distance(event, deed.day))
    is_signed = any(backing.name is Support.AUTHENTICATED for _, backing in found)
    is_same_day = deed.day is not None and _distance(event, deed.day) == timedelta()
    what = event.kind.replace("_", " ").lower()
    return Backing(
        standing=standing,
        name=Support.AUTHENTICATED if is_signed else Support.CORROBORATED,
        why_name=f"the audit log tells of the same person: {what} on {event.when:%Y-%m-%d}",
        day=Support.CORROBORATED if is_same_day else Support.ASSERTED,
        why_day="the audit log tells of the same person on that day" if is_same_day else why_day,
    )


def _distance(event: Event, day: date | None) -> timedelta:
    return abs(event.when.date() - day) if event.when and day else timedelta()


def _tells_of(event: Event, deed: Deed, telling: Telling) -> bool:
    """Whether an event supports that its actor did what a row says: it was executed then, or reviewed where it says that."""
    if event.source != "audit" or event.when is None:
        return False
    if deed.part is Part.REVIEWED and (is_review(event.kind) or is_approval(event.kind)):
        return True
    return judge_moment(telling.work.windows, event.when) == "inside"
