"""The states of a system over time: what each began with, when it was last complete, what broke it, and what failed."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

import msgspec
from msgspec import structs

from qms_site.project import Project
from qms_site.qualification.commit_gates import is_uncontrolled
from qms_site.qualification.failures import Failure, find_failures
from qms_site.qualification.gates import Gate, GateName, GateState
from qms_site.qualification.happenings import (
    CodeStep,
    DeclarationStep,
    Happening,
    Happenings,
    ProductionLine,
    RecordStep,
    find_happenings,
    production_line,
)
from qms_site.qualification.past_states import Known, PastStates
from qms_site.qualification.releases import find_statements
from qms_site.qualification.subject import Subject, find_subjects
from qms_site.qualification.systems import SystemState, SystemStatus, judge_systems
from qms_site.timeline.ledger import LedgerEntry

WAS_COMPLETE = frozenset({SystemState.COMPLETE, SystemState.UNCONTROLLED, SystemState.IN_PROGRESS})
_SUBJECT = 80
_DATED = frozenset(
    {
        *(GateName.RECORDS_CLOSED, GateName.PRODUCTION_UNCHANGED, GateName.ACCEPTANCE),
        *(GateName.REQUIREMENTS, GateName.DESIGN, GateName.MATRIX, GateName.FIT),
    }
)
"""Gates that are judged by dates of their own; the others stand as they do while the documents are the same."""


class Milestone(msgspec.Struct, frozen=True, kw_only=True):
    """What happened within a period, and left the state as it was."""

    when: datetime
    told: str


class SystemPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """A state with the time in which it held: ``end`` is None for today's, ``start`` where nobody knows since when.

    ``because`` says in one sentence without its end what it began with. ``commit`` is what brought that, or of a declared release
    the qualified one, where it is known. ``is_declared`` is True where it rests on a declaration whose gates were not computed for
    that time.
    """

    state: SystemState
    start: datetime | None
    end: datetime | None
    because: str
    record: str | None = None
    commit: str | None = None
    repository: str | None = None
    """That of the commit, by its key; None for the one that was read."""
    is_declared: bool = False
    milestones: tuple[Milestone, ...] = ()


class SystemHistory(msgspec.Struct, frozen=True, kw_only=True):
    """The periods of a system, oldest first, the last one with the state that it has today; and what failed on the way."""

    periods: tuple[SystemPeriod, ...]
    failures: tuple[Failure, ...] = ()
    is_declared: bool = False
    """Whether a record declares a release of it."""
    unknown_code: str | None = None
    """Why changes to its code are not known, or not for all of the time; None where they are."""

    @property
    def last_complete(self) -> SystemPeriod | None:
        """The newest period in which it was complete."""
        return next((one for one in reversed(self.periods) if one.state is SystemState.COMPLETE), None)

    @property
    def ended_by(self) -> SystemPeriod | None:
        """The period that ended it."""
        last = self.last_complete
        after = self.periods[self.periods.index(last) + 1 :] if last else ()
        return after[0] if after else None

    @property
    def sentence(self) -> str:
        """When it was last complete, and what ended it."""
        last, after = self.last_complete, self.ended_by
        if last is None:
            why = "as far as dates tell" if self.is_declared else "and no record declares a release of it"
            return f"It was never complete, {why}."
        if after is None:
            return f"It has been complete since {_day(last.start)}: {last.because}."
        start, end = _day(last.start), _day(after.start)
        time = f"on {start}" if start == end else f"from {start} until {end}"
        return f"It was last complete {time}, as declared. What ended it: {after.because}."


def _day(moment: datetime | None) -> str:
    return moment.astimezone(UTC).date().isoformat() if moment else "its beginning"


def find_histories(project: Project) -> Mapping[str, SystemHistory]:
    """The history of every system by its name. Each source is gone through once: nothing is judged anew for a day."""
    statuses = {status.name: status for status in judge_systems(project)}
    lines: dict[str | None, ProductionLine] = {}
    found: dict[str, SystemHistory] = {}
    for subject in find_subjects(project):
        if subject.repository not in lines:
            lines[subject.repository] = production_line(subject.shared.ancestry_of(subject.known))
        happenings = find_happenings(subject, lines[subject.repository])
        found[subject.name] = SystemHistory(
            periods=_find_periods(subject, statuses[subject.name], happenings),
            failures=find_failures(subject, happenings),
            unknown_code=_unknown_code(subject),
            is_declared=any(isinstance(one.step, DeclarationStep) for one in happenings.dated),
        )
    return MappingProxyType(found)


def _unknown_code(subject: Subject) -> str | None:
    """Why nobody can tell when its code was changed."""
    settings, known = subject.settings, subject.known
    if settings is None or not (settings.code or settings.repository):
        return "the settings do not say which code is its own"
    if known is None or not known.is_available:
        return f"{subject.repository or 'the repository'} is not available"
    return None if known.is_whole else f"the clone of {known.name} is not whole"


def _find_periods(subject: Subject, status: SystemStatus, happenings: Happenings) -> tuple[SystemPeriod, ...]:
    past = PastStates(subject, happenings, _known(subject, status, happenings))
    periods = [SystemPeriod(state=past.state, start=None, end=None, because="nothing is known of it before")]
    state = past.state
    for happening in happenings.dated:
        before, claim = state, past.claim
        state = past.take(happening)
        is_new = past.claim is not None and past.claim != claim
        if state is not before or is_new:
            _add(periods, _period(past, happening, is_new=is_new), is_new=is_new)
        elif past.contradicted and isinstance(happening.step, DeclarationStep):
            told = f"{happening.told}, which the gates contradict: {past.contradicted}"
            _add(periods, structs.replace(_period(past, happening, is_new=False), because=told), is_new=True)
    return _with_milestones(_with_today(periods, status), happenings)


def _add(periods: list[SystemPeriod], period: SystemPeriod, *, is_new: bool) -> None:
    """Go on with a period; one that would have lasted no time never was. A declaration begins one though the state stays."""
    if periods[-1].start == period.start:
        periods.pop()
    if not periods or periods[-1].state is not period.state or is_new:
        periods.append(period)


def _known(subject: Subject, status: SystemStatus, happenings: Happenings) -> Known:
    """What today tells of the declaration that counts today, where a document states the same release."""
    declaration, project = status.declaration, subject.project
    paths = {document.id: document.path for _, document in happenings.specifications}
    changes = {id_: project.last_change_by_path.get(path) for id_, path in paths.items()}
    edited = {id_: change.committed for id_, change in changes.items() if change and change.committed}
    stated = {one.numbers for one in find_statements(subject)}
    if declaration is None or declaration.numbers not in stated:
        return Known(edited=edited)
    fallen = [gate.title for gate in status.gates if gate.name not in _DATED and gate.state is GateState.NOT_MET]
    return Known(
        declaration=declaration,
        commit=subject.qualified_commit,
        in_baseline=subject.in_baseline,
        contradicted=", ".join(fallen) or None,
        edited=edited,
    )


def _period(past: PastStates, happening: Happening, *, is_new: bool) -> SystemPeriod:
    """The period that began with what happened."""
    period = SystemPeriod(
        state=past.state,
        start=happening.when,
        end=None,
        because=happening.told,
        record=happening.document,
        commit=happening.commit,
        repository=happening.repository,
        is_declared=past.state in WAS_COMPLETE,
    )
    match past.state:
        case SystemState.COMPLETE:
            return _complete(period, past, happening, is_new=is_new)
        case SystemState.UNCONTROLLED:
            return _uncontrolled(period, past, happening)
        case SystemState.IN_PROGRESS:
            record = min(past.executing.intersection(past.since.first_under))
            entry = past.since.first_under[record]
            return _by_entry(period, entry, f"{_entry(entry)} changed its code under {record}", record)
        case SystemState.PENDING if past.since.is_changed and isinstance(happening.step, RecordStep):
            told = f"{happening.told}, and no release is declared with what it changed"
            return structs.replace(period, because=told)
        case _:
            return period


def _complete(period: SystemPeriod, past: PastStates, happening: Happening, *, is_new: bool) -> SystemPeriod:
    """A release was declared and nothing that is dated is left; or its code became again what it was."""
    claim = past.claim
    if claim and is_new:
        last = "" if isinstance(happening.step, DeclarationStep) else f", and {happening.told}"
        at = f", qualified at {past.baseline[:10]}," if past.baseline else ""
        told = f"{claim.release}{at} was declared in {claim.record} by {claim.by}{last}"
        repository = past.repository if past.baseline else None
        return structs.replace(period, because=told, record=claim.record, commit=past.baseline, repository=repository)
    if isinstance(happening.step, CodeStep):
        return structs.replace(period, because=f"{(happening.commit or '')[:10]} put its code back as it was declared")
    return period


def _uncontrolled(period: SystemPeriod, past: PastStates, happening: Happening) -> SystemPeriod:
    """Its code was changed without authority now, or differs again after it had been before."""
    own = happening.step.entries if isinstance(happening.step, CodeStep) else ()
    first, now = past.since.uncontrolled, next(filter(is_uncontrolled, own), None)
    if now:
        return _by_entry(period, now, f"{_entry(now)} changed its code without authority", *now.records[:1])
    if first:
        told = f"{happening.told}, and {_entry(first)} had done so without authority before"
        return structs.replace(period, because=told)
    return period


def _by_entry(period: SystemPeriod, entry: LedgerEntry, told: str, record: str | None = None) -> SystemPeriod:
    commit = entry.commit.hash
    return structs.replace(period, because=told, record=record, commit=commit, repository=entry.repository)


def _entry(entry: LedgerEntry) -> str:
    return f"{entry.commit.hash[:10]} ({entry.commit.subject[:_SUBJECT]})"


def _with_today(periods: Sequence[SystemPeriod], status: SystemStatus) -> tuple[SystemPeriod, ...]:
    """The periods with their ends, the last with the state that the gates give today."""
    last = periods[-1] if len(periods) > 1 else structs.replace(periods[-1], because="nothing tells since when")
    if last.state is not status.state:
        fallen = _listed(status.open_gates)
        told = f"; by its gates it is {status.state.value} today"
        told += f", where this is open: {fallen}" if last.state in WAS_COMPLETE and fallen else ""
        is_same = len(periods) > 1 and periods[-2].state is status.state and last.state not in WAS_COMPLETE
        today = structs.replace(last, state=status.state, because=f"{last.because}{told}")
        last = periods[-2] if is_same else today
        periods = periods[:-1] if is_same else periods
    periods = [*periods[:-1], structs.replace(last, is_declared=False)]
    ends = [*(period.start for period in periods[1:]), None]
    return tuple(structs.replace(period, end=end) for period, end in zip(periods, ends, strict=True))


def _with_milestones(periods: Sequence[SystemPeriod], happenings: Happenings) -> tuple[SystemPeriod, ...]:
    """The periods with what happened in them, without what they began with."""
    starts = [period.start.timestamp() if period.start else float("-inf") for period in periods]
    found: list[list[Milestone]] = [[] for _ in periods]
    for one in filter(happenings.is_milestone, happenings.dated):
        place = bisect_right(starts, one.when.timestamp()) - 1
        if one.told not in periods[place].because:
            found[place].append(Milestone(when=one.when, told=one.told))
    return tuple(structs.replace(period, milestones=tuple(own)) for period, own in zip(periods, found, strict=True))


def _listed(gates: Sequence[Gate]) -> str:
    titles = [gate.title for gate in gates]
    more = f" and {len(titles) - _MOST_NAMED} more" if len(titles) > _MOST_NAMED else ""
    return ", ".join(titles[:_MOST_NAMED]) + more


_MOST_NAMED = 3
