"""Where the repository is, and what can be said about it before any revision is read."""

import configparser
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from qms_site.errors import SourceError
from qms_site.sources.git import GitError, ask_git, run_git
from qms_site.sources.snapshot import RepositoryState


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder to read: the root of its repository, or the folder itself where git cannot be asked."""

    root: Path
    has_git: bool
    problem: str | None = None
    """Why git cannot be asked, where a repository seems to be there all the same."""


def find_place(folder: Path) -> Place:
    """The repository that a folder is in. Raises SourceError if there is no such folder."""
    if not folder.is_dir():
        message = f"{folder} is not a folder"
        raise SourceError(message)
    resolved = folder.resolve()
    try:
        root = run_git(resolved, "rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").rstrip("\n")
    except GitError as failure:
        return Place(root=resolved, has_git=False, problem=_explain(str(failure), resolved))
    except SourceError as error:
        return Place(root=resolved, has_git=False, problem=str(error))
    return Place(root=Path(root), has_git=True)


def _explain(failure: str, folder: Path) -> str | None:
    """What a reader needs to know of git's refusal; None for a folder that simply is not under git."""
    if "dubious ownership" in failure or "safe.directory" in failure:
        return (
            "this repository belongs to another user, so git does not answer; history is left out. "
            "To trust it: git config --global --add safe.directory <its path>"
        )
    if any((parent / ".git").exists() for parent in (folder, *folder.parents)):
        return f"git does not answer here, so history is left out: {failure}"
    return None


def read_submodules(gitmodules: str) -> Mapping[str, str]:
    """Path to URL of the submodules that a ``.gitmodules`` file names; an unreadable file names none."""
    parser = configparser.RawConfigParser(strict=False, interpolation=None)
    try:
        parser.read_string("\n".join(line.strip() for line in gitmodules.split("\n")))
    except configparser.Error:
        return {}
    return {
        section["path"]: section.get("url", "")
        for name, section in parser.items()
        if name.startswith("submodule") and "path" in section
    }


def look_at_repositories(
    root: Path, configured: Mapping[str, str], pointers: Mapping[str, str], submodules: Mapping[str, str]
) -> Iterator[RepositoryState]:
    """State of each repository beside or inside this one: configured ones by name, other submodules by folder name."""
    named = dict(configured)
    for path in sorted({*pointers, *submodules} - set(configured.values())):
        name = path.rsplit("/", 1)[-1]
        named[name if name not in named else path] = path
    for name, path in sorted(named.items()):
        head = _head_of(root / path) if _is_inside(path) else None
        yield RepositoryState(
            name=name, path=path, head=head, is_available=head is not None, pointer=pointers.get(path)
        )


def _is_inside(path: str) -> bool:
    """Whether a path, as a repository wrote it, stays below the root."""
    return not path.startswith("/") and ".." not in path.split("/") and ":" not in path and "\\" not in path


def _head_of(folder: Path) -> str | None:
    """Commit checked out in a clone of its own; an empty submodule folder would answer for its parent, so compare."""
    if not folder.is_dir() or folder.is_symlink():
        return None
    toplevel = ask_git(folder, "rev-parse", "--show-toplevel")
    if toplevel is None or Path(toplevel) != folder.resolve():
        return None
    return ask_git(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") or None
