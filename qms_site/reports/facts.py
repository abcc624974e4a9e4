"""``facts``: the contract with other programs. Within version 1 keys are added, never renamed."""

import datetime as dt
from typing import Any, Literal

import msgspec

from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.reports.audit_facts import DeletedFacts, TrailFacts, deleted_facts, trail_facts
from qms_site.reports.citation_facts import (
    CitationFacts,
    CodeReferenceFacts,
    citation_facts,
    code_reference_facts,
)
from qms_site.reports.environment_facts import BranchFacts, PointerFacts, branch_facts, pointer_facts
from qms_site.reports.history_facts import CommitFacts, WindowFacts, commit_facts, window_facts
from qms_site.reports.json_text import to_json
from qms_site.reports.system_facts import SystemFacts, system_facts
from qms_site.reports.trace_facts import (
    ExecutionFacts,
    ItemFacts,
    LinkFacts,
    ReferenceFacts,
    TestFacts,
    TraceFacts,
    execution_facts,
    item_facts,
    link_facts,
    reference_facts,
    test_facts,
    trace_facts,
)
from qms_site.rules.acceptance import JudgedFinding
from qms_site.timeline.versions import DocumentVersion
from qms_site.views.run import Run

SCHEMA = "qms-site/facts/1"


class ProjectFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What was read, and by which day it was judged."""

    name: str
    revision: str | None
    date: dt.datetime | None
    as_of: dt.date | None
    profile: str


class RepositoryFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A repository that was read or is spoken of; ``head`` is null where it is not available."""

    name: str
    path: str
    head: str | None
    available: bool


class VersionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a document. ``from`` and ``to`` bound the time in which it was in force; ``digest`` is SHA-256 of its text."""

    version: str
    state: str | None
    path: str | None
    digest: str | None
    from_: dt.datetime | None = msgspec.field(name="from")
    to: dt.datetime | None


class PeriodFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time in which a version was in force; ``to`` is null while nothing has ended it."""

    version: str
    from_: dt.datetime = msgspec.field(name="from")
    to: dt.datetime | None


class DocumentFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A controlled document; ``status`` is its newest version's, ``in_force`` the version that binds.

    ``periods`` tell which version was in force when, the oldest first; a version that was put back has several.
    ``approved`` is when the text that binds, or the plan of a record, was approved.
    """

    id: str
    type: str
    title: str
    status: str | None
    version: str | None
    path: str
    parent: str | None
    children: tuple[str, ...]
    status_source: Literal["sidecar", "front-matter"] | None
    in_force: str | None
    draft: str | None
    versions: tuple[VersionFacts, ...]
    periods: tuple[PeriodFacts, ...]
    approved: dt.datetime | None


class AcceptedFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Why a finding does not count."""

    kind: str
    reason: str
    record: str | None
    until: dt.date | None


class FindingFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A finding; its fingerprint stays the same when the line moves."""

    code: str
    severity: str
    message: str
    path: str | None
    line: int | None
    subject: str | None
    fingerprint: str
    accepted: AcceptedFacts | None


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of a project, as other programs read it. Lists are sorted; paths are relative to the repository's root."""

    schema: str
    project: ProjectFacts
    repositories: tuple[RepositoryFacts, ...]
    documents: tuple[DocumentFacts, ...]
    items: tuple[ItemFacts, ...]
    traces: tuple[TraceFacts, ...]
    executions: tuple[ExecutionFacts, ...]
    references: tuple[ReferenceFacts, ...]
    links: tuple[LinkFacts, ...]
    tests: tuple[TestFacts, ...]
    commits: tuple[CommitFacts, ...]
    windows: tuple[WindowFacts, ...]
    citations: tuple[CitationFacts, ...]
    code_references: tuple[CodeReferenceFacts, ...]
    branches: tuple[BranchFacts, ...]
    pointers: tuple[PointerFacts, ...]
    trails: tuple[TrailFacts, ...]
    deleted: tuple[DeletedFacts, ...]
    systems: tuple[SystemFacts, ...]
    findings: tuple[FindingFacts, ...]


def collect_facts(run: Run) -> Facts:
    """The facts of a run."""
    project = run.project
    return Facts(
        schema=SCHEMA,
        project=ProjectFacts(
            name=project.settings.project.name,
            revision=project.revision.commit,
            date=project.revision.committed,
            as_of=project.as_of,
            profile=project.settings.project.profile,
        ),
        repositories=_repositories(project),
        documents=tuple(_document(project, document) for document in project.documents),
        items=tuple(item_facts(project)),
        traces=tuple(trace_facts(project)),
        executions=tuple(execution_facts(project)),
        references=tuple(reference_facts(reference) for reference in project.references),
        links=tuple(link_facts(project)),
        tests=tuple(test_facts(project)),
        commits=tuple(commit_facts(project)),
        windows=tuple(window_facts(project)),
        citations=tuple(citation_facts(project)),
        code_references=tuple(code_reference_facts(project)),
        branches=tuple(branch_facts(project)),
        pointers=tuple(pointer_facts(project)),
        trails=tuple(trail_facts(project)),
        deleted=tuple(deleted_facts(project)),
        systems=tuple(system_facts(status, run.histories[status.name]) for status in run.statuses),
        findings=tuple(finding_facts(judged) for judged in run.findings),
    )


def render_facts(run: Run) -> str:
    """The facts as JSON, indented, ending in a newline."""
    return to_json(collect_facts(run))


def facts_schema() -> dict[str, Any]:
    """JSON Schema of the facts."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Facts)}


def _repositories(project: Project) -> tuple[RepositoryFacts, ...]:
    here = RepositoryFacts(
        name=project.settings.project.name, path=".", head=project.revision.commit, available=project.revision.has_git
    )
    others = (
        RepositoryFacts(name=state.name, path=state.path, head=state.head, available=state.is_available)
        for state in project.repositories
    )
    return (here, *sorted(others, key=lambda repository: repository.path))


def _document(project: Project, document: Document) -> DocumentFacts:
    timeline = project.timelines_by_id[document.id]
    return DocumentFacts(
        id=document.id,
        type=document.type,
        title=document.title,
        status=document.status,
        version=document.version,
        path=document.path,
        parent=document.parent,
        children=document.children,
        status_source=document.status_source,
        in_force=timeline.in_force,
        draft=timeline.draft,
        versions=tuple(_version(version) for version in timeline.versions),
        periods=tuple(
            PeriodFacts(version=period.version, from_=period.start, to=period.end) for period in timeline.periods
        ),
        approved=project.approved_when(document.id),
    )


def _version(version: DocumentVersion) -> VersionFacts:
    return VersionFacts(
        version=version.version,
        state=version.state,
        path=version.path,
        digest=version.digest,
        from_=version.start,
        to=version.end,
    )


def finding_facts(judged: JudgedFinding) -> FindingFacts:
    """One finding with what accepts it."""
    finding, accepted = judged.finding, judged.accepted
    return FindingFacts(
        code=finding.code,
        severity=finding.severity.value,
        message=finding.message,
        path=finding.location.path if finding.location else None,
        line=finding.location.line if finding.location else None,
        subject=finding.subject,
        fingerprint=finding.fingerprint,
        accepted=AcceptedFacts(kind=accepted.kind, reason=accepted.reason, record=accepted.record, until=accepted.until)
        if accepted
        else None,
    )
