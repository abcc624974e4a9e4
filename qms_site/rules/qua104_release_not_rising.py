"""A specification or a matrix in force states a system release that is not higher than what it stated before.

**Why.** A release names one qualified state of a system for good. If its number falls, or names another commit than it did
before, nobody can say any more what was qualified under it. Each document is held to its own archived versions alone: another
one may lag behind. The same release for the same commit is no repetition. Where a record declares the release, QUA101 tells
that the gates do not support it, and nothing is said here.

**Bad.** Version 3.0 of SDLC-QMS-RTM states `QMS-1.4` for 3280288, and its version 2.0 stated `QMS-1.5`, or `QMS-1.4` for 9617c78.

**Good.** Version 3.0 states `QMS-1.6`.

**Fix.** State the next release, in the matrix and in the other documents of the system.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.qualification.release_gates import not_rising
from qms_site.qualification.releases import find_statements
from qms_site.qualification.subject import find_subjects
from qms_site.qualification.systems import judge_systems
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each document that does so, at the first place."""
    for subject, status in zip(find_subjects(project), judge_systems(project), strict=True):
        told: set[str] = set()
        for statement in () if status.declaration else find_statements(subject):
            is_in_force = project.timelines_by_id[statement.document].in_force is not None
            before = not_rising(subject, statement.numbers, statement.document) if is_in_force else None
            if before and statement.document not in told:
                told.add(statement.document)
                yield Finding(
                    code=RULE.code,
                    severity=RULE.severity,
                    message=f"{statement.document} states the release {statement.release}, {before}",
                    location=Location(path=statement.path, line=statement.line),
                    subject=statement.document,
                    hint="each release is higher than the one before",
                )


RULE = Rule(code="QUA104", title="Release not rising", severity=Severity.WARNING, check=check, page=__doc__)
