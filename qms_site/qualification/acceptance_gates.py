"""The gate of acceptance: what was tested is what is in production, file by file."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date

from qms_site.qualification.acceptance import SystemAcceptance, accept_system
from qms_site.qualification.artefacts import ArtefactCheck
from qms_site.qualification.environments import LeftOut
from qms_site.qualification.gates import Gate, GateName, GateState, Proof
from qms_site.qualification.result_proofs import find_records, result_proofs
from qms_site.qualification.subject import SETTINGS_KEEPER, Subject, owners_of, whoever_fetches
from qms_site.records.results import TestResult

_SHORT = 12
"""Digits of a digest that are shown."""


def acceptance_gates(
    subject: Subject, artefacts: Sequence[ArtefactCheck], left_out: Sequence[LeftOut]
) -> Iterator[Gate]:
    """The gate of acceptance; what the settings do not name cannot be compared.

    ``artefacts`` are the digests that are stated, ``left_out`` the test environments that are no part of this qualification.
    """
    if subject.settings is None:
        reason = f"the settings do not say which code is that of {subject.title}"
        yield Gate(name=GateName.ACCEPTANCE, state=GateState.UNKNOWN, reason=reason, clears=SETTINGS_KEEPER)
        return
    found = accept_system(subject.project, subject.name, artefacts, [one.environment for one in left_out])
    told, day = _when(subject, found.tests.results) if found.outcome is GateState.MET else ("", None)
    yield Gate(
        name=GateName.ACCEPTANCE,
        state=found.outcome,
        reason=found.reason,
        clears=_who_clears(subject, found),
        proofs=tuple(_proofs(subject, found)),
        details=tuple(_details(found)),
        told=told,
        day=day,
    )


def _who_clears(subject: Subject, found: SystemAcceptance) -> str:
    """Whoever tests a system, and the owner of a matrix that does not say what was tested.

    What a clone hides is for whoever can fetch it, and what the settings do not say for whoever keeps them.
    """
    tester = f"whoever tests {subject.title}"
    trees = subject.project.system_trees[subject.name]
    is_hidden = found.outcome is GateState.UNKNOWN and (trees.production is None or found.comparison is None)
    if is_hidden and not subject.is_placed:
        return SETTINGS_KEEPER
    if is_hidden and not subject.is_whole:
        return whoever_fetches(subject)
    if subject.qualified_commit is None and not found.tested:
        return f"{tester}, and {owners_of(subject, subject.documents.matrices)}"
    return tester


def _when(subject: Subject, results: Sequence[TestResult]) -> tuple[str, date | None]:
    """When the functional tests passed, by their reports; else the day of the newest commit that they ran on."""
    ran = [result.when.date() for result in results if result.when]
    if ran:
        return "functional tests passed on", max(ran)
    commits = find_records(subject, (result.commit for result in results if result.commit))
    written = [commit.committed.astimezone(UTC).date() for commit in commits if commit.committed]
    if written:
        return "tested at a commit of", max(written)
    return "no day is known", None


def _proofs(subject: Subject, found: SystemAcceptance) -> Iterator[Proof]:
    yield from (Proof(text=label) for label in found.tested)
    yield from result_proofs(subject, found.tests.results)
    for check in found.artefacts:
        if check.state is GateState.MET:
            told = f"{check.stated.file}: {check.stated.algorithm} {check.stated.digest[:_SHORT]}, {check.document}"
            yield Proof(text=told, document=check.document, path=check.path, line=check.stated.line)


def _details(found: SystemAcceptance) -> Iterator[str]:
    if found.comparison:
        yield from (difference.sentence for difference in found.comparison.differences)
        yield from (
            f"{one.difference.sentence}; exempt by {one.pattern}: {one.reason}" for one in found.comparison.exempted
        )
    for conflict in found.conflicts:
        exempt = f"; exempt by {conflict.exemption.pattern}" if conflict.exemption else ""
        yield f"{conflict.path} differs between {', '.join(conflict.environments)}{exempt}"
    yield from (f"{one.test}: {one.reason}" for one in found.tests.shortfalls)
    yield from (check.reason for check in found.artefacts if check.state is not GateState.MET)
    yield from (f"{path} is still in production, from where the code moved" for path in found.predecessors)
