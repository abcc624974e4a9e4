"""A source file cannot be read as what its name says, so its tests and the requirements that it names are not known.

**Why.** A test that is not seen cannot show anything. Files are read without running or importing them; those of more than
1 MiB, which no person wrote, are left out.

**Bad.** `tests/test_pump.py` holds Python that a newer version of the language understands.

**Good.** The file is valid.

**Fix.** Correct the file at the line named, or take it out of the code if it is none.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each problem of a source file."""
    repositories = {repository.name: repository.path for repository in project.repositories}
    for state in project.verifications.states:
        folder = f"{repositories[state.repository]}/" if state.repository in repositories and state.repository else ""
        for problem in state.problems:
            path = f"{folder}{problem.path}"
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{path} {problem.message}",
                location=Location(path=path, line=problem.line),
                subject=path,
            )


RULE = Rule(code="RUN107", title="Source not read", severity=Severity.NOTE, check=check, page=__doc__)
