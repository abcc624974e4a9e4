"""What a part of a qualification comes to: met, not met, or unknown, each with its reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """Unknown is never met."""

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"
    """Evidence for it is not available."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several things that must all be met; ``reason`` is one sentence without its end."""

    name: str
    outcome: Outcome
    reason: str


def worst_of(parts: Iterable[Part]) -> Outcome:
    """What all parts together come to: one that is not met decides, then one that is not known."""
    outcomes = {part.outcome for part in parts}
    return next((one for one in (Outcome.NOT_MET, Outcome.UNKNOWN) if one in outcomes), Outcome.MET)


def reason_of(parts: Sequence[Part]) -> str:
    """The reasons of the parts that decide, in one sentence without its end."""
    outcome = worst_of(parts)
    return "; ".join(dict.fromkeys(part.reason for part in parts if part.outcome is outcome))
