"""What rules on audit trails share: which events count, where a log is, and what commits did."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

from qms_site.findings import Location
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.sidecars import AuditEvent
from qms_site.sources.snapshot import CommitRecord


class _OfCommit(Protocol):
    """Something that a commit did."""

    @property
    def commit(self) -> CommitRecord:
        """The commit."""
        ...


Change = TypeVar("Change", bound=_OfCommit)


def brief(text: str) -> str:
    """What somebody wrote into one field, cut where it is longer than such fields are."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def logged_documents(project: Project) -> Iterator[tuple[Document, tuple[AuditEvent, ...]]]:
    """Documents with an audit log, and its events since governance began; those without a date count."""
    for document in project.documents:
        events = tuple(event for event in document.events if not project.is_history(event.when))
        if events:
            yield document, events


def place_of(event: AuditEvent) -> Location:
    """Where an event is written."""
    return Location(path=event.path, line=event.line)


def first_place(found: Mapping[str, AuditEvent]) -> tuple[str, Location | None]:
    """Subject and location of one finding on several logs: those of the log if it is one, else the folder of all."""
    if len(found) == 1:
        ((id_, event),) = found.items()
        return id_, place_of(event)
    return "audit trail", None


def tell_commit(commit: CommitRecord) -> str:
    """A commit with its day and its author."""
    day = f" of {commit.committed:%Y-%m-%d}" if commit.committed else ""
    return f"commit {commit.hash[:10]}{day} by {brief(commit.author) or 'nobody'}"


def by_commit(project: Project, found: Iterable[Change]) -> Mapping[str, list[Change]]:
    """What commits did since governance began, by their hashes, in the order given."""
    grouped: dict[str, list[Change]] = {}
    for change in found:
        if not project.is_history(change.commit.committed):
            grouped.setdefault(change.commit.hash, []).append(change)
    return grouped


_LONGEST = 80
