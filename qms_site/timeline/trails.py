"""Audit trails against git: all that commits did to logs, archives, approved texts, metadata and whole records."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from qms_site.history.archives import ArchiveChange, find_archive_changes
from qms_site.history.audit_logs import LogHistory, LogRemoval, read_logs
from qms_site.history.statuses import Statuses
from qms_site.history.uncommitted_logs import UncommittedChange, find_uncommitted_changes
from qms_site.paths import MARKDOWN_SUFFIXES
from qms_site.records.reading import Records
from qms_site.settings import Settings
from qms_site.sources.snapshot import History, Snapshot
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
    uncommitted: tuple[UncommittedChange, ...] = ()
    """What was done to logs in the work tree, and is not committed."""
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
    snapshot: Snapshot,
    records: Records,
    timelines: Mapping[str, Timeline],
    statuses: Statuses,
    settings: Settings,
    documents_root: str,
) -> Trails:
    """Hold everything against the history that leads to the revision; a few bulk reads, however long it is."""
    history = snapshot.history
    if not history.commits:
        return Trails()
    logged = _hidden_paths(history, documents_root, ".audit", (".jsonl",))
    archived = _hidden_paths(history, documents_root, ".archive", tuple(sorted(MARKDOWN_SUFFIXES)))
    logs = read_logs(history, logged.__contains__) if logged else LogHistory()
    brought = read_brought(logs.additions)
    order = {name: -place for name, place in history.changes.place_by_hash.items()} if logged else {}
    line = frozenset((*history.first_parents, *(history.production_line or ()))) if logged else frozenset()
    skew = timedelta(minutes=settings.audit.clock_skew_minutes)
    return Trails(
        logs=logs,
        uncommitted=find_uncommitted_changes(snapshot, logs, _in_folder(documents_root, ".audit", (".jsonl",))),
        brought=brought,
        archive_changes=tuple(_of_kept_ids(find_archive_changes(history, archived.__contains__), statuses))
        if archived
        else (),
        text_changes=find_approved_changes(
            records.documents, timelines, statuses, settings, history.read_blobs, history.kept
        ),
        untold_changes=tuple(
            change
            for document in records.documents
            for change in find_untold_changes(
                document, statuses.points.get(document.id, ()), brought, order, line, settings
            )
        ),
        late_events=tuple(find_late_events(brought, skew)),
        deletions=find_deletions(history, statuses, records.orphan_sidecars, settings, records.scheme, documents_root),
        commits=len(history.commits),
    )


def _of_kept_ids(changes: Iterable[ArchiveChange], statuses: Statuses) -> Iterator[ArchiveChange]:
    """Changes without the versions that another document brought, which took an id over: they are its own."""
    again = tuple(f"{reuse.after.document}-" for reuse in statuses.reuses)
    return (change for change in changes if not (change.is_back and _name(change.path).startswith(again)))


def _hidden_paths(history: History, documents_root: str, folder: str, suffixes: tuple[str, ...]) -> frozenset[str]:
    """Files that lie, or lay, in that folder below the documents root, and where they were before they were moved there."""
    is_there = _in_folder(documents_root, folder, suffixes)
    there = frozenset(filter(is_there, history.changes.places_by_path))
    return there | _former_paths(history, there, suffixes) if there else there


def _in_folder(documents_root: str, folder: str, suffixes: tuple[str, ...]) -> Callable[[str], bool]:
    prefix = f"{folder}/" if documents_root == "." else f"{documents_root}/{folder}/"
    return lambda path: path.startswith(prefix) and path.lower().endswith(suffixes)


def _former_paths(history: History, there: frozenset[str], suffixes: tuple[str, ...]) -> frozenset[str]:
    """Where files lay before they were moved to where they are: the same name, in one commit."""
    found: set[str] = set()
    for place in history.changes.removals:
        commit = history.commits[place]
        gone = [
            change.path
            for change in commit.changes
            if change.after is None and change.path not in there and change.path.lower().endswith(suffixes)
        ]
        if gone:
            added = {
                _name(change.path)
                for change in commit.changes
                if change.before is None and (change.path in found or change.path in there)
            }
            found.update(path for path in gone if _name(path) in added)
    return frozenset(found)


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]
