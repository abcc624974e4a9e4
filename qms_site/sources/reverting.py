"""What a revert or a merge would come to, tried on objects alone: no work tree, no index, no ref, and a store that is thrown away.

A revert is a merge of three trees: from what the commit left, to what there was before it, on top of what there is now. Older
versions of git merge commits only, so three are made up around these trees.
"""

import hashlib
import re
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

from msgspec import structs

from qms_site.errors import SourceError
from qms_site.sources.git import ThrowAwayStore, ask_git, run_git
from qms_site.sources.snapshot import MergeTrial
from qms_site.sources.trees import objects_at

_CONFLICTS = 1
_SHA1_LENGTH = 40
_HASH = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})")


def try_revert(repository: Path, commit: str, before: str, onto: str) -> MergeTrial:
    """What it would come to to revert a commit against the one before it, on top of another; all hashes in full."""
    trees = _trees_of(repository, commit, onto, before)
    match trees:
        case (str(left), str(now), str(wanted)):
            pass
        case _:
            return MergeTrial(outcome="unknown", reason=_LOST)

    def write(folder: Path) -> tuple[str, str]:
        base = _write_commit(folder, left)
        return _write_commit(folder, now, base), _write_commit(folder, wanted, base)

    return _try(repository, now, write)


def try_merge(repository: Path, commit: str, onto: str) -> MergeTrial:
    """What it would come to to merge a commit into another one, as git itself would from where the two went apart."""
    match _trees_of(repository, commit, onto):
        case (str(_), str(now)):
            found = _try(repository, now, lambda _: (onto, commit))
        case _:
            return MergeTrial(outcome="unknown", reason=_LOST)
    # Where one side has a file and the other a folder, git calls the file after its commit.
    names = (file.removesuffix(f"~{onto}").removesuffix(f"~{commit}") for file in found.files)
    return structs.replace(found, files=tuple(sorted(set(names))))


_LOST = "one of the commits is not in the repository"


def _trees_of(repository: Path, *commits: str) -> tuple[str | None, ...]:
    """The trees of commits, none of them for what is no hash."""
    return tuple(objects_at(repository, [(name, "") for name in commits if _HASH.fullmatch(name)]))


def _try(repository: Path, now: str, write: Callable[[Path], tuple[str, str]]) -> MergeTrial:
    """A merge of two commits, which may be written into the folder of the store; ``now`` is the tree of the first."""
    objects = ask_git(repository, "rev-parse", "--git-path", "objects")
    if not objects:
        return MergeTrial(outcome="unknown", reason=_LOST)
    drivers = _merge_drivers(repository)
    with tempfile.TemporaryDirectory(prefix="qms-site-") as folder:
        store = ThrowAwayStore(folder=Path(folder), objects=(repository / objects).resolve())
        ours, theirs = write(store.folder)
        try:
            output = run_git(
                repository,
                *("merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", ours, theirs),
                # What a driver of the repository's own would do is not tried: it is a program.
                settings={"merge.renormalize": "false", **dict.fromkeys(drivers, "exit 1")},
                store=store,
                accepted=(0, _CONFLICTS),
            )
        except SourceError as error:
            return MergeTrial(outcome="unknown", reason=f"git could not try it: {error}")
    return _read_trial(output, now, has_drivers=bool(drivers))


def _read_trial(output: bytes, now: str, *, has_drivers: bool) -> MergeTrial:
    tree, *files = output.decode("utf-8", "surrogateescape").strip("\0\n").split("\0")
    if not files:
        return MergeTrial(outcome="nothing" if tree.strip() == now else "clean")
    if has_drivers:
        reason = "the repository merges some of its files by programs of its own, which are not run"
        return MergeTrial(outcome="unknown", files=tuple(files), reason=reason)
    return MergeTrial(outcome="conflicts", files=tuple(sorted(set(files))))


def _merge_drivers(repository: Path) -> tuple[str, ...]:
    """Settings that name programs for the merging of files."""
    names = ask_git(repository, "config", "-z", "--name-only", "--get-regexp", r"^merge\..*\.driver$") or ""
    return tuple(sorted({name for name in names.split("\0") if name}))


def _write_commit(folder: Path, tree: str, *parents: str) -> str:
    """A commit that nobody made, as git keeps it; its hash."""
    lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents)]
    lines += [f"{role} nobody <> 0 +0000" for role in ("author", "committer")]
    text = "".join(f"{line}\n" for line in lines) + "\n"
    data = f"commit {len(text)}\0{text}".encode()
    name = _digest(data, is_short=len(tree) == _SHA1_LENGTH)
    place = folder / name[:2] / name[2:]
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(zlib.compress(data))
    return name


def _digest(data: bytes, *, is_short: bool) -> str:
    return (hashlib.sha1(data, usedforsecurity=False) if is_short else hashlib.sha256(data)).hexdigest()
