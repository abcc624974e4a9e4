"""Real git repositories in temporary folders, with fixed names and dates: the same steps give the same hashes everywhere."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_ISOLATED = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C.UTF-8",
}
_OPTIONS = (
    *("-c", "init.defaultBranch=main"),
    *("-c", "protocol.file.allow=always"),
    *("-c", "commit.gpgSign=false"),
    *("-c", "core.autocrlf=false"),
    *("-c", "gc.auto=0"),
    *("-c", "advice.detachedHead=false"),
)


@dataclass(frozen=True, slots=True)
class GitRepository:
    """A repository with a work tree at ``root``. Commits are one hour apart, from 2026-01-01 09:00 UTC, unless dated."""

    root: Path

    @classmethod
    def create(cls, root: Path) -> Self:
        """An empty repository on an unborn branch ``main``."""
        root.mkdir(parents=True, exist_ok=True)
        repository = cls(root)
        repository.git("init", "--quiet")
        return repository

    def clone(self, root: Path, *options: str) -> "GitRepository":
        """A clone of this repository, through the ``file`` transport so that ``--depth`` is honoured."""
        self.git("clone", "--quiet", *options, f"file://{self.root}", str(root))
        return GitRepository(root)

    def write(self, files: Mapping[str, str | bytes | None]) -> Self:
        """Put files into the work tree, without a commit; None removes one."""
        for name, content in files.items():
            path = self.root / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def commit(
        self,
        files: Mapping[str, str | bytes | None] | None = None,
        message: str = "Change",
        *,
        date: str | None = None,
        author: str = "Ada Example <ada@example.org>",
    ) -> str:
        """Write files, commit the whole work tree (even if nothing changed), and return the hash."""
        self.write(files or {})
        self.git("add", "--all")
        options = ("--quiet", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "--no-verify")
        self.git("commit", *options, f"--message={message}", date=date or self._next_date(), author=author)
        return self.head

    def commit_folder(self, folder: Path, message: str = "Change", *, date: str | None = None) -> str:
        """Make the work tree equal to a folder, and commit that."""
        for entry in self.root.iterdir():
            if entry.name != ".git":
                shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
        shutil.copytree(folder, self.root, dirs_exist_ok=True, symlinks=True)
        return self.commit(message=message, date=date)

    def branch(self, name: str) -> Self:
        """Start a branch here and check it out."""
        self.git("checkout", "--quiet", "-b", name)
        return self

    def checkout(self, name: str) -> Self:
        """Check out a branch or, with a hash, a detached head."""
        self.git("checkout", "--quiet", name)
        return self

    def merge(self, name: str, message: str = "Merge", *, date: str | None = None) -> str:
        """Merge a branch with a merge commit, and return its hash."""
        self.git("merge", "--quiet", "--no-ff", f"--message={message}", name, date=date or self._next_date())
        return self.head

    def tag(self, name: str) -> Self:
        """A lightweight tag here."""
        self.git("tag", name)
        return self

    def add_submodule(self, other: "GitRepository", path: str) -> Self:
        """Another repository as a submodule, not yet committed."""
        self.git("submodule", "--quiet", "add", f"file://{other.root}", path)
        return self

    @property
    def head(self) -> str:
        """Hash of the commit that is checked out."""
        return self.git("rev-parse", "HEAD").strip()

    def git(
        self,
        *arguments: str,
        stdin: bytes | None = None,
        date: str = "2026-01-01T09:00:00+00:00",
        author: str = "Ada Example <ada@example.org>",
    ) -> str:
        """Output of a git command run here, apart from the settings of whoever runs the tests."""
        name, _, email = author.rstrip(">").partition(" <")
        people = {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (("NAME", name), ("EMAIL", email), ("DATE", date))
        }
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        done = subprocess.run(
            ["git", *_OPTIONS, *arguments],
            cwd=self.root,
            env=inherited | _ISOLATED | people,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"git {' '.join(arguments)}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode(errors="replace")

    def _next_date(self) -> str:
        """An hour after the commits that are there."""
        count = int(self.git("rev-list", "--all", "--count").strip() or 0)
        return f"2026-01-{1 + count // 12:02}T{9 + count % 12:02}:00:00+00:00"
