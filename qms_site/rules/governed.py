"""What rules about commits have in common: which changes a duty binds, and how systems and commits are named."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from qms_site.project import Project
from qms_site.timeline.ledger import LedgerEntry

_MOST_SYSTEMS = 3
_MOST_NAMED = 5


def governed_under(project: Project, code: str) -> tuple[LedgerEntry, ...]:
    """Changes to governed code that were made when the duty that a rule checks was binding already."""
    start = project.duty_start(code)
    if start is None:
        return project.ledger.governed
    return tuple(
        entry for entry in project.ledger.governed if entry.commit.authored is None or entry.commit.authored >= start
    )


def newest_of(entries: Iterable[LedgerEntry]) -> datetime | None:
    """When the newest of some commits was made."""
    return max((entry.commit.authored for entry in entries if entry.commit.authored), default=None)


def name_systems(systems: Iterable[str]) -> str:
    """Systems by name; of many only the first."""
    names = tuple(systems)
    more = f" and {len(names) - _MOST_SYSTEMS} more systems" if len(names) > _MOST_SYSTEMS else ""
    return ", ".join(names[:_MOST_SYSTEMS]) + more


def name_commits(entries: Sequence[LedgerEntry]) -> str:
    """The oldest of some commits, newest first, by hash and subject, and how many there are besides."""
    oldest = [f"{entry.commit.hash[:10]} ({entry.commit.subject[:80]})" for entry in reversed(entries[-_MOST_NAMED:])]
    more = f" and {len(entries) - _MOST_NAMED} more" if len(entries) > _MOST_NAMED else ""
    return ", ".join(oldest) + more
