"""Since when a project is governed: what came before is history, and no violation."""

from collections.abc import Collection
from datetime import datetime, time, tzinfo

from qms_site.settings import Settings
from qms_site.sources.snapshot import CommitRecord, History
from qms_site.timeline.authority import with_ancestors


def governance_start(history: History, settings: Settings, zone: tzinfo) -> datetime | None:
    """When governance began: at a commit, or at the beginning of a day; None where the settings do not say, or it is not known."""
    project = settings.project
    if project.governance_start_commit:
        start = _start_commit(history, project.governance_start_commit)
        return start.committed if start else None
    return datetime.combine(project.governance_start, time(), tzinfo=zone) if project.governance_start else None


def commits_before(history: History, settings: Settings) -> frozenset[str]:
    """Commits of this repository made before the declared beginning: before a day, or on the way to a commit."""
    project = settings.project
    if project.governance_start_commit:
        start = _start_commit(history, project.governance_start_commit)
        return with_ancestors(history.commits, start.parents) if start else frozenset()
    day = project.governance_start
    return (
        frozenset(commit.hash for commit in history.commits if commit.committed and commit.committed.date() < day)
        if day
        else frozenset()
    )


def commits_until(commits: Collection[CommitRecord], since: datetime | None) -> frozenset[str]:
    """Commits of another repository that are older than the beginning of governance here."""
    if since is None:
        return frozenset()
    return frozenset(commit.hash for commit in commits if commit.committed and commit.committed < since)


def _start_commit(history: History, name: str) -> CommitRecord | None:
    return next((commit for commit in history.commits if commit.hash.startswith(name)), None)
