"""Commits before they are judged: what each touches, and the records that speak for it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property, partial

import msgspec
from msgspec import structs

from qms_site.records.documents import Document
from qms_site.records.ids import IdScheme
from qms_site.settings import Settings
from qms_site.sources.snapshot import Change, CommitRecord
from qms_site.timeline.accounts import Account
from qms_site.timeline.authority import bringers_of, records_of_merge
from qms_site.timeline.messages import (
    Message,
    MessageReader,
    find_reverted,
    opposite_of,
    says_revert,
    subject_taken_back,
)
from qms_site.timeline.standing import Clock
from qms_site.timeline.territory import Touch


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """By what commits are judged: settings, ids, documents, the clocks of their records, and since when governance binds."""

    settings: Settings
    scheme: IdScheme
    documents: Mapping[str, Document]
    clocks: Mapping[str, Clock]
    read_message: MessageReader
    since: datetime | None


class Draft(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A commit before it is judged; ``citing`` are records with what speaks in the commit's place, if it is not itself."""

    account: Account
    commit: CommitRecord
    touch: Touch
    own: Touch | None
    message: Message
    reverts: tuple[str, ...]
    citing: tuple[tuple[str, str | None], ...]
    bringers: tuple[str, ...]
    is_governed: bool
    is_history: bool


Citing = tuple[tuple[str, str | None], ...]
"""Records with what speaks in the commit's place, None for the commit itself."""


@dataclass(frozen=True, kw_only=True)
class Drafter:
    """Drafts of the commits of one repository."""

    account: Account
    law: Law

    def draft(self, commit: CommitRecord) -> Draft:
        """What a commit touches, and who speaks for it."""
        account, is_merge = self.account, len(commit.parents) >= MERGES
        touch = account.territory.touched_by(commit)
        own = _touched_by_merge(commit, account) if is_merge else None
        judged = own if is_merge else touch
        message = self.law.read_message(commit.message)
        cites = self._said_by(commit) if own else self.cited(message)
        bringers = self.bringers_of(commit)
        return Draft(
            account=account,
            commit=commit,
            touch=touch,
            own=own,
            message=message,
            reverts=self._reverted.get(commit.hash, ()),
            citing=tuple(_citing(cites, bringers, self._said_by)) if bringers else self._by_itself(cites),
            bringers=tuple(bringer.hash for bringer in bringers) if bringers else (),
            is_governed=judged is not None
            and bool(judged.systems or judged.pointer_systems)
            and account.counts(commit),
            is_history=commit.hash in account.before,
        )

    def cited(self, message: Message) -> tuple[str, ...]:
        """The records that a message cites; those that it writes as people type only where it cites none."""
        return self._among(message.cites) or message.typed

    def bringers_of(self, commit: CommitRecord) -> tuple[CommitRecord, ...]:
        """What brought a commit, the nearest first."""
        account = self.account
        if not account.is_brought(commit):
            return ()
        return tuple(bringers_of(commit, account.brought, account.bearers, account.brought_above))

    def nearest_of(self, bringers: Iterable[CommitRecord]) -> tuple[str, ...]:
        """The records that speak through the nearest of these that names any."""
        return next(filter(None, map(self._said_by, bringers)), ())

    def records_of(self, bringers: Iterable[CommitRecord]) -> Iterator[str]:
        """The records that speak through these."""
        return (record for bringer in bringers for record in self._said_by(bringer))

    @cached_property
    def _among(self) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
        is_record = cache(partial(_is_record, law=self.law))
        return cache(lambda cites: tuple(filter(is_record, cites)))

    @cached_property
    def _by_itself(self) -> Callable[[tuple[str, ...]], Citing]:
        return cache(lambda records: tuple((record, None) for record in records))

    @cached_property
    def _records_by_bringer(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _said_by(self, bringer: CommitRecord) -> tuple[str, ...]:
        known, law = self._records_by_bringer, self.law
        if bringer.hash not in known:
            known[bringer.hash] = tuple(records_of_merge(bringer, self._cited_by, law.settings, law.scheme))
        return known[bringer.hash]

    def _cited_by(self, commit: CommitRecord) -> tuple[str, ...]:
        return self.cited(self.law.read_message(commit.message))

    @cached_property
    def _reverted(self) -> Mapping[str, tuple[str, ...]]:
        return _find_reverts(self.account.commits)


MERGES = 2
"""Parents from which on a commit is a merge."""


def _touched_by_merge(merge: CommitRecord, account: Account) -> Touch | None:
    """What a merge changed of governed code itself."""
    changes = account.by_merges.get(merge.hash)
    touch = account.territory.touched_by(structs.replace(merge, changes=changes)) if changes else None
    return touch if touch and touch.systems else None


def _is_record(id_: str, law: Law) -> bool:
    known = law.documents.get(id_)
    type_ = known.type if known else (parsed.type if (parsed := law.scheme.parse(id_)) else None)
    return type_ is not None and law.settings.is_executable(type_)


def _citing(
    own: tuple[str, ...], bringers: Iterable[CommitRecord], said_by: Callable[[CommitRecord], tuple[str, ...]]
) -> Iterator[tuple[str, str | None]]:
    """The records of the commit itself, then those of what brought it, each once."""
    known = set(own)
    yield from ((record, None) for record in own)
    for bringer in bringers:
        fresh = [record for record in said_by(bringer) if record not in known]
        known.update(fresh)
        yield from ((record, bringer.hash) for record in fresh)


def _find_reverts(commits: Sequence[CommitRecord]) -> Mapping[str, tuple[str, ...]]:
    """What each commit takes back, for those that say that they do; commits are newest first."""
    reverting = [commit for commit in commits if says_revert(commit)]
    subjects = {subject_taken_back(commit) for commit in reverting}
    opposites = {opposite_of(commit.changes) for commit in reverting}
    paths = {changes[0].path for changes in opposites if changes}
    by_subject: dict[str, str] = {}
    by_change: dict[tuple[Change, ...], str] = {}
    reverted: dict[str, tuple[str, ...]] = {}
    for commit in reversed(commits) if reverting else ():
        if says_revert(commit):
            reverted[commit.hash] = find_reverted(commit, by_subject.get, by_change.get)
        if commit.subject in subjects:
            by_subject[commit.subject] = commit.hash
        # To compare all that each commit changed would cost more than all else.
        if commit.changes and commit.changes[0].path in paths and commit.changes in opposites:
            by_change[commit.changes] = commit.hash
    return reverted
