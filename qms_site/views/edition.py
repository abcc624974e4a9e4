"""The edition line: which state of the repository a page shows, and what a reader must know before relying on it."""

import re
from dataclasses import dataclass
from datetime import date

from qms_site import __version__
from qms_site.project import Project
from qms_site.text import count_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Commit (None without git), the role of what was read, the day it is judged by, the tool; and warnings, if any."""

    commit: str | None
    role: str
    as_of: date | None
    tool: str
    notices: tuple[str, ...]


def build_edition(project: Project) -> Edition:
    """The edition of a project."""
    return Edition(
        commit=project.revision.commit,
        role=_role(project),
        as_of=project.as_of,
        tool=f"qms-site {__version__}",
        notices=tuple(_notices(project)),
    )


def _role(project: Project) -> str:
    revision, production = project.revision, project.settings.project.production
    if not revision.has_git:
        return "no history"
    if revision.commit is None:
        return "no commit yet"
    if revision.on_production:
        return (
            f"production ({production})"
            if revision.is_production_tip
            else f"earlier state of production ({production})"
        )
    branch = revision.branch
    if branch is None:
        return (
            "commit that is not known to be on production"
            if revision.on_production is None
            else "commit outside production"
        )
    title = next((rule.title for rule in project.settings.branches if re.fullmatch(rule.pattern, branch)), "branch")
    return f"{title} {branch}"


def _notices(project: Project) -> list[str]:
    revision = project.revision
    notices: list[str] = []
    if not revision.has_git:
        notices.append("Built without git: where these documents come from is not known.")
    elif revision.commit is None:
        notices.append("Built before the first commit.")
    elif not revision.on_production:
        notices.append(f"Not from production: built from {_role(project)}.")
    elif not revision.is_production_tip:
        notices.append(
            f"Not the latest state of production: built from commit {revision.commit[:10]}, as of {project.as_of}."
        )
    if revision.uncommitted:
        notices.append(f"Built from a work tree with uncommitted changes ({count_of(revision.uncommitted, 'file')}).")
    return notices
