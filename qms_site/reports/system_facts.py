"""Systems in the facts: documents, qualified commit, state, both verdicts, the declaration, and every gate."""

import datetime as dt

import msgspec

from qms_site.qualification.adoption import Adoption
from qms_site.qualification.artefacts import ArtefactCheck
from qms_site.qualification.gates import Gate, GateState
from qms_site.qualification.system_history import SystemHistory, SystemPeriod
from qms_site.qualification.systems import SystemStatus

_KEYS = {"requirements": "RS", "design": "DS", "matrix": "RTM"}


class VerdictFacts(msgspec.Struct, frozen=True, kw_only=True):
    """``formal``: documents in force, evidence and one commit stated; ``strict``: every gate. What is unknown is not met."""

    formal: bool
    strict: bool


class DeclarationFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A release as a record declares it; ``by`` is null where nobody is named."""

    release: str
    record: str
    by: str | None
    date: dt.date | None
    path: str
    line: int


class GateFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One gate: ``state`` is ``met``, ``not-met`` or ``unknown``; ``details`` are what stands in its way.

    ``day`` is when that happened which it rests on, and ``told`` what happened; null where it is not met, or nobody can say.
    """

    name: str
    title: str
    state: str
    reason: str
    clears: str
    formal: bool
    evidence: tuple[str, ...]
    details: tuple[str, ...]
    told: str
    day: dt.date | None


class CaptureFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A section of a record that tells what was learned."""

    document: str
    title: str
    line: int


class AdoptionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """How production got what a sandbox holds: ``how`` is merge, fast-forward, squash, rebase or import.

    ``history`` tells whether production leads to the sandbox's own commits; ``differences`` are files that the first tree in
    production has otherwise than the sandbox's last, null where a tree is not known.
    """

    branch: str
    commit: str
    how: str
    history: bool
    records: tuple[str, ...]
    documents: tuple[str, ...]
    learned: tuple[CaptureFacts, ...]
    differences: tuple[str, ...] | None


class SystemPeriodFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A state over time: ``from`` is null where nobody knows since when, ``to`` for the state of today.

    ``because`` is what it began with. ``declared`` is true where it rests on a declaration whose gates were not computed for that
    time. The ``commit`` is of ``repository``, null for the one that was read.
    """

    state: str
    from_: dt.datetime | None = msgspec.field(name="from")
    to: dt.datetime | None
    because: str
    record: str | None
    commit: str | None
    repository: str | None
    declared: bool


class FailureFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What failed or was withdrawn of a qualification; ``date`` is null where nobody knows when."""

    date: dt.datetime | None
    what: str
    document: str | None
    commit: str | None
    repository: str | None


class ArtefactFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A digest that a document states of a built artefact or a lock file: ``found`` is that of the file, null if it is not known.

    ``state`` is ``met`` where both agree, ``unknown`` where the file was not given.
    """

    file: str
    algorithm: str
    digest: str
    found: str | None
    state: str
    reason: str
    document: str
    path: str
    line: int


class LeftOutFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A test environment that is no part of this qualification, and why."""

    environment: str
    reason: str


class SystemFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A system. ``documents`` are ids by RS, DS and RTM, null for what there is not; of several documents the first."""

    name: str
    title: str
    repository: str | None
    documents: dict[str, str | None]
    qualified_commit: str | None
    state: str
    verdicts: VerdictFacts
    declared: DeclarationFacts | None
    environments: tuple[str, ...]
    adoptions: tuple[AdoptionFacts, ...]
    gates: tuple[GateFacts, ...]
    periods: tuple[SystemPeriodFacts, ...]
    failures: tuple[FailureFacts, ...]
    artefacts: tuple[ArtefactFacts, ...]
    left_out: tuple[LeftOutFacts, ...]


def system_facts(status: SystemStatus, history: SystemHistory) -> SystemFacts:
    """One system."""
    by_role = dict(reversed(status.documents))
    declaration = status.declaration
    return SystemFacts(
        name=status.name,
        title=status.title,
        repository=status.repository,
        documents={key: by_role.get(role) for role, key in _KEYS.items()},
        qualified_commit=status.commit,
        state=status.state.value,
        verdicts=VerdictFacts(formal=status.formal is GateState.MET, strict=status.strict is GateState.MET),
        declared=DeclarationFacts(
            release=declaration.release,
            record=declaration.record,
            by=declaration.by,
            date=declaration.date,
            path=declaration.path,
            line=declaration.line,
        )
        if declaration
        else None,
        environments=tuple(sorted(status.environments)),
        adoptions=tuple(map(_adoption, status.adoptions)),
        gates=tuple(map(_gate, status.gates)),
        periods=tuple(map(_period, history.periods)),
        failures=tuple(
            FailureFacts(
                date=one.when, what=one.told, document=one.document, commit=one.commit, repository=one.repository
            )
            for one in history.failures
        ),
        artefacts=tuple(map(_artefact, status.artefacts)),
        left_out=tuple(LeftOutFacts(environment=one.environment, reason=one.reason) for one in status.left_out),
    )


def _period(period: SystemPeriod) -> SystemPeriodFacts:
    return SystemPeriodFacts(
        state=period.state.value,
        from_=period.start,
        to=period.end,
        because=period.because,
        record=period.record,
        commit=period.commit,
        repository=period.repository,
        declared=period.is_declared,
    )


def _artefact(check: ArtefactCheck) -> ArtefactFacts:
    return ArtefactFacts(
        file=check.stated.file,
        algorithm=check.stated.algorithm,
        digest=check.stated.digest,
        found=check.found,
        state=check.state.value,
        reason=check.reason,
        document=check.document,
        path=check.path,
        line=check.stated.line,
    )


def _adoption(adoption: Adoption) -> AdoptionFacts:
    return AdoptionFacts(
        branch=adoption.branch,
        commit=adoption.commit,
        how=adoption.how,
        history=adoption.has_history,
        records=adoption.records,
        documents=adoption.documents,
        learned=tuple(CaptureFacts(document=one.document, title=one.title, line=one.line) for one in adoption.learned),
        differences=tuple(one.sentence for one in adoption.comparison.differences) if adoption.comparison else None,
    )


def _gate(gate: Gate) -> GateFacts:
    return GateFacts(
        name=gate.name.value,
        title=gate.title,
        state=gate.state.value,
        reason=gate.reason,
        clears=gate.clears,
        formal=gate.is_formal,
        evidence=tuple(proof.text for proof in gate.proofs),
        details=gate.details,
        told=gate.told,
        day=gate.day,
    )
