"""The trees of a system's code: in production, at the qualified commit, and in each of its environments.

All trees of a system speak in the paths that files have in its production, so that they can be compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from qms_site.sources.snapshot import TreeFile


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemTree:
    """The files of a system at a commit, by their paths in production.

    ``repository`` is where the commit is, None for this one; ``pointer`` the commit of the system's own repository that it holds.
    """

    repository: str | None
    commit: str
    files: Mapping[str, TreeFile]
    pointer: str | None = None
    before: tuple[str, ...] = ()
    """Files that lie where the path map says that code lay before."""
    clashes: tuple[str, ...] = ()
    """Paths that two of its files have by the path map, with different contents."""


class Turn(StrEnum):
    """Whether an environment's tree is what was tested for the qualification at hand."""

    COUNTS = "counts"
    """It feeds the qualification; where no commit is stated, it is one of the newest."""
    EARLIER = "earlier"
    """A later environment that counts was begun after all of it was there."""
    OTHER = "other"
    """The qualified commit does not hold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentTree:
    """A test environment or a sandbox of a system. ``tree`` is that of its newest commit; ``unknown`` says why there is none.

    ``base`` is the tree that production had where the environment left it; read where several environments count.
    """

    branch: str
    repository: str | None
    role: str
    is_deleted: bool
    commit: str | None
    turn: Turn
    tree: SystemTree | None
    unknown: str | None = None
    base: SystemTree | None = None

    @property
    def label(self) -> str:
        """Its name, behind that of its repository if it is another than this one."""
        return f"{self.repository}: {self.branch}" if self.repository else self.branch


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemTrees:
    """The trees of a system. ``repository`` is where its code is, None for this one; each tree is None where it is not known.

    ``production`` is what this repository's production holds, for a submodule by its pointer; ``own_tip`` what the submodule's
    own production holds. ``unknown`` and ``unknown_qualified`` say why a tree is not known. ``qualified_commit`` is the one that
    the baseline states, None where none does.
    """

    system: str
    repository: str | None
    production: SystemTree | None = None
    unknown: str | None = None
    own_tip: SystemTree | None = None
    qualified_commit: str | None = None
    qualified: SystemTree | None = None
    unknown_qualified: str | None = None
    environments: tuple[EnvironmentTree, ...] = ()
    predecessors: tuple[str, ...] = ()
    """Files that production still has where code lay before it moved, in this repository or in the system's own."""
    counting: frozenset[str] = frozenset()
    """Commits, as reports write them, whose results count for production: its own, and those with the same code and tests."""

    @property
    def counting_environments(self) -> tuple[EnvironmentTree, ...]:
        """The test environments that feed the qualification."""
        return tuple(one for one in self.environments if one.role == "test" and one.turn is Turn.COUNTS)
