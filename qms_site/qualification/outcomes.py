"""What a part of a gate comes to, with its reason; and what several parts come to together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qms_site.qualification import gates
from qms_site.qualification.gates import GateState


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several things that must all be met; ``reason`` is one sentence without its end."""

    name: str
    outcome: GateState
    reason: str


def worst_of(parts: Iterable[Part]) -> GateState:
    """What all parts together come to."""
    return gates.worst_of(part.outcome for part in parts)


def reason_of(parts: Sequence[Part]) -> str:
    """The reasons of the parts that decide, each once, in one sentence without its end."""
    outcome = worst_of(parts)
    return "; ".join(dict.fromkeys(part.reason for part in parts if part.outcome is outcome))
