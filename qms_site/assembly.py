"""The middle verbs: what was read becomes records, their history and their links, frozen into a Project."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, timedelta
from types import MappingProxyType

from qms_site.graph.citations import Citation, CitationStatus
from qms_site.graph.qualified_commits import qualified_commits
from qms_site.graph.tracing import trace_evidence, trace_records
from qms_site.graph.tree_reading import read_system_trees
from qms_site.history.commit_graph import BuildGraph, share_graphs
from qms_site.history.statuses import Statuses, StatusPoint, last_changes
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.reading import Records, read_records
from qms_site.records.references import ReferenceScheme
from qms_site.settings import Settings
from qms_site.sources.snapshot import CommitRecord, History, Snapshot
from qms_site.timeline.approvals import find_approval
from qms_site.timeline.assurance import Sources, approval_commits
from qms_site.timeline.branch_reading import BranchReader
from qms_site.timeline.branch_roles import BranchNames
from qms_site.timeline.branches import find_branches
from qms_site.timeline.deed_support import deed_commits
from qms_site.timeline.deeds import Work, find_work
from qms_site.timeline.drafts import Law
from qms_site.timeline.events import events_from_audit, events_from_git, merge_events
from qms_site.timeline.gone_records import build_clocks_of_gone
from qms_site.timeline.governance import governance_start
from qms_site.timeline.judging import build_ledger
from qms_site.timeline.ledger import Ledger
from qms_site.timeline.logged_events import Brought
from qms_site.timeline.messages import message_reader
from qms_site.timeline.people import People, join_people
from qms_site.timeline.periods import Day
from qms_site.timeline.pointers import find_submodules
from qms_site.timeline.resolution import resolve_history
from qms_site.timeline.rounds import find_rounds
from qms_site.timeline.scopes import read_scopes
from qms_site.timeline.standing import build_clocks, margins_of
from qms_site.timeline.system_code import SystemCode
from qms_site.timeline.territory import document_finder, other_territory, own_territory
from qms_site.timeline.texts_in_force import read_texts_in_force
from qms_site.timeline.trails import read_trails
from qms_site.timeline.versions import Timeline, build_timeline
from qms_site.timeline.windows import Window, execution_windows


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
    resolution = resolve_history(snapshot.history, records, documents_root, settings.project.max_document_kib)
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
    code, build_graph = SystemCode(settings, base), share_graphs()
    clocks = {
        **build_clocks_of_gone(resolution.statuses, documents_by_id, _typed_by(records), settings),
        **build_clocks(records.documents, timelines_by_id, windows, settings),
    }
    law = Law(
        settings=settings,
        scheme=records.scheme,
        documents=documents_by_id,
        clocks=MappingProxyType(clocks),
        read_message=message_reader(ReferenceScheme(records.scheme), frozenset(documents_by_id), frozenset(clocks)),
        since=since,
    )
    names = BranchNames(settings, records.scheme, records.documents, law.read_message)
    trails = read_trails(snapshot, records, timelines_by_id, resolution.statuses, settings, documents_root)
    branches = find_branches(
        snapshot,
        BranchReader(
            settings=settings,
            names=names,
            code=code,
            documents_root=documents_root,
            as_of=day,
            build_graph=build_graph,
        ),
    )
    approvals = (
        (id_, find_approval(document, timelines_by_id[id_], settings)) for id_, document in documents_by_id.items()
    )
    project = Project(
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
        ledger=_ledger(snapshot, law, resolution.statuses, timelines_by_id, records, documents_root, code, build_graph),
        branches=branches,
        submodules=find_submodules(
            snapshot, settings, names, qualified_commits(tracing.evidence.verifications), build_graph
        ),
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
        sources=_sources(
            snapshot.history,
            documents_by_id,
            timelines_by_id,
            trails.brought,
            lambda people: find_work(
                documents_by_id,
                windows,
                snapshot.history,
                _cited_commits(snapshot, tracing.citations),
                people,
                margins_of(settings).grace,
            ),
            settings,
        ),
        graph=tracing.graph,
        definers_by_item=tracing.definers_by_item,
        references=tracing.references,
        verifications=tracing.evidence.verifications,
        system_trees=read_system_trees(
            settings, tracing.repositories, tracing.evidence.verifications, branches, documents_root, base
        ),
        artefacts=snapshot.reports.artefacts,
        former=tracing.evidence.former,
        cited_versions=tracing.evidence.cited_versions,
        text_changes=tracing.evidence.text_changes,
        links=tracing.links,
        known_repositories=tracing.repositories,
        citations=tracing.citations,
        code_references=tracing.code_references,
        paths=snapshot.paths,
        last_change_by_path=MappingProxyType(last_changes(snapshot.history)),
        commits=snapshot.history.commits,
        changes=snapshot.history.changes,
        duplicates=records.duplicates,
        unread=snapshot.unread,
        sidecar_problems=records.problems,
        orphan_sidecars=records.orphan_sidecars,
        source_problems=snapshot.problems,
        scheme=records.scheme,
        read_asset=snapshot.read_asset,
    )
    return _with_texts_in_force(project, snapshot, records, resolution.statuses)


def _with_texts_in_force(project: Project, snapshot: Snapshot, records: Records, statuses: Statuses) -> Project:
    """The project, and how it is judged by the texts in force where specifications are revised in their own files."""
    settings, timelines = project.settings, project.timelines_by_id
    revised = read_texts_in_force(snapshot, records, timelines, statuses, settings)
    if not revised:
        return project
    documents_by_id = {**project.documents_by_id, **revised}
    evidence = trace_evidence(
        snapshot,
        tuple(documents_by_id.values()),
        records.scheme,
        timelines,
        statuses,
        settings,
        documents_root=project.documents_root,
        base=project.base,
    )
    in_force = replace(
        project,
        documents_by_id=MappingProxyType(documents_by_id),
        verifications=evidence.verifications,
        system_trees=read_system_trees(
            settings,
            project.known_repositories,
            evidence.verifications,
            project.branches,
            project.documents_root,
            project.base,
        ),
        former=evidence.former,
        cited_versions=evidence.cited_versions,
        text_changes=evidence.text_changes,
    )
    return replace(project, revised=in_force)


def _typed_by(records: Records) -> Callable[[str], str | None]:
    def type_of(id_: str) -> str | None:
        parsed = records.scheme.parse(id_)
        return parsed.type if parsed else None

    return type_of


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
    build_graph: BuildGraph,
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
        build_graph,
    )


def _sources(
    history: History,
    documents: Mapping[str, Document],
    timelines: Mapping[str, Timeline],
    brought: Brought,
    find_work_of: Callable[[People], Mapping[str, Work]],
    settings: Settings,
) -> Sources:
    """What names and dates are held against; git is asked for signatures only where the settings want it."""
    people = join_people(settings.people, history.commits)
    work = find_work_of(people)
    commits = history.changes.commit_by_hash
    asked: tuple[str, ...] = ()
    if settings.project.signatures == "verify":
        told = ((document, timelines[id_].events) for id_, document in documents.items())
        deeds = (hash_ for hash_ in deed_commits(documents.values(), work, people) if hash_ in commits)
        asked = tuple(dict.fromkeys((*approval_commits(told, brought, settings), *deeds)))
    return Sources(
        people=people,
        brought=brought,
        commits=commits,
        signatures=history.read_signatures(asked) if asked else {},
        work=work,
        skew=timedelta(minutes=settings.audit.clock_skew_minutes),
    )


def _cited_commits(snapshot: Snapshot, citations: Iterable[Citation]) -> Mapping[tuple[str, str], CommitRecord]:
    """The commits that documents name, as far as a clone has them, by document and token."""
    own = snapshot.history.changes.commit_by_hash
    others = {key: {commit.hash: commit for commit in history.commits} for key, history in snapshot.histories.items()}
    found = {
        (citation.document, citation.token): (others.get(citation.key, {}) if citation.key else own).get(
            citation.commit
        )
        for citation in citations
        if citation.commit and citation.status is CitationStatus.RESOLVED
    }
    return {place: commit for place, commit in found.items() if commit}


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
