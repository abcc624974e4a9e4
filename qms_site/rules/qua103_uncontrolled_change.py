"""A system that was qualified was changed on production without authority.

**Why.** A release is qualified for the one commit at which all its evidence holds. A change after it, under a record in execution,
is how a system goes on; a change that cites no record, or one that was not in execution, makes the release on production
something that nobody qualified. GIT101 and GIT102 tell of each such commit; this tells what it means for the system.

**Bad.** `QMS-2.0` is declared for 3280288, and `src/pump.py` was changed on production since by a commit that cites nothing.

**Good.** The same change under CR-051, which is in execution, and a new release when it is done.

**Fix.** Record the change in a CR and qualify anew, or revert it with `git revert` in a commit that cites a record.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.qualification.gates import GateName
from qms_site.qualification.systems import SystemState, judge_systems
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each system in that state."""
    for status in judge_systems(project):
        declared = status.declaration
        if status.state is not SystemState.UNCONTROLLED or declared is None:
            continue
        reason = next(gate.reason for gate in status.gates if gate.name is GateName.PRODUCTION_UNCHANGED)
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"production is no longer what {declared.record} declares as {declared.release}: {reason}",
            location=Location(path=declared.path, line=declared.line),
            subject=declared.record,
            hint=f"qms-site readiness {status.name} --strict",
        )


RULE = Rule(code="QUA103", title="Uncontrolled change", severity=Severity.WARNING, check=check, page=__doc__)
