"""What a rollback of a qualification would revert: the merge that brought the code, its files, and the documents that follow."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from qms_site.graph.repositories import KnownRepository
from qms_site.history.commit_graph import CommitGraph, build_commit_graph, first_parents, reach
from qms_site.project import Project
from qms_site.sources.snapshot import CodeAccess, CommitRecord, MergeTrial
from qms_site.text import count_of, natural_key
from qms_site.timeline.ledger import LedgerEntry

_SHORT = 12
RollbackOutcome = Literal["clean", "conflicts", "nothing", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowingDocument:
    """A document that would have to follow a rollback, and why."""

    document: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollback:
    """What it would come to to take a system's qualified code back today. ``reason`` is one sentence without its end.

    ``outcome`` is ``nothing`` where it is undone already. ``commit`` is what would be reverted, None where that is not known: the
    merge that brought the qualified commit, or where there was none the commit itself, or the one into which it was squashed.
    """

    system: str
    repository: str | None
    outcome: RollbackOutcome
    reason: str
    commit: str | None = None
    is_merge: bool = False
    files: tuple[str, ...] = ()
    changed_since: tuple[str, ...] = ()
    """Those of the files that are not as the commit left them."""
    conflicts: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    """Records that speak for what would be reverted."""
    documents: tuple[FollowingDocument, ...] = ()

    @property
    def command(self) -> str | None:
        """What one would type; nobody here does."""
        return f"git revert {'-m 1 ' * self.is_merge}{self.commit}" if self.commit else None


@dataclass(frozen=True, kw_only=True)
class _Brought:
    """The commit of production's line that brought the qualified one, and all that came with it."""

    commit: CommitRecord
    onto: str
    hashes: frozenset[str] = field(default_factory=frozenset)


def find_rollback(project: Project, name: str) -> Rollback:
    """The rollback of a configured system. Git is asked for one trial in memory; the repository is not touched."""
    trees = project.system_trees[name]
    unknown = Rollback(system=name, repository=trees.repository, outcome="unknown", reason="")
    known = next((one for one in project.known_repositories.known if one.key == trees.repository), None)
    if trees.qualified_commit is None:
        return replace(unknown, reason="no qualified commit is stated")
    if trees.qualified is None or known is None:
        return replace(unknown, reason=trees.unknown_qualified or "the qualified commit is not known")
    graph = build_commit_graph(known.commits)
    brought = _find_brought(project, graph, known, trees.qualified_commit)
    if brought is None:
        short = trees.qualified_commit[:_SHORT]
        return replace(unknown, reason=f"production does not lead back to the qualified commit {short}")
    entries = {entry.commit.hash: entry for entry in project.ledger.entries if entry.repository == trees.repository}
    own = [entries[hash_] for hash_ in sorted(brought.hashes) if hash_ in entries]
    records = tuple(sorted({record for entry in own for record in entry.records}, key=natural_key))
    stated = {*brought.hashes, trees.qualified_commit}
    return replace(
        _try(unknown, brought, project.known_repositories.code, trees.repository),
        records=records,
        documents=tuple(_following(project, own, records, stated, known.name)),
    )


def _find_brought(project: Project, graph: CommitGraph, known: KnownRepository, qualified: str) -> _Brought | None:
    line = first_parents(graph, known.tip)
    if not line:
        return None
    on_line = frozenset(line)
    holding: set[str] = set()
    for name in reversed(tuple(graph.commits)):
        if name == qualified or not holding.isdisjoint(graph.commits[name].parents):
            holding.add(name)
            if name in on_line:
                return _with_its_commits(graph, name, line[0])
    squashed = (
        branch.merged.commit
        for branch in project.branches
        if branch.repository == known.key and branch.merged and branch.merged.how == "squash"
        if any(commit.hash == qualified for commit in branch.commits)
    )
    found = next((name for name in squashed if name in graph.commits), None)
    return _with_its_commits(graph, found, line[0]) if found else None


def _with_its_commits(graph: CommitGraph, name: str, tip: str) -> _Brought:
    commit = graph.commits[name]
    before = reach(graph, commit.parents[:1]) if len(commit.parents) > 1 else set()
    came = reach(graph, commit.parents[1:], before) if len(commit.parents) > 1 else set()
    return _Brought(commit=commit, onto=tip, hashes=frozenset({name, *came}))


def _try(unknown: Rollback, brought: _Brought, code: CodeAccess, repository: str | None) -> Rollback:
    commit = brought.commit
    changes = [change for change in commit.changes if not change.is_pointer]
    now = code.find_objects(repository, [(brought.onto, change.path) for change in changes])
    changed = tuple(change.path for change, held in zip(changes, now, strict=True) if held != change.after)
    found = replace(
        unknown,
        commit=commit.hash,
        is_merge=len(commit.parents) > 1,
        files=tuple(sorted(change.path for change in commit.changes)),
        changed_since=tuple(sorted(changed)),
    )
    if not commit.parents:
        return replace(
            found, reason="the qualified commit is the first of its repository, so that nothing was there before it"
        )
    trial = code.try_revert(repository, commit.hash, commit.parents[0], brought.onto)
    return replace(found, outcome=trial.outcome, conflicts=trial.files, reason=_reason(found, trial))


def _reason(found: Rollback, trial: MergeTrial) -> str:
    what = f"{'merge' if found.is_merge else 'commit'} {(found.commit or '')[:_SHORT]}"
    what += "" if found.is_merge else ", which no merge brought,"
    match trial.outcome:
        case "clean":
            changed = (
                f", though {count_of(len(found.changed_since), 'file')} changed since" if found.changed_since else ""
            )
            return f"reverting {what} applies cleanly to {count_of(len(found.files), 'file')}{changed}"
        case "conflicts":
            return f"reverting {what} leaves conflicts in {count_of(len(trial.files), 'file')}"
        case "nothing":
            return f"what {what} brought is undone already"
        case _:
            return f"whether reverting {what} applies cleanly is not known: {trial.reason}"


def _following(
    project: Project,
    own: Iterable[LedgerEntry],
    records: Iterable[str],
    stated: Iterable[str],
    repository: str,
) -> Iterator[FollowingDocument]:
    """Documents that the records changed, or the commits themselves, and those that state one of the commits."""
    reasons: dict[str, dict[str, None]] = defaultdict(dict)
    for record in records:
        if record in project.documents_by_id:
            reasons[record]["it is a record of the change"] = None
        for entry in project.ledger.by_record.get(record, ()):
            for document in entry.touch.documents:
                if document != record:
                    reasons[document][f"it was changed under {record}"] = None
    for entry in own:
        for document in entry.touch.documents:
            reasons[document]["it was changed with the code"] = None
    hashes = frozenset(stated)
    for citation in project.citations:
        if citation.commit in hashes and citation.repository == repository:
            reasons[citation.document][f"it states commit {citation.commit[:_SHORT]}"] = None
    yield from _sorted(reasons)


def _sorted(reasons: Mapping[str, Mapping[str, None]]) -> Iterator[FollowingDocument]:
    for document in sorted(reasons, key=lambda id_: (natural_key(id_), id_)):
        yield FollowingDocument(document=document, reasons=tuple(reasons[document]))
