"""Which environments of a system feed the qualification at hand: those that the qualified commit holds, without outdated ones."""

from collections.abc import Container, Mapping, Sequence

from qms_site.graph.system_trees import Turn
from qms_site.history.ancestry import Ancestry
from qms_site.timeline.branches import Branch


def turns_of(branches: Sequence[Branch], ancestry: Ancestry, qualified: str | None) -> Mapping[str, Turn]:
    """The turn of each environment of one repository, by its name.

    ``qualified`` is the qualified commit where it is in that repository; None compares all environments with each other.
    """
    held = ancestry.of(qualified)
    commits = ancestry.graph.commits
    feeding = [branch for branch in branches if qualified is None or _is_held(branch, qualified, held)]
    tips = {branch.tip for branch in feeding if branch.tip}
    parents = {parent for tip in tips if tip in commits for parent in commits[tip].parents}
    past = ancestry.of(*parents)
    counting = {branch.name for branch in feeding}
    return {
        branch.name: Turn.OTHER
        if branch.name not in counting
        else Turn.EARLIER
        if _is_past(branch, past, tips)
        else Turn.COUNTS
        for branch in branches
    }


def _is_held(branch: Branch, qualified: str, held: Container[str]) -> bool:
    """Whether the qualified commit leads back to all that an environment is, or was made on it."""
    is_part = branch.tip in held or (branch.merged is not None and branch.merged.commit in held)
    return is_part or any(commit.hash == qualified for commit in branch.commits)


def _is_past(branch: Branch, past: Container[str], tips: set[str]) -> bool:
    """Whether another environment holds all of it: its newest commit, or the commit by which it came to production."""
    merged = branch.merged.commit if branch.merged else None
    return branch.tip in past or (merged != branch.tip and (merged in past or merged in tips))
