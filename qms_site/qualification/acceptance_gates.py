"""The gate of acceptance: what was tested is what is in production, file by file."""

from collections.abc import Iterator

from qms_site.qualification.acceptance import SystemAcceptance, accept_system
from qms_site.qualification.gates import Gate, GateName, GateState, Proof
from qms_site.qualification.subject import Subject


def acceptance_gates(subject: Subject) -> Iterator[Gate]:
    """The gate of acceptance; what the settings do not name cannot be compared."""
    clears = f"whoever tests {subject.title}"
    if subject.settings is None:
        reason = f"the settings do not say which code is that of {subject.title}"
        yield Gate(name=GateName.ACCEPTANCE, state=GateState.UNKNOWN, reason=reason, clears=clears)
        return
    found = accept_system(subject.project, subject.name)
    yield Gate(
        name=GateName.ACCEPTANCE,
        state=found.outcome,
        reason=found.reason,
        clears=clears,
        proofs=tuple(Proof(text=label) for label in found.tested),
        details=tuple(_details(found)),
    )


def _details(found: SystemAcceptance) -> Iterator[str]:
    if found.comparison:
        yield from (difference.sentence for difference in found.comparison.differences)
        yield from (
            f"{one.difference.sentence}; exempt by {one.pattern}: {one.reason}" for one in found.comparison.exempted
        )
    for conflict in found.conflicts:
        exempt = f"; exempt by {conflict.exemption.pattern}" if conflict.exemption else ""
        yield f"{conflict.path} differs between {', '.join(conflict.environments)}{exempt}"
    yield from (f"{path} is still in production, from where the code moved" for path in found.predecessors)
