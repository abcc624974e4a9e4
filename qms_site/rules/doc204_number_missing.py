"""A number is missing from the sequence of a type's ids.

**Why.** Numbers are given in order and never used again. A gap is a record that was lost, cancelled without a trace, or never
committed; an auditor asks which.

**Bad.** CR-001, CR-002 and CR-004, and nothing that tells of CR-003.

**Good.** The same with workflow metadata of CR-003 that says `CANCELLED`.

**Fix.** Find out (`git log --all -- "*CR-003*"`), and record it. Gaps of one sequence are told together; where numbers are
given in blocks on purpose, switch the rule off or suppress it for the type.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule

_NUMBERED = re.compile(r"(?P<stem>.*?)(?P<number>\d{1,6})")
_MOST_GAPS = 0.5
"""Where more of a sequence is missing than this, the numbers are not given one by one."""
_MOST_NAMED = 10


def check(project: Project) -> Iterator[Finding]:
    """One finding for each sequence with gaps."""
    for stem, numbers in sorted(_sequences(project).items()):
        first, last = min(numbers), max(numbers)
        missing = [number for number in range(first, last + 1) if number not in numbers] if last < _LONGEST else []
        if not missing or len(missing) > _MOST_GAPS * (last - first + 1):
            continue
        width = len(min(numbers.values(), key=len))
        named = ", ".join(f"{stem}{number:0{width}d}" for number in missing[:_MOST_NAMED])
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"missing from the sequence: {named}{more}",
            location=Location(path=project.documents_root),
            subject=stem.rstrip("-"),
        )


_LONGEST = 100_000


def _sequences(project: Project) -> dict[str, dict[int, str]]:
    """Numbers, with their written digits, by what stands before them in the ids of documents, metadata, logs and archives."""
    sequences: dict[str, dict[int, str]] = defaultdict(dict)
    orphans = (sidecar.id for sidecar in project.orphan_sidecars)
    for id_ in sorted({*project.documents_by_id, *orphans, *project.remembered_ids}):
        match = _NUMBERED.fullmatch(id_)
        if match and project.scheme.parse(id_):
            sequences[match["stem"]][int(match["number"])] = match["number"]
    return sequences


RULE = Rule(code="DOC204", title="Number missing from a sequence", severity=Severity.NOTE, check=check, page=__doc__)
