"""A text names a document or an item that does not exist.

**Why.** A reader looks for it in vain: the id is misspelt, or what it named was renamed. In records and specifications it is an
error; a note while they are being written or executed, since they may speak of what is yet to be made, and where the document
once calls the id an example by the words before it (`e.g.`, `such as`, `format`) or by quotation marks. In all other
documents, which illustrate, it is a note. An item that a former version of a specification named is a warning, since what cites it
was right once; in a record, which tells of its own time, it is a note. Templates, comments, code, fences, placeholders and the
inner numbers of a range are not looked at, nor the heading of the document, of which DOC203 tells, and the parent, of which
DOC207 does.

**Bad.** `CR-047` modifies `SDLC-MCP-RS`; the specification is `SDLC-QMS-RS`.

**Good.** `CR-047` modifies `SDLC-QMS-RS`.

**Fix.** Correct the id. In an example write a placeholder such as `CR-XXX`, or put it into code.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from qms_site.findings import Finding, Location, Severity
from qms_site.graph.references import ReferenceStatus
from qms_site.markdown.regions import RegionKind
from qms_site.project import Project
from qms_site.qualification.system_documents import is_read
from qms_site.records.documents import PARENT_KEYS, Document
from qms_site.records.files import DocumentFile
from qms_site.records.references import Reference, ReferenceForm
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import is_illustrating, is_settled
from qms_site.settings import Stage

_REGIONS = frozenset({RegionKind.TEXT, RegionKind.FRONT_MATTER})


def check(project: Project) -> Iterator[Finding]:
    """One finding for each document and id, at the first place that is no example, or else at the first."""
    known = _known(project)
    knows_items = is_read(project.documents)
    for source, targets in _dangling(project).items():
        document = project.documents_by_id[source]
        is_template = document.type == "TEMPLATE"
        if is_template or is_settled(project, document) or project.stage_of(document) is Stage.RETIRED:
            continue
        traced = {
            trace.item for file in document.current_files for trace in file.contents.traces
        }  # TRC102 tells of them
        for target in targets:
            is_item = project.scheme.parse(target) is None
            if target in known or target in traced or (is_item and not knows_items):
                continue
            severity, place = _judge(project, document, target)
            is_former = is_item and target in project.former.ids
            if place:
                why = "which no document defines" if is_item else "which does not exist"
                why += " any more" if is_former else ""
                yield Finding(
                    code=RULE.code,
                    severity=min(severity, _most_severe(project, document), key=lambda one: one.rank)
                    if is_former
                    else severity,
                    message=f"{source} refers to {target}, {why}",
                    location=place,
                    subject=source,
                )


def _most_severe(project: Project, document: Document) -> Severity:
    """How severe it can be to name an item that a former version of a specification had."""
    return Severity.NOTE if project.settings.is_executable(document.type) else Severity.WARNING


def _known(project: Project) -> set[str]:
    """Documents that are not here, and of which something is left that tells of them."""
    unread = {PurePosixPath(entry.path).stem for entry in project.unread}
    return {*project.remembered_ids, *(sidecar.id for sidecar in project.orphan_sidecars), *unread}


def _dangling(project: Project) -> dict[str, dict[str, None]]:
    """By document, what it names in vain; each once."""
    found: dict[str, dict[str, None]] = {}
    for reference in project.references:
        if reference.status is ReferenceStatus.DANGLING and reference.region in _REGIONS:
            found.setdefault(reference.document, {})[reference.target] = None
    return found


def _judge(project: Project, document: Document, target: str) -> tuple[Severity, Location | None]:
    """How severe it is, and where it is told; None where it only stands where it is not looked at."""
    places = [
        (_is_example(file, reference.line, target), Location(path=file.path, line=reference.line))
        for file in document.current_files
        for reference in file.contents.references
        if reference.target == target and _counts(file, reference)
    ]
    is_example = any(called_so for called_so, _ in places)
    place = min(places, key=lambda one: one[0], default=(True, None))[1]
    is_mild = is_example or is_illustrating(project, document) or project.is_open(document)
    return (Severity.NOTE if is_mild else RULE.severity), place


def _counts(file: DocumentFile, reference: Reference) -> bool:
    """Whether a reference is looked at. Of a document's heading DOC203 tells, and of its parent DOC207."""
    told_elsewhere = (file.heading_line, *(file.field_lines.get(key) for key in PARENT_KEYS))
    is_meant = reference.region in _REGIONS and reference.form is not ReferenceForm.RANGE
    return is_meant and reference.line not in told_elsewhere


def _is_example(file: DocumentFile, line: int, target: str) -> bool:
    """Whether the words before an id, on its line of the text or the one above it, call it an example."""
    lines = file.body.splitlines()
    place = line - file.body_line
    if not 0 <= place < len(lines):
        return False
    above = lines[place - 1] if place and not re.match(r"\s*(?:\||[-*+]\s|\d+[.)]\s)", lines[place]) else ""
    before, _, after = f"{above} {lines[place]}"[:_LONGEST].partition(target)
    cell = before.rsplit("|", 1)[-1][-_REACH:]
    return bool(_EXAMPLE.search(cell)) or (cell[-1:] in _QUOTES and after[:1] in _QUOTES)


_LONGEST = 20_000
_REACH = 200
_QUOTES = frozenset("\"'\u2018\u2019\u201c\u201d\u201e")
_EXAMPLE = re.compile(
    r"\b(?:e\.\s?g\.|for (?:example|instance)\b|such as\b|(?:ids?|names?) like\b|examples?\b|formats?\b|patterns?\b)",
    re.IGNORECASE,
)

RULE = Rule(code="LNK102", title="Dangling reference", severity=Severity.ERROR, check=check, page=__doc__)
