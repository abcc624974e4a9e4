"""Adoption of genesis sandboxes: by which record and commit production got what was founded outside governance, and what came."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qms_site.paths import is_inside
from qms_site.project import Project
from qms_site.qualification.comparing import Comparison, compare_files
from qms_site.records.documents import Document
from qms_site.settings import Stage
from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.branches import Branch, BranchMerge

_ADOPTION = re.compile(r"\badopt", re.IGNORECASE)
_LEARNED = re.compile(r"\b(?:lessons?|learn\w*|retrospect\w*|experiences?|knowledge)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A section of a record that tells what was learned."""

    document: str
    title: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """How production got what a sandbox holds. ``commit`` is what brought it, and ``how`` it did.

    ``comparison`` is that of the sandbox's last tree with what production had right after it, None where a tree is not known.
    ``has_history`` tells whether production leads to the sandbox's own commits.
    """

    branch: str
    repository: str | None
    system: str | None
    commit: str
    how: str
    records: tuple[str, ...]
    documents: tuple[str, ...]
    """Documents that were created by it, or under its records."""
    learned: tuple[Capture, ...]
    comparison: Comparison | None
    has_history: bool


def find_adoptions(project: Project) -> Iterator[Adoption]:
    """One for each sandbox that production got, in the order of the branches."""
    for branch in project.branches:
        if branch.role.name == "genesis":
            found = next(filter(None, (merge_to_production(project, branch, merge) for merge in branch.merges)), None)
            commit = _commit_of(project, branch, found.commit) if found else _import_of(project, branch)
            if commit:
                yield _adoption(project, branch, commit, found.how if found else "import")


def merge_to_production(project: Project, branch: Branch, merge: BranchMerge) -> BranchMerge | None:
    """The merge by which production got what a merge brought: itself, or the next one of the branch that it went into."""
    production = project.settings.production_of(branch.repository)
    if merge.into == production:
        return None if merge.reverted else merge
    others = (other for other in project.branches if other.repository == branch.repository and other.name == merge.into)
    further = (
        found
        for other in others
        for found in other.merges
        if found.into == production and not found.reverted and found.date and merge.date and found.date >= merge.date
    )
    return next(further, None)


def records_that_adopt(project: Project, branch: Branch, stages: Iterable[Stage]) -> Iterator[Document]:
    """Records in one of these stages that name the branch and speak of adoption."""
    named = re.compile(rf"(?<![\w/.-]){re.escape(branch.name)}(?![\w/-])")
    wanted = frozenset(stages)
    for document in project.documents:
        if project.settings.is_executable(document.type) and project.stage_of(document) in wanted:
            text = f"{document.title}\n{document.file.body}"
            if branch.name in text and named.search(text) and _ADOPTION.search(text):
                yield document


_ADOPTING = (Stage.EXECUTION, Stage.CLOSED)


def _commit_of(project: Project, branch: Branch, name: str) -> CommitRecord | None:
    known = next((one for one in project.known_repositories.known if one.key == branch.repository), None)
    return known.commit_by_hash.get(name) if known else None


def _import_of(project: Project, branch: Branch) -> CommitRecord | None:
    """The first commit under an adopting record that added files which the sandbox has, where nothing merged it."""
    held = {change.after for commit in branch.commits for change in commit.changes if change.after}
    for document in records_that_adopt(project, branch, _ADOPTING):
        for entry in reversed(project.ledger.by_record.get(document.id, ())):
            added = [change.after for change in entry.commit.changes if change.before is None]
            if entry.repository == branch.repository and not held.isdisjoint(added):
                return entry.commit
    return None


def _adoption(project: Project, branch: Branch, commit: CommitRecord, how: str) -> Adoption:
    records = tuple(dict.fromkeys(_records(project, branch, commit)))
    known = (project.documents_by_id[record] for record in records if record in project.documents_by_id)
    return Adoption(
        branch=branch.name,
        repository=branch.repository,
        system=branch.system,
        commit=commit.hash,
        how=how,
        records=records,
        documents=tuple(_created(project, branch, commit, records)),
        learned=tuple(capture for document in known for capture in _captures(document)),
        comparison=_compare(project, branch, commit),
        has_history=how in ("merge", "fast-forward"),
    )


def _records(project: Project, branch: Branch, commit: CommitRecord) -> Iterator[str]:
    entries = (entry for entry in project.ledger.entries if entry.commit.hash == commit.hash)
    for entry in entries:
        yield from (id_ for id_ in entry.message.cites if id_ in project.windows_by_id)
        yield from entry.records
    yield from (document.id for document in records_that_adopt(project, branch, _ADOPTING))


def _created(project: Project, branch: Branch, commit: CommitRecord, records: tuple[str, ...]) -> Iterator[str]:
    """Documents whose file came with the adoption, or by a commit under its records, and not those records themselves."""
    changes = project.changes
    under = {entry.commit.hash for record in records for entry in project.ledger.by_record.get(record, ())}
    brought = {commit.hash, *(one.hash for one in branch.commits), *under}
    for document in project.documents:
        places = changes.places_by_path.get(document.path, ())
        if places and changes.commits[places[-1]].hash in brought and document.id not in records:
            yield document.id


def _captures(document: Document) -> Iterator[Capture]:
    for heading in document.file.headings:
        if _LEARNED.search(heading.title):
            yield Capture(document=document.id, title=heading.title, line=heading.line)


def _compare(project: Project, branch: Branch, commit: CommitRecord) -> Comparison | None:
    """The sandbox's last tree against production's first, so far as the sandbox had changed files that are no documents."""
    tip = branch.merges[-1].commits[0].hash if branch.merges and branch.merges[-1].commits else branch.tip
    paths = {change.path for one in branch.commits for change in one.changes if not change.is_pointer}
    own = frozenset(
        path for path in paths if branch.repository is not None or not is_inside(path, project.documents_root)
    )
    if tip is None or not own:
        return None
    trees = project.known_repositories.code.list_files(
        branch.repository, [tip, commit.hash], own.__contains__, {path.partition("/")[0] for path in own}
    )
    last, first = trees
    return compare_files(last, first) if last is not None and first is not None else None
