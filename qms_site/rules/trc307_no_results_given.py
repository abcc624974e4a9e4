"""No results of tests were given for a system whose traceability matrix names tests.

**Why.** The matrix states what somebody saw; whether it is so is not known, and counts for nothing. It is said once for the system.
Nothing is said where there is no commit that results could belong to.

**Bad.** A matrix with tests, and neither `[results]` in `qms.toml` nor `--junit`.

**Good.** `qms-site check --junit build/junit.xml`, with the report of the run at the commit that counts.

**Fix.** Hand over the JUnit files of the test run; the pytest plugin writes the commit into them.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.graph.systems import shown_name
from qms_site.project import Project
from qms_site.rules.named_tests import iter_matrices
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each system without any result, at its first matrix that names a test."""
    told: set[str] = set()
    for matrix in iter_matrices(project) if project.revision.commit else ():
        verification = matrix.verification
        if verification.has_results or verification.system in told or not any(True for _ in matrix.tests()):
            continue
        told.add(verification.system)
        name = verification.system or shown_name(verification.system, project.settings)
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"no results of tests were given for {name}: what its tests show is not known",
            location=Location(path=matrix.document.path),
            subject=name,
            hint="name JUnit files under [results] in qms.toml, or with --junit",
        )


RULE = Rule(code="TRC307", title="No results given", severity=Severity.NOTE, check=check, page=__doc__)
