"""The inventory of systems and a page for each, by their places on the site; and the badges that other places embed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from qms_site.pages.trace import place_of
from qms_site.reports.badge_files import Badge, badge_files
from qms_site.reports.badges import build_badges, place_badges
from qms_site.views.matrix import Matrix, build_matrices
from qms_site.views.readiness import SystemsView, SystemView, build_systems
from qms_site.views.run import Run

SYSTEMS_URI = "systems.md"
_NOTHING = SystemsView(systems=(), states=())
_RESERVED = frozenset({"systems/index.md", "systems/readme.md"})
"""Places that hosts take for that of the folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Systems:
    """The systems of a run by the place of their page; nothing where they were not asked for."""

    view: SystemsView = _NOTHING
    system_by_page: Mapping[str, SystemView] = field(default_factory=lambda: MappingProxyType({}))
    page_by_name: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    systems_by_document: Mapping[str, tuple[SystemView, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """By the id of a specification or matrix, the systems that it is of."""
    badges: Mapping[str, Badge] = field(default_factory=lambda: MappingProxyType({}))
    """By their place on the site, without a suffix."""
    badge_by_name: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The place of the badge of a system."""

    def files(self) -> Mapping[str, bytes]:
        """The badges as pictures and as data, by their places on the site."""
        return badge_files(self.badges)


def plan_systems(run: Run, matrices: Iterable[Matrix] | None = None) -> Systems:
    """The systems of a run as its pages show them; ``matrices`` are those of the run, if they are at hand."""
    view = build_systems(run)
    placed = dict(_placed(view.systems))
    return Systems(
        view=view,
        system_by_page=MappingProxyType(placed),
        page_by_name=MappingProxyType({system.name: uri for uri, system in placed.items()}),
        systems_by_document=MappingProxyType(_by_document(view.systems)),
        badges=build_badges(run, build_matrices(run.project) if matrices is None else matrices),
        badge_by_name=place_badges("systems", (system.name for system in view.systems)),
    )


def _placed(systems: Iterable[SystemView]) -> Iterator[tuple[str, SystemView]]:
    """Each system with a place of its own, on file systems too that do not tell capitals from small letters."""
    taken = set(_RESERVED)
    for system in systems:
        place, number = place_of(f"systems/{system.name}"), 1
        while place.casefold() in taken:
            number += 1
            place = place_of(f"systems/{system.name}-{number}")
        taken.add(place.casefold())
        yield place, system


def _by_document(systems: Iterable[SystemView]) -> dict[str, tuple[SystemView, ...]]:
    found: dict[str, tuple[SystemView, ...]] = {}
    for system in systems:
        for specification in system.specifications:
            found[specification.row.id] = (*found.get(specification.row.id, ()), system)
    return found
