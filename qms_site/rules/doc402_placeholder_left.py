"""A placeholder of the template is left in an approved or closed document.

**Why.** `[SUMMARY]` in a closed record is an execution that nobody described; `{{RISK}}` in an approved plan is a question that
nobody answered. Concerned are whole cells of tables, and whole paragraphs of sections that execution fills in; `{{...}}`
anywhere. What execution fills in may stand until the record is closed. Code, comments and templates only illustrate; in
procedures, which show how a form is filled in, square brackets are a note.

**Bad.** `| EI-1 | Update the pump | [SUMMARY] | [Pass/Fail] | [PERFORMER - DATE] |` in a record that is `CLOSED`.

**Good.** `| EI-1 | Update the pump | Firmware 4.2 loaded | Pass | J. Doe - 2026-02-03 |`

**Fix.** Fill it in by the procedure for corrections; remove rows that were not needed, or write `N/A` with the reason.
"""

from collections.abc import Iterator
from operator import attrgetter

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.placeholders import Placeholder, PlaceholderKind
from qms_site.rules.rule import Rule
from qms_site.timeline.approvals import Approval


def check(project: Project) -> Iterator[Finding]:
    """One finding for each line of an approved document on which placeholders are left."""
    for document in project.documents:
        approval = project.approvals_by_id.get(document.id)
        finished = project.timelines_by_id[document.id].last_event
        if approval is None or document.type == "TEMPLATE" or project.is_history(finished):
            continue
        left_by_line: dict[int, list[Placeholder]] = {}
        for placeholder in approval.file.placeholders:
            if _counts(placeholder, approval):
                left_by_line.setdefault(placeholder.line, []).append(placeholder)
        for line, left in left_by_line.items():
            yield Finding(
                code=RULE.code,
                severity=max((_severity(project, document, entry) for entry in left), key=attrgetter("rank")),
                message=f"{document.id} still has {', '.join(dict.fromkeys(entry.text for entry in left))}",
                location=Location(path=approval.file.path, line=line),
                subject=document.id,
            )


def _counts(placeholder: Placeholder, approval: Approval) -> bool:
    if placeholder.kind is PlaceholderKind.AUTHOR:
        return True
    return approval.is_finished and (placeholder.is_in_table or placeholder.is_in_execution)


def _severity(project: Project, document: Document, placeholder: Placeholder) -> Severity:
    illustrates = not project.settings.is_executable(document.type) and placeholder.kind is not PlaceholderKind.PENDING
    return Severity.NOTE if illustrates else RULE.severity


RULE = Rule(code="DOC402", title="Placeholder left", severity=Severity.WARNING, check=check, page=__doc__)
