"""Systems as they stand: their gates, both verdicts, and the one state that follows from them."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from qms_site.graph.verification import Standing
from qms_site.project import Project
from qms_site.qualification.acceptance_gates import acceptance_gates
from qms_site.qualification.adoption import Adoption, find_adoptions
from qms_site.qualification.artefacts import ArtefactCheck, check_artefacts
from qms_site.qualification.commit_gates import changes_since, commit_gates, is_in_progress, is_uncontrolled
from qms_site.qualification.document_gates import document_gates
from qms_site.qualification.environments import LeftOut, leave_out
from qms_site.qualification.evidence_gates import evidence_gates
from qms_site.qualification.gates import FORMAL, Gate, GateName, GateState, worst_of
from qms_site.qualification.once import once_for_project
from qms_site.qualification.qualifying import open_records_to_qualify
from qms_site.qualification.release_gates import declared_of, release_gates
from qms_site.qualification.releases import Declaration
from qms_site.qualification.subject import Subject, find_subjects
from qms_site.settings import Stage
from qms_site.timeline.ledger import LedgerEntry


class SystemState(StrEnum):
    """What a system is; the first whose condition holds."""

    COMPLETE = "Qualification Complete"
    UNCONTROLLED = "Uncontrolled Change"
    IN_PROGRESS = "Change In Progress"
    PENDING = "Qualification Pending"
    READY = "Qualification Ready"
    IN_TEST = "In Test"
    NOT_STARTED = "Not Started"


class SystemStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A system with all that was judged of it. ``commit`` is the qualified one that its matrix states."""

    name: str
    title: str
    repository: str | None
    commit: str | None
    documents: tuple[tuple[str, str], ...]
    """(role, id) of its specifications and matrices, in the order of their ids."""
    gates: tuple[Gate, ...]
    state: SystemState
    declaration: Declaration | None
    environments: tuple[str, ...]
    """Branches that are its test environments or sandboxes, and are there."""
    adoptions: tuple[Adoption, ...] = ()
    """The sandboxes of it that production got."""
    since: tuple[LedgerEntry, ...] = ()
    """Changes to its code on production that the baseline does not hold, newest first; none where the baseline is not known."""
    artefacts: tuple[ArtefactCheck, ...] = ()
    """Digests that its records state of built artefacts and lock files, each held against the file."""
    left_out: tuple[LeftOut, ...] = ()
    """Its test environments that are no part of this qualification, each with the reason."""

    @property
    def formal(self) -> GateState:
        """Whether its documents are in force, and evidence and one commit are stated."""
        return worst_of(gate.state for gate in self.gates if gate.name in FORMAL)

    @property
    def strict(self) -> GateState:
        """Whether every gate is met."""
        return worst_of(gate.state for gate in self.gates)

    @property
    def open_gates(self) -> tuple[Gate, ...]:
        """The gates that are not met, or not known to be."""
        return tuple(gate for gate in self.gates if not gate.is_met)


@once_for_project
def judge_systems(project: Project) -> tuple[SystemStatus, ...]:
    """All systems: those of the settings in their order, then those that only documents tell of."""
    adoptions = tuple(find_adoptions(project))
    return tuple(_judge(subject, adoptions) for subject in find_subjects(project))


def _judge(subject: Subject, adoptions: Sequence[Adoption]) -> SystemStatus:
    declaration = declared_of(subject)
    artefacts = check_artefacts(subject, declaration)
    left_out = leave_out(subject, declaration)
    gates = tuple(_gates(subject, declaration, artefacts, left_out))
    there = tuple(branch.name for branch in subject.branches if not branch.is_deleted)
    return SystemStatus(
        name=subject.name,
        title=subject.title,
        repository=subject.repository,
        commit=subject.qualified_commit,
        documents=tuple(
            (role, document.id) for role, documents in subject.documents.by_role.items() for document in documents
        ),
        gates=gates,
        state=_state(subject, gates, declaration, there),
        declaration=declaration,
        environments=there,
        adoptions=tuple(adoption for adoption in adoptions if adoption.system == subject.name),
        since=changes_since(subject) if subject.qualified else (),
        artefacts=artefacts,
        left_out=left_out,
    )


def _gates(
    subject: Subject,
    declaration: Declaration | None,
    artefacts: Sequence[ArtefactCheck],
    left_out: Sequence[LeftOut],
) -> Iterator[Gate]:
    yield from document_gates(subject)
    yield from evidence_gates(subject)
    yield from commit_gates(subject)
    yield from acceptance_gates(subject, artefacts, left_out)
    yield from release_gates(subject, declaration)


_MOVES_ON = frozenset({GateName.PRODUCTION_UNCHANGED, GateName.ACCEPTANCE})
"""Gates that a later change to production closes again."""


def _state(
    subject: Subject, gates: Sequence[Gate], declaration: Declaration | None, environments: Sequence[str]
) -> SystemState:
    if all(gate.is_met for gate in gates):
        return SystemState.COMPLETE
    if declaration and all(gate.is_met for gate in gates if gate.name not in _MOVES_ON):
        # A change after which all is as it was, or exempt, is none: another part of acceptance is open then.
        has_left = any(gate.name is GateName.PRODUCTION_UNCHANGED and not gate.is_met for gate in gates)
        since = changes_since(subject) if has_left else ()
        if any(map(is_uncontrolled, since)):
            return SystemState.UNCONTROLLED
        if any(is_in_progress(subject.project, entry) for entry in since):
            return SystemState.IN_PROGRESS
    if _is_pending(subject):
        return SystemState.PENDING
    if environments:
        return SystemState.READY if _is_ready(subject, gates) else SystemState.IN_TEST
    return SystemState.NOT_STARTED


_OPEN = frozenset({Stage.REVIEW, Stage.APPROVED, Stage.EFFECTIVE})


def _is_pending(subject: Subject) -> bool:
    """Whether a specification or matrix is in force, or on its way there, or a record to qualify the system is open."""
    project = subject.project
    return any(open_records_to_qualify(subject)) or any(
        project.timelines_by_id[document.id].in_force or project.stage_of(document) in _OPEN
        for documents in subject.documents.by_role.values()
        for document in documents
    )


def _is_ready(subject: Subject, gates: Sequence[Gate]) -> bool:
    """Whether what is in the test environment is tested: its tests pass, and its evidence is at one commit."""
    states = {gate.name: gate.state for gate in gates}
    verification = subject.verification
    if verification is None or states[GateName.SINGLE_COMMIT] is not GateState.MET:
        return False
    standings = [test.standing for test in verification.named.values()]
    return bool(standings) and all(standing is Standing.PASSED for standing in standings)
