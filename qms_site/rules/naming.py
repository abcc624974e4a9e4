"""How findings name commits and lists of things: the first of them, and how many there are besides."""

from collections.abc import Iterable, Sequence

from qms_site.sources.snapshot import CommitRecord
from qms_site.text import natural_key

_MOST_NAMED = 5
_SUBJECT = 80


def name_commit(commit: CommitRecord) -> str:
    """``0af3c51d22 (CR-001: what it does)``."""
    return f"{commit.hash[:10]} ({commit.subject[:_SUBJECT]})"


def name_sorted(names: Iterable[str]) -> str:
    """Names in their natural order, each once; of many the first ones, and how many there are besides."""
    return name_some(sorted(dict.fromkeys(names), key=natural_key))


def name_some(names: Iterable[str], most: int = _MOST_NAMED) -> str:
    """The first of some names, and how many there are besides."""
    every: Sequence[str] = tuple(names)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more
