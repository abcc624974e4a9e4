"""What rules on audit trails share: where a log is, names of many documents in few words."""

from collections.abc import Iterable, Iterator, Mapping

from qms_site.findings import Location
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.sidecars import AuditEvent
from qms_site.text import natural_key

_MOST_NAMED = 5


def name_some(names: Iterable[str]) -> str:
    """Names in their order; of many the first ones, and how many there are besides."""
    found = sorted(dict.fromkeys(names), key=natural_key)
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return ", ".join(found[:_MOST_NAMED]) + more


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
