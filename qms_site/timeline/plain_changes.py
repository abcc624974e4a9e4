"""Changes of which nothing is to be said, found with little work: of a long history nearly all commits are such.

A plain change was made under one record, which was in execution then and names all that was changed. What is not plain at first
sight is judged in full; ``tests/unit/timeline`` hold both ways against each other.
"""

from collections.abc import Iterator, Mapping

import msgspec

from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.accounts import Account
from qms_site.timeline.drafts import MERGES, Draft, Drafter
from qms_site.timeline.scopes import Scopes
from qms_site.timeline.standing import Clock


class Plain(msgspec.Struct, frozen=True, gc=False):
    """A commit that may be plain: the one record that speaks for it, and the files of governed code that it changed."""

    commit: CommitRecord
    record: str
    paths: list[str]

    def holds(self, clocks: Mapping[str, Clock], scopes: Scopes) -> bool:
        """Whether the record was in execution, and names all files."""
        clock = clocks.get(self.record)
        return clock is not None and clock.covers(self.commit) and scopes.names_files(self.record, self.paths)


def sift(drafter: Drafter, asked: set[str]) -> Iterator[Draft | Plain]:
    """The commits that may have to be told; the records whose scope decides on them, and on others, are put into ``asked``."""
    account, law = drafter.account, drafter.law
    known_bringers: set[tuple[str, ...]] = set()
    governed = _GovernedFiles(account)
    for commit in account.commits:
        paths, is_odd = _changed_files(commit, governed)
        if not (paths or is_odd) or not account.counts(commit):
            continue
        bringers = drafter.bringers_of(commit) if account.is_brought(commit) else ()
        cites = () if is_odd else drafter.cited(law.read_message(commit.message)) or drafter.nearest_of(bringers)
        if len(cites) != 1:
            draft = drafter.draft(commit)
            if draft.is_governed:
                asked.update(record for record, _ in draft.citing)
                yield draft
            continue
        asked.add(cites[0])
        if bringers and (names := tuple(bringer.hash for bringer in bringers)) not in known_bringers:
            known_bringers.add(names)
            asked.update(drafter.records_of(bringers))
        if commit.hash not in account.before:
            yield Plain(commit, cites[0], paths)


class _GovernedFiles(dict[str, str]):
    """Files of a repository as this one calls them, by their paths there; empty for what is no governed code.

    Most files are changed many times, and a dictionary is asked more quickly than a function.
    """

    def __init__(self, account: Account) -> None:
        super().__init__()
        self._account = account

    def __missing__(self, path: str) -> str:
        account = self._account
        self[path] = f"{account.folder}{path}" if account.territory.owner_of(path)[1] else ""
        return self[path]


def _changed_files(commit: CommitRecord, governed: _GovernedFiles) -> tuple[list[str], bool]:
    """Files of governed code that a commit changed, and whether it has to be looked at more closely."""
    paths: list[str] = []
    is_odd = len(commit.parents) >= MERGES
    for change in commit.changes:
        if change.is_pointer:
            is_odd = True
        elif path := governed[change.path]:
            paths.append(path)
            if change.after is None:  # it may have been moved
                is_odd = True
    return paths, is_odd
