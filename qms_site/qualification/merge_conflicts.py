"""The check of conflicts before a merge: git tries it in memory, and where it cannot, the files tell that both sides changed."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from qms_site.qualification.gates import GateState
from qms_site.qualification.merge_case import CUT, MergeCase
from qms_site.qualification.merge_gate import MergeCheck, MergeCheckName
from qms_site.sources.snapshot import Change, CommitRecord
from qms_site.text import count_of


def check_conflicts(case: MergeCase) -> MergeCheck:
    """Whether git would ask a person; nothing of the repository is touched to find out."""
    state, reason, details = _conflicts(case)
    return MergeCheck(name=MergeCheckName.CONFLICTS, state=state, reason=reason, details=details)


def _conflicts(case: MergeCase) -> tuple[GateState, str, tuple[str, ...]]:
    if not case.is_cut and not (case.awaiting and case.proposed):
        return GateState.MET, "one of the two has nothing that the other does not have", ()
    base = case.difference.base if case.difference else None
    if case.is_cut or base is None:
        return GateState.UNKNOWN, CUT if case.is_cut else "the two have no commit in common", ()
    code = case.project.known_repositories.code
    trial = code.try_merge(case.source.repository, case.source_tip, case.target_tip)
    match trial.outcome:
        case "conflicts":
            reason = f"git would leave conflicts in {count_of(len(trial.files), 'file')}"
            return GateState.NOT_MET, reason, trial.files
        case "clean" | "nothing":
            shared = _changes(case.graph.sort(case.proposed)).keys() & _changes(case.awaiting).keys()
            told = f", in which both sides changed {count_of(len(shared), 'file')}" if shared else ""
            return GateState.MET, f"git would merge it cleanly into {case.target.name}{told}", ()
        case _:
            return _by_files(case, base, trial.reason)


def _by_files(case: MergeCase, base: str, why: str) -> tuple[GateState, str, tuple[str, ...]]:
    """As far as it can be told without a merge; older versions of git can try none."""
    here, there = _changes(case.graph.sort(case.proposed)), _changes(case.awaiting)
    unsettled = {
        *_unsettled(case, base, here.keys() & there.keys()),
        *_beside(here, there),
        *_beside(there, here),
        *_in_lost_folders(case, case.source_tip, here, there),
        *_in_lost_folders(case, case.target_tip, there, here),
    }
    if unsettled:
        reason = (
            f"both sides changed {count_of(len(unsettled), 'file')}, and whether git can join them is not known: {why}"
        )
        return GateState.UNKNOWN, reason, tuple(sorted(unsettled))
    return GateState.MET, f"no file was changed otherwise on {case.target.name} than on the branch", ()


_Changes = Mapping[str, tuple[Change, ...]]
"""What commits changed, by path."""


def _changes(commits: Iterable[CommitRecord]) -> _Changes:
    found: dict[str, tuple[Change, ...]] = {}
    for commit in commits:
        for change in commit.changes:
            found[change.path] = (*found.get(change.path, ()), change)
    return found


def _unsettled(case: MergeCase, base: str, shared: Iterable[str]) -> Iterator[str]:
    """Paths of both sides that are not the same in the end, and that more than one of them has changed."""
    paths, commits = sorted(shared), (base, case.source_tip, case.target_tip)
    names = [(commit, path) for path in paths for commit in commits]
    found = case.project.known_repositories.code.find_objects(case.source.repository, names)
    for place, path in enumerate(paths):
        before, here, there = found[place * len(commits) : (place + 1) * len(commits)]
        if here != there and before not in (here, there):
            yield path


def _beside(own: _Changes, other: _Changes) -> Iterator[str]:
    """Files of one side where the other has a folder."""
    folders = {folder for path in other for folder in _folders(path)}
    return (path for path in own if path in folders)


def _in_lost_folders(case: MergeCase, tip: str, own: _Changes, other: _Changes) -> Iterator[str]:
    """Files that the other side added to a folder that is gone on this one: where it was moved, git asks where they belong."""
    left = {posixpath.dirname(path) for path, told in own.items() if any(change.after is None for change in told)}
    added = sorted(
        path
        for path, told in other.items()
        if posixpath.dirname(path) in left - {""} and any(change.before is None for change in told)
    )
    names = [(tip, posixpath.dirname(path)) for path in added]
    found = case.project.known_repositories.code.find_objects(case.source.repository, names)
    return (path for path, folder in zip(added, found, strict=True) if folder is None)


def _folders(path: str) -> Iterator[str]:
    while path := posixpath.dirname(path):
        yield path
