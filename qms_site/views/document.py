"""One document's page: the header panel, its relations, its time line, its versions, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qms_site.findings import Finding
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.settings import Stage
from qms_site.timeline.assurance import Backing, back_committer, back_events, back_name
from qms_site.timeline.events import Event
from qms_site.timeline.rounds import APPROVER_KEYS, AUTHOR_KEYS, REVIEWER_KEYS, is_approval, named_in
from qms_site.timeline.versions import DocumentVersion
from qms_site.views.force import Stretch, build_stretches
from qms_site.views.names import NameView, view_name
from qms_site.views.owners import owner_of
from qms_site.views.record_work import RecordWork, build_record_work
from qms_site.views.register import title_of_type
from qms_site.views.rows import (
    DocumentRow,
    Status,
    changed_when,
    label_of,
    row_of,
)
from qms_site.views.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """An event as the time line shows it; ``status`` where the event reached a state."""

    when: datetime | None
    label: str
    actor: str | None
    who: NameView | None
    """Who acted, where the event names anybody."""
    is_approval: bool
    approval: str | None
    """For a state that a commit brought: who committed it, or that its author did."""
    committer: NameView | None
    """Who committed what another wrote."""
    version: str | None
    status: Status | None
    note: str | None
    commit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionEntry:
    """A version as the panel shows it."""

    version: DocumentVersion
    status: Status
    is_in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """All that stands on a document's page beside its body."""

    row: DocumentRow
    type_title: str
    status_source: str | None
    draft: str | None
    path: str
    changed: datetime | None
    owner: NameView | None
    people: tuple[tuple[str, tuple[NameView, ...]], ...]
    """Author, reviewers and approvers as front matter names them."""
    approvers: tuple[NameView, ...]
    """Who approved the text or the plan last, by its events."""
    dates: tuple[tuple[str, str], ...]
    parent: DocumentRow | None
    children: tuple[DocumentRow, ...]
    cites: tuple[DocumentRow, ...]
    cited_by: tuple[DocumentRow, ...]
    timeline: tuple[TimelineEntry, ...]
    work: RecordWork | None
    """What was done under a record, as far as git tells."""
    versions: tuple[VersionEntry, ...]
    stretches: tuple[Stretch, ...]
    """Which version was in force when."""
    approved: datetime | None
    """When the text that binds, or the plan of the record, was approved."""
    following: tuple[Status, ...]
    """The states that may come next by the lifecycle."""
    findings: tuple[Finding, ...]
    shows_draft: bool
    """Whether the text on the page is newer than the version in force."""
    binds: bool
    """Whether versions of this type come into force at all."""


_SOURCES = {"sidecar": "workflow metadata", "front-matter": "front matter"}


def build_document_view(run: Run, document: Document) -> DocumentView:
    """The view of one document of a run, with the findings about it and its files."""
    project = run.project
    timeline = project.timelines_by_id[document.id]
    backings = back_events(document, timeline.events, project.sources)
    subjects = dict.fromkeys((document.id, *(file.path for file in document.current_files)))
    return DocumentView(
        row=row_of(project, document),
        type_title=title_of_type(project, document.type),
        status_source=_SOURCES.get(document.status_source or ""),
        draft=timeline.draft,
        path=document.path,
        changed=changed_when(project, document),
        owner=owner_of(project, document, backings),
        people=tuple(
            (key.replace("_", " ").capitalize(), names)
            for key in (*AUTHOR_KEYS, *REVIEWER_KEYS, *APPROVER_KEYS)
            if (names := _named(project, document, key, backings))
        ),
        approvers=_approvers(project, document, backings),
        dates=tuple((key.replace("_", " ").capitalize(), value) for key, value in document.dates.items()),
        parent=_row(project, document.parent),
        children=_rows(project, document.children),
        cites=_rows(project, project.graph.cites.get(document.id, ())),
        cited_by=_rows(project, project.graph.cited_by.get(document.id, ())),
        work=build_record_work(project, document),
        timeline=tuple(
            _entry(project, document, event, backing) for event, backing in zip(timeline.events, backings, strict=True)
        ),
        versions=tuple(_version(project, document, version) for version in reversed(timeline.versions)),
        stretches=build_stretches(timeline.periods, project.as_of),
        approved=project.approved_when(document.id),
        following=tuple(
            Status(label=label_of(state), stage=project.settings.stage_of(document.type, state))
            for state in project.settings.lifecycle_of(document.type).following(document.status or "")
        ),
        findings=tuple(judged.finding for subject in subjects for judged in run.findings_by_subject.get(subject, ())),
        shows_draft=timeline.draft is not None
        and timeline.in_force is not None
        and document.draft in (None, document.file),
        binds=Stage.EFFECTIVE in project.settings.lifecycle_of(document.type).states.values(),
    )


_Backings = Sequence[Backing | None]


def _named(project: Project, document: Document, key: str, backings: _Backings) -> tuple[NameView, ...]:
    """Names that front matter gives under a key; they are dated as the newest event is."""
    events = project.timelines_by_id[document.id].events
    return tuple(
        view_name(back_name(name, (key,), events, backings, project.people), name)
        for name in named_in(document, (key,))
    )


def _approvers(project: Project, document: Document, backings: _Backings) -> tuple[NameView, ...]:
    """Those of the last round of approval, each by their last event that approves."""
    rounds = project.rounds_by_id[document.id]
    if not rounds or not document.events:
        return ()
    last = {
        event.actor: backing
        for event, backing in zip(project.timelines_by_id[document.id].events, backings, strict=True)
        if backing and is_approval(event.kind)
    }
    return tuple(view_name(last[name], name) for name in rounds[-1].approvers if name in last)


def _row(project: Project, id_: str | None) -> DocumentRow | None:
    document = project.documents_by_id.get(id_) if id_ else None
    return row_of(project, document) if document else None


def _rows(project: Project, ids: tuple[str, ...]) -> tuple[DocumentRow, ...]:
    return tuple(row for id_ in ids if (row := _row(project, id_)))


def _entry(project: Project, document: Document, event: Event, backing: Backing | None) -> TimelineEntry:
    stage = project.settings.stage_of(document.type, event.to_state)
    return TimelineEntry(
        when=event.when,
        label=label_of(event.kind),
        actor=event.actor,
        who=view_name(backing, event.actor or "") if backing else None,
        is_approval=is_approval(event.kind) or (event.source == "git" and stage in _APPROVED),
        approval=_approval(event),
        committer=_committer(project, event),
        version=event.version,
        status=Status(label=label_of(event.to_state), stage=stage) if event.to_state else None,
        note=event.note,
        commit=event.commit,
    )


_APPROVED = frozenset({Stage.APPROVED, Stage.EFFECTIVE, Stage.CLOSED})


def _approval(event: Event) -> str | None:
    if event.source != "git" or event.committer is None:
        return None
    return "author and committer are one person" if event.is_one_person else f"committed by {event.committer}"


def _committer(project: Project, event: Event) -> NameView | None:
    commit = project.sources.commits.get(event.commit or "")
    if commit is None or event.source != "git" or event.committer is None or event.is_one_person:
        return None
    return view_name(back_committer(commit, project.sources), event.committer)


def _version(project: Project, document: Document, version: DocumentVersion) -> VersionEntry:
    stage = project.settings.stage_of(document.type, version.state)
    return VersionEntry(
        version=version,
        status=Status(label=label_of(version.state), stage=stage),
        is_in_force=version.version == project.timelines_by_id[document.id].in_force,
    )
