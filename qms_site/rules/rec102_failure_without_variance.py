"""An execution item of a closed record failed, and no variance tells of it.

**Why.** A failed item is a deviation from an approved plan: somebody must say why, what it means, and who accepted what was done
instead. A variance, an exception report, an investigation or a change that is a child of the record will do, one variance or
exception report that its text names, and an investigation or change that is named beside the item: in its row, or on a line that
also names the item. A cancelled one will not.

**Bad.** `| EI-6 | Acceptance test | Two of three tests failed | Fail | J. Doe - 2026-02-03 |` in CR-061, which is closed, and
later items that mend it without a variance.

**Good.** The same with CR-061-VAR-001, which tells of the failure.

**Fix.** Record the deviation, and name the record in the row. If it was accepted, an exception in `qms.toml` names the approved
record that accepts it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise

from qms_site.findings import Finding, Severity
from qms_site.markdown.regions import RegionKind
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.executions import ExecutionItem
from qms_site.records.files import DocumentFile
from qms_site.records.outcomes import Result
from qms_site.rules.execution_items import iter_closed_records, tell_items
from qms_site.rules.rule import Rule
from qms_site.settings import Stage

_DEVIATIONS = frozenset({"VAR", "ER", "NCR"})
"""Types that are made for this: named anywhere, they are meant."""
_ANSWERS = _DEVIATIONS | {"INV", "CR", "CAPA"}
_TELLING = frozenset({RegionKind.TEXT, RegionKind.CODE, RegionKind.FRONT_MATTER})
_WORD = re.compile(r"\w(?:[\w.-]{0,100}\w)?")


def check(project: Project) -> Iterator[Finding]:
    """One finding for each failed item without a record of its deviation."""
    named = _named(project)
    valid_deviations, valid_answers = _still_valid(project, _DEVIATIONS), _still_valid(project, _ANSWERS)
    for document, file in iter_closed_records(project):
        failed = [item for item in file.contents.executions if item.result is Result.FAIL]
        if not failed:
            continue
        own = _with_ancestors(project, document)
        deviations = (named.get(document.id, frozenset()) & valid_deviations) - own
        if valid_answers.isdisjoint(document.children) and not deviations:
            yield from tell_items(
                (document, file),
                (
                    (item, "failed, and no variance tells of it")
                    for item in _unanswered(file, failed, own, valid_answers)
                ),
                rule=(RULE.code, RULE.severity),
                many="failed, and no variance tells of them",
            )


def _named(project: Project) -> dict[str, AbstractSet[str]]:
    """Documents that each document names in its text."""
    named: dict[str, set[str]] = {}
    for reference in project.references:
        if reference.target_document and reference.region in _TELLING:
            named.setdefault(reference.document, set()).add(reference.target_document)
    return dict(named)


def _with_ancestors(project: Project, record: Document) -> frozenset[str]:
    """The record and all that it stands on: none of them is a variance of it."""
    above: Document | None = record
    passed: set[str] = set()
    while above and above.id not in passed:
        passed.add(above.id)
        above = project.documents_by_id.get(above.parent or "")
    return frozenset(passed)


def _still_valid(project: Project, types: AbstractSet[str]) -> frozenset[str]:
    """Documents of these types that were not withdrawn."""
    return frozenset(
        document.id
        for document in project.documents
        if document.type in types and project.stage_of(document) is not Stage.RETIRED
    )


def _unanswered(
    file: DocumentFile, items: list[ExecutionItem], own: AbstractSet[str], answers: AbstractSet[str]
) -> Iterator[ExecutionItem]:
    """Items without such a document in their row, in the section that they are the heading of, or on a line that names them."""
    written = file.body.split("\n")
    lines = sorted(
        {
            reference.line
            for reference in file.contents.references
            if reference.region in _TELLING
            and file.body_line <= reference.line < file.body_line + len(written)
            and reference.target in answers
            and reference.target not in own
        }
    )
    words = {word for line in lines for word in _words(written[line - file.body_line])}
    headings = [heading.line for heading in file.headings]
    for item in items:
        place = bisect_left(headings, item.line)
        is_heading = headings[place : place + 1] == [item.line]
        end = item.line + 1
        if is_heading:
            end = headings[place + 1] if place + 1 < len(headings) else file.body_line + len(written)
        after = bisect_left(lines, item.line)
        is_beside = after < len(lines) and lines[after] < end
        if item.id.casefold() not in words and not is_beside:
            yield item


def _words(line: str) -> Iterator[str]:
    """Words of a line, and pairs of them: an item may be called ``Step 2``."""
    words = _WORD.findall(line.casefold())
    yield from words
    yield from map(" ".join, pairwise(words))


RULE = Rule(code="REC102", title="Failure without variance", severity=Severity.WARNING, check=check, page=__doc__)
