"""An execution item of a closed record has no outcome, or one that is neither pass nor fail.

**Why.** A closed record says that everything in it was done. An item without an outcome was perhaps not; one that is `Partial`,
`Deferred` or `N/A` left something over, and who reads it later asks what, and where it went: that is a note. So is, once for the
record, a table that has no place for outcomes. What a record that is still open has not filled in yet is no finding, nor
what is open in one that was cancelled.

**Bad.** `| EI-2 | Update the manual | | | |` in a record that is `CLOSED`.

**Good.** `| EI-2 | Update the manual | Chapter 3 added | Pass | J. Doe - 2026-02-03 |`

**Fix.** Fill in the outcome by the procedure for corrections. For what was not done, write `Fail` and open a variance, or say in
the row which record takes it over and accept the finding by an exception that names it.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.executions import ExecutionItem
from qms_site.records.files import DocumentFile
from qms_site.records.outcomes import Result
from qms_site.rules.execution_items import iter_closed_records, name_items, shown, tell_items
from qms_site.rules.rule import Rule
from qms_site.text import count_of


def check(project: Project) -> Iterator[Finding]:
    """One finding for each item that is open, or neither passed nor failed, in a closed record."""
    for place in iter_closed_records(project):
        items = place[1].contents.executions
        yield from tell_items(
            place,
            ((item, _open(item.outcome)) for item in items if item.result is Result.OPEN and item.outcome is not None),
            rule=(RULE.code, RULE.severity),
            many="have no outcome, and the record is closed",
        )
        yield from tell_items(
            place,
            (
                (item, f"came out as {shown(item.outcome or '')}, which is neither pass nor fail")
                for item in items
                if item.result is Result.OTHER
            ),
            rule=(RULE.code, Severity.NOTE),
            many="came out neither as pass nor as fail",
        )
        yield from _without_place(place, [item for item in items if item.outcome is None])


def _open(outcome: str) -> str:
    said = f"is still {shown(outcome)}" if any(map(str.isalnum, outcome)) else "has no outcome"
    return f"{said}, and the record is closed"


def _without_place(place: tuple[Document, DocumentFile], items: list[ExecutionItem]) -> Iterator[Finding]:
    document, file = place
    if items:
        yield Finding(
            code=RULE.code,
            severity=Severity.NOTE,
            message=f"the form of {document.id} has no place for the outcome of {count_of(len(items), 'item')}: "
            f"{name_items(items)}",
            location=Location(path=file.path, line=items[0].line),
            subject=document.id,
        )


RULE = Rule(code="REC101", title="Outcome missing", severity=Severity.WARNING, check=check, page=__doc__)
