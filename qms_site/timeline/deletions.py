"""Records that were deleted, recovered from git: which, in what state, when and by whom."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

import msgspec

from qms_site.history.statuses import Statuses
from qms_site.paths import MARKDOWN_SUFFIXES, is_inside
from qms_site.records.ids import IdScheme
from qms_site.records.sidecars import Sidecar
from qms_site.settings import Settings, Stage
from qms_site.sources.snapshot import CommitRecord, History


class Deletion(msgspec.Struct, frozen=True, kw_only=True):
    """A document that a commit deleted; ``state`` is the last that is known of it, None where nothing told one."""

    id: str
    path: str
    commit: CommitRecord
    state: str | None
    was_approved: bool


def find_deletions(
    history: History,
    statuses: Statuses,
    orphans: Iterable[Sidecar],
    settings: Settings,
    scheme: IdScheme,
    documents_root: str,
) -> tuple[Deletion, ...]:
    """Deleted documents, oldest first. What was moved, retired or cancelled was not deleted, and its file may go."""
    kept = tuple(orphans)
    if not statuses.losses and not kept:
        return ()
    removals = _removals(history, documents_root)
    found = [
        *_without_a_trace(history, statuses, settings, scheme, removals),
        *_with_metadata(kept, settings, scheme, removals),
    ]
    place = history.changes.place_by_hash
    return tuple(sorted(found, key=lambda deletion: (-place[deletion.commit.hash], deletion.id)))


_Removals = Mapping[str, list[tuple[str, CommitRecord]]]


def _removals(history: History, documents_root: str) -> _Removals:
    """By the name of a text: where it lay and the commits that removed it, newest first, without those that moved it."""
    found: dict[str, list[tuple[str, CommitRecord]]] = {}
    for place in history.changes.removals:
        commit = history.commits[place]
        gone = [change for change in commit.changes if change.after is None and _is_text(change.path, documents_root)]
        added = {change.after for change in commit.changes if change.before is None} if gone else set()
        for change in gone:
            if change.before not in added:
                found.setdefault(_name(change.path), []).append((change.path, commit))
    return found


def _is_text(path: str, documents_root: str) -> bool:
    place = PurePosixPath(path)
    hidden = any(part.startswith(".") for part in place.parts[:-1])
    return is_inside(path, documents_root) and not hidden and place.suffix.lower() in MARKDOWN_SUFFIXES


def _name(path: str) -> str:
    stem = PurePosixPath(path).stem
    return stem[: -len(_DRAFT)] if stem.lower().endswith(_DRAFT) else stem


_DRAFT = "-draft"


def _without_a_trace(
    history: History, statuses: Statuses, settings: Settings, scheme: IdScheme, removals: _Removals
) -> Iterator[Deletion]:
    """Documents of which a commit removed everything."""
    place = history.changes.place_by_hash
    for loss in statuses.losses:
        id_ = loss.before.document
        removed = [
            (path, commit)
            for path, commit in removals.get(id_, removals.get(_name(loss.before.path), ()))
            if place[commit.hash] >= place[loss.removed.hash]
        ]
        if not removed:
            continue  # moved to where no documents are, or its text was never there
        # A merge only brings what somebody did on a branch.
        path, commit = next(((path, made) for path, made in removed if len(made.parents) < _PARENTS), removed[0])
        yield from _judged(id_, path, commit, loss.before.status, settings, scheme)


_PARENTS = 2


def _with_metadata(
    orphans: Iterable[Sidecar], settings: Settings, scheme: IdScheme, removals: _Removals
) -> Iterator[Deletion]:
    """Documents whose metadata are still there, and do not say that they were retired."""
    for sidecar in orphans:
        for path, commit in removals.get(sidecar.id, ())[:1]:
            yield from _judged(sidecar.id, path, commit, sidecar.status, settings, scheme)


def _judged(
    id_: str, path: str, commit: CommitRecord, status: str | None, settings: Settings, scheme: IdScheme
) -> Iterator[Deletion]:
    known = scheme.parse(id_)
    type_ = known.type if known else ""
    state = settings.state_of(status, type_) if status else None
    stage = settings.stage_of(type_, state)
    if stage is not Stage.RETIRED:
        was_approved = stage is not None and stage not in (Stage.DRAFT, Stage.REVIEW)
        yield Deletion(id=id_, path=path, commit=commit, state=state, was_approved=was_approved)
