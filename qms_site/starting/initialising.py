"""``init``: read the repository as it is, and say what the two new files should hold. Writing them is the caller's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qms_site.errors import QmsSiteError
from qms_site.settings import SETTINGS_FILE, parse_settings
from qms_site.sources.git import ask_git
from qms_site.sources.history import head_branch
from qms_site.sources.place import Place, find_place, read_submodules
from qms_site.sources.reading import ReadingPlan, read_worktree
from qms_site.starting.proposal import Surroundings, propose_host, propose_settings
from qms_site.starting.survey import Survey, survey_repository

HOST_FILE = "mkdocs.yml"
_SSH = re.compile(r"(?:ssh://)?(?:[\w.-]+@)(?P<host>[\w.-]+)(?::\d+/|[:/])(?P<path>[\w./~-]+?)(?:\.git)?/?")
_HTTP = re.compile(r"https?://(?:[^@/\s]+@)?(?P<host>[\w.-]+(?::\d+)?)/(?P<path>[\w./~-]+?)(?:\.git)?/?")
_LARGEST_KIB = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Initialisation:
    """What was found, the folder that the new files go into, and their texts by name; files that exist are not among them."""

    folder: Path
    survey: Survey
    files: Mapping[str, str]
    existing: tuple[str, ...]


def initialise(folder: Path) -> Initialisation:
    """Look at the repository that a folder is in. Raises QmsSiteError where there is nothing to read."""
    place = find_place(folder)
    plan = ReadingPlan(documents=".", production="main", max_document_bytes=_LARGEST_KIB * 1024, repositories={})
    survey = survey_repository(read_worktree(place, plan))
    around = _look_around(place)
    proposed = {SETTINGS_FILE: propose_settings(survey, around), HOST_FILE: propose_host(survey, around)}
    parse_settings(proposed[SETTINGS_FILE], SETTINGS_FILE)  # what is proposed must be valid, whatever was found
    existing = tuple(name for name in proposed if (place.root / name).exists())
    return Initialisation(
        folder=place.root,
        survey=survey,
        files={name: text for name, text in proposed.items() if name not in existing},
        existing=existing,
    )


def write_files(proposal: Initialisation) -> tuple[Path, ...]:
    """Write the proposed files; never over one that exists, not even one that appeared meanwhile."""
    written: list[Path] = []
    for name, text in proposal.files.items():
        path = proposal.folder / name
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError as error:
            message = f"{path} cannot be written: {error.strerror}"
            raise QmsSiteError(message) from error
        written.append(path)
    return tuple(written)


def _look_around(place: Place) -> Surroundings:
    gitmodules = place.root / ".gitmodules"
    modules = read_submodules(gitmodules.read_text(encoding="utf-8", errors="replace")) if gitmodules.is_file() else {}
    remote = ask_git(place.root, "config", "--get", "remote.origin.url") if place.has_git else None
    return Surroundings(
        name=_name_of(place.root.name),
        production=_production(place) if place.has_git else "main",
        url=web_address(remote or ""),
        submodules={path: web_address(url) for path, url in modules.items()},
    )


def web_address(remote: str) -> str | None:
    """Web address of a repository from the URL of its remote, without credentials; None for local and unknown forms."""
    match = _HTTP.fullmatch(remote) or _SSH.fullmatch(remote)
    return f"https://{match['host']}/{match['path']}" if match else None


def _production(place: Place) -> str:
    refs = ask_git(place.root, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes/origin") or ""
    names = {name.removeprefix("origin/") for name in refs.split("\n")}
    return next((name for name in ("main", "master") if name in names), head_branch(place.root) or "main")


def _name_of(folder: str) -> str:
    """A folder's name in words: ``flow-state`` is ``Flow State``."""
    words = re.split(r"[\s_-]+", folder.strip("-_. "))
    return (
        " ".join(word if any(map(str.isupper, word)) else word.capitalize() for word in words)
        or "Quality management system"
    )
