"""The text of a requirement changed since the version that a traceability matrix verified.

**Why.** The evidence shows the old statement. Compared are the words of the requirement in the version that the baseline states and
in the version in force, without markup and layout; one that the verified version does not have was never verified. Of the
versions as a whole TRC204 tells. While the matrix is being written it is a note, and nothing is said of a version that is in
the making too.

**Bad.** `SDLC-QMS-RTM` states `SDLC-QMS-RS v8.0`; in version 9.0, which is in force, `REQ-SEC-004` has another number of attempts.

**Good.** The matrix was revised with the specification, and states version 9.0.

**Fix.** Verify the requirement as it reads now, and revise the matrix.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.graph.cited_versions import CitedVersion, TextChange
from qms_site.project import Project
from qms_site.qualification.system_documents import systems_of
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import Lack, is_past, tell_lacks


def check(project: Project) -> Iterator[Finding]:
    """One finding for each traced requirement whose text is another, and for each that is new."""
    matrices = {matrix.id for system in systems_of(project) for matrix in system.matrices}
    for cited in project.cited_versions:
        document = project.documents_by_id[cited.matrix]
        if cited.matrix not in matrices or is_past(project, document, project.documents_by_id[cited.specification]):
            continue
        if cited.is_ahead and project.is_open(document):
            continue
        severity = Severity.NOTE if project.is_open(document) else RULE.severity
        version = f"version {cited.stated} of {cited.specification}, which {cited.matrix} verified"
        for change, words in (
            (TextChange.CHANGED, _changed(version, is_ahead=cited.is_ahead)),
            (TextChange.NEW, (f"is not in {version}", f"are not in {version}")),
        ):
            lacks = list(_lacks(project, cited, change))
            yield from tell_lacks(RULE.code, severity, document, lacks, (*words, "requirements"))


def _changed(version: str, *, is_ahead: bool) -> tuple[str, str]:
    if is_ahead:
        return f"reads otherwise in {version}, than in force", f"read otherwise in {version}, than in force"
    return f"has changed since {version}", f"have changed since {version}"


def _lacks(project: Project, cited: CitedVersion, change: TextChange) -> Iterator[Lack]:
    for trace in project.documents_by_id[cited.matrix].file.contents.traces:
        is_its_own = project.definer_of(trace.item, cited.matrix) in (None, cited.specification)
        if is_its_own and project.text_changes.get((cited.matrix, trace.item)) is change:
            yield Lack(item=trace.item, line=trace.line, subject=f"{trace.item}@{cited.specification}")


RULE = Rule(
    code="TRC208", title="Requirement changed since verified", severity=Severity.WARNING, check=check, page=__doc__
)
