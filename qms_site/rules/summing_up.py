"""Many findings of one kind are one: a custom is told once, a slip where it is."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from qms_site.findings import Finding
from qms_site.rules.naming import name_some

_MOST_ALONE = 5


def sum_up(
    findings: Iterable[Finding], what: str, *, subject: str = "branches", most: int = _MOST_ALONE
) -> Iterator[Finding]:
    """The findings themselves, or one for all of them: their number, what they have in common, and their subjects."""
    told = tuple(findings)
    if len(told) <= most:
        yield from told
        return
    worst = max(told, key=lambda finding: finding.severity.rank)
    names = name_some(dict.fromkeys(finding.subject or "" for finding in told))
    yield replace(worst, message=f"{len(told)} {what}: {names}", subject=subject, location=None)
