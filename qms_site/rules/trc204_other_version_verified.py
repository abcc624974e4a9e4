"""The baseline of a traceability matrix states a version of the requirements that is not in force.

**Why.** The evidence holds for the requirements as they were in the version that was verified. Another version is in force, and
nobody has said whether the evidence fits it. Nothing is said where no version is in force, where the matrix states none, or
where a matrix in the making states the version that is in the making too.

**Bad.** `| Requirements specification | SDLC-QMS-RS v8.0 |` while version 9.0 of `SDLC-QMS-RS` is in force.

**Good.** The matrix was revised together with the specification, and states `SDLC-QMS-RS v9.0`.

**Fix.** Verify what changed between the versions, and revise the matrix.
"""

import re
from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.baselines import Stated
from qms_site.records.documents import Document
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import SystemDocuments, is_past, systems_of


def check(project: Project) -> Iterator[Finding]:
    """One finding for each matrix whose stated version is another than the one in force."""
    for system in systems_of(project):
        for matrix in system.matrices:
            baseline = matrix.file.contents.baseline
            stated = baseline.rs_version if baseline else None
            document = _meant(project, system, stated) if stated else None
            if stated is None or document is None or is_past(project, matrix, document):
                continue
            in_force = project.timelines_by_id[document.id].in_force
            version, known = _numbers(stated.version), _numbers(in_force)
            is_ahead = project.is_open(matrix) and version == _numbers(document.version)
            if version and known and version != known and not is_ahead:
                yield Finding(
                    code=RULE.code,
                    severity=RULE.severity,
                    message=f"{matrix.id} states version {stated.version} of {document.id}; in force is {in_force}",
                    location=Location(path=matrix.path, line=stated.line),
                    subject=matrix.id,
                )


def _meant(project: Project, system: SystemDocuments, stated: Stated) -> Document | None:
    """The specification that the baseline names; where it names none, the only one of the system."""
    named = [target for _, _, target in project.scheme.scan(stated.value)]
    if named:
        document = project.documents_by_id.get(named[0])
        return document if document and document.type == "RS" else None
    return system.requirements[0] if len(system.requirements) == 1 else None


def _numbers(version: str | None) -> tuple[int, ...]:
    """``v8.0`` and ``8`` are one version; nothing for one that is not written in numbers."""
    if version is None or not re.fullmatch(r"[vV]?\d{1,9}(?:\.\d{1,9})*", version.strip()):
        return ()
    numbers = [int(part) for part in re.findall(r"\d+", version)]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


RULE = Rule(code="TRC204", title="Other version verified", severity=Severity.WARNING, check=check, page=__doc__)
