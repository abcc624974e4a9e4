"""A date in front matter or metadata is a day that no calendar has, or an effective date cannot be read.

**Why.** 30 February is a slip of the pen, and the day that was meant is lost with it. An effective date that cannot be read has no
say in when the version binds. Concerned are `date`, keys that end in `_date`, `effective`, `date_effective`, `effective_from` and
`valid_from`. Placeholders, and words that say that the day is not known or does not apply (`TBD`, `N/A`, `upon approval`), are
no slips.

**Bad**

    ---
    effective_date: 2026-02-30
    ---

**Good**

    ---
    effective_date: 2026-02-28
    ---

**Fix.** Correct the day. An effective date is best written as `YYYY-MM-DD`. Other forms with one meaning only are read as well
(`28.02.2026`, `28-Feb-2026`); one that has two, such as `05/03/2026`, or none is a note.
"""

import re
import textwrap
from collections.abc import Iterator
from datetime import date, datetime

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.documents import EFFECTIVE_KEYS, Document, declared_effective_day, is_date_key
from qms_site.records.files import DocumentFile
from qms_site.records.placeholders import is_placeholder
from qms_site.records.sidecars import Sidecar
from qms_site.rules.rule import Rule

_DAY = re.compile(
    r"\s*(?:(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})"
    r"|(?P<one>\d{1,2})([-/.])(?P<other>\d{1,2})\6(?P<last>\d{4}))(?=$|[\sT,;()])"
)
# Zeros as databases write them, the form of a date, a yes, and words for a day that is not known or does not apply.
_NO_DAY = re.compile(
    r"[0\W_]*|[dmyjt\W]+|yes|no|true|false|n\W?a\b.*|none|not\b.*|unknown|tb[acd]\b.*|to be\b.*|pending\b.*|upon\b.*|"
    r"(?:on|after|with|when)\b\D*|immediate(?:ly)?",
    re.IGNORECASE | re.DOTALL,
)


def check(project: Project) -> Iterator[Finding]:
    """One finding for each impossible day, and for each effective date that cannot be read."""
    for document in project.documents:
        for file in document.current_files:
            for key, message, severity in _of_front_matter(document, file):
                yield _finding(document, message, severity, Location(path=file.path, line=file.field_lines.get(key)))
        if document.sidecar:
            for message, severity in _of_metadata(document, document.sidecar):
                yield _finding(document, message, severity, Location(path=document.sidecar.path))


def _of_front_matter(document: Document, file: DocumentFile) -> Iterator[tuple[str, str, Severity]]:
    """Key, message and severity of each date that is none; where metadata owns the state, only that decides what binds."""
    decides = next((key for key in EFFECTIVE_KEYS if file.field(key)), None) if document.sidecar is None else None
    for key, value in file.fields.items():
        if not isinstance(value, str) or not (is_date_key(key) or key in EFFECTIVE_KEYS) or _says_no_day(value):
            continue
        ignored = ", so it is ignored" if key == decides else ""
        if _is_impossible(value):
            yield key, f"{_named(key, value, document)} is a day that no calendar has{ignored}", RULE.severity
        elif ignored and declared_effective_day(file) is None and document.type != "TEMPLATE":
            yield key, f"{_named(key, value, document)} is not written as YYYY-MM-DD{ignored}", Severity.NOTE


def _of_metadata(document: Document, sidecar: Sidecar) -> Iterator[tuple[str, Severity]]:
    for key, value in sidecar.dates.items():
        if _says_no_day(value):
            continue
        if _is_impossible(value):
            yield f"{_named(key, value, document)} is a day that no calendar has", RULE.severity
        elif key in EFFECTIVE_KEYS and not _is_moment(value):
            yield f"{_named(key, value, document)} is not written as YYYY-MM-DD", Severity.NOTE


def _says_no_day(value: str) -> bool:
    text = value.strip()
    return is_placeholder(text) or _NO_DAY.fullmatch(text) is not None


def _is_impossible(value: str) -> bool:
    """Whether a text begins as a date is written, in numbers, and no calendar has that day in whichever order."""
    match = _DAY.match(value)
    if match is None:
        return False
    if match["year"]:
        return not _is_day(match["year"], match["month"], match["day"])
    year, one, other = match["last"], match["one"], match["other"]
    return not _is_day(year, one, other) and not _is_day(year, other, one)


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _is_moment(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _named(key: str, value: str, document: Document) -> str:
    return f"{key} {textwrap.shorten(value, _LONGEST, placeholder='...')!r} of {document.id}"


def _finding(document: Document, message: str, severity: Severity, location: Location) -> Finding:
    return Finding(code=RULE.code, severity=severity, message=message, location=location, subject=document.id)


_LONGEST = 60

RULE = Rule(code="DOC304", title="Date that is none", severity=Severity.WARNING, check=check, page=__doc__)
