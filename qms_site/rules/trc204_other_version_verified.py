"""The baseline of a traceability matrix states a version of the requirements that is not in force.

**Why.** The evidence holds for the requirements as they were in the version that was verified. Another version is in force, and
nobody has said whether the evidence fits it. Nothing is said where no version is in force, where the matrix states none, or
where a matrix in the making states the version that is in the making too.

**Bad.** `| Requirements specification | SDLC-QMS-RS v8.0 |` while version 9.0 of `SDLC-QMS-RS` is in force.

**Good.** The matrix was revised together with the specification, and states `SDLC-QMS-RS v9.0`.

**Fix.** Verify what changed between the versions, and revise the matrix.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.qualification.system_documents import systems_of
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import is_past
from qms_site.text import version_numbers


def check(project: Project) -> Iterator[Finding]:
    """One finding for each matrix whose stated version is another than the one in force."""
    matrices = {matrix.id for system in systems_of(project) for matrix in system.matrices}
    for cited in project.cited_versions:
        matrix, document = project.documents_by_id[cited.matrix], project.documents_by_id[cited.specification]
        version = version_numbers(cited.stated)
        is_in_the_making = project.is_open(matrix) and version == version_numbers(document.version)
        is_judged = matrix.id in matrices and not is_past(project, matrix, document)
        if is_judged and version and version_numbers(cited.in_force) and not cited.is_in_force and not is_in_the_making:
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{matrix.id} states version {cited.stated} of {document.id}; in force is {cited.in_force}",
                location=Location(path=matrix.path, line=cited.line),
                subject=matrix.id,
            )


RULE = Rule(code="TRC204", title="Other version verified", severity=Severity.WARNING, check=check, page=__doc__)
