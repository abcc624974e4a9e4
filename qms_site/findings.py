"""Findings: what is wrong, or worth knowing, about documents or history. Values only; reports render them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters, least first; comparable through :attr:`rank`."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error."""
        return _RANKS[self]


_RANKS = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place in the repository: path relative to its root with ``/``, line counting from 1, or None for the whole file."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong: a permanent code, how severe, one sentence, where, and about what.

    ``subject`` names the record or item concerned (``CR-061``, ``CR-061#EI-6``); ``hint`` says what would be right.
    """

    code: str
    severity: Severity
    message: str
    location: Location | None = None
    subject: str | None = None
    hint: str | None = None
    when: datetime | None = None
    """When that happened which is wrong, where the rule knows it: a duty binds only from its own beginning."""

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that stay the same when the paragraph moves: the line is left out."""
        path = self.location.path if self.location else ""
        parts = "\0".join((self.code, path, self.subject or "", self.message))
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def sort_findings(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Order for every report: the severest first, then code, path, line, message."""
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[int, str, str, int, str]:
    path, line = (finding.location.path, finding.location.line or 0) if finding.location else ("", 0)
    return (-finding.severity.rank, finding.code, path, line, finding.message)
