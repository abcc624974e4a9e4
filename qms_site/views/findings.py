"""Findings grouped by rule, the severest first: what the findings page and the terminal both show."""

from collections.abc import Iterable
from dataclasses import dataclass

from qms_site.findings import Severity
from qms_site.rules.acceptance import JudgedFinding
from qms_site.rules.registry import RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """All findings of one rule; ``severity`` is the severest among them."""

    code: str
    title: str
    severity: Severity
    findings: tuple[JudgedFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsView:
    """Groups in order, and how many findings count at each severity; accepted ones are counted apart."""

    groups: tuple[FindingGroup, ...]
    errors: int
    warnings: int
    notes: int
    accepted: int


def build_findings_view(findings: Iterable[JudgedFinding]) -> FindingsView:
    """The findings of a run, in the order they have, grouped."""
    judged = tuple(findings)
    counted = [entry.finding.severity for entry in judged if entry.accepted is None]
    groups = [_group(rule.code, rule.title, judged) for rule in RULES]
    return FindingsView(
        groups=tuple(
            sorted((group for group in groups if group), key=lambda group: (-group.severity.rank, group.code))
        ),
        errors=counted.count(Severity.ERROR),
        warnings=counted.count(Severity.WARNING),
        notes=counted.count(Severity.NOTE),
        accepted=len(judged) - len(counted),
    )


def _group(code: str, title: str, judged: tuple[JudgedFinding, ...]) -> FindingGroup | None:
    own = tuple(entry for entry in judged if entry.finding.code == code)
    if not own:
        return None
    severity = max((entry.finding.severity for entry in own), key=lambda severity: severity.rank)
    return FindingGroup(code=code, title=title, severity=severity, findings=own)
