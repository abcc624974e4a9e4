"""History of the repository as it leads to one commit, and what that commit is to production."""

import os
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from qms_site.sources.git import ask_git, filters_off, run_git
from qms_site.sources.snapshot import CommitRecord, Revision
from qms_site.text import digest_of


def head_commit(root: Path) -> str | None:
    """The commit that is checked out; None on a branch without one."""
    return ask_git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") or None


def head_branch(root: Path) -> str | None:
    """The branch that is checked out; None on a detached head."""
    return ask_git(root, "symbolic-ref", "--quiet", "--short", "HEAD") or None


def branch_named(root: Path, name: str) -> str | None:
    """The name itself where it is a branch of this clone or of its remote; None for tags, hashes and expressions."""
    refs = (f"refs/heads/{name}", f"refs/remotes/{name}", f"refs/remotes/origin/{name}")
    is_branch = any(ask_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", ref) for ref in refs)
    return name if is_branch else None


def describe_revision(
    root: Path, commit: CommitRecord | None, *, branch: str | None, production: str, uncommitted: int
) -> Revision:
    """What was read, and whether it lies on the production branch as this clone knows it."""
    tips = _production_tips(root, production)
    containing = [tip for tip in tips if commit and _is_ancestor(root, commit.hash, tip)]
    return Revision(
        commit=commit.hash if commit else None,
        committed=commit.committed if commit else None,
        branch=branch,
        on_production=bool(containing) if commit and tips else None,
        is_production_tip=commit is not None and containing == [commit.hash],
        uncommitted=uncommitted,
        is_shallow=ask_git(root, "rev-parse", "--is-shallow-repository") == "true",
        has_git=True,
    )


def count_uncommitted(root: Path, built: str | None) -> int:
    """Files of the work tree that differ from the commit checked out, untracked ones included, built pages left out."""
    output = run_git(
        root,
        *("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=all"),
        settings=filters_off(root),
    )
    entries = output.decode("utf-8", "surrogateescape").split("\0")
    return sum(1 for entry in entries if entry and not is_below(entry[3:], built))


def is_ignored(root: Path, path: str) -> bool:
    """Whether the repository's own rules ignore a path (relative to its root)."""
    return ask_git(root, "check-ignore", "--quiet", "--", path) is not None


def is_own_folder(root: Path, name: str) -> bool:
    """Whether a folder at the root is nobody else's: it leads nowhere, and the repository tracks nothing in it.

    What a repository tracks, whoever committed to it may have written. Names are compared by what they lead to, since file
    systems may take two spellings for one.
    """
    folder = root / name
    if folder.is_symlink():
        return False
    tracked = {entry.partition(b"/")[0] for entry in run_git(root, "ls-files", "-z").split(b"\0")} - {b""}
    if not folder.exists():
        return os.fsencode(name) not in tracked
    return not any(_is_same_place(folder, root / os.fsdecode(entry)) for entry in tracked)


def _is_same_place(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def is_below(path: str, folder: str | None) -> bool:
    """Whether a path lies in a folder; None is no folder."""
    return folder is not None and path.startswith(f"{folder}/")


def first_parent_line(by_hash: Mapping[str, CommitRecord], start: str | None) -> tuple[str, ...]:
    """Hashes from a commit back along first parents, as far as the commits are known."""
    line: list[str] = []
    while start is not None and start in by_hash:
        line.append(start)
        parents = by_hash[start].parents
        start = parents[0] if parents else None
    return tuple(line)


def production_line(
    root: Path, production: str, by_hash: Mapping[str, CommitRecord], known: tuple[str, ...] = ()
) -> tuple[str, ...] | None:
    """Hashes on the first-parent line of production, newest first; None where this clone does not know the branch.

    ``known`` is another such line, of which this one is most often the end, or the whole. Of several clones' branches the one that
    the others lead to counts, else the one with the newest commit.
    """
    tips = _production_tips(root, production)
    if not tips:
        return None
    apart = (ask_git(root, "merge-base", "--independent", *tips) or "").split() if len(tips) > 1 else ()
    newest = max((tip for tip in tips if tip in apart), key=lambda tip: _when(by_hash.get(tip)), default=tips[0])
    return known[known.index(newest) :] if newest in known else first_parent_line(by_hash, newest)


def production_tip(root: Path, production: str) -> str | None:
    """The newest commit of production that this clone knows, chosen as for its line; None where there is no such branch."""
    tips = _production_tips(root, production)
    apart = (ask_git(root, "merge-base", "--independent", *tips) or "").split() if len(tips) > 1 else list(tips)
    return (ask_git(root, "rev-list", "--no-walk=sorted", "--max-count=1", *apart) or None) if apart else None


def commit_on(root: Path, production: str, day: date) -> str | None:
    """The commit at which production stood at the end of a day (UTC), as far as this clone tells; None where it began later."""
    tip = production_tip(root, production)
    if tip is None:
        return None
    until = f"--before={min(day, _LAST_DAY).isoformat()}T23:59:59+00:00"
    return ask_git(root, "rev-list", "--first-parent", "--max-count=1", until, tip) or None


_LAST_DAY = date(2099, 12, 31)
"""Git reads no later one."""


def _when(commit: CommitRecord | None) -> datetime:
    return (commit.committed if commit else None) or datetime.min.replace(tzinfo=UTC)


def shallow_boundary(root: Path) -> frozenset[str]:
    """Commits at which a shallow clone ends, or a graft cuts the history; git shows them as if they had no parents."""
    grafted = (line.split() for line in _text_of_git(root, "info/grafts").split("\n"))
    return frozenset(_text_of_git(root, "shallow").split()) | {words[0] for words in grafted if len(words) == 1}


def limits_of(root: Path) -> str:
    """A digest of what makes git end its history early, or change parents: a shallow clone, grafts."""
    grafts = _text_of_git(root, "info/grafts")
    return digest_of(repr((sorted(shallow_boundary(root)), grafts)).encode("utf-8", "surrogateescape"))


def _text_of_git(root: Path, name: str) -> str:
    """A text file of git's own folder; empty where there is none."""
    place = ask_git(root, "rev-parse", "--git-path", name)
    try:
        return (root / place).read_text(encoding="ascii", errors="surrogateescape") if place else ""
    except OSError:
        return ""


def _production_tips(root: Path, production: str) -> tuple[str, ...]:
    """Commits of the production branch, local and of every remote when last asked; one branch, merged by name."""
    refs = ask_git(root, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/remotes") or ""
    named = (line.split(" ", 1) for line in refs.split("\n") if " " in line)
    wanted = re.compile(rf"refs/(?:heads|remotes/[^/]+)/{re.escape(production)}")
    return tuple(dict.fromkeys(commit for name, commit in named if wanted.fullmatch(name)))


def _is_ancestor(root: Path, commit: str, tip: str) -> bool:
    return commit == tip or ask_git(root, "merge-base", "--is-ancestor", commit, tip) is not None
