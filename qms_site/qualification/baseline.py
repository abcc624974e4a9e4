"""What belongs to the baseline of a system: its documents, and the records under which it came about or was shown."""

from collections.abc import Iterable, Iterator

from qms_site.graph.references import resolve_document
from qms_site.project import Project
from qms_site.qualification.subject import Subject
from qms_site.records.documents import Document


def documents_of(subject: Subject) -> tuple[Document, ...]:
    """Its specifications and matrices, each once, in the order of their ids."""
    found = {document.id: document for documents in subject.documents.by_role.values() for document in documents}
    return tuple(document for document in subject.project.documents if document.id in found)


def records_of(subject: Subject, declared_in: str | None) -> tuple[Document, ...]:
    """The records of the changes that the baseline holds, the one that declares the release, those that the matrix rests on.

    With all their children, in the order of their ids.
    """
    project = subject.project
    held = (entry for entry in subject.changes if entry.commit.hash in subject.in_baseline)
    named = {record for entry in held for record in entry.records} | {declared_in or ""} | set(_evidence_of(subject))
    every = with_children(project, named)
    return tuple(document for document in project.documents if document.id in every)


def _evidence_of(subject: Subject) -> Iterator[str]:
    parents = {document.id: document.parent for document in subject.project.documents}
    for matrix in subject.documents.matrices:
        for trace in matrix.file.contents.traces:
            for written in trace.evidence.records:
                yield from resolve_document(written, matrix.id, parents)[:1]


def with_children(project: Project, ids: Iterable[str]) -> frozenset[str]:
    """Ids of documents that are there, with those of all their children."""
    found: set[str] = set()
    waiting = [id_ for id_ in ids if id_ in project.documents_by_id]
    while waiting:
        id_ = waiting.pop()
        if id_ not in found:
            found.add(id_)
            waiting += [child for child in project.documents_by_id[id_].children if child in project.documents_by_id]
    return frozenset(found)
