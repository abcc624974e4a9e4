"""What is checked out, and whether what runs in a folder is that commit and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from qms_site.errors import SourceError
from qms_site.sources.git import GitError, ask_git, run_git
from qms_site.text import count_of, printable

_MOST_NAMES = 3
# Fields before the path, by the letter that an entry of ``git status --porcelain=v2`` begins with.
_FIELDS = {"1": 8, "u": 10}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """The commit that a folder has checked out, and the paths that differ from it, relative to the repository's root.

    ``problem`` is why there is no commit to speak of, in words that go on a sentence.
    """

    commit: str | None = None
    changed: tuple[str, ...] = ()
    """Tracked files and submodules."""
    untracked: tuple[str, ...] = ()
    """Files that are neither tracked nor ignored, without Python's own bytecode."""
    problem: str | None = None


def look_at_checkout(folder: Path, outputs: Iterable[Path] = ()) -> Checkout:
    """What a folder has checked out, by two processes. Files that the caller writes (``outputs``) make no difference.

    Filters of the repository stay on, unlike where documents are read: whoever asks runs its code anyway, and without
    them every file that is kept elsewhere would seem changed.
    """
    try:
        status = run_git(
            folder,
            *("status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all", "--no-renames"),
            "--ignore-submodules=untracked",
        )
    except GitError as failure:
        return Checkout(problem=_explain(str(failure)))
    except SourceError as error:
        return Checkout(problem=str(error))
    commit, changed, untracked = _parse_status(status.decode("utf-8", "surrogateescape").split("\0"))
    if commit is None:
        return Checkout(problem="the branch has no commit yet")
    # Git answers in a folder that a repository around it ignores, too; what runs there is no part of any commit.
    root = (ask_git(folder, "rev-parse", "--show-toplevel", f"{commit}:./") or "").rpartition("\n")[0]
    if not root:
        return Checkout(problem=f"this folder is no part of {commit[:7]}")
    own = {path.resolve() for path in outputs}
    return Checkout(
        commit=commit,
        changed=tuple(path for path in changed if Path(root, path) not in own),
        untracked=tuple(path for path in untracked if Path(root, path) not in own and not _is_bytecode(path)),
    )


def why_unbound(before: Checkout, after: Checkout | None = None) -> str | None:
    """Why results of a run do not belong to the commit that was checked out before it; None if they do.

    What is untracked before the run may have a part in it; what the run leaves behind has none.
    """
    reason = before.problem or _why_other(before)
    return reason or (after.problem or _why_moved(before, after) if after else None)


def _why_other(checkout: Checkout) -> str | None:
    differing = sorted({*checkout.changed, *checkout.untracked})
    if not differing:
        return None
    verb = "differs" if len(differing) == 1 else "differ"
    return f"{count_of(len(differing), 'file')} {verb} from {_short(checkout)} {_named(differing)}"


def _why_moved(before: Checkout, after: Checkout) -> str | None:
    if after.commit != before.commit:
        return f"HEAD moved from {_short(before)} to {_short(after)} during the run"
    verb = "was" if len(after.changed) == 1 else "were"
    changed = f"{count_of(len(after.changed), 'file')} {verb} changed during the run {_named(after.changed)}"
    return changed if after.changed else None


def _short(checkout: Checkout) -> str:
    return (checkout.commit or "")[:7]


def _named(paths: Sequence[str]) -> str:
    names = ", ".join(map(printable, paths[:_MOST_NAMES]))
    return f"({names}, ...)" if len(paths) > _MOST_NAMES else f"({names})"


def _explain(failure: str) -> str:
    if "not a git repository" in failure:
        return "this folder is in no git repository"
    if "dubious ownership" in failure or "safe.directory" in failure:
        return "this repository belongs to another user, and git was not told to trust it (safe.directory)"
    return f"git does not answer: {printable(failure)}"


def _parse_status(entries: Iterable[str]) -> tuple[str | None, list[str], list[str]]:
    commit: str | None = None
    changed: list[str] = []
    untracked: list[str] = []
    for entry in entries:
        match entry.split(" ", 2):
            case ["#", "branch.oid", name] if name != "(initial)":
                commit = name
            case ["?", *_]:
                untracked.append(entry[2:])
            case [kind, *_] if kind in _FIELDS:
                changed.append(entry.split(" ", _FIELDS[kind])[-1])
            case _:
                pass  # other lines about the branch, and the end
    return commit, changed, untracked


def _is_bytecode(path: str) -> bool:
    return "__pycache__" in path.split("/") or PurePosixPath(path).suffix == ".pyc"
