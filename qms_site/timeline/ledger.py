"""The ledger: every commit with what it touched, what it cites, and the three answers: cited, in window, in scope."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

import msgspec

from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.messages import Message
from qms_site.timeline.scopes import Scopes
from qms_site.timeline.territory import Touch
from qms_site.timeline.windows import Verdict


class Standing(StrEnum):
    """What is to be said of a change to governed code."""

    AUTHORISED = "authorised"
    """A record that it cites was in execution then."""
    UNKNOWN = "unknown"
    """It cites a record of which nothing tells whether it was in execution then."""
    LATE = "recorded late"
    """Its record was closed just before, or was about to begin: a custom, and no authority."""
    OUTSIDE = "outside"
    """The records that it cites were not in execution then, or do not exist."""
    UNCITED = "no record"
    """It cites no record."""
    HISTORY = "before governance"
    """It was made before governance began."""


class Answer(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a record says for a commit: its state then (None before its first event), and whether it names what was changed.

    ``in_scope`` is None where the record names no file, or no governed code was changed. ``via`` is the merge, or the commit that
    moved a pointer, whose citation counts where the commit itself cites nothing that was in execution.
    """

    record: str
    state: str | None
    verdict: Verdict
    in_scope: bool | None
    via: str | None = None


class LedgerEntry(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A commit. ``repository`` is None for the one that is read; ``standing`` is None for what touches no governed code."""

    commit: CommitRecord
    repository: str | None
    touch: Touch
    message: Message
    reverts: tuple[str, ...]
    answers: tuple[Answer, ...]
    standing: Standing | None
    is_history: bool
    """Whether it was made before governance began."""
    own: Touch | None = None
    """What a merge changed of governed code itself, which is all that it is judged for; None for other commits."""
    unnamed: tuple[str, ...] = ()
    """Files and submodules that it changed and none of the records that authorise it names, each of which names others."""

    @property
    def is_merge(self) -> bool:
        """Whether it brings what others made."""
        return len(self.commit.parents) > 1

    @property
    def judged(self) -> Touch:
        """What it is judged for."""
        return self.own or self.touch

    @property
    def systems(self) -> tuple[str, ...]:
        """Systems whose code, or whose pointer, it changed."""
        return tuple(dict.fromkeys((*self.judged.systems, *self.judged.pointer_systems)))

    @property
    def records(self) -> tuple[str, ...]:
        """Records that speak for it."""
        return tuple(answer.record for answer in self.answers)

    @property
    def is_out_of_scope(self) -> bool:
        """Whether it is authorised, and none of the records that authorise it names all that was changed."""
        return bool(self.unnamed)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Commits that shall be merged, newest first, judged by the records as they are where they shall go.

    ``scopes`` are those of all records that they cite, and of those that were asked for.
    """

    entries: tuple[LedgerEntry, ...] = ()
    scopes: Scopes = field(default_factory=Scopes)


ProposalReader = Callable[[str | None, str, Collection[str], Iterable[str]], Proposal]
"""(repository, tip, hashes of the commits, records whose scopes are asked for) to the proposal."""


def _no_proposal(_repository: str | None, _tip: str, _commits: Collection[str], _records: Iterable[str]) -> Proposal:
    return Proposal()


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """All commits, those of this repository first, newest first in each.

    Of most commits of a long history nothing is to be said, and rules ask for the others alone: so all are told only when they
    are asked for, by ``read_entries``.
    """

    notable: tuple[LedgerEntry, ...] = ()
    """Changes to governed code since governance began, but for the plain ones."""
    plain: tuple[datetime | None, ...] = ()
    """When the plain ones were written: each under one record, which was in execution and names all that was changed."""
    scopes: Scopes = field(default_factory=Scopes)
    read_entries: Callable[[], tuple[LedgerEntry, ...]] = tuple
    propose: ProposalReader = _no_proposal

    @cached_property
    def entries(self) -> tuple[LedgerEntry, ...]:
        """Every commit."""
        return self.read_entries()

    @cached_property
    def governed(self) -> tuple[LedgerEntry, ...]:
        """Changes to governed code since governance began."""
        return tuple(entry for entry in self.entries if is_judged(entry))

    @cached_property
    def by_record(self) -> Mapping[str, tuple[LedgerEntry, ...]]:
        """The commits that each record is cited for, by themselves or by what brought them."""
        found: dict[str, list[LedgerEntry]] = {}
        for entry in self.entries:
            for answer in entry.answers:
                found.setdefault(answer.record, []).append(entry)
        return MappingProxyType({record: tuple(entries) for record, entries in found.items()})


def is_judged(entry: LedgerEntry) -> bool:
    """Whether it changed governed code since governance began."""
    return entry.standing is not None and entry.standing is not Standing.HISTORY
