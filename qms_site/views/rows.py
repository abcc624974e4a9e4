"""A document in one line, as registers and lists show it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.settings import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A status for a badge: its words, and the stage that gives the colour (None: the lifecycle does not have it)."""

    label: str
    stage: Stage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One document: identity, state, and the day of its last recorded change (UTC)."""

    id: str
    title: str
    type: str
    status: Status
    version: str | None
    in_force: str | None
    owner: str | None
    parent: str | None
    changed: date | None
    is_open: bool


def status_of(project: Project, document: Document) -> Status:
    """The document's status as a badge says it: ``In execution``, or ``No status``."""
    return Status(label=label_of(document.status), stage=project.stage_of(document))


def label_of(state: str | None) -> str:
    """A state in words: ``IN_PRE_REVIEW`` is ``In pre review``."""
    return state.replace("_", " ").capitalize() if state else "No status"


def row_of(project: Project, document: Document) -> DocumentRow:
    """The row of one document."""
    changed = changed_when(project, document)
    return DocumentRow(
        id=document.id,
        title=document.title,
        type=document.type,
        status=status_of(project, document),
        version=document.version,
        in_force=project.timelines_by_id[document.id].in_force,
        owner=document.owner,
        parent=document.parent,
        changed=changed.astimezone(UTC).date() if changed else None,
        is_open=project.is_open(document),
    )


def changed_when(project: Project, document: Document) -> datetime | None:
    """When the document last changed: by its audit log, which tells of every check-in, else by the newest commit."""
    timeline = project.timelines_by_id[document.id]
    if document.events and timeline.last_event:
        return timeline.last_event
    commits = (project.last_change_by_path.get(file.path) for file in document.current_files)
    moments = [commit.committed for commit in commits if commit and commit.committed]
    return max([*moments, timeline.last_event] if timeline.last_event else moments, default=None)
