"""Steps between states that a lifecycle does not allow, as logs and commits tell them."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator

import msgspec

from qms_site.settings import Lifecycle, Settings, Stage
from qms_site.timeline.events import Event


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step from one state to another, and the event by which it is known.

    ``is_written`` is False where no event tells it: the log goes on from another state than it had reached.
    """

    before: str
    after: str
    event: Event
    is_written: bool = True


def find_forbidden_steps(events: tuple[Event, ...], type_name: str, settings: Settings) -> Iterator[Step]:
    """Steps that no way through the lifecycle explains, in the order of the events.

    A log may leave out steps that its other events tell of (a review that was approved), and those of ``[audit] left-out``.
    Where it names only the state that was reached, and in commits, several steps may have been taken at once.
    """
    lifecycle = settings.lifecycle_of(type_name)
    logged = [event for event in events if event.source == "audit"]
    if logged:
        yield from _in_log(logged, lifecycle, frozenset(settings.audit.left_out))
    else:
        yield from _in_commits(events, lifecycle)


def leads_back(before: str, after: str, lifecycle: Lifecycle) -> bool:
    """Whether a step that the lifecycle allows leads back to where work is done, as checking out does."""
    order = list(lifecycle.states)
    return (
        lifecycle.states.get(after) in (Stage.DRAFT, Stage.EXECUTION)
        and lifecycle.allows(before, after)
        and before in order
        and order.index(after) < order.index(before)
    )


def _in_log(events: list[Event], lifecycle: Lifecycle, left_out: frozenset[str]) -> Iterator[Step]:
    state: str | None = None
    kinds: list[str] = []
    following = _next_steps(events)
    for event in events:
        kinds.append(event.kind.upper())
        ahead = next(following)
        if event.to_state is None or (event.from_state is None and ahead is not None and _is_same(event, ahead)):
            continue  # the second of two lines that tell one step says more
        is_left_out = not left_out.isdisjoint(kinds)
        before = event.from_state or state
        if state and before and before not in (state, event.to_state) and not is_left_out:
            yield from _step(state, before, event, lifecycle, is_written=False)
        if event.from_state and not _is_told(event.from_state, event.to_state, kinds, lifecycle):
            yield Step(before=event.from_state, after=event.to_state, event=event)
        elif before and event.from_state is None and not is_left_out:
            yield from _step(before, event.to_state, event, lifecycle)
        state, kinds = event.to_state, []


def _next_steps(events: list[Event]) -> Iterator[Event | None]:
    """For each event the next one that reaches a state."""
    found: list[Event | None] = []
    ahead: Event | None = None
    for event in reversed(events):
        found.append(ahead)
        ahead = event if event.to_state else ahead
    return reversed(found)


def _is_same(event: Event, ahead: Event) -> bool:
    return ahead.from_state is not None and ahead.to_state == event.to_state


def _in_commits(events: Iterable[Event], lifecycle: Lifecycle) -> Iterator[Step]:
    for event in events:
        if event.from_state and event.to_state and event.on_production:
            yield from _step(event.from_state, event.to_state, event, lifecycle)


def _step(before: str, after: str, event: Event, lifecycle: Lifecycle, *, is_written: bool = True) -> Iterator[Step]:
    """A step of which only the ends are known, where no way leads from one to the other."""
    if not leads_back(before, after, lifecycle) and _way(before, after, lifecycle) is None:
        yield Step(before=before, after=after, event=event, is_written=is_written)


def _is_told(before: str, after: str, kinds: Collection[str], lifecycle: Lifecycle) -> bool:
    """Whether a step is allowed, or leads over states that kinds of events tell of."""
    if before == after or lifecycle.allows(before, after):
        return True
    way = _way(before, after, lifecycle)
    return way is not None and all(tells_of(kinds, lifecycle.states[state]) for state in way)


def tells_of(kinds: Collection[str], stage: Stage) -> bool:
    """Whether kinds of events, in capitals, tell by their words that a stage was reached or passed."""
    words = _WORDS.get(stage, ())
    return any(word in kind for kind in kinds for word in words)


_WORDS = {
    Stage.REVIEW: ("REVIEW", "APPROV", "SUBMIT"),
    Stage.APPROVED: ("APPROV", "SIGN"),
    Stage.EXECUTION: ("RELEASE", "EXECUT"),
    Stage.EFFECTIVE: ("EFFECTIVE", "PUBLISH"),
    Stage.CLOSED: ("CLOSE",),
    Stage.HOLD: ("HOLD", "SUSPEND"),
    Stage.RETIRED: ("RETIR", "CANCEL", "OBSOLE", "SUPERSED", "WITHDR"),
}
"""Words in the kind of an event that tell of a stage, in logs that do not name each state."""


def _way(before: str, after: str, lifecycle: Lifecycle) -> tuple[str, ...] | None:
    """The states on the shortest allowed way between two, without putting on hold or retiring; None where there is none."""
    if before == after or lifecycle.allows(before, after):
        return ()
    reached: dict[str, tuple[str, ...]] = {before: ()}
    waiting = deque([before])
    while waiting:
        state = waiting.popleft()
        for following in lifecycle.following(state):
            if following == after:
                return (*reached[state], state)[1:]
            if following not in reached and lifecycle.states.get(following) not in _BESIDE:
                reached[following] = (*reached[state], state)
                waiting.append(following)
    return None


_BESIDE = frozenset({Stage.HOLD, Stage.RETIRED})
