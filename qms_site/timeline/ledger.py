"""The ledger: every commit with what it touched, what it cites, and the three answers: cited, in window, in scope."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache, cached_property, partial
from types import MappingProxyType

import msgspec
from msgspec import structs

from qms_site.history.commit_graph import build_commit_graph, find_strands, reach
from qms_site.history.merge_changes import find_own_changes
from qms_site.records.documents import Document
from qms_site.records.ids import IdScheme
from qms_site.settings import Settings
from qms_site.sources.snapshot import Change, CommitRecord, RepositoryHistory, RepositoryState, Snapshot
from qms_site.timeline.authority import bringers_of, find_bringers, find_merges, records_of_merge
from qms_site.timeline.governance import commits_before, commits_until
from qms_site.timeline.messages import Message, MessageReader, find_reverted, says_revert
from qms_site.timeline.places import Place, changed_places, place_of_file
from qms_site.timeline.scopes import KnownPaths, Scopes
from qms_site.timeline.standing import Clock, Moment, margins_of
from qms_site.timeline.territory import Territory, Touch
from qms_site.timeline.windows import Margins, Verdict


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


@dataclass(frozen=True)
class Ledger:
    """All commits, those of this repository first, newest first in each."""

    entries: tuple[LedgerEntry, ...] = ()
    scopes: Scopes = field(default_factory=Scopes)

    @cached_property
    def governed(self) -> tuple[LedgerEntry, ...]:
        """Changes to governed code since governance began."""
        return tuple(
            entry for entry in self.entries if entry.standing is not None and entry.standing is not Standing.HISTORY
        )

    @cached_property
    def by_record(self) -> Mapping[str, tuple[LedgerEntry, ...]]:
        """The commits that each record is cited for, by themselves or by what brought them."""
        found: dict[str, list[LedgerEntry]] = {}
        for entry in self.entries:
            for answer in entry.answers:
                found.setdefault(answer.record, []).append(entry)
        return MappingProxyType({record: tuple(entries) for record, entries in found.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """By what commits are judged: settings, ids, documents, the clocks of their records, and since when governance binds."""

    settings: Settings
    scheme: IdScheme
    documents: Mapping[str, Document]
    clocks: Mapping[str, Clock]
    read_message: MessageReader
    since: datetime | None


ReadScopes = Callable[[Iterable[str], KnownPaths], Scopes]


def build_ledger(
    snapshot: Snapshot, law: Law, territory: Territory, others: Mapping[str, Territory], read_scopes: ReadScopes
) -> Ledger:
    """The ledger of this repository, whose territory is given, and of the other ones, by name."""
    graph = build_commit_graph(snapshot.history.commits)
    strands = find_strands(graph, snapshot.history.first_parents)
    own = _Account(
        repository=None,
        commits=snapshot.history.commits,
        territory=territory,
        on_production=None,
        boundary=snapshot.history.boundary,
        before=commits_before(graph, law.settings),
        brought=find_merges(strands),
        by_merges=find_own_changes(graph, strands, snapshot.history.boundary),
        folder="",
    )
    states = {state.name: state for state in snapshot.repositories}
    moves = _moves_by_path(snapshot.history.commits)
    foreign = (
        _other_account(history, others[name], states[name], law, moves, own.brought)
        for name, history in sorted(snapshot.histories.items())
        if name in others and name in states
    )
    drafts = [draft for account in (own, *foreign) for draft in _drafts(account, law)]
    asked = {record for draft in drafts if draft.is_governed for record, _ in draft.citing}
    scopes = read_scopes(sorted(asked), _known_paths(snapshot)) if asked else Scopes()
    margins = margins_of(law.settings)
    place_of = cache(place_of_file)  # most files are changed many times
    return Ledger(tuple(_judge(draft, law, scopes, margins, place_of) for draft in drafts), scopes)


class _Account(msgspec.Struct, frozen=True, kw_only=True):
    """A repository and what is needed to go through its commits."""

    repository: str | None
    commits: tuple[CommitRecord, ...]
    territory: Territory
    on_production: frozenset[str] | None
    """The commits that count; None for all."""
    boundary: frozenset[str]
    before: frozenset[str]
    brought: Mapping[str, CommitRecord]
    """By commit, the merge that brought it; that one may have been brought by another."""
    by_merges: Mapping[str, tuple[Change, ...]]
    """By merge, what it changed itself."""
    bearers: Mapping[str, CommitRecord] = msgspec.field(default_factory=lambda: MappingProxyType({}))
    """By commit, the one of the parent repository whose pointer brought it."""
    brought_above: Mapping[str, CommitRecord] = msgspec.field(default_factory=lambda: MappingProxyType({}))
    """By commit of the parent repository, the merge that brought it."""
    folder: str
    """Path of the repository in this one, with a slash at its end; empty for this one."""


class _Draft(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A commit before it is judged; ``citing`` are records with what speaks in the commit's place, if it is not itself."""

    account: _Account
    commit: CommitRecord
    touch: Touch
    own: Touch | None
    message: Message
    reverts: tuple[str, ...]
    citing: tuple[tuple[str, str | None], ...]
    bringers: tuple[str, ...]
    is_governed: bool
    is_history: bool


def _other_account(
    history: RepositoryHistory,
    territory: Territory,
    state: RepositoryState,
    law: Law,
    moves: Mapping[str, Sequence[tuple[str, CommitRecord]]],
    above: Mapping[str, CommitRecord],
) -> _Account:
    graph, line = build_commit_graph(history.commits), history.production_line or ()
    # Where production is not known, what this repository points at, or what is checked out, is in use.
    tip = line[:1] or tuple(filter(None, (state.pointer or state.head,)))
    strands = find_strands(graph, line)
    return _Account(
        repository=history.name,
        commits=history.commits,
        territory=territory,
        on_production=frozenset(reach(graph, tip)) if tip else None,
        boundary=history.boundary,
        before=commits_until(history.commits, law.since, law.settings),
        brought=find_merges(strands),
        by_merges=find_own_changes(graph, strands, history.boundary),
        bearers=find_bringers(graph, moves.get(state.path, ())),
        brought_above=above,
        folder=f"{state.path}/",
    )


def _moves_by_path(commits: Sequence[CommitRecord]) -> Mapping[str, Sequence[tuple[str, CommitRecord]]]:
    """What each submodule was made to point at, and by which commit, oldest first."""
    moves: dict[str, list[tuple[str, CommitRecord]]] = {}
    for commit in reversed(commits):
        for change in commit.changes:
            if change.is_pointer and change.after:
                moves.setdefault(change.path, []).append((change.after, commit))
    return moves


def _known_paths(snapshot: Snapshot) -> KnownPaths:
    own = {change.path for commit in snapshot.history.commits for change in commit.changes}
    folders = {state.name: state.path for state in snapshot.repositories}
    foreign = {
        f"{folders.get(name, name)}/{change.path}"
        for name, history in snapshot.histories.items()
        for commit in history.commits
        for change in commit.changes
    }
    return KnownPaths(frozenset(snapshot.paths | own | foreign), frozenset(folders.values()))


def _drafts(account: _Account, law: Law) -> Iterator[_Draft]:
    messages = {commit.hash: law.read_message(commit.message) for commit in account.commits}
    reverted = _find_reverts(account.commits)
    of_bringers: dict[str, tuple[str, ...]] = {}
    is_record = cache(partial(_is_record, law=law))

    @cache
    def among(cites: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(filter(is_record, cites))

    def cited(commit: CommitRecord) -> tuple[str, ...]:
        message = messages.get(commit.hash) or law.read_message(commit.message)
        return among(message.cites) or message.typed

    @cache
    def by_itself(records: tuple[str, ...]) -> tuple[tuple[str, str | None], ...]:
        return tuple((record, None) for record in records)

    def said_by(bringer: CommitRecord) -> tuple[str, ...]:
        if bringer.hash not in of_bringers:
            of_bringers[bringer.hash] = tuple(records_of_merge(bringer, cited, law.settings, law.scheme))
        return of_bringers[bringer.hash]

    for commit in account.commits:
        is_brought = commit.hash in account.brought or commit.hash in account.bearers
        bringers = (
            tuple(bringers_of(commit, account.brought, account.bearers, account.brought_above)) if is_brought else ()
        )
        touch, is_merge = account.territory.touched_by(commit), len(commit.parents) >= _MERGES
        own = _touched_by_merge(commit, account) if is_merge else None
        judged = own if is_merge else touch
        is_governed = (
            (account.on_production is None or commit.hash in account.on_production)
            and judged is not None
            and commit.hash not in account.boundary
            and bool(judged.systems or judged.pointer_systems)
        )
        cites = said_by(commit) if own else cited(commit)
        yield _Draft(
            account=account,
            commit=commit,
            touch=touch,
            own=own,
            message=messages[commit.hash],
            reverts=reverted.get(commit.hash, ()),
            citing=tuple(_citing(cites, bringers, said_by)) if bringers else by_itself(cites),
            bringers=tuple(bringer.hash for bringer in bringers) if bringers else (),
            is_governed=is_governed,
            is_history=commit.hash in account.before,
        )


_MERGES = 2
"""Parents from which on a commit is a merge."""


def _touched_by_merge(merge: CommitRecord, account: _Account) -> Touch | None:
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


def _find_reverts(commits: tuple[CommitRecord, ...]) -> Mapping[str, tuple[str, ...]]:
    """What each commit takes back, for those that say that they do; commits are newest first."""
    if not any(map(says_revert, commits)):
        return {}
    by_subject: dict[str, str] = {}
    by_change: dict[tuple[Change, ...], str] = {}
    reverted: dict[str, tuple[str, ...]] = {}
    for commit in reversed(commits):
        if says_revert(commit):
            reverted[commit.hash] = find_reverted(commit, by_subject.get, by_change.get)
        by_subject[commit.subject] = commit.hash
        by_change[commit.changes] = commit.hash
    return reverted


def _judge(draft: _Draft, law: Law, scopes: Scopes, margins: Margins, place_of: Callable[[str], Place]) -> LedgerEntry:
    is_held = draft.is_governed and bool(draft.citing)
    places = tuple(changed_places(draft.own or draft.touch, draft.account.folder, place_of)) if is_held else ()
    answers = tuple(_answers(draft, law, scopes, places, margins)) if draft.citing else ()
    return LedgerEntry(
        commit=draft.commit,
        repository=draft.account.repository,
        touch=draft.touch,
        own=draft.own,
        message=draft.message,
        reverts=draft.reverts,
        answers=answers,
        standing=_standing(draft, answers),
        is_history=draft.is_history,
        unnamed=tuple(_unnamed(answers, places, scopes)) if places else (),
    )


def _unnamed(answers: tuple[Answer, ...], places: tuple[Place, ...], scopes: Scopes) -> Iterator[str]:
    """What none of the authorising records names; nothing where one of them names no file, and could mean all."""
    if not any(answer.in_scope is False for answer in answers):
        return
    authorising = [answer for answer in answers if answer.verdict == "inside"]
    if authorising and all(answer.in_scope is False for answer in authorising):
        for place in places:
            if not any(scopes.has_named(answer.record, place) for answer in authorising):
                yield place.path


def _answers(draft: _Draft, law: Law, scopes: Scopes, places: tuple[Place, ...], margins: Margins) -> Iterator[Answer]:
    """What brought a commit counts only where neither the commit stands on its own, nor by what brought it before."""
    before, is_settled = None, False
    for record, via in draft.citing:
        if is_settled and via != before:
            return
        clock = law.clocks.get(record)
        moment = clock.judge(draft.commit, margins, draft.bringers) if clock else _NEVER
        yield Answer(
            record=record,
            state=moment.state,
            verdict=moment.verdict,
            in_scope=scopes.judge(record, places),
            via=via,
        )
        before, is_settled = via, is_settled or moment.verdict != "outside"


_NEVER = Moment(None, "outside")
"""A record that does not exist."""


def _standing(draft: _Draft, answers: tuple[Answer, ...]) -> Standing | None:
    if not draft.is_governed:
        return None
    if draft.is_history:
        return Standing.HISTORY
    if not answers:
        return Standing.UNCITED
    verdicts = [answer.verdict for answer in answers]
    return next((standing for verdict, standing in _BEST_FIRST if verdict in verdicts), Standing.OUTSIDE)


_BEST_FIRST: tuple[tuple[Verdict, Standing], ...] = (
    ("inside", Standing.AUTHORISED),
    ("unknown", Standing.UNKNOWN),
    ("late", Standing.LATE),
    ("early", Standing.LATE),
)
