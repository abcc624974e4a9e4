"""What a system was at a moment of the past, as far as dates tell: the first state of the table that holds.

Gates are computed for the day judged by alone. For a day before, a declared release counts as complete while everything holds
that is dated: who declared it, documents in force, records closed, the qualified commit in production, and production's files.
Whether tests passed then is not known: what is in a test environment is In Test, and never Qualification Ready.
"""

from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile

from qms_site.qualification.commit_gates import is_uncontrolled
from qms_site.qualification.comparing import exemption_of
from qms_site.qualification.happenings import (
    CodeStep,
    DeclarationStep,
    EnvironmentStep,
    Happening,
    Happenings,
    RecordStep,
    SpecificationStep,
    Step,
    end_of_declaration,
)
from qms_site.qualification.releases import Declaration, Numbers, find_statements
from qms_site.qualification.subject import BEGUN, Subject
from qms_site.qualification.system_documents import required_items
from qms_site.qualification.systems import SystemState
from qms_site.settings import Stage
from qms_site.sources.snapshot import Change
from qms_site.timeline.ledger import LedgerEntry

_OVER = frozenset({Stage.CLOSED, Stage.RETIRED})
_ON_THE_WAY = frozenset({Stage.REVIEW, Stage.APPROVED, Stage.EFFECTIVE})
_STARTED = frozenset({Stage.REVIEW, Stage.APPROVED, Stage.EXECUTION, Stage.HOLD})


@dataclass(kw_only=True)
class _Since:
    """What came to the code after the baseline of a declaration."""

    before: dict[str, str | None] = field(default_factory=dict)
    """The files that production has otherwise, as they were."""
    modes: set[str] = field(default_factory=set)
    uncontrolled: LedgerEntry | None = None
    """The first change without authority."""
    first_under: dict[str, LedgerEntry] = field(default_factory=dict)
    """The first change for which each record speaks."""

    @property
    def is_changed(self) -> bool:
        """Whether production's files are not those of the baseline."""
        return bool(self.before or self.modes)

    def add(self, entries: Iterable[LedgerEntry], changes: Iterable[Change] = ()) -> None:
        """Take in what one commit of production's line made or brought."""
        for change in changes:
            if change.before == change.after:
                self.modes ^= {change.path}
            elif self.before.setdefault(change.path, change.before) == change.after:
                del self.before[change.path]
        for entry in entries:
            if self.uncontrolled is None and is_uncontrolled(entry):
                self.uncontrolled = entry
            for record in entry.records:
                self.first_under.setdefault(record, entry)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What today tells of the newest declaration: its baseline, and whether the gates contradict it."""

    declaration: Declaration | None = None
    commit: str | None = None
    in_baseline: Container[str] = frozenset()
    contradicted: str | None = None
    edited: Mapping[str, datetime] = field(default_factory=dict)
    """When the text of each specification was changed last: from then on it is today's."""


class PastStates:
    """Takes what happened step by step, and tells the state after each."""

    def __init__(self, subject: Subject, happenings: Happenings, known: Known) -> None:
        self.roles = {document.id: role for role, document in happenings.specifications}
        self.claim: Declaration | None = None
        """The declaration that counts, once all that is dated of it holds."""
        self.versions: Mapping[str, str] = {}
        self.since = _Since()
        self.executing: set[str] = set()
        self._subject, self._known, self._line = subject, known, happenings.line
        self._qualifying = happenings.qualifying
        self._declared: Declaration | None = None
        self._anchor = -1
        self._documents: dict[str, SpecificationStep] = {}
        self._stages: dict[str, Stage | None] = {}
        self._open: set[str] = set()
        self._waiting: set[str] = set()
        """Records of the baseline that are open."""
        self._under_way: set[str] = set()
        self._environments: set[str] = set()
        self._now: datetime | None = None
        self._code: list[CodeStep] = []
        self._first_places: dict[str, int] = {}
        self._statements = _statements(subject)
        self._same_texts: dict[tuple[str, str], bool] = {}
        for step in happenings.undated:
            self._take(step)

    def take(self, happening: Happening) -> SystemState:
        """The state after something happened."""
        self._now = happening.when
        match happening.step:
            case DeclarationStep(declaration=declaration):
                if self._declared is None or _rank(declaration) >= _rank(self._declared):
                    self._begin(happening, declaration)
            case step:
                self._take(step)
        if self.claim is None and self._declared and self._is_satisfied(self._declared):
            self.claim, self.versions = self._declared, self._in_force()
        return self.state

    @property
    def state(self) -> SystemState:
        """The first that holds."""
        if self.claim and self._holds():
            if not self.since.is_changed:
                return SystemState.COMPLETE
            if self.since.uncontrolled:
                return SystemState.UNCONTROLLED
            if not self.executing.isdisjoint(self.since.first_under):
                return SystemState.IN_PROGRESS
        if any(step.in_force or step.stage in _ON_THE_WAY for step in self._documents.values()):
            return SystemState.PENDING
        if self._under_way:
            return SystemState.PENDING
        return SystemState.IN_TEST if self._environments else SystemState.NOT_STARTED

    @property
    def baseline(self) -> str | None:
        """The commit at which the counting declaration was qualified, where it is known."""
        return self._known.commit if self._is_known else None

    @property
    def repository(self) -> str | None:
        """The key of the repository that the code is in."""
        return self._subject.repository

    @property
    def contradicted(self) -> str | None:
        """The gates that contradict the newest declaration, by documents that read as they do today."""
        is_today = self._now is not None and all(when <= self._now for when in self._known.edited.values())
        return self._known.contradicted if self._is_known and is_today else None

    @property
    def _is_known(self) -> bool:
        return self._declared is not None and self._declared == self._known.declaration

    def _begin(self, happening: Happening, declaration: Declaration) -> None:
        """A newer declaration: what came after its baseline is what counts from now on."""
        self._declared, self.claim, self.since = declaration, None, _Since()
        until = bisect_left(self._line.moments, end_of_declaration(happening, declaration)) - 1
        self._anchor = self._line.places.get(self.baseline or "", until)
        for record in self._open:
            self._watch(record)
        later = () if self.baseline else tuple(takewhile(lambda step: step.place > until, reversed(self._code)))
        for step in self._code if self.baseline else reversed(later):
            self._count(step)

    def _count(self, step: CodeStep) -> None:
        """What a commit brought counts if the baseline does not hold it; its files, if it came later."""
        if step.place > self._anchor:
            self.since.add(step.entries, filter(self._counts, step.changes))
        elif self.baseline:
            self.since.add(entry for entry in step.entries if entry.commit.hash not in self._known.in_baseline)

    def _counts(self, change: Change) -> bool:
        settings = self._subject.settings
        base = self._subject.project.base if self._subject.repository is None else "."
        return settings is None or exemption_of(change.path, settings.exempt, base) is None

    def _take(self, step: Step) -> None:
        match step:
            case SpecificationStep():
                self._documents[step.document] = step
            case CodeStep():
                self._code.append(step)
                for record in (record for entry in step.entries for record in entry.records):
                    self._first_places.setdefault(record, step.place)
                    self._watch(record)
                if self._declared:
                    self._count(step)
            case RecordStep(record=record, stage=stage):
                self._stages[record] = stage
                (self._open.discard if stage in _OVER else self._open.add)(record)
                self._watch(record)
                (self.executing.add if stage is Stage.EXECUTION else self.executing.discard)(record)
                is_under_way = record in self._qualifying and stage in _STARTED
                (self._under_way.add if is_under_way else self._under_way.discard)(record)
            case EnvironmentStep(name=name, is_there=is_there):
                (self._environments.add if is_there else self._environments.discard)(name)
            case _:
                pass

    def _is_satisfied(self, declaration: Declaration) -> bool:
        """Whether a declaration has all that is dated of what it needs."""
        if declaration.by is None or self.contradicted or self._stages.get(declaration.record) not in BEGUN:
            return False
        if self.baseline and not self._has_arrived():
            return False
        return not self._waiting and self._are_in_force() and not self._states_another(self._in_force())

    def _has_arrived(self) -> bool:
        """Whether the qualified commit was in production by now."""
        place, moments = self._line.places.get(self.baseline or ""), self._line.moments
        return self._now is not None and place is not None and place < len(moments) and moments[place] <= self._now

    def _holds(self) -> bool:
        """Whether what was satisfied still is: the same documents, or none that say otherwise, and no record opened again."""
        now = self._in_force()
        return (
            not self.contradicted
            and self._are_in_force()
            and not self._waiting
            and not self._states_another(now)
            and all(self._is_like(id_, before, now.get(id_)) for id_, before in self.versions.items())
        )

    def _watch(self, record: str) -> None:
        """Keep in mind whether a record of the baseline is open."""
        is_held = self._first_places.get(record, len(self._line.commits)) <= self._anchor
        (self._waiting.add if is_held and record in self._open else self._waiting.discard)(record)

    def _in_force(self) -> dict[str, str]:
        return {id_: step.in_force for id_, step in self._documents.items() if step.in_force}

    def _are_in_force(self) -> bool:
        """Whether there are requirements and a matrix, and all that is not retired has a version in force."""
        wanted = {id_ for id_, step in self._documents.items() if step.in_force or step.stage is not Stage.RETIRED}
        roles = {self.roles[id_] for id_ in wanted}
        return {"requirements", "matrix"} <= roles and all(self._documents[id_].in_force for id_ in wanted)

    def _states_another(self, versions: Mapping[str, str]) -> bool:
        """Whether a document that is in force is known to state another release than the one that is declared."""
        declared = self._declared.numbers if self._declared else None
        stated = (self._stated(*entry) for entry in versions.items())
        return any(one and declared not in one for one in stated)

    def _stated(self, id_: str, version: str) -> frozenset[Numbers]:
        """The releases that a version of a document states, if its text reads as it does today; no text is known before."""
        edited = self._known.edited.get(id_)
        is_today = edited is None or (self._now is not None and edited <= self._now)
        return self._statements.get((id_, version), frozenset()) if is_today else frozenset()

    def _is_like(self, id_: str, before: str, now: str | None) -> bool:
        """Whether another version of a document is known to leave the declaration as it was."""
        if now == before:
            return True
        match self.roles.get(id_):
            case "design":
                return True
            case "matrix":
                stated = self._stated(id_, now) if now else frozenset()
                return self._declared is not None and self._declared.numbers in stated
            case _:
                return now is not None and self._reads_the_same(id_, before)

    def _reads_the_same(self, id_: str, before: str) -> bool:
        """Whether no requirement reads otherwise than in that version, up to the newest one."""
        if (id_, before) not in self._same_texts:
            self._same_texts[id_, before] = self._compare_texts(id_, before)
        return self._same_texts[id_, before]

    def _compare_texts(self, id_: str, before: str) -> bool:
        project = self._subject.project
        starts = [period.start for period in project.timelines_by_id[id_].periods if period.version == before]
        items = required_items(project, project.documents_by_id[id_])
        unchanged = [project.former.unchanged.get((id_, item.id)) for item in items]
        return bool(starts) and all(one and one.since and one.since <= max(starts) for one in unchanged)


def _rank(declaration: Declaration) -> tuple[Numbers, bool, str]:
    """Of several declarations the one that counts comes last, as the gate has it."""
    return declaration.numbers, declaration.by is not None, declaration.record


def _statements(subject: Subject) -> Mapping[tuple[str, str | None], frozenset[Numbers]]:
    """The releases that the texts in force state, by document and version; texts of other versions are not at hand."""
    found: dict[tuple[str, str | None], set[Numbers]] = {}
    for one in find_statements(subject):
        in_force = subject.project.timelines_by_id[one.document].in_force
        found.setdefault((one.document, in_force), set()).add(one.numbers)
    return {key: frozenset(numbers) for key, numbers in found.items()}
