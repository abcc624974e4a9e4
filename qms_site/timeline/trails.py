"""Audit trails against git: all that commits did to logs, archives, approved texts, metadata and whole records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import PurePosixPath

from qms_site.history.archives import ArchiveChange, find_archive_changes
from qms_site.history.audit_logs import LogHistory, LogRemoval, read_logs
from qms_site.history.statuses import Statuses
from qms_site.paths import MARKDOWN_SUFFIXES, is_inside, path_below
from qms_site.records.reading import Records
from qms_site.settings import Settings
from qms_site.sources.snapshot import History
from qms_site.timeline.approved_texts import ApprovedTextChange, find_approved_changes
from qms_site.timeline.deletions import Deletion, find_deletions
from qms_site.timeline.logged_events import (
    Brought,
    BroughtEvent,
    UntoldChange,
    find_late_events,
    find_untold_changes,
    read_brought,
)
from qms_site.timeline.versions import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Trails:
    """What git tells of audit trails; nothing without git. Each list is oldest first, or by document and then oldest first."""

    logs: LogHistory = field(default_factory=LogHistory)
    brought: Brought = field(default_factory=Brought)
    archive_changes: tuple[ArchiveChange, ...] = ()
    text_changes: tuple[ApprovedTextChange, ...] = ()
    untold_changes: tuple[UntoldChange, ...] = ()
    late_events: tuple[tuple[str, BroughtEvent], ...] = ()
    """Names of logs, and their events that are dated after the commit that brought them."""
    deletions: tuple[Deletion, ...] = ()
    commits: int = 0
    """Commits that were gone through."""

    @property
    def log_removals(self) -> tuple[LogRemoval, ...]:
        """Logs that were removed while their documents stayed."""
        deleted = self.deleted_at
        return tuple(removal for removal in self.logs.removals if (removal.log, removal.commit.hash) not in deleted)

    @property
    def deleted_at(self) -> frozenset[tuple[str, str]]:
        """Documents that were deleted, with the hashes of the commits."""
        return frozenset((deletion.id, deletion.commit.hash) for deletion in self.deletions)


def read_trails(
    history: History,
    records: Records,
    timelines: Mapping[str, Timeline],
    statuses: Statuses,
    settings: Settings,
    documents_root: str,
) -> Trails:
    """Hold everything against the history that leads to the revision; a few bulk reads, however long it is."""
    if not history.commits:
        return Trails()
    logs = read_logs(history, _in_hidden(documents_root, ".audit", frozenset({".jsonl"})))
    brought = read_brought(logs.additions)
    order = {commit.hash: place for place, commit in enumerate(reversed(history.commits))}
    skew = timedelta(minutes=settings.audit.clock_skew_minutes)
    return Trails(
        logs=logs,
        brought=brought,
        archive_changes=find_archive_changes(history, _in_hidden(documents_root, ".archive", MARKDOWN_SUFFIXES)),
        text_changes=find_approved_changes(records.documents, timelines, statuses, settings, history.read_blobs),
        untold_changes=tuple(
            change
            for document in records.documents
            for change in find_untold_changes(document, statuses.points.get(document.id, ()), brought, order, settings)
        ),
        late_events=tuple(find_late_events(brought, skew)),
        deletions=find_deletions(history, statuses, records.orphan_sidecars, settings, records.scheme, documents_root),
        commits=len(history.commits),
    )


def _in_hidden(documents_root: str, folder: str, suffixes: frozenset[str]) -> Callable[[str], bool]:
    """Whether a file lies in that folder below the documents root."""

    @cache  # most files are changed many times
    def is_there(path: str) -> bool:
        if not is_inside(path, documents_root):
            return False
        place = PurePosixPath(path_below(path, documents_root))
        return place.parts[0] == folder and place.suffix.lower() in suffixes

    return is_there
