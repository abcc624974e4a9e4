"""A closed record names no file, no other document and no commit.

**Why.** A record of a change says what was changed. Where it names nothing, nobody can go from it to what was done, or check that
it was. Anything that leads somewhere will do: a path, the name of a file, an id, a link, a commit; only comments do not count.
A child stands on its parent, which it names by its own id, and is not concerned.

**Bad.** `CR-042`: "The pump was made faster. All items passed."

**Good.** `CR-042`: "The pump was made faster in `src/pump.py @ 1d6172b`, as REQ-PUMP-004 asks."

**Fix.** Name what was changed, by the procedure for corrections.
"""

import re
from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.graph.references import ReferenceStatus
from qms_site.markdown.parsing import parse_body
from qms_site.markdown.regions import RegionKind, iter_regions
from qms_site.project import Project
from qms_site.records.files import DocumentFile
from qms_site.records.hashes import find_hashes
from qms_site.rules.execution_items import iter_closed_records
from qms_site.rules.rule import Rule

# The name of a file, or a path: `and/or` is none, `src/` is.
_FILE = re.compile(
    r"\b[A-Za-z_][\w-]{1,60}\.[A-Za-z][A-Za-z0-9]{0,9}\b|[\w.-]/(?![\w.-])|/[\w.-]{1,60}/|"
    r"\b(?:Makefile|Dockerfile|Jenkinsfile|LICENSE|README)\b|(?<!\w)\.[a-z]\w{2,40}\b"
)
_IN_CODE = frozenset({RegionKind.CODE, RegionKind.FENCE})


def check(project: Project) -> Iterator[Finding]:
    """One finding for each closed record that leads nowhere."""
    naming = {
        reference.document
        for reference in project.references
        if reference.region is not RegionKind.COMMENT and reference.status is not ReferenceStatus.SELF
    }
    # Where commits were held against the files that a record names, its text need not be parsed again.
    naming |= {record for record, scope in project.ledger.scopes.by_record.items() if scope}
    for document, file in iter_closed_records(project):
        if document.parent is None and document.id not in naming and not _names_something(file):
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{document.id} is closed and names no file, no other document and no commit",
                location=Location(path=file.path),
                subject=document.id,
            )


def _names_something(file: DocumentFile) -> bool:
    if file.links:
        return True
    return any(
        _FILE.search(region.text) or (region.kind in _IN_CODE and "/" in region.text) or any(find_hashes(region.text))
        for region in iter_regions(parse_body(file.body), first_line=file.body_line)
        if region.kind is not RegionKind.COMMENT
    )


RULE = Rule(code="REC106", title="Closed without substance", severity=Severity.NOTE, check=check, page=__doc__)
