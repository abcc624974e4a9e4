"""Front matter states a status or a version although workflow metadata owns them.

**Why.** Two places for one fact drift apart, and a reader of the file believes the wrong one. The metadata counts.

**Bad.** `status: EFFECTIVE` in the front matter of a document whose sidecar says `DRAFT`.

**Good.** Front matter with `title` and `revision_summary` alone, and the state in the sidecar.

**Fix.** Remove the lines from the front matter. Where both say the same it is a note; where they differ, a warning.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.documents import Document, declared_status, declared_version
from qms_site.rules.rule import Rule
from qms_site.settings import Stage
from qms_site.text import count_of


def check(project: Project) -> Iterator[Finding]:
    """One finding for each fact that a document with a sidecar states again; what many repeat rightly is told as one."""
    stated = [
        (document, key, written, owned)
        for document in project.documents
        if document.sidecar is not None
        for key, written, owned in _stated_again(project, document)
    ]
    repeated = {document.id for document, _, written, owned in stated if written == owned}
    is_custom = len(repeated) > _MOST
    if is_custom:
        yield Finding(
            code=RULE.code,
            severity=Severity.NOTE,
            message=f"{count_of(len(repeated), 'document')} repeat in front matter what their metadata says",
            location=Location(path=project.documents_root),
            subject=project.documents_root,
        )
    for document, key, written, owned in stated:
        if written == owned and is_custom:
            continue
        yield Finding(
            code=RULE.code,
            severity=RULE.severity if written != owned else Severity.NOTE,
            message=f"front matter states {key} {written!r}; the metadata, which counts, says {owned!r}",
            location=Location(path=document.path, line=document.file.field_lines.get(key)),
            subject=document.id,
        )


_MOST = 5


def _stated_again(project: Project, document: Document) -> Iterator[tuple[str, str, str | None]]:
    status, version = declared_status(document.file), declared_version(document.file)
    owned_status, owned_version = document.status, document.version
    in_force = project.timelines_by_id[document.id].in_force
    if in_force is not None and version == in_force and document.newest_file is not document.file:
        # The file is the version in force, and metadata already speaks of the draft beside it.
        state = project.settings.state_of(status, document.type) if status else None
        binds = project.settings.stage_of(document.type, state) is Stage.EFFECTIVE
        owned_status, owned_version = state if binds else "EFFECTIVE", in_force
    if status:
        yield "status", project.settings.state_of(status, document.type), owned_status
    if version:
        yield "version", version, owned_version


RULE = Rule(code="DOC303", title="State in two places", severity=Severity.WARNING, check=check, page=__doc__)
