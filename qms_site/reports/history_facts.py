"""Facts of the history: commits with their authority, and the windows in which records were in execution."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import msgspec

from qms_site.project import Project
from qms_site.text import natural_key
from qms_site.timeline.ledger import Answer, LedgerEntry
from qms_site.timeline.messages import read_trailers

_MARGINS: dict[str, Literal["grace", "lead"]] = {"late": "grace", "early": "lead"}


class MoveFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A submodule that a commit made point elsewhere; null before it was added, or after it was removed."""

    path: str
    from_: str | None = msgspec.field(name="from")
    to: str | None


class TouchFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a commit changed: ids of documents, names of systems whose code, pointers of submodules."""

    documents: tuple[str, ...]
    code: tuple[str, ...]
    pointers: tuple[MoveFacts, ...]


class AuthorityFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a record says for a commit that cites it.

    ``state`` is the record's at the commit's date, null before its first event. A verdict ``late`` means within the margins of
    the settings, of which ``margin`` names the one. ``in_scope`` is null where the record names no file, or no governed code was
    changed. ``via`` is the merge, or the commit that moved a pointer, which cites the record in the commit's place.
    """

    record: str
    state: str | None
    verdict: Literal["inside", "late", "outside", "unknown"]
    margin: Literal["grace", "lead"] | None
    in_scope: bool | None
    via: str | None


class CommitFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A commit; ``date`` is the author's.

    ``standing`` says what is to be said of a change to governed code, null for any other commit.
    ``trailers`` are ``key: value`` as written. ``reverts`` are the commits that it takes back, in full where they are known.
    """

    hash: str
    repository: str
    date: dt.datetime | None
    author: str
    subject: str
    cites: tuple[str, ...]
    trailers: tuple[str, ...]
    touches: TouchFacts
    merge: bool
    reverts: tuple[str, ...]
    authority: tuple[AuthorityFacts, ...]
    standing: str | None


class WindowFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which a record was in execution; ``to`` is null while it still is."""

    document: str
    from_: dt.datetime = msgspec.field(name="from")
    to: dt.datetime | None


def commit_facts(project: Project) -> Iterator[CommitFacts]:
    """Every commit, by repository, newest first."""
    here = project.settings.project.name
    return (_commit(entry, entry.repository or here) for entry in project.ledger.entries)


def window_facts(project: Project) -> Iterator[WindowFacts]:
    """The windows of every record, by its id and their beginnings."""
    for id_ in sorted(project.windows_by_id, key=natural_key):
        yield from (
            WindowFacts(document=id_, from_=window.start, to=window.end) for window in project.windows_by_id[id_]
        )


def _commit(entry: LedgerEntry, repository: str) -> CommitFacts:
    commit = entry.commit
    return CommitFacts(
        hash=commit.hash,
        repository=repository,
        date=commit.authored,
        author=commit.author,
        subject=commit.subject,
        cites=entry.message.cites,
        trailers=tuple(f"{trailer.key}: {trailer.value}" for trailer in read_trailers(commit.message)),
        touches=TouchFacts(
            documents=tuple(sorted(entry.touch.documents, key=natural_key)),
            code=tuple(sorted(entry.touch.systems)),
            pointers=tuple(
                MoveFacts(path=move.path, from_=move.before, to=move.after) for move in entry.touch.pointers
            ),
        ),
        merge=entry.is_merge,
        reverts=entry.reverts,
        authority=tuple(map(_authority, entry.answers)),
        standing=entry.standing.value if entry.standing else None,
    )


def _authority(answer: Answer) -> AuthorityFacts:
    return AuthorityFacts(
        record=answer.record,
        state=answer.state,
        verdict="late" if answer.verdict == "early" else answer.verdict,
        margin=_MARGINS.get(answer.verdict),
        in_scope=answer.in_scope,
        via=answer.via,
    )
