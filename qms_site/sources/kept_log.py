"""The log of a repository, of which earlier runs kept the older part: git is asked only for what came after it.

What is kept are stretches of the log in git's own order, cut where that order cannot change any more (``_cuts``). A stretch
and those before it are all that leads to its first commits, so that what they hold follows from hashes, whichever commit is
read, and every commit beside them is younger. The record of this decision has the proof.
"""

from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from itertools import accumulate, pairwise
from math import inf
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
from msgspec import structs

from qms_site.sources.git import GitError, read_log, run_git
from qms_site.sources.history import limits_of
from qms_site.sources.snapshot import CommitRecord
from qms_site.text import digest_of

STRETCH = 1000
"""Commits in a stretch. As many, and up to twice as many, are read anew in each run, which takes git a tenth of a second."""
_MOST_BEGINNINGS = 100


class _Stretch(msgspec.Struct, frozen=True, array_like=True):
    """Some commits in a row, the youngest first. With all before them, they are what leads to ``beginnings``."""

    key: str
    beginnings: tuple[Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{40,64}\Z")], ...]
    youngest: float
    """Committer's date of the youngest commit in it and before it, in seconds."""


class _Index(msgspec.Struct, frozen=True, array_like=True):
    """The stretches of a log, the oldest first; ``limits`` is how far its repository reached then."""

    limits: str
    stretches: tuple[_Stretch, ...]


_INDEX = msgspec.msgpack.Decoder(_Index)
_COMMITS = msgspec.json.Decoder(tuple[bool, tuple[CommitRecord, ...]])
"""As JSON, since msgspec's other forms take a date's zone away."""


def _at_once(deed: Callable[[], None]) -> None:
    deed()


def read_kept_log(
    repository: Path,
    tips: Iterable[str],
    kept: MutableMapping[str, bytes],
    label: str,
    *,
    stretch: int = STRETCH,
    when_read: Callable[[Callable[[], None]], None] = _at_once,
) -> tuple[CommitRecord, ...]:
    """All commits that lead to the tips, exactly as ``read_log`` gives them; what is kept is kept under a label.

    A log of less than two stretches is not kept. ``when_read`` is told what is left to do: to keep the rest.
    """
    place, wanted = f"log/{digest_of(label.encode('utf-8', 'surrogateescape'))[:16]}", tuple(tips)
    index = _read_index(kept.get(f"{place}/index"))
    if index and index.limits != limits_of(repository):
        index = None
    known = _reached(repository, wanted, index.stretches if index else ())
    fresh = read_log(repository, wanted, known[-1].beginnings if known else ())
    oldest = min(map(_moment, fresh), default=inf) if known else inf
    if known and known[-1].youngest >= oldest:  # a branch that was begun long ago was merged
        known = tuple(one for one in known if one.youngest < oldest)
        fresh = read_log(repository, wanted, known[-1].beginnings if known else ())
    before = _read_stretches(known, kept)
    if before is None:
        known, before = (), ()
        fresh = read_log(repository, wanted)
    if len(fresh) >= 2 * stretch:
        limits = limits_of(repository)
        when_read(lambda: _keep(fresh, wanted, known, kept, place, limits, stretch))
    return (*fresh, *before)


def is_kept(commits: Sequence[CommitRecord]) -> bool:
    """Whether a history is long enough for anything of it to be kept."""
    return len(commits) >= 2 * STRETCH


def _read_index(data: bytes | None) -> _Index | None:
    try:
        return _INDEX.decode(data or b"")
    except msgspec.DecodeError:
        return None


def _reached(repository: Path, tips: Sequence[str], stretches: Sequence[_Stretch]) -> tuple[_Stretch, ...]:
    """The stretches that lead to the tips; where one does, those before it do too."""
    reached, beyond = 0, len(stretches)
    place = beyond  # most often all do
    while reached < beyond:
        if _is_reached(repository, tips, stretches[place - 1].beginnings):
            reached = place
        else:
            beyond = place - 1
        place = (reached + beyond + 1) // 2
    return tuple(stretches[:reached])


def _is_reached(repository: Path, tips: Sequence[str], commits: Sequence[str]) -> bool:
    names = "".join(f"{name}\n" for name in (*commits, *(f"^{tip}" for tip in tips)))
    try:
        return not run_git(repository, "rev-list", "--max-count=1", "--stdin", stdin=names.encode())
    except GitError:  # a commit that this clone does not have
        return False


def _read_stretches(stretches: Sequence[_Stretch], kept: MutableMapping[str, bytes]) -> tuple[CommitRecord, ...] | None:
    """The commits of all these stretches, the youngest first; None if one of them cannot be had."""
    commits: list[CommitRecord] = []
    for one in reversed(stretches):
        try:
            is_escaped, records = _COMMITS.decode(kept.get(one.key, b""))
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None
        commits.extend(map(_restored, records) if is_escaped else records)
    return tuple(commits)


def _keep(
    fresh: Sequence[CommitRecord],
    tips: Sequence[str],
    known: Sequence[_Stretch],
    kept: MutableMapping[str, bytes],
    place: str,
    limits: str,
    length: int,
) -> None:
    """Keep all but the youngest commits; what is kept there and does not fit to them goes."""
    found: list[_Stretch] = []
    begun = known[-1].beginnings if known else ()
    cuts = [*_cuts(fresh, tips, known[-1].youngest if known else -inf, length)]
    for cut, following in pairwise((*cuts, _Cut(len(fresh), begun, 0))):
        key = f"{place}/{digest_of(repr((limits, cut.beginnings, following.beginnings)).encode())}"
        kept[key] = _encode(fresh[cut.place : following.place])
        if key not in kept:
            return  # nothing can be written there
        found.append(_Stretch(key, cut.beginnings, cut.youngest))
    if not found:
        return
    stretches = (*known, *reversed(found))
    kept[f"{place}/index"] = msgspec.msgpack.encode(_Index(limits, stretches))
    current = {f"{place}/index", *(one.key for one in stretches)}
    for key in [key for key in kept if key.startswith(f"{place}/") and key not in current]:
        del kept[key]


class _Cut(NamedTuple):
    """The place before which a log may be cut, the commits with which it goes on, and the youngest date in all the rest."""

    place: int
    beginnings: tuple[str, ...]
    youngest: float


def _cuts(commits: Sequence[CommitRecord], tips: Sequence[str], youngest_known: float, length: int) -> Iterator[_Cut]:
    """Where a log may be cut, every so many commits, from the youngest on.

    All before the cut is younger than all after it, so that git shows it first, whatever else is read with it; and no two
    commits with which it goes on have the same date, so that nothing before the cut decides which of them comes first.
    """
    moments = [_moment(commit) for commit in commits]
    if -inf in moments:
        return
    youngest_after = [*accumulate(reversed(moments), max, initial=youngest_known)][::-1]
    known = dict(zip((commit.hash for commit in commits), moments, strict=True))
    expected, oldest_before, next_place = set(tips), inf, length
    for place, commit in enumerate(commits):
        if place >= next_place and oldest_before > youngest_after[place] and len(expected) <= _MOST_BEGINNINGS:
            dates = [known.get(name, -inf) for name in expected]
            if len(set(dates)) == len(dates):
                yield _Cut(place, tuple(sorted(expected)), youngest_after[place])
                next_place = place + length
        oldest_before = min(oldest_before, moments[place])
        expected.discard(commit.hash)
        expected.update(commit.parents)


def _moment(commit: CommitRecord) -> float:
    return commit.committed.timestamp() if commit.committed else -inf


def _encode(commits: Sequence[CommitRecord]) -> bytes:
    try:
        return msgspec.json.encode((False, commits))
    except UnicodeEncodeError:  # bytes that are no UTF-8, in a message or a path
        return msgspec.json.encode((True, tuple(map(_escaped, commits))))


def _escaped(commit: CommitRecord) -> CommitRecord:
    return _turned(commit, lambda text: text.encode("utf-8", "surrogateescape").decode("latin-1"))


def _restored(commit: CommitRecord) -> CommitRecord:
    return _turned(commit, lambda text: text.encode("latin-1").decode("utf-8", "surrogateescape"))


def _turned(commit: CommitRecord, turn: Callable[[str], str]) -> CommitRecord:
    return structs.replace(
        commit,
        author=turn(commit.author),
        email=turn(commit.email),
        committer=turn(commit.committer),
        committer_email=turn(commit.committer_email),
        message=turn(commit.message),
        changes=tuple(structs.replace(change, path=turn(change.path)) for change in commit.changes),
    )
