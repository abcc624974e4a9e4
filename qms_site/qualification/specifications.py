"""Which of a system's specifications (RS, DS, RTM) have a version in force: the first prerequisites of qualification."""

from dataclasses import dataclass

from qms_site.project import Project

SPECIFICATION_TYPES = ("RS", "DS", "RTM")


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """One specification of a system. ``document`` is None if there is none; ``in_force`` is the version that binds."""

    type: str
    document: str | None
    in_force: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemSpecifications:
    """A configured system with its specifications, in the order RS, DS, RTM."""

    name: str
    title: str
    specifications: tuple[Specification, ...]


def judge_specifications(project: Project) -> tuple[SystemSpecifications, ...]:
    """The specifications of every configured system, in the order of the settings."""
    return tuple(
        SystemSpecifications(
            name=system.name,
            title=system.title or system.name,
            specifications=tuple(_look_up(project, system.name, type_) for type_ in SPECIFICATION_TYPES),
        )
        for system in project.settings.system
    )


def _look_up(project: Project, system: str, type_: str) -> Specification:
    id_ = f"SDLC-{system}-{type_}"
    timeline = project.timelines_by_id.get(id_)
    return Specification(
        type=type_, document=id_ if timeline else None, in_force=timeline.in_force if timeline else None
    )
