"""Code references as pages and reports show them: what each came to, in words."""

from dataclasses import dataclass
from datetime import datetime

from qms_site.graph.code_references import CODE_STATUSES_EXPLAINED, CodeStatus, Excerpt, ResolvedCode, Since
from qms_site.graph.repositories import Repositories

LABELS = {
    CodeStatus.HOLDS: "holds",
    CodeStatus.NO_COMMIT: "no such commit",
    CodeStatus.NO_PATH: "no such file",
    CodeStatus.NO_LINES: "no such lines",
    CodeStatus.NO_NAME: "no such name",
    CodeStatus.UNKNOWN: "unknown",
}
"""Words of a status, for a badge."""
_SINCE = {
    Since.SAME: "has not changed on production since",
    Since.CHANGED: "has changed on production since",
    Since.GONE: "is not there on production any more",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeView:
    """One code reference, with the commit as its repository tells it (nothing where branches do not lead to it)."""

    written: str
    status: CodeStatus
    label: str
    explained: str
    repository: str | None
    key: str | None
    commit: str | None
    when: datetime | None
    subject: str | None
    path: str
    object: str | None
    is_folder: bool
    since: str | None
    """In words."""
    has_changed: bool
    first: int | None
    last: int | None
    excerpt: Excerpt | None


def build_code_view(found: ResolvedCode, repositories: Repositories) -> CodeView:
    """The view of one code reference."""
    repository = repositories.by_name(found.repository)
    record = repository.commit_by_hash.get(found.commit or "") if repository else None
    what = "The folder" if found.is_folder else "The file"
    return CodeView(
        written=found.code.written,
        status=found.status,
        label=LABELS[found.status],
        explained=f"{found.reason[:1].upper()}{found.reason[1:]}."
        if found.reason
        else CODE_STATUSES_EXPLAINED[found.status],
        repository=found.repository,
        key=found.key,
        commit=found.commit,
        when=record.committed if record else None,
        subject=record.subject if record else None,
        path=found.code.path if found.path is None else found.path,
        object=found.object,
        is_folder=found.is_folder,
        since=f"{what} {_SINCE[found.since]}." if found.since else None,
        has_changed=found.since in (Since.CHANGED, Since.GONE),
        first=found.first,
        last=found.last,
        excerpt=found.excerpt,
    )
