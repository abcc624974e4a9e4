"""The submodules that hold the code of a system: only their pointers are under change control."""

from collections.abc import Iterator

from qms_site.project import Project
from qms_site.timeline.pointers import PointerMove, Submodule


def governed_submodules(project: Project) -> Iterator[Submodule]:
    """Submodules that a system of the settings has as its repository, or that the baseline of a matrix names."""
    named = {system.repository for system in project.settings.system}
    named |= {found.repository for found in project.verifications.by_system.values()}
    for submodule in project.submodules:
        if submodule.repository is not None and submodule.repository in named:
            yield submodule


def governed_moves(project: Project, submodule: Submodule, code: str) -> tuple[PointerMove, ...]:
    """Moves of a pointer that the duty binds which a rule checks, newest first; a mere change of its place is none."""
    return tuple(
        move
        for move in reversed(submodule.moves)
        if move.direction != "renamed"
        and not any(map(project.is_history, (move.commit.authored, move.commit.committed)))
        and project.binds(code, move.commit.authored)
    )
