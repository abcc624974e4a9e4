"""What the rules on execution items share: which records they judge, and how items with one trouble are told."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.executions import ExecutionItem
from qms_site.records.files import DocumentFile
from qms_site.settings import Stage
from qms_site.text import count_of

MOST_TOLD = 10
"""Where more items of one record have the same trouble, it is told once, of the record."""

_LONGEST_SHOWN = 60


def iter_records(project: Project) -> Iterator[tuple[Document, DocumentFile]]:
    """Every record that is executed, with its newest text; none that is a template, or was closed before governance began."""
    for document in project.documents:
        file = document.newest_file
        is_record = project.settings.is_executable(document.type) and document.type != "TEMPLATE"
        if is_record and file.left_out is None and not project.is_history(closed_when(project, document)):
            yield document, file


def iter_closed_records(project: Project) -> Iterator[tuple[Document, DocumentFile]]:
    """Those of the records that are closed."""
    return ((document, file) for document, file in iter_records(project) if is_closed(project, document))


def is_closed(project: Project, document: Document) -> bool:
    """Whether everything about a record is done: it was executed, approved, and closed."""
    return project.stage_of(document) is Stage.CLOSED


def closed_when(project: Project, document: Document) -> datetime | None:
    """When a closed record was closed; for one of which only its state is known, when it was last heard of."""
    if not is_closed(project, document):
        return None
    timeline = project.timelines_by_id[document.id]
    closed = None
    for event in reversed(timeline.events):
        if event.to_state and project.settings.stage_of(document.type, event.to_state) is not Stage.CLOSED:
            break
        if event.to_state and event.when:
            closed = event.when
    return closed or timeline.last_event


def tell_items(
    place: tuple[Document, DocumentFile],
    troubles: Iterable[tuple[ExecutionItem, str]],
    *,
    rule: tuple[str, Severity],
    many: str,
) -> Iterator[Finding]:
    """A finding for each item, ``EI-1 of CR-001`` and the words that come with it; or one for the record, with ``many``.

    Of several rows with one id, as after a second try, the first is told.
    """
    document, file = place
    code, severity = rule
    troubles_by_id = {item.id.casefold(): (item, words) for item, words in reversed(tuple(troubles))}
    found = sorted(troubles_by_id.values(), key=lambda trouble: trouble[0].line)
    if len(found) > MOST_TOLD:
        yield Finding(
            code=code,
            severity=severity,
            message=f"{count_of(len(found), 'item')} of {document.id} {many}: {name_items(item for item, _ in found)}",
            location=Location(path=file.path, line=found[0][0].line),
            subject=document.id,
        )
        return
    for item, words in found:
        yield Finding(
            code=code,
            severity=severity,
            message=f"{item.id} of {document.id} {words}",
            location=Location(path=file.path, line=item.line),
            subject=f"{document.id}#{item.id}",
        )


def name_items(items: Iterable[ExecutionItem]) -> str:
    """The ids of items, the first ten of them, and how many there are besides."""
    ids = [item.id for item in items]
    return ", ".join(ids[:MOST_TOLD]) + (f" and {len(ids) - MOST_TOLD} more" if len(ids) > MOST_TOLD else "")


def shown(text: str) -> str:
    """What a cell says, in quotes; of a long one the beginning."""
    text = " ".join(text.split())
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3].rstrip()}...")
