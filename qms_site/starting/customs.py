"""What a team's own customs mean in the words of a profile: its statuses, and the folders of its documents."""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping

from qms_site.paths import is_in_folder, path_below
from qms_site.settings import Settings
from qms_site.settings.base import normalise_status

# What teams write for the states that the lifecycles call otherwise; the first that a lifecycle has is proposed, and
# nothing is applied silently.
_USUAL_MEANINGS: Mapping[str, tuple[str, ...]] = {
    "APPROVED": ("EFFECTIVE", "PRE_APPROVED"),
    "RELEASED": ("EFFECTIVE", "IN_EXECUTION"),
    "PUBLISHED": ("EFFECTIVE",),
    "ACTIVE": ("EFFECTIVE", "IN_EXECUTION"),
    "CURRENT": ("EFFECTIVE",),
    "IN_FORCE": ("EFFECTIVE",),
    "VALID": ("EFFECTIVE",),
    "FINAL": ("EFFECTIVE", "CLOSED"),
    "OBSOLETE": ("RETIRED",),
    "WITHDRAWN": ("RETIRED", "CANCELLED"),
    "DEPRECATED": ("RETIRED",),
    "ARCHIVED": ("RETIRED",),
    "REPLACED": ("SUPERSEDED", "RETIRED"),
    "REVIEW": ("IN_REVIEW", "IN_PRE_REVIEW"),
    "IN_REVIEW": ("IN_REVIEW", "IN_PRE_REVIEW"),
    "UNDER_REVIEW": ("IN_REVIEW", "IN_PRE_REVIEW"),
    "PENDING_REVIEW": ("IN_REVIEW", "IN_PRE_REVIEW"),
    "PENDING_APPROVAL": ("IN_APPROVAL", "IN_PRE_APPROVAL"),
    "IN_APPROVAL": ("IN_APPROVAL", "IN_PRE_APPROVAL"),
    "EFFECTIVE": ("EFFECTIVE", "IN_EXECUTION"),
    "PROPOSED": ("DRAFT",),
    "WIP": ("DRAFT",),
    "NEW": ("DRAFT",),
    "OPEN": ("IN_EXECUTION", "DRAFT"),
    "IN_PROGRESS": ("IN_EXECUTION", "DRAFT"),
    "EXECUTING": ("IN_EXECUTION",),
    "IMPLEMENTED": ("POST_APPROVED", "EFFECTIVE"),
    "DONE": ("CLOSED", "EFFECTIVE"),
    "COMPLETE": ("CLOSED", "EFFECTIVE"),
    "COMPLETED": ("CLOSED", "EFFECTIVE"),
    "CLOSED": ("CLOSED", "RETIRED"),
    "REJECTED": ("CANCELLED",),
    "PAUSED": ("ON_HOLD",),
    "SUSPENDED": ("ON_HOLD",),
    "HOLD": ("ON_HOLD",),
}


def propose_aliases(statuses: Iterable[tuple[str, str]], settings: Settings) -> Mapping[str, Mapping[str, str | None]]:
    """By lifecycle, what each status that is none of its states means; statuses come as (type, status as written)."""
    written_by_lifecycle: dict[str, set[str]] = defaultdict(set)
    for type_, status in statuses:
        known = settings.types.get(type_)
        written_by_lifecycle[known.lifecycle if known else "non-executable"].add(status)
    proposals = {name: _propose(written_by_lifecycle[name], name, settings) for name in sorted(written_by_lifecycle)}
    return {name: found for name, found in proposals.items() if found}


def _propose(written: set[str], name: str, settings: Settings) -> Mapping[str, str | None]:
    lifecycle = settings.lifecycles[name]
    used = {settings.state_in(lifecycle, status) for status in written}
    proposals: dict[str, str | None] = {}
    for status in sorted(written):
        plain, state = normalise_status(status), settings.state_in(lifecycle, status)
        if state == "APPROVED" and "EFFECTIVE" in lifecycle.states and "EFFECTIVE" not in used:
            proposals[status] = "EFFECTIVE"  # a team without a separate effective state means just that
        elif state not in lifecycle.states:
            usual = _USUAL_MEANINGS.get(plain, ())
            proposals[status] = next((meaning for meaning in usual if meaning in lifecycle.states), None)
        elif state != plain:
            proposals[status] = state  # an alias of the profile: said, so that it can be confirmed
    return proposals


def find_folders(placed: Iterable[tuple[str, str]], root: str, settings: Settings) -> Mapping[str, str]:
    """By type, the one folder below the root that holds all its documents, where the profile expects them elsewhere.

    Documents come as (type, path).
    """
    paths_by_type: dict[str, list[str]] = defaultdict(list)
    for type_, path in placed:
        paths_by_type[type_].append(path_below(path, root))
    found: dict[str, str] = {}
    for type_, paths in sorted(paths_by_type.items()):
        known = settings.types.get(type_)
        expected = known.folder if known else None
        if expected and any(is_in_folder(path, expected) for path in paths):
            continue
        common = posixpath.commonpath([posixpath.dirname(path) for path in paths])
        if common and len(paths) > 1:
            found[type_] = common
    return found
