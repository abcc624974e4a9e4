"""Workflow metadata speaks of a document whose file is not there.

**Why.** A record that was lost looks like one that never was. Metadata of documents that were retired or cancelled may outlive
their files, and are not concerned.

**Bad.** `.meta/CR/CR-017.json` with status `IN_EXECUTION`, and no file `CR-017.md` anywhere under the documents root.

**Good.** The same with the file in its folder; or with status `CANCELLED`.

**Fix.** Restore the file (`git log --all --diff-filter=D -- "*CR-017*"` finds the commit that removed it), or retire the
document by its procedure.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.sidecars import Sidecar
from qms_site.rules.rule import Rule
from qms_site.settings import Stage


def check(project: Project) -> Iterator[Finding]:
    """One finding for each sidecar without a document, unless its status says that there need be none."""
    for sidecar in project.orphan_sidecars:
        if is_retired(project, sidecar):
            continue
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{sidecar.id} has workflow metadata ({sidecar.status or 'no status'}), and no file",
            location=Location(path=sidecar.path),
            subject=sidecar.id,
        )


def is_retired(project: Project, sidecar: Sidecar) -> bool:
    """Whether metadata says that its document was retired or cancelled."""
    known = project.scheme.parse(sidecar.id)
    type_ = known.type if known else ""
    state = project.settings.state_of(sidecar.status, type_) if sidecar.status else None
    return project.settings.stage_of(type_, state) is Stage.RETIRED


RULE = Rule(code="DOC202", title="Metadata without document", severity=Severity.ERROR, check=check, page=__doc__)
