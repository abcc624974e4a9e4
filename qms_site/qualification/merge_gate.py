"""The merge gate: may a branch be merged now? Each check is met, not met or unknown, as gates are."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import msgspec

from qms_site.qualification.gates import GateState, worst_of


class MergeCheckName(StrEnum):
    """The checks in the order in which they are told. The names are part of the report."""

    BRANCH = "branch-known"
    RECORD = "record-in-execution"
    SPECIFICATIONS = "specifications-in-force"
    EVIDENCE = "evidence-at-head"
    SCOPE = "files-in-scope"
    CITATIONS = "commits-cite-record"
    WAY = "way-allowed"
    KIND = "kind-of-merge"
    CONFLICTS = "no-conflict"
    DOCUMENTS = "documents-apart"


TITLES = {
    MergeCheckName.BRANCH: "The branch is known",
    MergeCheckName.RECORD: "Its change record is in execution",
    MergeCheckName.SPECIFICATIONS: "RS and RTM are in force",
    MergeCheckName.EVIDENCE: "Evidence at the head of the branch",
    MergeCheckName.SCOPE: "Files within the approved scope",
    MergeCheckName.CITATIONS: "Every commit cites a record in execution",
    MergeCheckName.WAY: "Such a branch may go there",
    MergeCheckName.KIND: "Kind of merge",
    MergeCheckName.CONFLICTS: "No conflict",
    MergeCheckName.DOCUMENTS: "No controlled document changed in a test environment",
}


class MergeCheck(msgspec.Struct, frozen=True, kw_only=True):
    """One check; ``details`` are what stands in its way, or what to mind, each in one line."""

    name: MergeCheckName
    state: GateState
    reason: str
    details: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What has to hold, in words."""
        return TITLES[self.name]


class MergeGate(msgspec.Struct, frozen=True, kw_only=True):
    """A branch before the gate. ``source`` and ``target`` are names, ``commit`` and ``target_commit`` where they stand.

    ``command`` merges as the branch has to be merged; ``as_of`` is the day judged by.
    """

    source: str
    target: str
    repository: str | None
    role: str
    record: str | None
    systems: tuple[str, ...]
    commit: str
    target_commit: str
    commits: int
    command: str
    as_of: date | None
    checks: tuple[MergeCheck, ...]

    @property
    def verdict(self) -> GateState:
        """Met only if every check is."""
        return worst_of(check.state for check in self.checks)

    @property
    def open_checks(self) -> Iterator[MergeCheck]:
        """The checks that are not met, or not known to be."""
        return (check for check in self.checks if check.state is not GateState.MET)
