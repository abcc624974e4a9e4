"""The case before the merge gate: a branch, where it shall go, and the commits that would go with it, each judged."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from qms_site.errors import QmsSiteError
from qms_site.graph.repositories import KnownRepository
from qms_site.history.commit_graph import CommitGraph, Difference, build_commit_graph, compare_tips, reach
from qms_site.project import Project
from qms_site.qualification.subject import Subject, find_subjects
from qms_site.sources.snapshot import CommitRecord
from qms_site.text import close_names
from qms_site.timeline.branch_roles import PRODUCTION
from qms_site.timeline.branches import Branch
from qms_site.timeline.ledger import LedgerEntry, Proposal

CUT = "where the two went apart is not in this clone, which is not whole"


class UnknownBranchError(QmsSiteError):
    """A branch that was asked for is not there, or may be one of several."""


@dataclass(frozen=True, kw_only=True)
class MergeCase:
    """A branch (``source``) that shall be merged into another one (``target``) of the same repository; both have tips."""

    project: Project
    source: Branch
    target: Branch
    source_tip: str
    target_tip: str

    @property
    def is_governed(self) -> bool:
        """Whether it would change production, where each change needs a record."""
        return self.target.role.name == PRODUCTION

    @cached_property
    def repository(self) -> KnownRepository | None:
        """Where both are."""
        known = self.project.known_repositories.known
        return next((one for one in known if one.key == self.source.repository), None)

    @cached_property
    def graph(self) -> CommitGraph:
        """The commits of their repository."""
        return build_commit_graph(self.repository.commits if self.repository else ())

    @cached_property
    def difference(self) -> Difference | None:
        """How far they have gone apart."""
        pair = (self.source_tip, self.target_tip)
        return compare_tips(self.graph, [pair]).get(pair)

    @cached_property
    def is_cut(self) -> bool:
        """Whether the clone does not tell which commits are the branch's: its history ends before the two meet."""
        is_whole = self.repository is not None and self.repository.is_whole
        has_base = self.difference is not None and self.difference.base is not None
        return not is_whole and not (has_base and all(self.graph.commits[name].parents for name in self.proposed))

    @cached_property
    def proposed(self) -> frozenset[str]:
        """Hashes of the commits that the target does not have."""
        return frozenset(reach(self.graph, [self.source_tip], reach(self.graph, [self.target_tip])))

    @cached_property
    def awaiting(self) -> tuple[CommitRecord, ...]:
        """What the target got since, and the branch does not have, newest first."""
        return self.graph.sort(reach(self.graph, [self.target_tip], reach(self.graph, [self.source_tip])))

    @cached_property
    def proposal(self) -> Proposal:
        """The commits that would be merged, judged by the records as they are where they go."""
        asked = (self.source.record,) if self.source.record else ()
        return self.project.ledger.propose(self.source.repository, self.source_tip, self.proposed, asked)

    @cached_property
    def entries(self) -> tuple[LedgerEntry, ...]:
        """Those of them that governance binds, newest first."""
        return tuple(
            entry
            for entry in self.proposal.entries
            if not entry.is_history and not self.project.is_history(entry.commit.committed)
        )

    @cached_property
    def systems(self) -> tuple[str, ...]:
        """Names of the systems whose code, or whose pointer, they change, in the order of the settings."""
        touched = {name for entry in self.proposal.entries for name in entry.systems}
        return tuple(system.name for system in self.project.settings.system if system.name in touched)

    @property
    def why_not_judged(self) -> str | None:
        """Why what the branch changes cannot be told; None where it can."""
        if not self.project.settings.system:
            return "no system is configured, so that nothing says which code is governed"
        if self.is_cut:
            return f"what the branch changes is not known: {CUT}"
        return None

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """These systems with their documents and their evidence."""
        return tuple(subject for subject in find_subjects(self.project) if subject.name in self.systems)


def find_case(project: Project, source: str, target: str | None) -> MergeCase:
    """The case of a branch by its name; without a target, that is production.

    Raises UnknownBranchError for a branch that is not there, or gone, with the names that are close.
    """
    leaving = _find(project.branches, source, "to merge")
    into = target or project.settings.production_of(leaving.repository)
    going = [branch for branch in project.branches if branch.repository == leaving.repository]
    arriving = _find(going, into, "to merge into")
    if leaving.name == arriving.name:
        message = f"{leaving.label} cannot be merged into itself"
        raise UnknownBranchError(message)
    return MergeCase(
        project=project,
        source=leaving,
        target=arriving,
        source_tip=leaving.tip or "",
        target_tip=arriving.tip or "",
    )


def _find(branches: Iterable[Branch], name: str, what: str) -> Branch:
    known = tuple(branches)
    found = [branch for branch in known if name in _names_of(branch)]
    own = [branch for branch in found if branch.repository is None] or found
    if not own:
        close = close_names(name, (branch.label for branch in known if not branch.is_deleted))
        message = f"there is no branch {name!r} {what}" + (f"; did you mean {', '.join(close)}?" if close else "")
        raise UnknownBranchError(message)
    if len(own) > 1:
        message = f"branch {name!r} may be one of several: {', '.join(branch.label for branch in own)}"
        raise UnknownBranchError(message)
    if own[0].is_deleted or own[0].tip is None:
        message = f"branch {own[0].label} is gone: only the merges of it are known, and nothing of it can be merged"
        raise UnknownBranchError(message)
    return own[0]


def _names_of(branch: Branch) -> frozenset[str]:
    return frozenset({branch.name, branch.label, *(f"{remote}/{branch.name}" for remote in branch.remotes)})
