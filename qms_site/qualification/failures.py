"""What failed or was withdrawn of the qualification of a system: records, specifications, and merges that were taken back."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from qms_site.qualification.happenings import Happenings, reached
from qms_site.qualification.subject import Subject
from qms_site.records.documents import Document
from qms_site.records.outcomes import Result
from qms_site.settings import Stage
from qms_site.timeline.events import Event

_MOST_NAMED = 3


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Something that failed or was withdrawn; ``when`` is None where nobody knows. ``told`` is a sentence without its end."""

    when: datetime | None
    told: str
    document: str | None = None
    commit: str | None = None
    repository: str | None = None
    """That of the commit, by its key; None for the one that was read."""


def find_failures(subject: Subject, happenings: Happenings) -> tuple[Failure, ...]:
    """In their order, those without a date first."""
    end = subject.project.as_of
    found = (
        *(one for id_ in sorted(happenings.qualifying) for one in _of_record(subject, id_)),
        *(one for _, document in happenings.specifications for one in _retired(subject, document)),
        *_taken_back(subject),
    )
    known = [one for one in found if one.when is None or end is None or one.when.date() <= end]
    return tuple(sorted(known, key=lambda one: (one.when.timestamp() if one.when else float("-inf"), one.told)))


def _of_record(subject: Subject, id_: str) -> Iterator[Failure]:
    """A record to qualify the system that was withdrawn, or that is closed though something in it failed."""
    document = subject.project.documents_by_id[id_]
    yield from _retired(subject, document)
    failed = [item.id for item in document.file.contents.executions if item.result is Result.FAIL]
    if failed and subject.project.stage_of(document) is Stage.CLOSED:
        more = f" and {len(failed) - _MOST_NAMED} more" if len(failed) > _MOST_NAMED else ""
        told = f"{id_} was closed, and {', '.join(failed[:_MOST_NAMED])}{more} of it failed"
        yield Failure(when=_last(_reaching(subject, document, Stage.CLOSED)), told=told, document=id_)


def _retired(subject: Subject, document: Document) -> Iterator[Failure]:
    """Each time that a document, or a revision of it, was retired, cancelled or withdrawn."""
    is_record = subject.project.settings.is_executable(document.type)
    events = list(_reaching(subject, document, Stage.RETIRED))
    for event in events:
        version = f"version {event.version} of " if event.version and not is_record else ""
        told = f"{version}{document.id} {reached(event.to_state)}"
        yield Failure(when=event.when, told=told, document=document.id, commit=event.commit)
    if not events and subject.project.stage_of(document) is Stage.RETIRED:
        yield Failure(when=None, told=f"{document.id} {reached(document.status)}", document=document.id)


def _reaching(subject: Subject, document: Document, stage: Stage) -> Iterator[Event]:
    """The events by which a document came to a stage, each once however many steps tell of it."""
    before: tuple[str | None, str | None] | None = None
    for event in subject.project.timelines_by_id[document.id].events:
        if event.to_state is None or not event.on_production:
            continue
        is_there = subject.project.settings.stage_of(document.type, event.to_state) is stage
        if is_there and before != (event.version, event.to_state):
            yield event
        before = (event.version, event.to_state)


def _last(events: Iterable[Event]) -> datetime | None:
    return max((event.when for event in events if event.when), default=None)


def _taken_back(subject: Subject) -> Iterator[Failure]:
    """Merges of the system's code that a later commit undid."""
    for branch in subject.project.branches:
        if branch.repository != subject.repository or branch.role.name == "production":
            continue
        for merge in branch.merges:
            if merge.reverted and subject.name in merge.touched:
                commit = subject.graph.commits.get(merge.reverted)
                told = f"what {branch.name} had brought by {merge.commit[:10]} was taken back"
                yield Failure(
                    when=commit.committed if commit else None,
                    told=told,
                    commit=merge.reverted,
                    repository=branch.repository,
                )
