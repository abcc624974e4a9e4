"""Since when a project is governed: what came before is history, and no violation."""

from collections.abc import Collection
from datetime import datetime, time, tzinfo

from qms_site.history.commit_graph import CommitGraph, reach
from qms_site.settings import Settings
from qms_site.sources.snapshot import CommitRecord, History


def governance_start(history: History, settings: Settings, zone: tzinfo) -> datetime | None:
    """When governance began: at a commit, or at the beginning of a day; None where the settings do not say, or it is not known."""
    project = settings.project
    if project.governance_start_commit:
        start = _start_commit(history.commits, project.governance_start_commit)
        return start.committed if start else None
    return datetime.combine(project.governance_start, time(), tzinfo=zone) if project.governance_start else None


def commits_before(graph: CommitGraph, settings: Settings) -> frozenset[str]:
    """Commits of this repository made before the declared beginning: before its day or its commit, or on the way to that."""
    commits, name = graph.commits.values(), settings.project.governance_start_commit
    start = _start_commit(commits, name) if name else None
    on_the_way = reach(graph, start.parents) if start else set()
    return commits_until(commits, start.committed if start else None, settings) | on_the_way


def commits_until(commits: Collection[CommitRecord], since: datetime | None, settings: Settings) -> frozenset[str]:
    """Commits, also of another repository, made before governance began: written or committed, as a rebase leaves the one alone."""
    if since is None and settings.project.governance_start is None:
        return frozenset()
    return frozenset(
        commit.hash
        for commit in commits
        if is_before(commit.committed, since, settings)
        or (commit.authored is not commit.committed and is_before(commit.authored, since, settings))
    )


def is_before(moment: datetime | None, since: datetime | None, settings: Settings) -> bool:
    """Whether a moment lies before governance began; of a day, that of the moment's own zone, or the one of the revision."""
    if moment is None:
        return False
    project = settings.project
    day = None if project.governance_start_commit else project.governance_start
    return (day is not None and moment.date() < day) or (since is not None and moment < since)


def _start_commit(commits: Collection[CommitRecord], name: str) -> CommitRecord | None:
    return next((commit for commit in commits if commit.hash.startswith(name)), None)
