"""Suppressions and exceptions: findings that are accepted stay visible, and no longer count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qms_site.findings import Finding
from qms_site.project import Project
from qms_site.settings import ExceptionSettings, Stage


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


def judge_findings(findings: Iterable[Finding], project: Project) -> tuple[JudgedFinding, ...]:
    """Each finding with the suppression, or the exception that holds, that covers it; in the order given."""
    accepted: dict[tuple[str, str], Acceptance] = {}
    for exception in project.settings.exception:
        if _holds(exception, project):
            accepted[exception.rule, exception.subject] = Acceptance(
                kind="exception", reason=exception.reason, record=exception.record, until=exception.until
            )
    for suppression in project.settings.suppression:
        accepted[suppression.rule, suppression.subject] = Acceptance(kind="suppression", reason=suppression.reason)
    return tuple(
        JudgedFinding(finding=finding, accepted=accepted.get((finding.code, finding.subject or "")))
        for finding in findings
    )


def _holds(exception: ExceptionSettings, project: Project) -> bool:
    """Whether the record that accepts it has been approved, and its last day has not passed."""
    record = project.documents_by_id.get(exception.record)
    is_approved = record is not None and project.stage_of(record) in _APPROVED_STAGES
    is_over = exception.until is not None and project.as_of is not None and project.as_of > exception.until
    return is_approved and not is_over


_APPROVED_STAGES = frozenset({Stage.APPROVED, Stage.EFFECTIVE, Stage.EXECUTION, Stage.CLOSED})
