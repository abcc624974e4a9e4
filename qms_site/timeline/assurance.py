"""How well a name and a date are supported: the text says so, a second source agrees, or a good signature stands for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

import msgspec

from qms_site.records.documents import Document
from qms_site.settings import Settings, Stage
from qms_site.sources.snapshot import CommitRecord, CommitSignature
from qms_site.text import read_day
from qms_site.timeline.deeds import Work
from qms_site.timeline.events import Event
from qms_site.timeline.logged_events import Brought, key_of
from qms_site.timeline.people import People, Standing, is_nobody
from qms_site.timeline.rounds import APPROVER_KEYS, AUTHOR_KEYS, REVIEWER_KEYS, is_approval, named_in


class Support(StrEnum):
    """How well something is supported, least first."""

    ASSERTED = "asserted"
    CORROBORATED = "corroborated"
    AUTHENTICATED = "authenticated"


class Backing(msgspec.Struct, frozen=True, kw_only=True):
    """Who acted, and how well that and the date are supported, each with the reason in words."""

    standing: Standing
    name: Support
    why_name: str
    day: Support
    why_day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What names and dates are held against."""

    people: People = field(default_factory=People)
    brought: Brought = field(default_factory=Brought)
    commits: Mapping[str, CommitRecord] = field(default_factory=lambda: MappingProxyType({}))
    signatures: Mapping[str, CommitSignature] = field(default_factory=lambda: MappingProxyType({}))
    """By commit, as far as git was asked."""
    work: Mapping[str, Work] = field(default_factory=lambda: MappingProxyType({}))
    """What git tells of the work on records whose tables name somebody."""
    skew: timedelta = timedelta(minutes=5)

    def is_signed(self, commit: CommitRecord | None) -> bool:
        """Whether a commit has a good signature."""
        found = self.signatures.get(commit.hash) if commit else None
        return found is not None and found.is_good


_NEAR = timedelta(days=1)


def back_events(document: Document, events: Sequence[Event], sources: Sources) -> tuple[Backing | None, ...]:
    """For each event of a document who stands behind it; None where it names nobody."""
    logged = {event.line: event for event in document.events}
    brought = sources.brought.commit_of(document.id) if document.events else {}
    return tuple(
        _of_log(event, brought.get(key_of(logged[event.line])) if event.line in logged else None, sources)
        if event.source == "audit"
        else _of_commit(document, event, sources)
        for event in events
    )


def back_name(
    name: str, keys: Iterable[str], events: Sequence[Event], backings: Sequence[Backing | None], people: People
) -> Backing:
    """A name in a text under one of these keys: an event of the same person supports it, an approval where it approves."""
    dated = [event.when for event in events if event.when]
    standing = people.of_user(name, max(dated).date() if dated else None)
    must_approve = not set(APPROVER_KEYS).isdisjoint(keys)
    found = [
        backing
        for event, backing in zip(events, backings, strict=True)
        if backing
        and backing.standing.identity == standing.identity
        and (not must_approve or event.source == "git" or is_approval(event.kind))
    ]
    best = max((backing.name for backing in found), key=_RANKS.index, default=None)
    support = Support.AUTHENTICATED if best is Support.AUTHENTICATED else Support.CORROBORATED
    return Backing(
        standing=standing,
        name=support if found else Support.ASSERTED,
        why_name="an event of the time line was made by the same person" if found else "the text alone says so",
        day=Support.ASSERTED,
        why_day="",
    )


_RANKS = tuple(Support)


def back_author(commit: CommitRecord, sources: Sources) -> Backing:
    """Who wrote a commit: git alone says so, unless it has a good signature of theirs."""
    standing = sources.people.author_of(commit)
    return _alone(standing, is_signed=is_authenticated(standing, commit, sources))


def back_committer(commit: CommitRecord, sources: Sources) -> Backing:
    """Who committed what another wrote; a good signature is theirs."""
    return _alone(sources.people.committer_of(commit), is_signed=sources.is_signed(commit))


def _alone(standing: Standing, *, is_signed: bool) -> Backing:
    name, why = _judged(False, is_signed, "", "the commit alone says so")  # noqa: FBT003 - nothing else tells
    return Backing(standing=standing, name=name, why_name=why, day=Support.ASSERTED, why_day="")


def approval_commits(
    documents: Iterable[tuple[Document, Sequence[Event]]], brought: Brought, settings: Settings
) -> tuple[str, ...]:
    """Hashes of the commits that carry approvals: those that brought the event, or made the state. Each once."""
    carrying = (name for document, events in documents for name in _carrying(document, events, brought, settings))
    return tuple(dict.fromkeys(carrying))


def is_authenticated(standing: Standing, commit: CommitRecord, sources: Sources) -> bool:
    """Whether a good signature stands for somebody: whoever committed signed, or the hosting site for the author."""
    is_own = (
        not commit.committer
        or is_nobody(commit.committer_email)
        or sources.people.committer_of(commit).identity == standing.identity
    )
    return is_own and sources.is_signed(commit)


def _carrying(document: Document, events: Sequence[Event], brought: Brought, settings: Settings) -> Iterator[str]:
    logged = {event.line: event for event in document.events}
    commits = brought.commit_of(document.id) if document.events else {}
    for event in events:
        reached = settings.stage_of(document.type, event.to_state)
        if not (is_approval(event.kind) or (event.source == "git" and reached in _APPROVED)):
            continue
        commit = commits.get(key_of(logged[event.line])) if event.line in logged else None
        yield from (commit.hash,) if commit else (event.commit,) if event.commit else ()


_APPROVED = frozenset({Stage.APPROVED, Stage.EFFECTIVE, Stage.CLOSED})


def _of_log(event: Event, commit: CommitRecord | None, sources: Sources) -> Backing | None:
    if event.actor is None:
        return None
    standing = sources.people.of_user(event.actor, _day(event.when))
    day, why_day = _day_of_log(event, commit, sources)
    if commit is None:
        name, why = Support.ASSERTED, "the audit log alone says so"
    elif _is_by(standing, commit, sources.people):
        is_signed = is_authenticated(standing, commit, sources)
        name = Support.AUTHENTICATED if is_signed else Support.CORROBORATED
        why = f"the same person made commit {commit.hash[:10]}, which brought the event"
        why += ", and its signature is good" if is_signed else ""
    else:
        by = sources.people.author_of(commit).name
        name, why = Support.ASSERTED, f"the audit log says so; commit {commit.hash[:10]}, which brought it, is by {by}"
    return Backing(standing=standing, name=name, why_name=why, day=day, why_day=why_day)


def _day_of_log(event: Event, commit: CommitRecord | None, sources: Sources) -> tuple[Support, str]:
    if event.when is None:
        return Support.ASSERTED, "it has no date that can be read"
    if commit is None or commit.committed is None:
        return Support.ASSERTED, "the audit log alone gives the date"
    later = commit.committed - event.when
    if not -sources.skew <= later <= _NEAR:
        return Support.ASSERTED, f"the audit log gives the date; it was committed on {commit.committed:%Y-%m-%d}"
    if sources.is_signed(commit):
        return Support.AUTHENTICATED, "it was committed within a day, under a good signature"
    return Support.CORROBORATED, "it was committed within a day"


def _of_commit(document: Document, event: Event, sources: Sources) -> Backing | None:
    """A state that a commit made: its author acted; the text may name the same person, and give the same day."""
    if event.actor is None:
        return None
    commit = sources.commits.get(event.commit or "")
    people = sources.people
    standing = people.author_of(commit) if commit else people.of_user(event.actor, _day(event.when))
    named = [
        people.of_user(name, _day(event.when)).identity
        for keys in (APPROVER_KEYS, REVIEWER_KEYS, AUTHOR_KEYS)
        for name in named_in(document, keys)
    ]
    days = {read_day(written) for written in document.dates.values()}
    is_signed = commit is not None and is_authenticated(standing, commit, sources)
    name, why = _judged(
        standing.identity in named, is_signed, "commit and text name the same person", "the commit alone says so"
    )
    day, why_day = _judged(
        _day(event.when) in days, is_signed, "the text gives the same day", "the commit alone gives the date"
    )
    return Backing(standing=standing, name=name, why_name=why, day=day, why_day=why_day)


def _judged(is_double: bool, is_signed: bool, double: str, alone: str) -> tuple[Support, str]:  # noqa: FBT001 - two answers
    if is_signed:
        return Support.AUTHENTICATED, "the signature of the commit is good"
    return (Support.CORROBORATED, double) if is_double else (Support.ASSERTED, alone)


def _is_by(standing: Standing, commit: CommitRecord, people: People) -> bool:
    made = {people.author_of(commit).identity}
    if commit.committer and not is_nobody(commit.committer_email):
        made.add(people.committer_of(commit).identity)
    return standing.identity in made


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
