"""What rules about commits have in common: which changes a duty binds, and how systems and commits are named."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from qms_site.project import Project
from qms_site.rules.naming import name_commit, name_some
from qms_site.timeline.ledger import LedgerEntry

_MOST_SYSTEMS = 3


def governed_under(project: Project, code: str) -> tuple[LedgerEntry, ...]:
    """Changes to governed code of which something is to be said, made when the duty that a rule checks was binding already."""
    start = project.duty_start(code)
    return tuple(
        entry
        for entry in project.ledger.notable
        if start is None or entry.commit.authored is None or entry.commit.authored >= start
    )


def count_plain(project: Project, code: str) -> int:
    """How many changes to governed code there are beside those, made when the duty was binding."""
    start, moments = project.duty_start(code), project.ledger.plain
    return len(moments) if start is None else sum(moment is None or moment >= start for moment in moments)


def newest_of(entries: Iterable[LedgerEntry]) -> datetime | None:
    """When the newest of some commits was made."""
    return max((entry.commit.authored for entry in entries if entry.commit.authored), default=None)


def name_systems(systems: Iterable[str]) -> str:
    """Systems by name; of many only the first."""
    return name_some(systems, most=_MOST_SYSTEMS)


def name_commits(entries: Sequence[LedgerEntry]) -> str:
    """Commits by hash and subject; entries are newest first, and of many the oldest are named."""
    return name_some(name_commit(entry.commit) for entry in reversed(entries))
