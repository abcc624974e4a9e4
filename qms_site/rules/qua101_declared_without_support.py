"""A record declares a release of a system that its gates do not support.

**Why.** The prerequisites of qualification are computed from documents, evidence and git; the release itself is declared by a
person. Where the two disagree, somebody signed for what is not so, or what would prove it is missing. What came after the
release, and what only nobody knows, is no such disagreement: for the one see QUA103, the other is a note.

**Bad.** CR-050 declares `QMS-2.0`, while a requirement of SDLC-QMS-RS has no evidence in the matrix.

**Good.** The same record, once `qms-site readiness QMS --strict` says that every gate but the declaration is met.

**Fix.** Clear the gates that are named; or withdraw the declaration in a record of its own, and declare anew.
"""

from collections.abc import Iterator, Sequence

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.qualification.gates import Gate, GateName, GateState
from qms_site.qualification.systems import judge_systems
from qms_site.rules.naming import name_some
from qms_site.rules.rule import Rule
from qms_site.text import count_of

_AFTERWARDS = frozenset({GateName.PRODUCTION_UNCHANGED, GateName.ACCEPTANCE})
"""What a change that came later closes again."""


def check(project: Project) -> Iterator[Finding]:
    """One finding for each system whose declared release the gates contradict; a note where they only do not know."""
    for status in judge_systems(project):
        declared = status.declaration
        if declared is None:
            continue
        gates = [gate for gate in status.open_gates if gate.name not in _AFTERWARDS]
        against = [gate for gate in gates if gate.state is GateState.NOT_MET]
        if gates:
            is_known = bool(against)
            yield Finding(
                code=RULE.code,
                severity=RULE.severity if is_known else Severity.NOTE,
                message=f"{declared.record} declares {declared.release}, and {_told(against or gates, is_known=is_known)}",
                location=Location(path=declared.path, line=declared.line),
                subject=declared.record,
                hint=f"qms-site readiness {status.name} --strict",
            )


def _told(gates: Sequence[Gate], *, is_known: bool) -> str:
    names = name_some(gate.title for gate in gates)
    verb = "is" if len(gates) == 1 else "are"
    return f"{count_of(len(gates), 'gate')} {verb} not {'met' if is_known else 'known to be met'}: {names}"


RULE = Rule(code="QUA101", title="Declared without support", severity=Severity.WARNING, check=check, page=__doc__)
