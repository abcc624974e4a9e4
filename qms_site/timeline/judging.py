"""Commits are judged: by the records that speak for them, as those stood when they were made, and by what those name."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from qms_site.history.commit_graph import BuildGraph, build_commit_graph
from qms_site.sources.snapshot import Snapshot
from qms_site.timeline.accounts import Account, find_accounts, known_paths, proposed_account
from qms_site.timeline.drafts import Draft, Drafter, Law
from qms_site.timeline.ledger import Answer, Ledger, LedgerEntry, Proposal, ProposalReader, Standing, is_judged
from qms_site.timeline.places import Place, changed_places, place_of_file
from qms_site.timeline.plain_changes import Plain, sift
from qms_site.timeline.scopes import KnownPaths, Scopes
from qms_site.timeline.standing import Moment, margins_of
from qms_site.timeline.territory import Territory
from qms_site.timeline.windows import Margins, Verdict

ReadScopes = Callable[[Iterable[str], KnownPaths], Scopes]


def build_ledger(
    snapshot: Snapshot,
    law: Law,
    territory: Territory,
    others: Mapping[str, Territory],
    read_scopes: ReadScopes,
    build_graph: BuildGraph = build_commit_graph,
) -> Ledger:
    """The ledger of this repository, whose territory is given, and of the other ones, by name."""
    accounts = tuple(find_accounts(snapshot, law.settings, law.since, territory, others, build_graph))
    drafters = tuple(Drafter(account=account, law=law) for account in accounts)
    asked: set[str] = set()
    sifted = [(drafter, item) for drafter in drafters for item in sift(drafter, asked)]
    scopes = read_scopes(sorted(asked), known_paths(snapshot)) if asked else Scopes()
    judge = _judge_by(law, scopes)
    is_plain = [isinstance(item, Plain) and item.holds(law.clocks, scopes) for _, item in sifted]
    told = (
        judge(drafter.draft(item.commit) if isinstance(item, Plain) else item)
        for (drafter, item), plain in zip(sifted, is_plain, strict=True)
        if not plain
    )
    return Ledger(
        notable=tuple(filter(is_judged, told)),
        plain=tuple(item.commit.authored for (_, item), plain in zip(sifted, is_plain, strict=True) if plain),
        scopes=scopes,
        read_entries=lambda: tuple(
            judge(drafter.draft(commit)) for drafter in drafters for commit in drafter.account.commits
        ),
        propose=_proposal_reader(snapshot, law, accounts, read_scopes),
    )


def _proposal_reader(
    snapshot: Snapshot, law: Law, accounts: Sequence[Account], read_scopes: ReadScopes
) -> ProposalReader:
    """Judges commits that shall be merged; the records that they cite are those of the revision, and not of their branch."""

    def propose(repository: str | None, tip: str, commits: Collection[str], records: Iterable[str]) -> Proposal:
        known = next((account for account in accounts if account.repository == repository), None)
        if known is None:
            return Proposal()
        account = proposed_account(known, snapshot, law.settings, law.since, tip, commits)
        drafter = Drafter(account=account, law=law)
        drafts = [drafter.draft(commit) for commit in account.commits]
        asked = {*records, *(record for draft in drafts for record, _ in draft.citing)}
        new = account.commits if repository is None else ()
        scopes = read_scopes(sorted(asked), known_paths(snapshot, new))
        return Proposal(entries=tuple(map(_judge_by(law, scopes), drafts)), scopes=scopes)

    return propose


def _judge_by(law: Law, scopes: Scopes) -> Callable[[Draft], LedgerEntry]:
    margins = margins_of(law.settings)
    place_of = cache(place_of_file)  # most files are changed many times
    return lambda draft: _judge(draft, law, scopes, margins, place_of)


def _judge(draft: Draft, law: Law, scopes: Scopes, margins: Margins, place_of: Callable[[str], Place]) -> LedgerEntry:
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


def _answers(draft: Draft, law: Law, scopes: Scopes, places: tuple[Place, ...], margins: Margins) -> Iterator[Answer]:
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


def _standing(draft: Draft, answers: tuple[Answer, ...]) -> Standing | None:
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
