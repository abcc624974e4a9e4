"""Commits changed files of governed code that the approved text of their record does not name.

**Why.** Approvers agreed to what they read. A file that the approved plan does not name was changed without anybody having agreed
to it, even if the record was in execution. The text counts with which the record went into execution, not what was added to it
later. A name of a file, a part of its path, a folder above it or a pattern is enough; of a file only moved, its name before
or after it. Several records may name the files together, and a child goes on under the plan of its parent. What one record is
cited for is told as one, and a record that names no file at all is told by GIT105.

**Bad.** `CR-042` names `src/parser.py`; a commit that cites it also changes `src/reader.py`.

**Good.** The plan of `CR-042` names `src/`, or both files, before it is approved.

**Fix.** Record the change in a variance of the record, or in another CR, that names the file; then accept the finding by an
exception that names it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.governed import governed_under, newest_of
from qms_site.rules.naming import name_some
from qms_site.rules.rule import Rule
from qms_site.rules.summing_up import sum_up
from qms_site.text import count_of, natural_key
from qms_site.timeline.ledger import LedgerEntry

_MOST = 20
"""Records beyond these are one custom, and told as one."""


def check(project: Project) -> Iterator[Finding]:
    """One finding for each record under which files were changed that it does not name; of many, one for all."""
    yield from sum_up(
        _check(project),
        "records did not name in their approved texts all that was changed under them",
        subject="history",
        most=_MOST,
    )


def _check(project: Project) -> Iterator[Finding]:
    beyond = _by_record(governed_under(project, RULE.code))
    for record in sorted(beyond, key=natural_key):
        paths = sorted({path for entry in beyond[record] for path in entry.unnamed})
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{count_of(len(beyond[record]), 'commit')} under {record} changed {name_some(paths)}, which its approved text "
            "does not name",
            location=Location(path=project.documents_by_id[record].path),
            subject=record,
            hint="name the files, or the folder that they are in, in the plan of a record before it is approved",
            when=newest_of(beyond[record]),
        )


def _by_record(entries: Iterable[LedgerEntry]) -> Mapping[str, Sequence[LedgerEntry]]:
    """What went beyond, by the first of the records that authorise it."""
    beyond: dict[str, list[LedgerEntry]] = {}
    for entry in entries:
        if entry.is_out_of_scope:
            record = next(answer.record for answer in entry.answers if answer.verdict == "inside")
            beyond.setdefault(record, []).append(entry)
    return beyond


RULE = Rule(code="GIT103", title="Change out of scope", severity=Severity.WARNING, check=check, page=__doc__)
