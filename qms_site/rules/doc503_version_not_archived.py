"""A version that was in force is missing from the archive.

**Why.** Whoever asks what bound on a day in the past needs the text of that version. Where documents have no archive, git is it,
and the rule is silent.

**Bad.** The audit log says that 2.0 was effective before 3.0, and `.archive/SOP/` holds 1.0 only.

**Good.** `.archive/SOP/SOP-001-v2.0.md`

**Fix.** Restore the text; the finding says whether git still has it. `git log -- <path of the document>` shows the commits.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule
from qms_site.text import count_of


def check(project: Project) -> Iterator[Finding]:
    """One finding for each document with former versions that the archive lacks, in projects that keep one."""
    if not any(document.archived for document in project.documents):
        return
    for document in project.documents:
        timeline = project.timelines_by_id[document.id]
        current = {document.version, timeline.in_force}
        lost = [
            version
            for version in timeline.versions
            if version.start is not None and version.path is None and version.version not in current
        ]
        if document.sidecar is None or not lost:
            continue
        named, verb = ", ".join(version.version for version in lost), "was" if len(lost) == 1 else "were"
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"the archive lacks {count_of(len(lost), 'version')} of {document.id} that {verb} in force: {named}",
            location=Location(path=document.path),
            subject=document.id,
            hint="git has the text" if all(version.digest for version in lost) else "git does not have the text either",
        )


RULE = Rule(
    code="DOC503", title="Version missing from the archive", severity=Severity.WARNING, check=check, page=__doc__
)
