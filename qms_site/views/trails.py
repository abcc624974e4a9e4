"""The page of the audit trail: whether each document's is intact, what was deleted, and who stands behind the names."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from qms_site.findings import Finding
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.settings import PersonSettings
from qms_site.timeline.assurance import Support, back_events
from qms_site.timeline.deletions import Deletion
from qms_site.timeline.rounds import is_approval
from qms_site.views.breaks import Break, find_breaks
from qms_site.views.names import NameView, view_author
from qms_site.views.rows import DocumentRow, label_of, row_of
from qms_site.views.run import Run


class TrailState(StrEnum):
    """What is known of an audit trail, worst first."""

    BROKEN = "broken"
    UNKNOWN = "not compared"
    INTACT = "intact"
    NONE = "no trail"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailRow:
    """The trail of one document. ``versions`` of its log were compared; ``why`` says what an unknown state lacks."""

    row: DocumentRow
    source: str
    events: int
    first: date | None
    last: date | None
    versions: int
    state: TrailState
    why: str
    breaks: tuple[Break, ...]
    remarks: tuple[Finding, ...]
    """Findings about the log by itself, and about its approvals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Somebody behind names, with roles in words, and how many approvals are theirs, by how well their names are supported."""

    name: str
    kind: str
    roles: tuple[str, ...]
    approvals: int
    supports: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionRow:
    """A deleted record as shown."""

    deletion: Deletion
    state: str
    when: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailsView:
    """The whole page."""

    rows: tuple[TrailRow, ...]
    """The worst first, then in the order of their ids."""
    counts: tuple[tuple[TrailState, int], ...]
    deletions: tuple[DeletionRow, ...]
    authors: Mapping[str, NameView]
    """Who wrote the commits that broke something or deleted a record, by their hashes."""
    people: tuple[PersonRow, ...]
    logs: int
    versions: int
    commits: int
    before: int
    """Commits from before governance began, which are no violation whatever they did."""
    has_git: bool
    is_shallow: bool
    asks_signatures: bool


def build_trails(run: Run) -> TrailsView:
    """The view of a run."""
    project = run.project
    breaks = find_breaks(project)
    order = list(TrailState)
    rows = sorted(
        (_row(run, document, breaks.get(document.id, ())) for document in project.documents),
        key=lambda row: order.index(row.state),
    )
    counted = Counter(row.state for row in rows)
    logs = project.trails.logs.versions
    return TrailsView(
        rows=tuple(rows),
        counts=tuple((state, counted[state]) for state in TrailState if counted[state]),
        deletions=tuple(
            DeletionRow(deletion=deletion, state=label_of(deletion.state), when=deletion.commit.committed)
            for deletion in project.trails.deletions
            if not project.is_history(deletion.commit.committed)
        ),
        authors=_authors(project, breaks),
        people=tuple(_people(project)),
        logs=len(logs),
        versions=sum(logs.values()),
        commits=project.trails.commits,
        before=sum(project.is_history(commit.committed) for commit in project.commits),
        has_git=project.revision.has_git,
        is_shallow=project.revision.is_shallow,
        asks_signatures=project.settings.project.signatures == "verify",
    )


def source_of(project: Project, document: Document) -> Literal["audit", "git"] | None:
    """Where the trail of a document comes from: ``audit``, ``git``, or None where there is none."""
    if document.events:
        return "audit"
    return "git" if any(event.source == "git" for event in project.timelines_by_id[document.id].events) else None


def state_of(project: Project, document: Document, breaks: tuple[Break, ...]) -> tuple[TrailState, str]:
    """What is known of a trail, and why no more is."""
    is_changed = any(change.log == document.id for change in project.trails.uncommitted)
    if breaks or is_changed:
        return TrailState.BROKEN, "its log has a change that is not committed" if is_changed else ""
    source = source_of(project, document)
    if source is None:
        return TrailState.NONE, "neither a log nor a commit tells of it"
    if not project.revision.has_git:
        return TrailState.UNKNOWN, "there is no git to compare with"
    if document.id in project.trails.logs.unread:
        return TrailState.UNKNOWN, "a version of its log is missing or too large"
    if source == "audit" and document.id not in project.trails.logs.versions:
        return TrailState.UNKNOWN, "its log is not committed"
    return TrailState.INTACT, "as far as this clone goes back" if project.revision.is_shallow else ""


def _row(run: Run, document: Document, breaks: tuple[Break, ...]) -> TrailRow:
    project = run.project
    events = project.timelines_by_id[document.id].events
    source = source_of(project, document)
    moments = [event.when for event in events if event.when]
    state, why = state_of(project, document, breaks)
    return TrailRow(
        row=row_of(project, document),
        source={"audit": "audit log", "git": "commits", None: "none"}[source],
        events=len(document.events) if source == "audit" else len(events),
        first=min(moments).date() if moments else None,
        last=max(moments).date() if moments else None,
        versions=project.trails.logs.versions.get(document.id, 0),
        state=state,
        why=why,
        breaks=breaks,
        remarks=tuple(
            judged.finding
            for judged in run.findings_by_subject.get(document.id, ())
            if judged.finding.code.startswith(_REMARKED)
        ),
    )


_REMARKED = ("AUD1", "AUD3")


def _authors(project: Project, breaks: Mapping[str, tuple[Break, ...]]) -> Mapping[str, NameView]:
    commits = [
        *(deed.commit for deeds in breaks.values() for deed in deeds),
        *(deletion.commit for deletion in project.trails.deletions),
    ]
    return MappingProxyType({commit.hash: view_author(commit, project.sources) for commit in commits})


def _people(project: Project) -> Iterator[PersonRow]:
    """Those of the settings in their order, then everybody else who approved anything."""
    approvals: dict[str, Counter[Support]] = {}
    names: dict[str, str] = {}
    for document in project.documents:
        events = project.timelines_by_id[document.id].events
        for event, backing in zip(events, back_events(document, events, project.sources), strict=True):
            if backing and is_approval(event.kind):
                names.setdefault(backing.standing.identity, backing.standing.name)
                approvals.setdefault(backing.standing.identity, Counter())[backing.name] += 1
    identities = project.people.identities
    for identity, keys in _grouped(identities, project.settings.people).items():
        entries = [project.settings.people[key] for key in keys]
        yield _person(
            next((entry.name for entry in entries if entry.name), keys[0]),
            entries[0].kind,
            tuple(filter(None, map(_role_in_words, entries))),
            approvals.pop(identity, Counter()),
        )
    for identity, counted in sorted(approvals.items(), key=lambda entry: -entry[1].total()):
        yield _person(names[identity], "not in [people]", (), counted)


def _grouped(identities: Mapping[str, str], people: Mapping[str, PersonSettings]) -> Mapping[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for key in people:
        grouped.setdefault(identities[key], []).append(key)
    return grouped


def _person(name: str, kind: str, roles: tuple[str, ...], counted: "Counter[Support]") -> PersonRow:
    return PersonRow(
        name=name,
        kind=kind,
        roles=roles,
        approvals=counted.total(),
        supports=tuple((support.value, counted[support]) for support in Support if counted[support]),
    )


def _role_in_words(entry: PersonSettings) -> str:
    """``quality (2026-01-01 to 2026-06-30; delegate: grace)``."""
    if entry.role is None:
        return ""
    begun = f"from {entry.from_}" if entry.from_ else ""
    ended = f"until {entry.until}" if entry.until else ""
    delegate = f"delegate: {entry.delegate}" if entry.delegate else ""
    more = "; ".join(filter(None, (" ".join(filter(None, (begun, ended))), delegate)))
    return f"{entry.role} ({more})" if more else entry.role
