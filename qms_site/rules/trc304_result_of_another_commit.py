"""Results of tests that a traceability matrix names do not belong to the commit that counts.

**Why.** A result proves something of the code that it ran on. It counts for the commit of the baseline (without one, for the
commit read) if it ran there, or where the trees of the system's code and tests are equal. A report that names no commit proves
nothing: a property `commit` of the suite or the case says it, which the pytest plugin writes, or `--results-commit`.

**Bad.** The baseline states commit `2fed599`; the report of the run says `commit = 81c0d2e`, whose code is another.

**Good.** The report says `commit = 2fed599...`.

**Fix.** Run the tests on the commit of the baseline, or verify anew and state the commit that was verified.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.graph.verification import Standing
from qms_site.project import Project
from qms_site.rules.named_tests import JudgedMatrix, iter_matrices
from qms_site.rules.rule import Rule
from qms_site.text import count_of

_MOST_NAMED = 5
_HINT = "name the code of the system under [[system]] in qms.toml, so that other files make no difference"


def check(project: Project) -> Iterator[Finding]:
    """One finding for each matrix with unbound results, and one for each with results of other commits."""
    for matrix in iter_matrices(project):
        commit = matrix.verification.commit
        if commit:
            yield from _tell(matrix, Standing.UNBOUND, "whose report names no commit, so that they prove nothing")
            yield from _tell(
                matrix,
                Standing.ELSEWHERE,
                f"of commits whose code is not known to be that of commit {commit[:10]}, which counts",
            )


def _tell(matrix: JudgedMatrix, standing: Standing, what: str) -> Iterator[Finding]:
    first = {test.name: trace.line for trace, test in reversed(list(matrix.tests())) if test.standing is standing}
    if first:
        names = sorted(first, key=lambda name: (first[name], name))
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{count_of(len(names), 'test')} of {matrix.document.id} with results {what}: "
            f"{', '.join(names[:_MOST_NAMED])}{more}",
            location=Location(path=matrix.document.path, line=first[names[0]]),
            subject=matrix.document.id,
            hint=None if matrix.verification.paths else _HINT,
        )


RULE = Rule(code="TRC304", title="Result of another commit", severity=Severity.WARNING, check=check, page=__doc__)
