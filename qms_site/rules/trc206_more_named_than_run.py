"""A traceability matrix names more tests than its own baseline says were run.

**Why.** Tests that were not run show nothing. Tests are counted by their names, each once, without their parameters; the number
that was run is the total that the baseline states, or what passed and failed of it.

**Bad.** The matrix names 178 tests, and its baseline states `Total Tests | 150`.

**Good.** `Total Tests | 369`

**Fix.** Look up the run that the baseline names, and state what it ran; remove tests that are gone.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.qualification.system_documents import systems_of
from qms_site.records.baselines import Baseline, Stated
from qms_site.records.named_tests import distinct_tests
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import is_past
from qms_site.text import count_of


def check(project: Project) -> Iterator[Finding]:
    """One finding for each matrix that names more tests than were run."""
    for system in systems_of(project):
        for matrix in system.matrices:
            contents = matrix.file.contents
            run = _run(contents.baseline) if contents.baseline else None
            if run is None or is_past(project, matrix):
                continue
            named = distinct_tests(name for trace in contents.traces for name in trace.evidence.tests)
            number, stated = run
            if len(named) > number:
                yield Finding(
                    code=RULE.code,
                    severity=RULE.severity,
                    message=f"{matrix.id} names {count_of(len(named), 'test')}, and states that {number} were run",
                    location=Location(path=matrix.path, line=stated.line),
                    subject=matrix.id,
                )


def _run(baseline: Baseline) -> tuple[int, Stated] | None:
    """How many tests were run, and the value that says so."""
    if baseline.total_tests and baseline.total_tests.number is not None:
        return baseline.total_tests.number, baseline.total_tests
    counted = [stated for stated in (baseline.passed, baseline.failed) if stated and stated.number is not None]
    return (sum(stated.number or 0 for stated in counted), counted[0]) if counted else None


RULE = Rule(code="TRC206", title="More tests named than run", severity=Severity.WARNING, check=check, page=__doc__)
