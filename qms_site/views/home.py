"""The home page: how many documents, in which state, what is open, what is wrong, what changed last."""

from dataclasses import dataclass
from datetime import datetime

from qms_site.project import Project
from qms_site.qualification.specifications import SystemSpecifications
from qms_site.records.documents import Document
from qms_site.settings import Stage
from qms_site.timeline.assurance import back_events
from qms_site.views.findings import FindingsView, build_findings_view
from qms_site.views.names import NameView, view_name
from qms_site.views.register import Register
from qms_site.views.rows import DocumentRow, changed_when, row_of
from qms_site.views.run import Run

_RECENT = 10
_OPEN_LIMIT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCount:
    """How many documents are in a stage; stage None counts those without a (known) status."""

    stage: Stage | None
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentChange:
    """A document that changed lately: when, and by which commit or event."""

    row: DocumentRow
    when: datetime
    what: str
    who: NameView | None
    """Who acted, where the event names anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """The answers of the home page. ``open_rows`` is cut at a length that can be read; ``open_count`` is whole."""

    name: str
    total: int
    stages: tuple[StageCount, ...]
    registers: tuple[Register, ...]
    open_rows: tuple[DocumentRow, ...]
    open_count: int
    findings: FindingsView
    recent: tuple[RecentChange, ...]
    systems: tuple[SystemSpecifications, ...]


_LABELS = {
    Stage.EFFECTIVE: "in force",
    Stage.EXECUTION: "in execution",
    Stage.HOLD: "on hold",
    Stage.DRAFT: "in draft",
    Stage.REVIEW: "in review",
    Stage.APPROVED: "approved",
    Stage.CLOSED: "closed",
    Stage.RETIRED: "retired",
    None: "without a known status",
}


def build_home(run: Run, registers: tuple[Register, ...]) -> HomeView:
    """The home page of a run; ``registers`` are those of its project."""
    project = run.project
    rows = tuple(row_of(project, document) for document in project.documents)
    open_rows = tuple(row for row in rows if row.is_open)
    counts = {stage: sum(row.status.stage is stage for row in rows) for stage in _LABELS}
    return HomeView(
        name=project.settings.project.name,
        total=len(rows),
        stages=tuple(
            StageCount(stage=stage, label=label, count=counts[stage])
            for stage, label in _LABELS.items()
            if counts[stage]
        ),
        registers=registers,
        open_rows=open_rows[:_OPEN_LIMIT],
        open_count=len(open_rows),
        findings=build_findings_view(run.findings),
        recent=_recent(project),
        systems=run.systems,
    )


def _recent(project: Project) -> tuple[RecentChange, ...]:
    dated = [(changed_when(project, document), document) for document in project.documents]
    newest = sorted(((when, document) for when, document in dated if when), key=lambda entry: entry[0], reverse=True)
    return tuple(_change(project, document, when) for when, document in newest[:_RECENT])


def _change(project: Project, document: Document, when: datetime) -> RecentChange:
    """The last event of a document in words, with who acted."""
    row = row_of(project, document)
    events = project.timelines_by_id[document.id].events
    dated = [(event.when, position) for position, event in enumerate(events) if event.when]
    if not dated:
        return RecentChange(row=row, when=when, what="", who=None)
    _, place = max(dated)  # of events in one second, the one that was written last
    backing = back_events(document, events, project.sources)[place]
    last = events[place]
    return RecentChange(
        row=row,
        when=when,
        what=(last.to_state or last.kind).replace("_", " ").lower(),
        who=view_name(backing, last.actor) if backing and last.actor else None,
    )
