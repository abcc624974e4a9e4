"""The verbs, in order: read, parse, resolve, link, judge, check, publish. Each is a function of what the one before gave."""

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType

from qms_site.graph.code_references import resolve_code
from qms_site.graph.qualified_commits import qualified_commits
from qms_site.graph.repositories import known_repositories
from qms_site.graph.tracing import trace_records
from qms_site.history.statuses import Statuses, StatusPoint, last_changes
from qms_site.project import Project
from qms_site.qualification.specifications import judge_specifications
from qms_site.records.code_references import parse_code_reference
from qms_site.records.documents import Document
from qms_site.records.reading import Records, read_records
from qms_site.records.references import ReferenceScheme
from qms_site.rules.acceptance import judge_findings
from qms_site.rules.registry import check_project
from qms_site.settings import Settings, find_settings, load_settings
from qms_site.sources.history import is_own_folder
from qms_site.sources.place import Place, find_place
from qms_site.sources.reading import ReadingPlan, read_revision, read_worktree
from qms_site.sources.reports import commit_of_results
from qms_site.sources.snapshot import History, ReportPlan, Snapshot
from qms_site.stores.kept import FOLDER, KeptBytes
from qms_site.timeline.approvals import find_approval
from qms_site.timeline.assurance import Sources, approval_commits
from qms_site.timeline.branch_reading import BranchReader
from qms_site.timeline.branch_roles import BranchNames
from qms_site.timeline.branches import find_branches
from qms_site.timeline.events import events_from_audit, events_from_git, merge_events
from qms_site.timeline.governance import governance_start
from qms_site.timeline.ledger import Law, Ledger, build_ledger
from qms_site.timeline.logged_events import Brought
from qms_site.timeline.messages import message_reader
from qms_site.timeline.people import join_people
from qms_site.timeline.periods import Day
from qms_site.timeline.pointers import find_submodules
from qms_site.timeline.resolution import resolve_history
from qms_site.timeline.rounds import find_rounds
from qms_site.timeline.scopes import read_scopes
from qms_site.timeline.standing import build_clocks
from qms_site.timeline.system_code import SystemCode
from qms_site.timeline.territory import document_finder, other_territory, own_territory
from qms_site.timeline.trails import read_trails
from qms_site.timeline.versions import Timeline, build_timeline
from qms_site.timeline.windows import Window, execution_windows
from qms_site.views.code import CodeView, build_code_view
from qms_site.views.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """Reports of test runs and coverage beside those of the settings; the commit of results that name none."""

    junit: tuple[Path, ...] = ()
    coverage: tuple[Path, ...] = ()
    commit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to run on: a folder (settings are looked for there and above), or a settings file; a revision; a day."""

    folder: Path
    config: Path | None = None
    revision: str | None = None
    as_of: date | None = None
    output: Path | None = None
    """Folder that the caller writes to; inside the repository it is no part of the work tree that is read."""
    reports: ReportRequest = ReportRequest()
    keeps: bool = True
    """Whether what was read of a long history is kept for the next run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where a run reads, and by which settings; ``documents_root`` is relative to the repository's root."""

    place: Place
    settings: Settings
    settings_file: Path | None
    base: str
    """Folder of the settings, relative to the repository's root; what they call relative is relative to it."""
    documents_root: str
    output: str | None = None
    reports: ReportRequest = ReportRequest()
    keeps: bool = True


def run(request: Request) -> Run:
    """The whole way from a folder to findings. Raises QmsSiteError where it cannot be gone."""
    return run_in(find_scope(request), request.revision, request.as_of)


def run_in(scope: Scope, revision: str | None = None, as_of: date | None = None) -> Run:
    """The way from a scope to findings, for callers that need the scope themselves."""
    snapshot = read_snapshot(scope, revision)
    return judge_project(build_project(snapshot, scope.settings, scope.documents_root, as_of, scope.base))


def verify_code(request: Request, written: Sequence[str]) -> tuple[CodeView | None, ...]:
    """What became of each code reference, without reading a document; None for a text that is none."""
    scope = find_scope(request)
    repositories = known_repositories(read_snapshot(scope, request.revision), scope.settings)
    codes = [parse_code_reference(text) for text in written]
    found = resolve_code([code for code in codes if code], repositories)
    return tuple(build_code_view(found[code.written], repositories) if code else None for code in codes)


def find_scope(request: Request) -> Scope:
    """Settings and repository of a request."""
    settings_file = request.config.resolve() if request.config else find_settings(request.folder.resolve())
    settings = load_settings(settings_file)
    base = settings_file.parent if settings_file else request.folder.resolve()
    place = find_place(base)
    # Without settings the documents root is looked for at the repository's root, wherever inside one stands.
    below = base.relative_to(place.root).as_posix() if settings_file and base.is_relative_to(place.root) else "."
    documents = posixpath.normpath(posixpath.join(below, settings.project.documents))
    return Scope(
        place=place,
        settings=settings,
        settings_file=settings_file,
        base=below,
        documents_root=documents,
        output=_output_path(place, request),
        reports=request.reports,
        keeps=request.keeps,
    )


def _output_path(place: Place, request: Request) -> str | None:
    output = request.output.resolve() if request.output else None
    return (
        output.relative_to(place.root).as_posix()
        if output and output != place.root and output.is_relative_to(place.root)
        else None
    )


def read_snapshot(scope: Scope, revision: str | None) -> Snapshot:
    """The work tree, or a revision out of git's objects."""
    project = scope.settings.project
    plan = ReadingPlan(
        documents=scope.documents_root,
        production=project.production,
        max_document_bytes=project.max_document_kib * 1024,
        repositories={
            name: posixpath.normpath(posixpath.join(scope.base, repository.path))
            for name, repository in scope.settings.repositories.items()
        },
        productions={
            name: repository.production
            for name, repository in scope.settings.repositories.items()
            if repository.production
        },
        reports=_report_plan(scope),
        output=scope.output,
        kept=KeptBytes(scope.place.root, partial(is_own_folder, scope.place.root, FOLDER)) if scope.keeps else None,
    )
    return read_revision(scope.place, plan, revision) if revision else read_worktree(scope.place, plan)


def _report_plan(scope: Scope) -> ReportPlan:
    """Reports that are named take the place of those of the settings: they are the ones of the run in hand."""
    settings, asked = scope.settings.results, scope.reports
    return ReportPlan(
        base=scope.base,
        junit_patterns=() if asked.junit else settings.junit,
        coverage_patterns=() if asked.coverage else settings.coverage,
        junit=asked.junit,
        coverage=asked.coverage,
        commit=commit_of_results(scope.place, asked.commit) if asked.commit else None,
    )


def build_project(
    snapshot: Snapshot, settings: Settings, documents_root: str, as_of: date | None = None, base: str = "."
) -> Project:
    """Records, their history and their links, frozen into a Project.

    ``as_of`` defaults to the day of the commit read; ``base`` is the folder of the settings, relative to the repository's root.
    """
    records = read_records(snapshot, settings, documents_root)
    committed = snapshot.history.revision.committed
    day = as_of or (committed.date() if committed else None)
    calendar = Day(date=day, zone=(committed.tzinfo if committed else None) or UTC) if day else None
    resolution = resolve_history(snapshot.history, records, documents_root)
    documents_by_id = {document.id: document for document in records.documents}
    timelines_by_id = {
        id_: _timeline_of(document, resolution.statuses, settings, calendar)
        for id_, document in documents_by_id.items()
    }
    windows = _windows(documents_by_id, timelines_by_id, settings)
    since = governance_start(snapshot.history, settings, calendar.zone if calendar else UTC)
    tracing = trace_records(
        snapshot, records, timelines_by_id, resolution.statuses, settings, documents_root=documents_root, base=base
    )
    code = SystemCode(settings, base)
    law = Law(
        settings=settings,
        scheme=records.scheme,
        documents=documents_by_id,
        clocks=build_clocks(records.documents, timelines_by_id, windows, settings),
        read_message=message_reader(ReferenceScheme(records.scheme), frozenset(documents_by_id)),
        since=since,
    )
    names = BranchNames(settings, records.scheme, records.documents)
    trails = read_trails(snapshot.history, records, timelines_by_id, resolution.statuses, settings, documents_root)
    approvals = (
        (id_, find_approval(document, timelines_by_id[id_], settings)) for id_, document in documents_by_id.items()
    )
    return Project(
        settings=settings,
        documents_root=documents_root,
        base=base,
        governed_since=since,
        remembered_ids=records.remembered_ids,
        revision=snapshot.history.revision,
        as_of=day,
        repositories=snapshot.repositories,
        documents_by_id=MappingProxyType(documents_by_id),
        timelines_by_id=MappingProxyType(timelines_by_id),
        approvals_by_id=MappingProxyType({id_: approval for id_, approval in approvals if approval}),
        windows_by_id=windows,
        ledger=_ledger(snapshot, law, resolution.statuses, timelines_by_id, records, documents_root, code),
        branches=find_branches(snapshot, BranchReader(settings=settings, names=names, code=code, as_of=day)),
        submodules=find_submodules(snapshot, settings, names, qualified_commits(tracing.verifications)),
        template_headings=resolution.headings_by_digest,
        reuses=resolution.statuses.reuses,
        other_files=records.other_files,
        trails=trails,
        rounds_by_id=MappingProxyType(
            {
                id_: find_rounds(
                    document, timelines_by_id[id_].events, resolution.statuses.points.get(id_, ()), settings
                )
                for id_, document in documents_by_id.items()
            }
        ),
        sources=_sources(snapshot.history, records.documents, timelines_by_id, trails.brought, settings),
        graph=tracing.graph,
        definers_by_item=tracing.definers_by_item,
        references=tracing.references,
        verifications=tracing.verifications,
        former=tracing.former,
        cited_versions=tracing.cited_versions,
        text_changes=tracing.text_changes,
        links=tracing.links,
        known_repositories=tracing.repositories,
        citations=tracing.citations,
        code_references=tracing.code_references,
        paths=snapshot.paths,
        last_change_by_path=MappingProxyType(last_changes(snapshot.history)),
        commits=snapshot.history.commits,
        duplicates=records.duplicates,
        unread=snapshot.unread,
        sidecar_problems=records.problems,
        orphan_sidecars=records.orphan_sidecars,
        source_problems=snapshot.problems,
        scheme=records.scheme,
        read_asset=snapshot.read_asset,
    )


def _windows(
    documents: Mapping[str, Document], timelines: Mapping[str, Timeline], settings: Settings
) -> Mapping[str, tuple[Window, ...]]:
    """When each document of a type that is executed was in execution."""
    return MappingProxyType(
        {
            id_: execution_windows(timelines[id_].events, document.type, settings)
            for id_, document in documents.items()
            if settings.is_executable(document.type)
        }
    )


def _ledger(
    snapshot: Snapshot,
    law: Law,
    statuses: Statuses,
    timelines: Mapping[str, Timeline],
    records: Records,
    documents_root: str,
    code: SystemCode,
) -> Ledger:
    def parse(name: str) -> str | None:
        id_ = records.scheme.parse(name)
        return id_.text if id_ else None

    files = {
        file.path: document.id
        for document in records.documents
        for file in (*document.current_files, *document.archived)
    }
    settings = law.settings
    folders = {state.name: state.path for state in snapshot.repositories}
    return build_ledger(
        snapshot,
        law,
        own_territory(settings, code, documents_root, folders, document_finder(files, parse, documents_root)),
        {name: other_territory(code, name) for name in snapshot.histories},
        lambda asked, known: read_scopes(asked, law.documents, timelines, statuses, snapshot, settings, known),
    )


def _sources(
    history: History,
    documents: Iterable[Document],
    timelines: Mapping[str, Timeline],
    brought: Brought,
    settings: Settings,
) -> Sources:
    """What names and dates are held against; git is asked for signatures only where the settings want it."""
    told = ((document, timelines[document.id].events) for document in documents)
    is_asked = settings.project.signatures == "verify"
    return Sources(
        people=join_people(settings.people, history.commits),
        brought=brought,
        commits=MappingProxyType({commit.hash: commit for commit in history.commits}),
        signatures=history.read_signatures(approval_commits(told, brought, settings)) if is_asked else {},
        skew=timedelta(minutes=settings.audit.clock_skew_minutes),
    )


def judge_project(project: Project) -> Run:
    """Verdicts and findings of a project."""
    return Run(
        project=project,
        findings=judge_findings(check_project(project), project),
        systems=judge_specifications(project),
    )


def _trail(points: tuple[StatusPoint, ...], document: Document) -> tuple[StatusPoint, ...]:
    """The points that count: where metadata owns the state, its own, and what front matter said before there was any."""
    if not document.sidecar and not document.events:
        return tuple(point for point in points if not point.is_metadata)
    first = next((place for place, point in enumerate(points) if point.is_metadata), 0)
    return tuple(point for place, point in enumerate(points) if point.is_metadata or place < first)


def _timeline_of(document: Document, statuses: Statuses, settings: Settings, calendar: Day | None) -> Timeline:
    points = _trail(statuses.points.get(document.id, ()), document)
    committed = events_from_git(points, settings, document.type)
    days = {point.version: point.effective for point in points if point.effective}
    if document.sidecar and document.sidecar.effective_day:
        days[document.sidecar.version] = document.sidecar.effective_day
    logged = events_from_audit(document.events, settings, document.type, days)
    events = merge_events(logged, committed, settings, document.type)
    return build_timeline(document, events, settings, calendar, committed)
