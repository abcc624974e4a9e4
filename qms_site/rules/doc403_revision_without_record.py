"""An approved revision of a document names no record that authorised it.

**Why.** Documents change under change control like everything else. The revision summary is where a reader, and a link, find
why. First versions are not concerned, nor records, nor drafts; a record of any type that is executed will do. Where a
document has no revision summary at all, it is a note.

**Bad.** `version: "3.0"`, `status: EFFECTIVE` and `revision_summary: Clarified section 4`.

**Good.** The same with `revision_summary: "CR-042: clarified section 4"`.

**Fix.** Name the record in the next revision. Also looked at are the keys `change_record`, `change_request`, `cr` and
`authorized_by`, and a section "Revision history" of the text.
"""

import re
from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.files import DocumentFile
from qms_site.rules.rule import Rule
from qms_site.timeline.approvals import Approval

_SUMMARIES = ("revision_summary", "change_summary", "summary_of_changes", "changes")
_AUTHORITIES = ("change_record", "change_request", "change_control", "cr", "authorised_by", "authorized_by")
_HISTORY = re.compile(r"\b(?:revision|version|change|document)\s+(?:history|log|record)\b", re.IGNORECASE)


def check(project: Project) -> Iterator[Finding]:
    """One finding for each approved revision without authority."""
    for document in project.documents:
        approval = project.approvals_by_id.get(document.id)
        if (
            approval is None
            or project.is_history(approval.when)
            or project.settings.is_executable(document.type)
            or _is_first(approval)
        ):
            continue
        file = approval.file
        if not any(_names_record(project, text) for text in _places(file)):
            key = next((key for key in _SUMMARIES if key in file.fields), None)
            summary = "a revision summary that names no record" if key else "no revision summary that names a record"
            yield Finding(
                code=RULE.code,
                severity=RULE.severity if key else Severity.NOTE,
                message=f"version {approval.version} of {document.id} has {summary}",
                location=Location(path=file.path, line=file.field_lines.get(key or "")),
                subject=document.id,
            )


def _is_first(approval: Approval) -> bool:
    """Whether no version can have come before: up to 1.0 by number, by letter any but B to Z, or without a version at all."""
    version = (approval.version or "").strip().lstrip("vV")
    numbers = [int(part) for part in re.findall(r"\d{1,9}", version)]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return numbers <= [1] if version[:1].isdigit() else not re.fullmatch(r"[B-Z]", version.upper())


def _places(file: DocumentFile) -> Iterator[str]:
    """Texts in which a document says what authorised it."""
    for key in (*_SUMMARIES, *_AUTHORITIES):
        value = file.fields.get(key)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                yield text
    for start, end in _histories(file):
        yield from (mention.target for mention in file.mentions if start <= mention.line < end)


def _histories(file: DocumentFile) -> Iterator[tuple[int, float]]:
    """First and last line of each section that tells of the revisions."""
    for place, heading in enumerate(file.headings):
        if _HISTORY.search(heading.title):
            later = (other.line for other in file.headings[place + 1 :] if other.level <= heading.level)
            yield heading.line, next(later, float("inf"))


def _names_record(project: Project, text: str) -> bool:
    """Whether a text names an id of a record, also as the beginning of a longer name such as ``INV-004-CAPA-001``."""
    for token in re.findall(r"[A-Za-z0-9][A-Za-z0-9-]*", text[:_LONGEST]):
        parts = token.split("-")
        for count in range(2, min(len(parts), _MOST_PARTS) + 1):
            id_ = project.scheme.parse("-".join(parts[:count]))
            if id_ and project.settings.is_executable(id_.type):
                return True
    return False


_LONGEST = 4000
_MOST_PARTS = 8

RULE = Rule(code="DOC403", title="Revision without record", severity=Severity.WARNING, check=check, page=__doc__)
