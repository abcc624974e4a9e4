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
    """Commits of this repository made before the declared beginning: before its day or its commit, or on the way to that."""
    name = settings.project.governance_start_commit
    start = _start_commit(history, name) if name else None
    on_the_way = with_ancestors(history.commits, start.parents) if start else frozenset()
    return on_the_way | commits_until(history.commits, start.committed if start else None, settings)


def commits_until(commits: Collection[CommitRecord], since: datetime | None, settings: Settings) -> frozenset[str]:
    """Commits, also of another repository, made before governance began: written or committed, as a rebase leaves the one alone."""
    return frozenset(
        commit.hash
        for commit in commits
        if is_before(commit.committed, since, settings) or is_before(commit.authored, since, settings)
    )


def is_before(moment: datetime | None, since: datetime | None, settings: Settings) -> bool:
    """Whether a moment lies before governance began; of a day, that of the moment's own zone, or the one of the revision."""
    if moment is None:
        return False
    project = settings.project
    day = None if project.governance_start_commit else project.governance_start
    return (day is not None and moment.date() < day) or (since is not None and moment < since)


def _start_commit(history: History, name: str) -> CommitRecord | None:
    return next((commit for commit in history.commits if commit.hash.startswith(name)), None)
