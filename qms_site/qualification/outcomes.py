"""What a part of a gate comes to, with its reason; and the reasons of those that decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from qms_site.qualification.gates import GateState, worst_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several things that must all be met; ``reason`` is one sentence without its end."""

    name: str
    outcome: GateState
    reason: str


def reason_of(parts: Sequence[Part]) -> str:
    """The reasons of the parts that decide, each once, in one sentence without its end."""
    outcome = worst_of(part.outcome for part in parts)
    return "; ".join(dict.fromkeys(part.reason for part in parts if part.outcome is outcome))
