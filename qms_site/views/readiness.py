"""Systems as their pages show them: the verdict first, then what blocks it, then steps and gates, then the detail."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qms_site.project import Project
from qms_site.qualification.adoption import Adoption
from qms_site.qualification.environments import LeftOut
from qms_site.qualification.gates import Gate, GateState
from qms_site.qualification.releases import Declaration
from qms_site.qualification.rollback import Rollback, find_rollback
from qms_site.qualification.system_history import SystemHistory
from qms_site.qualification.systems import SystemState, SystemStatus
from qms_site.settings import SystemSettings
from qms_site.views.ledger import LedgerRow, ledger_row
from qms_site.views.register import title_of_type
from qms_site.views.rows import DocumentRow, row_of
from qms_site.views.run import Run
from qms_site.views.steps import Step, build_steps, ordered_documents
from qms_site.views.system_states import StatesView, build_states

MEANINGS = {
    SystemState.COMPLETE: "Every gate is met, and a named person declared it in a record.",
    SystemState.UNCONTROLLED: "It was complete; since then its code on production was changed without authority.",
    SystemState.IN_PROGRESS: "It was complete; since then its code is being changed under a record in execution.",
    SystemState.PENDING: "Qualification has begun: a specification or the matrix is in force, or on its way there.",
    SystemState.READY: "What is in a test environment is developed and tested; qualification has not begun.",
    SystemState.IN_TEST: "A test environment or a sandbox of it exists; what is there is not known to be tested.",
    SystemState.NOT_STARTED: "No specification is in force or in review, and no test environment of it exists.",
}
"""What each state says, in one sentence."""
_WAS_COMPLETE = frozenset({SystemState.COMPLETE, SystemState.UNCONTROLLED, SystemState.IN_PROGRESS})
_SUBJECT = 80

WORDS = {GateState.MET: "met", GateState.NOT_MET: "not met", GateState.UNKNOWN: "not known"}
VERDICTS = {GateState.MET: "ready", GateState.NOT_MET: "not ready", GateState.UNKNOWN: "not known to be ready"}
_ASKS = {
    "formal": "Documents in force, evidence stated, one commit stated.",
    "strict": "Everything: all gates, each known to be met.",
}
_MOST_SHOWN = 3
MOST_DETAILS = 200
"""Details of one gate that its page lists; the facts have all."""
_MOST_CHANGES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``formal`` or ``strict``, with how many of the gates that it asks for are met."""

    name: str
    state: GateState
    asks: str
    met: int
    total: int

    @property
    def words(self) -> str:
        """``ready``, ``not ready``, ``not known to be ready``."""
        return VERDICTS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateView:
    """A gate with its details: a few are shown, more are folded, and very many are cut, with how many were."""

    gate: Gate
    shown: tuple[str, ...]
    folded: tuple[str, ...]
    left_out: int

    @property
    def words(self) -> str:
        """``met``, ``not met``, ``not known``."""
        return WORDS[self.gate.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecificationView:
    """A specification or matrix of a system."""

    row: DocumentRow
    type_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemView:
    """All that stands on the page of a system; ``owner`` and ``criticality`` are those of the settings."""

    name: str
    title: str
    state: SystemState
    verdicts: tuple[Verdict, Verdict]
    blocking: tuple[GateView, ...]
    gates: tuple[GateView, ...]
    steps: tuple[Step, ...]
    owner: str | None
    criticality: str | None
    repository: str | None
    commit: str | None
    is_configured: bool
    code: tuple[str, ...]
    is_all_code: bool
    """Whether all of its repository is its code: the settings name the repository, and no paths in it."""
    specifications: tuple[SpecificationView, ...]
    environments: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    """Test environments that are no part of this qualification."""
    declaration: Declaration | None
    changes: tuple[LedgerRow, ...]
    """Changes to its code since the qualified commit, the newest first."""
    changes_left_out: int
    broken_by: LedgerRow | None
    """The first change to its code since the qualified commit."""
    adoptions: tuple[Adoption, ...]
    """Sandboxes of it that production got."""
    rollback: Rollback | None
    """What it would come to to take the qualified code back; None where no commit is stated."""
    states: StatesView
    """Its states over time."""
    judged: date | None
    """The day that all this is judged by."""

    @property
    def meaning(self) -> str:
        """What the state says."""
        return MEANINGS[self.state]

    @property
    def since(self) -> str:
        """Since when it is complete, or from when until when it was, and what broke it; empty where it never was."""
        if self.declaration is None or self.state not in _WAS_COMPLETE:
            return ""
        declared = self.declaration
        by = f"{declared.release} was declared in {declared.record}" + (f" on {declared.date}" if declared.date else "")
        if self.broken_by is None:
            return f"{by}."
        when = f" on {self.broken_by.when.date()}" if self.broken_by.when else ""
        return f"{by}, and held until {self.broken_by.hash[:10]} ({self.broken_by.subject[:_SUBJECT]}){when}."

    @property
    def kind(self) -> str:
        """The state as a word that a style can be named after: ``qualification-complete``."""
        return self.state.value.lower().replace(" ", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemsView:
    """The inventory: all systems, and how many are in each state that occurs."""

    systems: tuple[SystemView, ...]
    states: tuple[tuple[SystemState, int], ...]


def build_systems(run: Run) -> SystemsView:
    """The systems of a run, in the order in which they were judged."""
    systems = tuple(_system(run.project, status, run.histories[status.name]) for status in run.statuses)
    counts = Counter(system.state for system in systems)
    return SystemsView(systems=systems, states=tuple((state, counts[state]) for state in SystemState if counts[state]))


def _system(project: Project, status: SystemStatus, history: SystemHistory) -> SystemView:
    settings = next((system for system in project.settings.system if system.name == status.name), None)
    gates = tuple(map(_gate, status.gates))
    return SystemView(
        name=status.name,
        title=status.title,
        state=status.state,
        verdicts=(
            _verdict("formal", status.formal, [gate for gate in status.gates if gate.is_formal]),
            _verdict("strict", status.strict, list(status.gates)),
        ),
        blocking=tuple(view for view in gates if not view.gate.is_met),
        gates=gates,
        steps=build_steps(project, status),
        owner=_owner(project, settings),
        criticality=settings.criticality if settings else None,
        repository=status.repository,
        commit=status.commit,
        is_configured=settings is not None,
        code=settings.code if settings else (),
        is_all_code=bool(settings and settings.repository and not settings.code),
        specifications=tuple(_specifications(project, status)),
        environments=status.environments,
        left_out=status.left_out,
        declaration=status.declaration,
        changes=tuple(ledger_row(entry, project) for entry in status.since[:_MOST_CHANGES]),
        changes_left_out=max(0, len(status.since) - _MOST_CHANGES),
        broken_by=ledger_row(status.since[-1], project) if status.since else None,
        adoptions=status.adoptions,
        rollback=find_rollback(project, status.name) if settings and status.commit else None,
        states=build_states(project, history),
        judged=project.as_of,
    )


def _owner(project: Project, settings: SystemSettings | None) -> str | None:
    """The owner as the settings write it; of a person of the settings the name."""
    written = settings.owner if settings else None
    person = project.settings.people.get(written) if written else None
    return (person.name if person else None) or written


def _verdict(name: str, state: GateState, gates: list[Gate]) -> Verdict:
    met = sum(gate.is_met for gate in gates)
    return Verdict(name=name, state=state, asks=_ASKS[name], met=met, total=len(gates))


def _gate(gate: Gate) -> GateView:
    details = gate.details[:MOST_DETAILS]
    is_short = len(gate.details) <= _MOST_SHOWN
    return GateView(
        gate=gate,
        shown=details if is_short else (),
        folded=() if is_short else details,
        left_out=len(gate.details) - len(details),
    )


def _specifications(project: Project, status: SystemStatus) -> Iterator[SpecificationView]:
    for id_ in ordered_documents(status):
        document = project.documents_by_id[id_]
        yield SpecificationView(row=row_of(project, document), type_title=title_of_type(project, document.type))
