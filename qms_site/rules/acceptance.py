"""Suppressions and exceptions: findings that are accepted stay visible, and no longer count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qms_site.findings import Finding
from qms_site.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """Why a finding does not count: the tool is wrong (suppression), or an approved record accepts it (exception)."""

    kind: Literal["suppression", "exception"]
    reason: str
    record: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedFinding:
    """A finding, and the acceptance that covers it, if one does."""

    finding: Finding
    accepted: Acceptance | None = None


def judge_findings(findings: Iterable[Finding], settings: Settings, as_of: date | None) -> tuple[JudgedFinding, ...]:
    """Each finding with the suppression or unexpired exception that covers it, in the order given."""
    accepted: dict[tuple[str, str], Acceptance] = {}
    for exception in settings.exception:
        if exception.until is None or as_of is None or as_of <= exception.until:
            accepted[exception.rule, exception.subject] = Acceptance(
                kind="exception", reason=exception.reason, record=exception.record, until=exception.until
            )
    for suppression in settings.suppression:
        accepted[suppression.rule, suppression.subject] = Acceptance(kind="suppression", reason=suppression.reason)
    return tuple(
        JudgedFinding(finding=finding, accepted=accepted.get((finding.code, finding.subject or "")))
        for finding in findings
    )
