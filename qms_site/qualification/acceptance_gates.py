"""The gate of acceptance: what was tested is what is in production, file by file."""

from collections.abc import Iterator, Sequence

from qms_site.qualification.acceptance import SystemAcceptance, accept_system
from qms_site.qualification.artefacts import ArtefactCheck
from qms_site.qualification.environments import LeftOut
from qms_site.qualification.gates import Gate, GateName, GateState, Proof
from qms_site.qualification.subject import Subject


def acceptance_gates(
    subject: Subject, artefacts: Sequence[ArtefactCheck], left_out: Sequence[LeftOut]
) -> Iterator[Gate]:
    """The gate of acceptance; what the settings do not name cannot be compared.

    ``artefacts`` are the digests that are stated, ``left_out`` the test environments that are no part of this qualification.
    """
    clears = f"whoever tests {subject.title}"
    if subject.settings is None:
        reason = f"the settings do not say which code is that of {subject.title}"
        yield Gate(name=GateName.ACCEPTANCE, state=GateState.UNKNOWN, reason=reason, clears=clears)
        return
    found = accept_system(subject.project, subject.name, artefacts, [one.environment for one in left_out])
    yield Gate(
        name=GateName.ACCEPTANCE,
        state=found.outcome,
        reason=found.reason,
        clears=clears,
        proofs=tuple(_proofs(found)),
        details=tuple(_details(found)),
    )


def _proofs(found: SystemAcceptance) -> Iterator[Proof]:
    yield from (Proof(text=label) for label in found.tested)
    for check in found.artefacts:
        if check.state is GateState.MET:
            yield Proof(text=check.reason, document=check.document, path=check.path, line=check.stated.line)


def _details(found: SystemAcceptance) -> Iterator[str]:
    if found.comparison:
        yield from (difference.sentence for difference in found.comparison.differences)
        yield from (
            f"{one.difference.sentence}; exempt by {one.pattern}: {one.reason}" for one in found.comparison.exempted
        )
    for conflict in found.conflicts:
        exempt = f"; exempt by {conflict.exemption.pattern}" if conflict.exemption else ""
        yield f"{conflict.path} differs between {', '.join(conflict.environments)}{exempt}"
    yield from (check.reason for check in found.artefacts if check.state is not GateState.MET)
    yield from (f"{path} is still in production, from where the code moved" for path in found.predecessors)
