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
    """One finding for each problem of a source file; one for all of a repository where they are many."""
    repositories = {repository.name: repository.path for repository in project.repositories}
    for state in project.verifications.states:
        folder = f"{repositories[state.repository]}/" if state.repository in repositories and state.repository else ""
        problems = [(f"{folder}{problem.path}", problem.line, problem.message) for problem in state.problems]
        files = list(dict.fromkeys(path for path, _, _ in problems))
        if len(files) > _MOST_SINGLE:
            named = ", ".join(files[:_MOST_SINGLE])
            where = state.repository or "this repository"
            yield _finding(
                f"{len(files)} source files of {where} cannot be read: {named} and {len(files) - _MOST_SINGLE} more",
                *(Location(path=files[0], line=problems[0][1]), where),
            )
            continue
        for path, line, message in problems:
            yield _finding(f"{path} {message}", Location(path=path, line=line), path)


def _finding(message: str, location: Location, subject: str) -> Finding:
    return Finding(code=RULE.code, severity=RULE.severity, message=message, location=location, subject=subject)


_MOST_SINGLE = 5

RULE = Rule(code="RUN107", title="Source not read", severity=Severity.NOTE, check=check, page=__doc__)
