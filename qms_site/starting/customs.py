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
    "ENTWURF": ("DRAFT",),
    "IN_ARBEIT": ("DRAFT",),
    "IN_PR\u00dcFUNG": ("IN_REVIEW", "IN_PRE_REVIEW"),
    "GEPR\u00dcFT": ("REVIEWED", "PRE_REVIEWED"),
    "IN_FREIGABE": ("IN_APPROVAL", "IN_PRE_APPROVAL"),
    "GENEHMIGT": ("EFFECTIVE", "PRE_APPROVED"),
    "FREIGEGEBEN": ("EFFECTIVE", "IN_EXECUTION"),
    "G\u00dcLTIG": ("EFFECTIVE",),
    "IN_KRAFT": ("EFFECTIVE",),
    "ERSETZT": ("SUPERSEDED", "RETIRED"),
    "UNG\u00dcLTIG": ("RETIRED",),
    "ZUR\u00dcCKGEZOGEN": ("RETIRED", "CANCELLED"),
    "OFFEN": ("IN_EXECUTION",),
    "IN_BEARBEITUNG": ("IN_EXECUTION", "DRAFT"),
    "ABGESCHLOSSEN": ("CLOSED",),
    "ABGELEHNT": ("CANCELLED",),
    "BROUILLON": ("DRAFT",),
    "APPROUV\u00c9": ("EFFECTIVE", "PRE_APPROVED"),
    "EN_VIGUEUR": ("EFFECTIVE",),
    "P\u00c9RIM\u00c9": ("RETIRED",),
    "CL\u00d4TUR\u00c9": ("CLOSED",),
}


# Statuses of what is opened, carried out and closed; of what comes into force they say nothing.
_OF_RECORDS = frozenset(
    {"OPEN", "CLOSED", "IN_PROGRESS", "IN_EXECUTION", "EXECUTED", "IMPLEMENTATION", "IMPLEMENTED", "DONE", "COMPLETED"}
)
_OF_TEXTS = frozenset({"EFFECTIVE", "RELEASED", "PUBLISHED", "IN_FORCE", "VALID", "OBSOLETE", "SUPERSEDED"})


def find_records(statuses: Iterable[tuple[str, str]], settings: Settings) -> frozenset[str]:
    """Types that the profile does not know and whose documents are opened and closed; statuses as (type, status as written)."""
    written_by_type: dict[str, set[str]] = defaultdict(set)
    for type_, status in statuses:
        written_by_type[type_].add(normalise_status(status))
    return frozenset(
        type_
        for type_, written in written_by_type.items()
        if type_ not in settings.types and written & _OF_RECORDS and not written & _OF_TEXTS
    )


def propose_aliases(
    statuses: Iterable[tuple[str, str]], settings: Settings, records: frozenset[str] = frozenset()
) -> Mapping[str, Mapping[str, str | None]]:
    """By lifecycle, what each status that is none of its states means; statuses come as (type, status as written).

    ``records`` are types that the profile does not know and that are executed.
    """
    written_by_lifecycle: dict[str, set[str]] = defaultdict(set)
    for type_, status in statuses:
        known = settings.types.get(type_)
        lifecycle = known.lifecycle if known else "executable" if type_ in records else "non-executable"
        written_by_lifecycle[lifecycle].add(status)
    proposals = {name: _propose(written_by_lifecycle[name], name, settings) for name in sorted(written_by_lifecycle)}
    found = {name: {**_kept(name, proposals, settings), **proposals.get(name, {})} for name in settings.lifecycles}
    return {name: aliases for name, aliases in found.items() if aliases}


def _kept(name: str, proposals: Mapping[str, Mapping[str, str | None]], settings: Settings) -> Mapping[str, str]:
    """States of one lifecycle that a proposal for another, which is made for all, would turn into other ones."""
    states = settings.lifecycles[name].states
    return {
        status: plain
        for other, aliases in proposals.items()
        for status, meaning in aliases.items()
        if other != name and meaning in states and (plain := normalise_status(status)) in states and plain != meaning
    }


def _propose(written: set[str], name: str, settings: Settings) -> Mapping[str, str | None]:
    lifecycle = settings.lifecycles[name]
    used = {settings.state_in(lifecycle, status) for status in written}
    by_spelling = {normalise_status(status): status for status in sorted(written, reverse=True)}
    proposals: dict[str, str | None] = {}
    for plain, status in sorted(by_spelling.items(), key=lambda entry: entry[1]):
        state = settings.state_in(lifecycle, status)
        if state != plain and plain in lifecycle.states and state in by_spelling:
            proposals[status] = plain  # the profile takes the two for one, and this team tells them apart
        elif state == "APPROVED" and "EFFECTIVE" in lifecycle.states and "EFFECTIVE" not in used:
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
