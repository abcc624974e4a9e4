"""Findings into the host's log, one line for each rule, so that ``--strict`` bites and nobody is flooded."""

from typing import TYPE_CHECKING, Any

from qms_site.findings import Severity
from qms_site.text import count_of, printable
from qms_site.views.findings import build_findings_view
from qms_site.views.run import Run

if TYPE_CHECKING:
    from logging import LoggerAdapter


def log_findings(log: "LoggerAdapter[Any]", run: Run) -> None:
    """A warning for each rule with findings that count at warning or error, an information line for the rest."""
    for group in build_findings_view(run.counted).groups:
        first = group.findings[0].finding
        place = f"{first.location}: " if first.location else ""
        more = f" (and {count_of(len(group.findings) - 1, 'more', 'more')})" if len(group.findings) > 1 else ""
        write = log.info if group.severity is Severity.NOTE else log.warning
        write("%s", printable(f"{group.code} {place}{first.message}{more}"))
