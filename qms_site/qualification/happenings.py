"""What happened to a system, dated and in order: its specifications, its records, its code on production, its environments.

All of it is in the project already: it is gathered in one pass over each source, and nothing is read for it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property

import msgspec

from qms_site.graph.systems import UNNAMED, system_name
from qms_site.history.ancestry import Ancestry
from qms_site.qualification.qualifying import records_to_qualify
from qms_site.qualification.releases import Declaration, find_declarations
from qms_site.qualification.subject import BEGUN, Subject
from qms_site.records.documents import Document
from qms_site.settings import Stage
from qms_site.sources.snapshot import Change, CommitRecord
from qms_site.timeline.events import Event
from qms_site.timeline.ledger import LedgerEntry

_SUBJECT = 80


class SpecificationStep(msgspec.Struct, frozen=True, kw_only=True):
    """A specification or matrix from now on: the version in force, and how far its newest one is."""

    document: str
    in_force: str | None
    stage: Stage | None


class RecordStep(msgspec.Struct, frozen=True, kw_only=True):
    """A record from now on."""

    record: str
    stage: Stage | None


class CodeStep(msgspec.Struct, frozen=True, kw_only=True):
    """A commit on production's line: ``entries`` are the changes to the system's code that it made or brought, oldest first.

    ``changes`` are the files of the system that production had otherwise before it.
    """

    place: int
    entries: tuple[LedgerEntry, ...]
    changes: tuple[Change, ...]


class EnvironmentStep(msgspec.Struct, frozen=True, kw_only=True):
    """A test environment or sandbox that is there from now on, or no longer."""

    name: str
    is_there: bool


class DeclarationStep(msgspec.Struct, frozen=True, kw_only=True):
    """A release that a record declares."""

    declaration: Declaration


Step = SpecificationStep | RecordStep | CodeStep | EnvironmentStep | DeclarationStep
_ORDER = (SpecificationStep, RecordStep, CodeStep, EnvironmentStep, DeclarationStep)
"""Of what happened at the same moment."""


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened. ``told`` is a sentence without its end; ``document`` and ``commit`` are where it can be seen."""

    when: datetime
    told: str
    step: Step
    document: str | None = None
    commit: str | None = None
    repository: str | None = None
    """That of the commit, by its key; None for the one that was read."""


@dataclass(frozen=True, kw_only=True)
class ProductionLine:
    """The first parents of production from the oldest on, and at which place of it each commit came to production."""

    commits: tuple[CommitRecord, ...]
    places: Mapping[str, int]

    @cached_property
    def moments(self) -> tuple[datetime, ...]:
        """When each was in production, in rising order: by the earliest date from there on, since dates on a line need not rise."""
        moments: list[datetime] = []
        earliest = _END
        for commit in reversed(self.commits):
            earliest = min(earliest, commit.committed or earliest)
            moments.append(earliest)
        return tuple(reversed(moments))


_END = datetime.max.replace(tzinfo=UTC)


def production_line(ancestry: Ancestry) -> ProductionLine:
    """The line that leads to production's newest commit."""
    commits = ancestry.graph.commits
    return ProductionLine(commits=tuple(commits[name] for name in ancestry.line), places=ancestry.arrivals)


def _specifications_of(subject: Subject) -> tuple[tuple[str, Document], ...]:
    settings, names = subject.project.settings, {subject.documents.name, f"SDLC-{subject.name}"} - {UNNAMED}
    names |= {UNNAMED} if subject.documents.name == UNNAMED else set()
    return tuple(
        (role, document)
        for document in subject.project.documents
        if (role := settings.role_of(document.type)) and system_name(document, settings) in names
    )


@dataclass(frozen=True, kw_only=True)
class Happenings:
    """All that is dated of a system, in order; ``undated`` are steps of which nobody knows when, as if they had always been."""

    dated: tuple[Happening, ...]
    undated: tuple[Step, ...]
    line: ProductionLine
    specifications: tuple[tuple[str, Document], ...]
    """(role, document) of its specifications and matrices, those that are retired too."""
    qualifying: frozenset[str]
    """Records that are called after its qualification."""

    def is_milestone(self, one: Happening) -> bool:
        """Whether something is worth telling where it changes no state: all but code, edits, and records on their way."""
        match one.step:
            case SpecificationStep():
                return one.told.startswith("version ")
            case RecordStep(record=record, stage=stage):
                return record in self.qualifying and stage in _TOLD
            case CodeStep():
                return False
            case _:
                return True


_TOLD = frozenset({Stage.EXECUTION, Stage.CLOSED, Stage.RETIRED})


def find_happenings(subject: Subject, line: ProductionLine) -> Happenings:
    """What happened to a system up to the day judged by, and to its environments; ``line`` is that of its repository."""
    declarations = find_declarations(subject)
    qualifying = frozenset(document.id for document in records_to_qualify(subject))
    spoken = {record for entry in subject.changes for record in entry.records}
    wanted = spoken | qualifying | {one.record for one in declarations}
    records = [document for document in subject.project.documents if document.id in wanted]
    by_role = _specifications_of(subject)
    specifications = [document for _, document in by_role]
    found = [
        *(one for document in specifications for one in _of_specification(subject, document)),
        *(one for document in records for one in _of_record(subject, document)),
        *_of_code(subject, line),
        *_of_environments(subject),
        *(one for declaration in declarations if (one := _of_declaration(subject, declaration))),
    ]
    end = subject.project.as_of
    # Branches go on while production rests, so that they may be younger than the newest commit that was read.
    dated = [one for one in found if end is None or isinstance(one.step, EnvironmentStep) or one.when.date() <= end]
    return Happenings(
        dated=tuple(sorted(dated, key=lambda one: (one.when, _ORDER.index(type(one.step)), one.told))),
        undated=tuple(_undated(subject, specifications, records)),
        line=line,
        specifications=by_role,
        qualifying=qualifying,
    )


def _states(subject: Subject, document: Document) -> list[tuple[datetime, Event]]:
    """The dated states that a document reached on production, in order."""
    events = subject.project.timelines_by_id[document.id].events
    dated = [(event.when, event) for event in events if event.when and event.to_state and event.on_production]
    return sorted(dated, key=lambda entry: entry[0])


def _of_specification(subject: Subject, document: Document) -> Iterator[Happening]:
    project, states = subject.project, _states(subject, document)
    timeline = project.timelines_by_id[document.id]
    moments = {when for when, _ in states}
    moments |= {moment for period in timeline.periods for moment in (period.start, period.end) if moment}
    change = project.last_change_by_path.get(document.path)
    edited = change.committed if change else None
    moments |= {edited} if edited and states and edited > states[0][0] else set()
    before: tuple[str | None, Stage | None] = (None, None)
    place, label = 0, ""
    stage: Stage | None = None
    commit: str | None = None
    for moment in sorted(moments):
        while place < len(states) and states[place][0] <= moment:
            event = states[place][1]
            stage = project.settings.stage_of(document.type, event.to_state)
            label, commit = reached(event.to_state), event.commit
            place += 1
        in_force = timeline.in_force_at(moment)
        is_step = (in_force, stage) != before
        if is_step or moment == edited:
            yield Happening(
                when=moment,
                told=_told_of(document.id, before[0], in_force, label) if is_step else f"{document.id} was edited",
                step=SpecificationStep(document=document.id, in_force=in_force, stage=stage),
                document=document.id,
                commit=commit,
            )
        before = (in_force, stage)


def _told_of(id_: str, before: str | None, in_force: str | None, label: str) -> str:
    if in_force and in_force != before:
        return f"version {in_force} of {id_} came into force"
    if before and in_force is None:
        return f"version {before} of {id_} went out of force, as it {label}"
    return f"{id_} {label}"


def reached(state: str | None) -> str:
    """That a state was reached, as a sentence says it: ``went into execution``, ``was closed``, ``became effective``."""
    words = (state or "without a status").replace("_", " ").lower()
    if words.startswith("in "):
        return f"went into {words.removeprefix('in ')}"
    return f"was {words}" if words.endswith("ed") else f"became {words}"


def _of_record(subject: Subject, document: Document) -> Iterator[Happening]:
    before: Stage | None = None
    for when, event in _states(subject, document):
        stage = subject.project.settings.stage_of(document.type, event.to_state)
        if stage is not before:
            yield Happening(
                when=when,
                told=f"{document.id} {reached(event.to_state)}",
                step=RecordStep(record=document.id, stage=stage),
                document=document.id,
                commit=event.commit,
            )
        before = stage


def _of_code(subject: Subject, line: ProductionLine) -> Iterator[Happening]:
    by_place: dict[int, list[LedgerEntry]] = {}
    for entry in reversed(subject.changes):
        if (place := line.places.get(entry.commit.hash)) is not None:
            by_place.setdefault(place, []).append(entry)
    for place, entries in by_place.items():
        commit, when = line.commits[place], line.moments[place]
        changes = subject.shared.files_changed(subject.repository, commit).get(subject.name, ())
        if when < _END:
            yield Happening(
                when=when,
                told=f"{commit.hash[:10]} ({commit.subject[:_SUBJECT]}) changed its code",
                step=CodeStep(place=place, entries=tuple(entries), changes=changes),
                commit=commit.hash,
                repository=subject.repository,
            )


def _of_environments(subject: Subject) -> Iterator[Happening]:
    for branch in subject.branches:
        if branch.started is None:
            continue
        yield Happening(
            when=branch.started,
            told=f"{branch.role.title} {branch.name} was begun",
            step=EnvironmentStep(name=branch.name, is_there=True),
            commit=branch.first.hash if branch.first else None,
            repository=branch.repository,
        )
        gone = branch.merged.date if branch.merged else None
        if branch.is_deleted and branch.merged and gone:
            yield Happening(
                when=max(gone, branch.started),
                told=f"{branch.role.title} {branch.name} was merged, and is gone",
                step=EnvironmentStep(name=branch.name, is_there=False),
                commit=branch.merged.commit,
                repository=branch.repository,
            )


def _of_declaration(subject: Subject, declaration: Declaration) -> Happening | None:
    """The declaration by the day that it gives, else when its record was closed, else by the newest change of the record.

    A record says nothing before its execution began.
    """
    document = subject.project.documents_by_id[declaration.record]
    stages = [
        (moment, subject.project.settings.stage_of(document.type, event.to_state))
        for moment, event in _states(subject, document)
    ]
    closed = [moment for moment, stage in stages if stage is Stage.CLOSED]
    change = subject.project.last_change_by_path.get(declaration.path)
    when = (
        datetime.combine(declaration.date, time(), tzinfo=UTC)
        if declaration.date
        else closed[-1]
        if closed
        else change.committed
        if change
        else None
    )
    if when is None:
        return None
    by = f" by {declaration.by}" if declaration.by else ", by nobody who is named"
    return Happening(
        when=max([when, *[moment for moment, stage in stages if stage in BEGUN][:1]]),
        told=f"{declaration.release} was declared in {declaration.record}{by}",
        step=DeclarationStep(declaration=declaration),
        document=declaration.record,
    )


def end_of_declaration(happening: Happening, declaration: Declaration) -> datetime:
    """Until when a change to the code belongs to what was declared: a day counts to its end."""
    if declaration.date is None:
        return happening.when
    return max(happening.when, datetime.combine(declaration.date, time(), tzinfo=UTC) + timedelta(days=1))


def _undated(subject: Subject, specifications: Iterable[Document], records: Iterable[Document]) -> Iterator[Step]:
    project = subject.project
    for document in specifications:
        timeline = project.timelines_by_id[document.id]
        if not timeline.is_dated and not timeline.periods:
            yield SpecificationStep(document=document.id, in_force=timeline.in_force, stage=project.stage_of(document))
    for document in records:
        if not project.timelines_by_id[document.id].is_dated:
            yield RecordStep(record=document.id, stage=project.stage_of(document))
