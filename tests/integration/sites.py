"""Git repositories made by committing folders, and the sites that the hosts build of them, each by its real command."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

PROJECTS = Path(__file__).parent.parent / "projects"
FIRST_DAY = "2026-02-03"
_REDIRECTS = ("d/", "i/")


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a program needs to run, and nothing of the machine's own settings."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "NO_MKDOCS_2_WARNING": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
        **more,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a program ended; ``output`` is both of its streams."""

    code: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        return self.stdout + self.stderr


def run(*command: str | Path, cwd: Path, home: Path | None = None, timeout: float = 120, **more: str) -> Ended:
    """Run a program to its end, in an environment of its own."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment(home or cwd.parent, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
        stdin=subprocess.DEVNULL,
    )
    return Ended(code=done.returncode, stdout=done.stdout, stderr=done.stderr)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A git repository in a temporary folder."""

    path: Path

    def git(self, *arguments: str, day: str = FIRST_DAY) -> str:
        """Output of a git command; commits are made by one person at noon of a day."""
        moment = f"{day}T12:00:00+00:00"
        who = {"NAME": "Ada Example", "EMAIL": "ada@example.org", "DATE": moment}
        names = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
        done = run("git", *arguments, cwd=self.path, **names)
        assert done.code == 0, done.output
        return done.stdout.rstrip("\n")

    def write(self, files: Mapping[str, str]) -> None:
        """Write texts into the work tree."""
        for name, text in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def commit(self, subject: str, day: str = FIRST_DAY) -> str:
        """Commit everything that is there; gives the full hash."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", subject, day=day)
        return self.git("rev-parse", "HEAD")

    def status(self) -> list[str]:
        """What ``git status`` says, one line for each file."""
        return self.git("status", "--porcelain", "--untracked-files=all").splitlines()

    def digests(self) -> dict[str, str]:
        """Digest of every file of the work tree and of git's own folder."""
        return digests_of(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A built site, and what the host said while it built it."""

    folder: Path
    log: str

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def page(self, name: str) -> LexborHTMLParser:
        return LexborHTMLParser(self.read(name))

    def html_files(self) -> list[str]:
        """Every page, by its file; redirects are no pages."""
        files = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        return sorted(file for file in files if not file.startswith(_REDIRECTS))

    def digests(self) -> dict[str, str]:
        return digests_of(self.folder)


def digests_of(folder: Path) -> dict[str, str]:
    """Digest of every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def found_repository(path: Path, project: str = "sidecars", changes: Mapping[str, str] | None = None) -> Repository:
    """A repository with one commit: a folder of ``tests/projects``, with some files written anew."""
    shutil.copytree(PROJECTS / project, path)
    repository = Repository(path=path)
    repository.write(changes or {})
    repository.git("init", "--quiet", "--initial-branch", "main")
    repository.commit("CR-001: Found the quality system")
    return repository


def build(repository: Repository, target: Path, *options: str, host: str = "mkdocs", **more: str) -> Site:
    """The site of a repository, in a folder outside of it; the build must be without a warning."""
    done = run_host(repository, target, "--strict", *options, host=host, **more)
    assert done.code == 0, done.output
    return Site(folder=target, log=done.output)


def run_host(repository: Repository, target: Path, *options: str, host: str = "mkdocs", **more: str) -> Ended:
    """One build, however it ends."""
    return run(
        *(sys.executable, "-m", host, "build", "--site-dir", target, *options),
        cwd=repository.path,
        home=target.parent,
        **more,
    )


def broken_links(site: Site) -> Iterator[tuple[str, str]]:
    """Each address on a page that leads to no file of the site, or to no anchor of it, with the page."""
    ids: dict[Path, set[str]] = {}
    for path in sorted(site.folder.rglob("*.html")):
        for node in LexborHTMLParser(path.read_text(encoding="utf-8")).css("[href], [src]"):
            address = node.attributes.get("href") or node.attributes.get("src") or ""
            if re.match(r"[a-z]+:", address):
                continue
            target, _, fragment = unquote(address).partition("#")
            end = (path.parent / target).resolve() if target else path
            end = end / "index.html" if end.is_dir() else end
            if end not in ids and end.suffix == ".html" and end.is_file():
                page = LexborHTMLParser(end.read_text(encoding="utf-8"))
                ids[end] = {node.attributes["id"] or "" for node in page.css("[id]")}
            if not end.is_file() or (fragment and fragment not in ids[end]):
                yield path.relative_to(site.folder).as_posix(), address


def body_of(page: LexborHTMLParser) -> str:
    """The content of a page without the host's frame, blank lines apart."""
    article = page.css_first("article")
    assert article is not None
    return re.sub(r"\s*\n\s*", "\n", article.html or "")


def texts_of(page: LexborHTMLParser, selector: str) -> list[str]:
    """Texts of the elements that a selector finds, with single spaces."""
    return [" ".join(node.text().split()) for node in page.css(selector)]
