"""A test says that it verifies a requirement, and the traceability matrix of the system does not name it.

**Why.** The matrix says less than is so; or the mark is on the wrong test. Nothing is said of systems without a matrix, of tests in
code that is not known at the commit that counts, and of requirements that the matrix does not trace at all (TRC101).

**Bad.** `@pytest.mark.verifies("REQ-SEC-004")` on `test_lock`; the row of `REQ-SEC-004` names other tests only.

**Good.** The row names `tests/test_security.py::test_lock` too.

**Fix.** Add the test to the matrix, or remove the mark.
"""

from collections import defaultdict
from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.graph.links import LinkKind
from qms_site.project import Project
from qms_site.rules.named_tests import iter_matrices
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import subject_of

_MOST_NAMED = 5


def check(project: Project) -> Iterator[Finding]:
    """One finding for each trace that leaves out tests which say that they verify its item."""
    marked = _marked(project)
    for matrix in iter_matrices(project):
        named: dict[str, set[str]] = defaultdict(set)
        for trace, test in matrix.tests():
            named[trace.item].add(test.id or test.name)
        code = matrix.verification.code
        said = (
            {(test.id, item) for test in code.tests for item in test.verifies} if code else frozenset[tuple[str, str]]()
        )
        for trace in matrix.document.file.contents.traces:
            subject = subject_of(project, trace.item, matrix.document.id)
            missing = [
                test
                for test in marked.get(subject, ())
                if (test, trace.item) in said and named[trace.item].isdisjoint(_names_of(test))
            ]
            if missing:
                more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
                says = "test says that it verifies" if len(missing) == 1 else "tests say that they verify"
                yield Finding(
                    code=RULE.code,
                    severity=RULE.severity,
                    message=f"{len(missing)} {says} {trace.item}, and {matrix.document.id} does not name "
                    f"{'it' if len(missing) == 1 else 'them'}: {', '.join(missing[:_MOST_NAMED])}{more}",
                    location=Location(path=matrix.document.path, line=trace.line),
                    subject=subject,
                )


def _names_of(test: str) -> Iterator[str]:
    """A test and the classes that it stands in."""
    while "::" in test:
        yield test
        test = test.rpartition("::")[0]


def _marked(project: Project) -> dict[str, list[str]]:
    """By item, as ``REQ-A-001@SDLC-A-RS``, the tests of the code that name it."""
    found: dict[str, list[str]] = defaultdict(list)
    for link in project.links:
        if link.kind is LinkKind.VERIFIES:
            found[link.target].append(link.source)
    return found


RULE = Rule(code="TRC306", title="Test not in the matrix", severity=Severity.NOTE, check=check, page=__doc__)
