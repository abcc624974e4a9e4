"""The evidence package of a system: all its files by their paths, made from what was read and nothing else."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from qms_site import __version__
from qms_site.project import Project
from qms_site.qualification.baseline import documents_of, records_of
from qms_site.qualification.subject import Subject, find_subjects
from qms_site.qualification.systems import SystemStatus
from qms_site.records.documents import Document
from qms_site.reports.dossier_findings import findings_about, render_findings_json, render_findings_markdown
from qms_site.reports.dossier_manifest import (
    NAME,
    SCHEMA,
    Manifest,
    PackageError,
    PackedDocument,
    PackedProgram,
    PackedRepository,
    Previous,
    packed_files,
)
from qms_site.reports.dossier_signatures import signature_table
from qms_site.reports.dossier_texts import VersionText, newest_texts, texts_in_force
from qms_site.reports.dossier_trails import TrailFile, pack_trails
from qms_site.reports.file_names import NameGiver
from qms_site.reports.json_text import to_json
from qms_site.reports.markdown_text import escape_cell
from qms_site.reports.readiness import render_json, render_markdown
from qms_site.reports.tables import matrix_table, render_table
from qms_site.sources.given import ReportFile, Reports
from qms_site.text import close_names, digest_of
from qms_site.views.matrix import build_matrices
from qms_site.views.run import Run


def build_dossier(run: Run, system: str, reports: Reports, previous: Previous | None = None) -> Mapping[str, bytes]:
    """The files of the package by path, the manifest last. Raises PackageError for a system that is none."""
    name = system.removeprefix("SDLC-")
    status = next((one for one in run.statuses if one.name == name), None)
    if status is None:
        known = [one.name for one in run.statuses]
        close = close_names(name, known) or known[:_MOST_NAMED]
        message = f"there is no system {name!r}" + (f"; there is: {', '.join(close)}" if close else "")
        raise PackageError(message)
    subject = next(one for one in find_subjects(run.project) if one.name == name)
    documents = documents_of(subject)
    records = records_of(subject, status.declaration.record if status.declaration else None)
    names = NameGiver()
    trails = pack_trails(run.project, (*documents, *records), names)
    packed = (
        *_pack(names, "document", texts_in_force(run.project, documents), trails),
        *_pack(names, "record", newest_texts(run.project, records), trails),
    )
    files = {
        "readiness.md": render_markdown((status,), run.histories).encode("utf-8", "replace"),
        "readiness.json": render_json((status,), run.histories).encode(),
        **_matrix_files(run, name),
        **_signature_files(run.project, status, (*documents, *records)),
        **_finding_files(run, subject, status),
        **{entry.path: data for entry, data in packed if entry.path and data is not None},
        **{file.path: file.data for file in trails if file.data is not None},
        **dict(_evidence(names, reports)),
    }
    entries = tuple(entry for entry, _ in packed)
    files["README.md"] = _index(subject, status, entries, trails, files).encode("utf-8", "replace")
    manifest = _manifest(run.project, status, previous, entries, files)
    return {**dict(sorted(files.items())), NAME: to_json(manifest).encode()}


_MOST_NAMED = 10


def _pack(
    names: NameGiver, kind: str, texts: Iterable[VersionText], trails: Sequence[TrailFile]
) -> Iterator[tuple[PackedDocument, bytes | None]]:
    held: dict[str, tuple[str, ...]] = {}
    for file in trails:
        held[file.document] = (*held.get(file.document, ()), *([file.path] if file.data is not None else []))
    for text in texts:
        called = f"{text.document}-{text.version}" if text.version else text.document
        path = names.give(f"{kind}s", called, ".md") if text.data is not None else None
        entry = PackedDocument(
            id=text.document,
            kind=kind,
            version=text.version,
            state=text.state,
            path=path,
            missing=text.why,
            trail=held.get(text.document, ()),
        )
        yield entry, text.data


def _matrix_files(run: Run, name: str) -> Mapping[str, bytes]:
    matrix = next((one for one in build_matrices(run.project) if one.name == name), None)
    table = matrix_table(matrix) if matrix else None
    return {f"matrix.{form}": render_table(table, form) for form in ("csv", "xlsx")} if table else {}


def _signature_files(project: Project, status: SystemStatus, documents: Sequence[Document]) -> Mapping[str, bytes]:
    table = signature_table(project, status.title, documents)
    return {f"signatures.{form}": render_table(table, form) for form in ("csv", "md")}


def _finding_files(run: Run, subject: Subject, status: SystemStatus) -> Mapping[str, bytes]:
    records = records_of(subject, status.declaration.record if status.declaration else None)
    found = findings_about(run, subject, (*documents_of(subject), *records))
    return {
        "findings.json": render_findings_json(found).encode(),
        "findings.md": render_findings_markdown(found, status.title).encode("utf-8", "replace"),
    }


def _evidence(names: NameGiver, reports: Reports) -> Iterator[tuple[str, bytes]]:
    """The reports as they were given, under names of ours: two may be called alike, and lie anywhere."""
    for kind, files in (("junit", reports.junit), ("coverage", reports.coverage)):
        for number, file in enumerate(sorted(files, key=_by_name_and_bytes), start=1):
            yield names.give("evidence", f"{kind}-{number}-{file.path.rpartition('/')[2]}", ""), file.data


def _by_name_and_bytes(file: ReportFile) -> tuple[str, str]:
    return file.path, digest_of(file.data)


def _manifest(
    project: Project,
    status: SystemStatus,
    previous: Previous | None,
    documents: tuple[PackedDocument, ...],
    files: Mapping[str, bytes],
) -> Manifest:
    return Manifest(
        schema=SCHEMA,
        program=PackedProgram(name="qms-site", version=__version__),
        project=project.settings.project.name,
        system=status.name,
        title=status.title,
        state=status.state.value,
        verdicts={"formal": status.formal.value, "strict": status.strict.value},
        qualified_commit=status.commit,
        commit=project.revision.commit,
        as_of=project.as_of,
        previous=previous,
        repositories=tuple(_repositories(project)),
        documents=documents,
        files=packed_files(files),
    )


def _repositories(project: Project) -> Iterator[PackedRepository]:
    own = project.known_repositories.own
    yield PackedRepository(
        name=own.name, commit=project.revision.commit, pointer=None, available=project.revision.has_git
    )
    for state in sorted(project.repositories, key=lambda state: state.name):
        known = project.known_repositories.by_name(state.name)
        tip = known.tip if known and state.is_available else None
        yield PackedRepository(name=state.name, commit=tip, pointer=state.pointer, available=state.is_available)


_CONTENTS = {
    "readiness": "readiness of the system: both verdicts, every gate with its reason",
    "matrix": "trace matrix: each requirement with design, evidence, result and records",
    "signatures": "who approved or reviewed which version when, and how well each name and date is supported",
    "findings": "findings about the system, with the exceptions that accept some of them",
    "documents": "specifications and matrices at their versions in force, byte for byte",
    "records": "records of the baseline and their children, byte for byte",
    "trail": "metadata and audit logs of these documents and records, as they are in the commit, byte for byte",
    "evidence": "reports of test runs and of coverage, byte for byte",
}


def _index(
    subject: Subject,
    status: SystemStatus,
    documents: Sequence[PackedDocument],
    trails: Iterable[TrailFile],
    files: Mapping[str, bytes],
) -> str:
    project = subject.project
    held = {path.partition("/")[0].partition(".")[0] for path in files}
    missing = [f"- {escape_cell(entry.id)}: {escape_cell(entry.missing)}" for entry in documents if entry.missing]
    missing += [f"- {escape_cell(file.source)}: it {escape_cell(file.why)}" for file in trails if file.why]
    if subject.qualified is None:
        commit = subject.qualified_commit
        why = f"{commit[:10]} is on no branch that is there" if commit else "no matrix states the qualified commit"
        missing.append(f"- records of the changes that the baseline holds: {why}")
    if "matrix" not in held:
        missing.append("- matrix: no requirement of the system is known")
    if "evidence" not in held:
        missing.append("- reports of test runs: none were given")
    day = project.as_of.isoformat() if project.as_of else "no day"
    lines = [
        f"# Evidence package of {escape_cell(status.title)}",
        "",
        f"State: {status.state.value}. Judged by {day}, at commit {project.revision.commit or 'none'}.",
        "",
        *(f"- `{name}`: {what}" for name, what in _CONTENTS.items() if name in held),
        "",
        *(["Not in it:", "", *missing, ""] if missing else []),
        *textwrap.wrap(_CLOSING, width=120),
    ]
    return "\n".join(lines) + "\n"


_CLOSING = (
    f"`{NAME}` has the SHA-256 and the size of every file, and the commits that the package was made from. "
    "`qms-site dossier --verify DIR` tells whether any file was changed, added or removed since. The package is no "
    "signature: keep the SHA-256 of the manifest elsewhere, so that the manifest itself can be held against it."
)
