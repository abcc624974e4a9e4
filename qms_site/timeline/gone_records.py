"""Records that are no documents any more: what git still tells of their executions, so that work under them is not accused."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from qms_site.history.statuses import Statuses, StatusPoint
from qms_site.settings import Settings
from qms_site.timeline.events import events_from_git
from qms_site.timeline.standing import Clock, clock_of
from qms_site.timeline.windows import Window, execution_windows


def build_clocks_of_gone(
    statuses: Statuses, documents: Collection[str], type_of: Callable[[str], str | None], settings: Settings
) -> Mapping[str, Clock]:
    """A clock for each record that was deleted, or of which only metadata are left, by id.

    An execution ends with the files at the latest. Where metadata told the states, the log that knew their moments is gone:
    a record that was executed at all may have been so at any other moment too.
    """
    clocks: dict[str, Clock] = {}
    for id_, points, removed in _gone(statuses, documents):
        type_ = type_of(id_)
        if type_ is None or not settings.is_executable(type_):
            continue
        has_metadata = any(point.is_metadata for point in points)
        told = tuple(point for point in points if point.is_metadata or not has_metadata)
        events = events_from_git(told, settings, type_)
        windows = (_ended(window, removed) for window in execution_windows(events, type_, settings))
        clock = clock_of(events, tuple(windows), type_, settings)
        was_executed = bool(clock.windows or clock.unseen)
        clocks[id_] = replace(clock, is_known=clock.is_known and not (has_metadata and was_executed))
    return clocks


def _gone(
    statuses: Statuses, documents: Collection[str]
) -> Iterator[tuple[str, tuple[StatusPoint, ...], datetime | None]]:
    """Ids without a document, their points, and when the last of their files was removed."""
    yield from ((id_, points, None) for id_, points in statuses.points.items() if id_ not in documents)
    for loss in statuses.losses:
        if loss.points and loss.before.document not in documents:
            yield loss.before.document, loss.points, loss.removed.committed


def _ended(window: Window, removed: datetime | None) -> Window:
    return window if window.end else Window(window.start, removed)
