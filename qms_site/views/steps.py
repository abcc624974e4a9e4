"""The four steps of a qualification, each with its gates, how far it is, since when, and the documents and records that say so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date

from qms_site.project import Project
from qms_site.qualification.gates import Gate, GateName, GateState, worst_of
from qms_site.qualification.systems import SystemStatus
from qms_site.timeline.branches import BranchMerge

_STEPS: dict[str, frozenset[GateName]] = {
    "SDLC documents": frozenset(
        {GateName.REQUIREMENTS, GateName.DESIGN, GateName.MATRIX, GateName.FIT, GateName.EVIDENCE}
    ),
    "Migration": frozenset({GateName.QUALIFIED_COMMIT, GateName.EXECUTION_BRANCH, GateName.REACHABLE}),
    "Acceptance": frozenset({GateName.PASSING, GateName.SINGLE_COMMIT, GateName.ACCEPTANCE}),
}
_LAST = "Complete"
_ROLES = ("requirements", "design", "matrix")
_WORDS = {GateState.MET: "done", GateState.NOT_MET: "open", GateState.UNKNOWN: "not known"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the qualification. ``told`` says what happened on ``day``; ``documents`` are ids of what it rests on."""

    title: str
    state: GateState
    gates: tuple[Gate, ...]
    told: str
    day: date | None
    documents: tuple[str, ...]

    @property
    def words(self) -> str:
        """``done``, ``open``, ``not known``."""
        return _WORDS[self.state]

    @property
    def met(self) -> int:
        """How many of its gates are met."""
        return sum(gate.is_met for gate in self.gates)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the date of a step means; nothing where there is none."""

    words: str = ""
    day: date | None = None
    documents: tuple[str, ...] = ()


def ordered_documents(status: SystemStatus) -> tuple[str, ...]:
    """Ids of its specifications and matrices: requirements, design, matrix."""
    return tuple(id_ for _, id_ in sorted(status.documents, key=lambda entry: _ROLES.index(entry[0])))


def build_steps(project: Project, status: SystemStatus) -> tuple[Step, ...]:
    """The steps in their order; a gate that belongs to none before belongs to the last."""
    before = frozenset().union(*_STEPS.values())
    names = {**_STEPS, _LAST: frozenset(GateName) - before}
    told = {
        "SDLC documents": _documents(project, status),
        "Migration": _migration(project, status),
        "Acceptance": _acceptance(status),
        _LAST: _declared(status),
    }
    return tuple(
        _step(title, tuple(gate for gate in status.gates if gate.name in own), told[title])
        for title, own in names.items()
    )


def _step(title: str, gates: tuple[Gate, ...], told: _Told) -> Step:
    return Step(
        title=title,
        state=worst_of(gate.state for gate in gates),
        gates=gates,
        told=told.words,
        day=told.day,
        documents=told.documents,
    )


def _documents(project: Project, status: SystemStatus) -> _Told:
    """Since when all specifications have a version in force; no day while one has none."""
    ids = ordered_documents(status)
    starts = [_in_force_since(project, id_) for id_ in ids]
    days = [day for day in starts if day]
    if not days or len(days) < len(starts):
        return _Told(documents=ids)
    return _Told(words="in force since", day=max(days), documents=ids)


def _in_force_since(project: Project, id_: str) -> date | None:
    timeline = project.timelines_by_id[id_]
    starts = (version.start for version in timeline.versions if version.version == timeline.in_force and version.start)
    first = min(starts, default=None)
    return first.astimezone(UTC).date() if first else None


def _migration(project: Project, status: SystemStatus) -> _Told:
    """When the qualified commit came to production, and the records that speak for it."""
    merge = next(_merges(project, status), None)
    entries = [
        entry
        for entry in project.ledger.governed
        if entry.commit.hash == status.commit and entry.repository == status.repository
    ]
    records = tuple(dict.fromkeys(record for entry in entries for record in entry.records))
    if merge and merge.date:
        return _Told(words="merged on", day=merge.date.astimezone(UTC).date(), documents=records)
    made = next((entry.commit.committed for entry in entries if entry.commit.committed), None)
    return _Told(
        words="committed on" if made else "", day=made.astimezone(UTC).date() if made else None, documents=records
    )


def _merges(project: Project, status: SystemStatus) -> Iterator[BranchMerge]:
    """The merges that brought the qualified commit to production."""
    if status.commit is None:
        return
    production = project.settings.production_of(status.repository)
    for branch in project.branches:
        if branch.repository == status.repository:
            yield from (
                merge
                for merge in branch.merges
                if merge.into == production and any(commit.hash == status.commit for commit in merge.commits)
            )


def _acceptance(status: SystemStatus) -> _Told:
    """When what acceptance rests on was tested; no day before it is confirmed."""
    gate = next((gate for gate in status.gates if gate.name is GateName.ACCEPTANCE), None)
    if gate is None:
        return _Told()
    documents = tuple(dict.fromkeys(proof.document for proof in gate.proofs if proof.document))
    return _Told(words=gate.told, day=gate.day, documents=documents)


def _declared(status: SystemStatus) -> _Told:
    declaration = status.declaration
    if declaration is None:
        return _Told()
    words = f"{declaration.release} declared" + (" on" if declaration.date else "")
    return _Told(words=words, day=declaration.date, documents=(declaration.record,))
