"""The verbs, in order: read, parse, resolve, link, judge, check, publish. Each is a function of what the one before gave."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from qms_site.assembly import build_project
from qms_site.errors import SourceError
from qms_site.graph.code_references import resolve_code
from qms_site.graph.repositories import known_repositories
from qms_site.project import Project
from qms_site.qualification.specifications import judge_specifications
from qms_site.records.code_references import parse_code_reference
from qms_site.reports.dossier import build_dossier
from qms_site.reports.dossier_continuity import previous_package
from qms_site.reports.dossier_manifest import NAME as MANIFEST
from qms_site.reports.dossier_manifest import PackageError, Previous, differences, read_manifest
from qms_site.rules.acceptance import judge_findings
from qms_site.rules.registry import check_project
from qms_site.settings import Settings, find_settings, load_settings
from qms_site.sources.git import resolve_revision
from qms_site.sources.given import ReportPlan
from qms_site.sources.history import commit_on, is_own_folder, production_tip
from qms_site.sources.package import is_free_folder, read_package, read_package_file
from qms_site.sources.place import Place, find_place
from qms_site.sources.reading import ReadingPlan, read_revision, read_worktree
from qms_site.sources.reports import commit_of_results
from qms_site.sources.snapshot import Snapshot
from qms_site.stores.kept import FOLDER, KeptBytes
from qms_site.views.code import CodeView, build_code_view
from qms_site.views.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """Reports of test runs and coverage beside those of the settings; the commit of results that name none; built artefacts."""

    junit: tuple[Path, ...] = ()
    coverage: tuple[Path, ...] = ()
    commit: str | None = None
    artefacts: tuple[Path, ...] = ()


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


def read_production(request: Request) -> Project:
    """The project as production has it, or as the revision that was asked for, whatever is checked out."""
    scope = find_scope(request)
    place, production = scope.place, scope.settings.project.production
    revision = request.revision or (production_tip(place.root, production) if place.has_git else None)
    snapshot = read_snapshot(scope, revision)
    return build_project(snapshot, scope.settings, scope.documents_root, request.as_of, scope.base)


def run_on(request: Request) -> Run:
    """As ``run``, for a question about a past day: without a revision, production is read as it stood at the end of that day.

    Raises QmsSiteError where production had not begun then, too.
    """
    scope = find_scope(request)
    revision = request.revision
    if request.as_of and revision is None and scope.place.has_git:
        production = scope.settings.project.production
        revision = commit_on(scope.place.root, production, request.as_of)
        if revision is None:
            raise SourceError(f"{production} has no commit of {request.as_of} or before, or is not in this clone")
    return run_in(scope, revision, request.as_of)


def verify_code(request: Request, written: Sequence[str]) -> tuple[CodeView | None, ...]:
    """What became of each code reference, without reading a document; None for a text that is none."""
    scope = find_scope(request)
    repositories = known_repositories(read_snapshot(scope, request.revision), scope.settings)
    codes = [parse_code_reference(text) for text in written]
    found = resolve_code([code for code in codes if code], repositories)
    return tuple(build_code_view(found[code.written], repositories) if code else None for code in codes)


def make_dossier(request: Request, system: str, output: Path, after: str | None = None) -> Mapping[str, bytes]:
    """The files of an evidence package by path, of the commit that is checked out or asked for; never of a work tree.

    ``after`` is the folder of the package before, or its commit. Raises QmsSiteError where ``output`` is no place for it.
    """
    scope = find_scope(replace(request, output=output))
    _check_output(scope, output)
    snapshot = read_snapshot(scope, request.revision or ("HEAD" if scope.place.has_git else None))
    project = build_project(snapshot, scope.settings, scope.documents_root, request.as_of, scope.base)
    previous = _find_previous(scope, project, system, after) if after else None
    return build_dossier(judge_project(project), system, snapshot.reports, previous)


def _check_output(scope: Scope, output: Path) -> None:
    target, documents = output.resolve(), (scope.place.root / scope.documents_root).resolve()
    if not is_free_folder(output):
        message = f"{output} is no empty folder; name one that is empty, or does not exist"
        raise PackageError(message)
    is_all = scope.documents_root == "."
    if not is_all and (target == documents or target.is_relative_to(documents)):
        message = f"{output} lies among the documents themselves; name another folder"
        raise PackageError(message)


def _find_previous(scope: Scope, project: Project, system: str, after: str) -> Previous:
    folder = Path(after)
    if folder.is_dir():
        data = read_package_file(folder, MANIFEST)
        if data is None:
            message = f"{folder} is no evidence package: it has no {MANIFEST}"
            raise PackageError(message)
        return previous_package(project, system, read_manifest(data, after), data)
    commit = resolve_revision(scope.place.root, after) if scope.place.has_git else after
    return previous_package(project, system, commit)


def verify_dossier(folder: Path) -> tuple[str, ...]:
    """What in a folder is not as its manifest says, each in one line; nothing else than the folder is read.

    Raises QmsSiteError for a folder without a manifest.
    """
    data = read_package_file(folder, MANIFEST)
    if data is None:
        message = f"{folder} is no evidence package: it has no {MANIFEST}"
        raise PackageError(message)
    return tuple(differences(read_manifest(data, str(folder)), read_package(folder)))


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
        artefact_patterns=tuple(_artefact_patterns(scope)),
        artefacts=asked.artefacts,
    )


def _artefact_patterns(scope: Scope) -> Iterator[tuple[str, str]]:
    """Patterns of artefacts, each with the folder that it is relative to: that of the settings, or of the system's repository."""
    for system in scope.settings.system:
        named = scope.settings.repositories.get(system.repository) if system.repository else None
        if system.repository is None or named:
            folder = posixpath.normpath(posixpath.join(scope.base, named.path if named else "."))
            yield from ((folder, pattern) for pattern in system.artefacts)


def judge_project(project: Project) -> Run:
    """Verdicts and findings of a project."""
    return Run(
        project=project,
        findings=judge_findings(check_project(project), project),
        systems=judge_specifications(project),
    )
