"""``facts``: the contract with other programs. Within version 1 keys are added, never renamed."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from qms_site.graph.references import DocumentReference
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.rules.acceptance import JudgedFinding
from qms_site.text import natural_key
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


class ItemFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement, a design item or another statement with an id; it is identified by its document and its id.

    ``title`` is the bold lead without its final mark, or the words of the heading; ``fingerprint`` the first 16 hex digits of
    the SHA-256 of the words of its text, blanks collapsed.
    """

    id: str
    kind: str
    document: str
    title: str | None
    text: str
    fingerprint: str
    path: str
    line: int


class TraceFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a matrix says of one item, from its summary and its details together; ``item_document`` defines the item."""

    item: str
    item_document: str | None
    document: str
    method: str | None
    result: str | None
    tests: tuple[str, ...]
    commits: tuple[str, ...]
    records: tuple[str, ...]
    path: str
    line: int


class ExecutionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An execution item of a record; ``outcome`` as written, ``result`` what it means."""

    document: str
    id: str
    description: str
    outcome: str | None
    result: Literal["pass", "fail", "other", "open"]
    vr: str | None
    performer: str | None
    date: dt.date | None
    commits: tuple[str, ...]
    path: str
    line: int


class ReferenceFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a document refers to: one for each target, form and region, with the place of the first."""

    document: str
    target: str
    target_document: str | None
    form: Literal["written", "range", "list", "short"]
    region: Literal["text", "code", "comment", "fence", "front-matter"]
    path: str
    line: int
    occurrences: int
    status: Literal["resolved", "dangling", "ambiguous", "self"]


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
        items=tuple(_items(project)),
        traces=tuple(_traces(project)),
        executions=tuple(_executions(project)),
        references=tuple(_reference(reference) for reference in project.references),
        findings=tuple(_finding(judged) for judged in run.findings),
    )


def render_facts(run: Run) -> str:
    """The facts as JSON, indented, ending in a newline."""
    text = msgspec.json.format(msgspec.json.encode(_clean(msgspec.to_builtins(collect_facts(run)))), indent=2)
    return text.decode() + "\n"


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


def _items(project: Project) -> Iterator[ItemFacts]:
    for document in project.documents:
        file = document.newest_file
        for item in sorted(file.contents.items, key=lambda item: (natural_key(item.id), item.line)):
            yield ItemFacts(
                id=item.id,
                kind=item.kind,
                document=document.id,
                title=item.title,
                text=item.text,
                fingerprint=item.fingerprint,
                path=file.path,
                line=item.line,
            )


def _traces(project: Project) -> Iterator[TraceFacts]:
    for document in project.documents:
        file = document.newest_file
        for trace in sorted(file.contents.traces, key=lambda trace: (natural_key(trace.item), trace.line)):
            evidence = trace.evidence
            yield TraceFacts(
                item=trace.item,
                item_document=project.definer_of(trace.item, document.id),
                document=document.id,
                method=trace.method,
                result=trace.result,
                tests=evidence.tests,
                commits=evidence.commits,
                records=evidence.records,
                path=file.path,
                line=trace.line,
            )


def _executions(project: Project) -> Iterator[ExecutionFacts]:
    for document in project.documents:
        file = document.newest_file
        for item in file.contents.executions:
            yield ExecutionFacts(
                document=document.id,
                id=item.id,
                description=item.description,
                outcome=item.outcome,
                result=item.result.value,
                vr=item.vr,
                performer=item.performer,
                date=item.date,
                commits=item.commits,
                path=file.path,
                line=item.line,
            )


def _reference(reference: DocumentReference) -> ReferenceFacts:
    return ReferenceFacts(
        document=reference.document,
        target=reference.target,
        target_document=reference.target_document,
        form=reference.form.value,
        region=reference.region.value,
        path=reference.path,
        line=reference.line,
        occurrences=reference.occurrences,
        status=reference.status.value,
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


def _finding(judged: JudgedFinding) -> FindingFacts:
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


def _clean(value: object) -> object:
    """Paths may hold bytes that are no UTF-8 (as lone surrogates); JSON cannot, so they become U+FFFD."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode() if not value.isascii() else value
        case dict():
            return {key: _clean(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_clean(entry) for entry in value]
        case _:
            return value
