"""Lifecycles: the states of a document type, the steps between them, and what each state means."""

from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import BeforeValidator, Field

from qms_site.settings.base import SettingsTable, normalise_status


class Stage(StrEnum):
    """What a state means, whatever a team calls it; badges, counts and "is it open?" go by the stage."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    EFFECTIVE = "effective"
    EXECUTION = "execution"
    HOLD = "hold"
    CLOSED = "closed"
    RETIRED = "retired"


def _in_capitals(written: object) -> object:
    """States are compared in one spelling, so they are kept in it: keys of a table, entries of a list, or a text."""
    match written:
        case dict():
            return {_in_capitals(key): value for key, value in written.items()}
        case list() | tuple():
            return tuple(_in_capitals(entry) for entry in written)
        case str():
            return normalise_status(written)
        case _:
            return written


State = Annotated[str, BeforeValidator(_in_capitals)]
StatesByAlias = Annotated[dict[str, State], BeforeValidator(_in_capitals)]


class Lifecycle(SettingsTable):
    """The states of a document type, in their usual order, each with the stage that it means."""

    states: Annotated[dict[str, Stage], BeforeValidator(_in_capitals)] = Field(description="State to stage.")
    steps: Annotated[dict[str, tuple[State, ...]], BeforeValidator(_in_capitals)] = Field(
        {}, description="State to the states that may follow it; any may follow, or precede, one that no step names."
    )
    first: tuple[State, ...] = Field((), description="States in which a document begins; none named: any.")
    aliases: StatesByAlias = Field(
        {}, description="Status as documents of this lifecycle write it (any case), to the state it means."
    )

    def allows(self, before: str, after: str) -> bool:
        """Whether a step is allowed. States that no step names are free: they were added without saying how."""
        following = self.steps.get(before)
        return following is None or after in following or after not in self._governed

    def following(self, state: str) -> tuple[str, ...]:
        """The states that may come next; none where the lifecycle does not say."""
        return self.steps.get(state, ())

    def first_of(self, stage: Stage) -> str | None:
        """The first state that means a stage; None where the lifecycle has none."""
        return next((state for state, meant in self.states.items() if meant is stage), None)

    @cached_property
    def _governed(self) -> frozenset[str]:
        return frozenset(self.steps).union(*self.steps.values())
