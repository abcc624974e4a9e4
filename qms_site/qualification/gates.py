"""Gates: what must hold before a system may be called qualified, each with its state, its reason and its proof."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec


class GateState(StrEnum):
    """How a gate stands; what is not known is never counted as met."""

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"


class GateName(StrEnum):
    """The gates in the order in which they are told. The names are part of the facts."""

    REQUIREMENTS = "rs-in-force"
    DESIGN = "ds-in-force"
    MATRIX = "rtm-in-force"
    FIT = "rtm-fits-rs"
    EVIDENCE = "evidence"
    PASSING = "evidence-passes"
    SINGLE_COMMIT = "single-commit"
    QUALIFIED_COMMIT = "qualified-commit"
    EXECUTION_BRANCH = "execution-branch"
    REACHABLE = "reachable"
    RECORDS_CLOSED = "records-closed"
    PRODUCTION_UNCHANGED = "production-unchanged"
    ACCEPTANCE = "acceptance"
    RELEASE = "system-release"
    DECLARATION = "declaration"


TITLES = {
    GateName.REQUIREMENTS: "Requirements specification in force",
    GateName.DESIGN: "Design specification in force",
    GateName.MATRIX: "Trace matrix in force",
    GateName.FIT: "Matrix fits the requirements in force",
    GateName.EVIDENCE: "Evidence for every requirement",
    GateName.PASSING: "All evidence passes",
    GateName.SINGLE_COMMIT: "All evidence at one stated commit",
    GateName.QUALIFIED_COMMIT: "Qualified commit exists",
    GateName.EXECUTION_BRANCH: "Qualified commit lies on an execution branch",
    GateName.REACHABLE: "Qualified commit is reachable from production",
    GateName.RECORDS_CLOSED: "Change records of the baseline are closed",
    GateName.PRODUCTION_UNCHANGED: "Production has not left the baseline",
    GateName.ACCEPTANCE: "Acceptance confirmed",
    GateName.RELEASE: "System release stated, and rising",
    GateName.DECLARATION: "Declared by a named person in a record",
}

FORMAL = frozenset(
    {
        GateName.REQUIREMENTS,
        GateName.DESIGN,
        GateName.MATRIX,
        GateName.EVIDENCE,
        GateName.SINGLE_COMMIT,
    }
)
"""What the formal verdict asks for: documents in force, evidence stated, one commit stated. The strict one asks for all."""


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What a gate rests on: a text to show, and where it leads, if it is a document, a place in a file, or a commit."""

    text: str
    document: str | None = None
    path: str | None = None
    line: int | None = None
    commit: str | None = None
    repository: str | None = None
    """The repository of the commit by its key in the settings; None for the one that was read."""


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """One gate of one system. ``clears`` says who can clear it, ``details`` what stands in its way, each in one line.

    ``day`` is when that happened which it rests on, and ``told`` what happened; None where it is not met, or nobody can say.
    """

    name: GateName
    state: GateState
    reason: str
    clears: str
    proofs: tuple[Proof, ...] = ()
    details: tuple[str, ...] = ()
    told: str = ""
    day: date | None = None

    @property
    def title(self) -> str:
        """What has to hold, in words."""
        return TITLES[self.name]

    @property
    def is_met(self) -> bool:
        """Whether it is known to hold."""
        return self.state is GateState.MET

    @property
    def is_formal(self) -> bool:
        """Whether the formal verdict asks for it too."""
        return self.name in FORMAL


def worst_of(states: Iterable[GateState]) -> GateState:
    """One state for several: what is not met counts before what is not known; of none it is met."""
    found = set(states)
    return next((state for state in (GateState.NOT_MET, GateState.UNKNOWN) if state in found), GateState.MET)
