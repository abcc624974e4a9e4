"""The one shape of a rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qms_site.findings import Finding, Severity
from qms_site.project import Project

Check = Callable[[Project], Iterator[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: its permanent code, its name in a few words, how much its findings matter by default, and the check itself."""

    code: str
    title: str
    severity: Severity
    check: Check
    page: str
    """Markdown of its reference page: what, why, a bad and a good example, how to fix."""
