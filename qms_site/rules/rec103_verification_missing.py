"""An execution item promises a verification record that is not there.

**Why.** The column `VR` of a plan says which items are verified by a record of their own. It is approved as `Yes` and becomes the
id of that record when the item is executed; a `Yes` that is left in a closed record was promised and, as far as anyone can tell,
not kept. Where the record has any verification record as its child, or names one, nothing is said of a `Yes`: it was perhaps
only not replaced. An id that leads nowhere is told of closed records, and of items that were executed.

**Bad.** `| EI-3 | Load the firmware | Yes | Firmware 4.2 loaded | Pass | J. Doe - 2026-02-03 |`, and no `CR-042-VR-001`.

**Good.** The same with `CR-042-VR-001` in the place of `Yes`, and that record.

**Fix.** Put the id of the verification record into the row, or correct it. If there is none, record that as a deviation.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from qms_site.findings import Finding, Severity
from qms_site.graph.references import resolve_document
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.executions import ExecutionItem
from qms_site.records.outcomes import Result
from qms_site.rules.execution_items import is_closed, iter_records, tell_items
from qms_site.rules.rule import Rule

_YES = re.compile(r"(?:yes|y|required|true|x)\b", re.IGNORECASE)


def check(project: Project) -> Iterator[Finding]:
    """One finding for each item whose verification record is missing."""
    known = _known(project)
    verified = _verified(project)
    for document, file in iter_records(project):
        is_over = is_closed(project, document)
        items = [item for item in file.contents.executions if item.vr]
        promised = [item for item in items if _YES.match(item.vr or "") and not _ids(project, item)]
        if is_over and document.id not in verified:
            yield from tell_items(
                (document, file),
                ((item, "was to have a verification record, and there is none") for item in promised),
                rule=(RULE.code, RULE.severity),
                many="were to have verification records, and there is none",
            )
        is_approved = is_over or document.id in project.approvals_by_id
        executed = [item for item in items if is_approved and (is_over or item.result is not Result.OPEN)]
        missing = [(item, _missing(project, document, known, item)) for item in executed]
        yield from tell_items(
            (document, file),
            ((item, f"names {id_}, which does not exist") for item, id_ in missing if id_),
            rule=(RULE.code, RULE.severity),
            many="name verification records that do not exist",
        )


def _ids(project: Project, item: ExecutionItem) -> list[str]:
    return [id_ for _, _, id_ in project.scheme.scan(item.vr or "") if any(map(str.isdigit, id_))]


def _missing(project: Project, document: Document, known: Mapping[str, str | None], item: ExecutionItem) -> str | None:
    """The first id of an item's cell that leads to no document."""
    return next((id_ for id_ in _ids(project, item) if not resolve_document(id_, document.id, known)), None)


def _known(project: Project) -> dict[str, str | None]:
    """All documents with their parents, also those of which only metadata, a log or the name of a file is left."""
    parents = {document.id: document.parent for document in project.documents}
    heard = {sidecar.id for sidecar in project.orphan_sidecars} | project.remembered_ids
    heard |= {PurePosixPath(entry.path).stem for entry in project.unread}
    return {id_: parents.get(id_) for id_ in sorted({*parents, *heard})}


def _verified(project: Project) -> frozenset[str]:
    """Records that have a verification record among their children, or name one."""
    pairs = [(document.parent, document.id) for document in project.documents]
    pairs += [(reference.document, reference.target_document or "") for reference in project.references]
    records = project.documents_by_id
    return frozenset(record for record, id_ in pairs if record and id_ in records and records[id_].type == "VR")


RULE = Rule(code="REC103", title="Verification record missing", severity=Severity.WARNING, check=check, page=__doc__)
