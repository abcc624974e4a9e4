"""Test environments that are no part of the qualification at hand, each with the reason: none is left out without a word.

An environment that fed an earlier release would count for ever, since all later commits lead back to it. It is left out where all
of it was held by the baseline of the release that was declared before, and no record of what came since names it.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import msgspec

from qms_site.graph.system_trees import EnvironmentTree, Turn
from qms_site.history.commit_graph import first_parents
from qms_site.qualification.baseline import with_children
from qms_site.qualification.qualifying import open_records_to_qualify
from qms_site.qualification.releases import Declaration, Numbers, find_declarations, find_statements
from qms_site.qualification.subject import Subject
from qms_site.records.contents import content_reader
from qms_site.records.documents import Document
from qms_site.records.files import read_document_file
from qms_site.timeline.branches import Branch

_HASH = re.compile(r"(?<![\w-])[0-9a-f]{7,64}(?![\w-])", re.IGNORECASE)
_REASONS = {
    Turn.EARLIER: "a later test environment was begun after all of it was there",
    Turn.OTHER: "the qualified commit does not hold it",
}


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A test environment that is no part of this qualification. ``reason`` is one sentence without its end."""

    environment: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class _Former:
    """The baseline of the release that was declared before: hashes of all commits that lead to it, by repository."""

    declaration: Declaration
    held: dict[str | None, Container[str]]


def leave_out(subject: Subject, declaration: Declaration | None) -> tuple[LeftOut, ...]:
    """The test environments that do not feed the qualification, in their order; none where trees are not known."""
    trees = subject.project.system_trees.get(subject.name)
    if trees is None or trees.unknown:
        return ()
    tested = [one for one in trees.environments if one.role == "test"]
    former = _find_former(subject, declaration) if any(one.turn is Turn.COUNTS for one in tested) else None
    recent = _recent_records(subject, declaration, former) if former else ()
    return tuple(
        LeftOut(environment=one.label, reason=reason)
        for one in tested
        if (reason := _REASONS.get(one.turn) or _why_former(subject, one, former, recent))
    )


def _why_former(
    subject: Subject, one: EnvironmentTree, former: _Former | None, recent: tuple[Document, ...]
) -> str | None:
    branch = next((branch for branch in subject.branches if branch.label == one.label), None)
    if former is None or branch is None or not _is_held(branch, former.held.get(branch.repository, frozenset())):
        return None
    named = re.compile(rf"(?<![\w/.-]){re.escape(branch.name)}(?![\w/-])")
    if any(branch.name in document.file.body and named.search(document.file.body) for document in recent):
        return None
    told = f"all of it was part of {former.declaration.release}, which {former.declaration.record} declared"
    return f"{told}, and no record since names it"


def _is_held(branch: Branch, held: Container[str]) -> bool:
    """Whether commits lead back to all that an environment is, or to the one into which it was squashed."""
    if branch.merged is not None and branch.merged.how in ("squash", "rebase"):
        return branch.merged.commit in held
    return branch.tip in held


def _find_former(subject: Subject, declaration: Declaration | None) -> _Former | None:
    """The baseline before; None where no release was declared before, or nobody can tell what it held."""
    current = _current(subject, declaration)
    earlier = [one for one in find_declarations(subject) if current and one.numbers < current]
    day = _day_of(subject, earlier[-1]) if earlier else None
    if day is None or subject.known is None or subject.qualified_commit is None:
        return None
    own = subject.project.known_repositories.own
    graph = subject.shared.graph_of(own)
    then = next((name for name in first_parents(graph, own.tip) if _is_by(graph.commits[name].committed, day)), None)
    stated = _stated_at(subject, then) if then else None
    held = dict(_held_by(subject, then, stated)) if then and stated else {}
    return _Former(declaration=earlier[-1], held=held) if held else None


def _held_by(subject: Subject, then: str, stated: str) -> Iterator[tuple[str | None, Container[str]]]:
    """What the former baseline held, by repository; nothing where it is the one at hand, or is not known.

    The system's code may have moved to a repository of its own since: what was tested here before then was in production here.
    """
    code, own = subject.project.known_repositories.code, subject.project.known_repositories.own
    (commit,) = code.find_commits(subject.repository, [stated])
    if commit and (commit == subject.qualified_commit or commit not in subject.in_baseline):
        return
    (here,) = code.find_commits(None, [stated]) if subject.repository is not None else (None,)
    if subject.repository is not None and (commit or here):
        yield None, subject.shared.reached(own, here or then)
    if commit:
        yield subject.repository, subject.shared.reached(subject.known, commit)


def _current(subject: Subject, declaration: Declaration | None) -> Numbers | None:
    """The release at hand: the one that its documents state, else the highest that is declared."""
    stated = max((one.numbers for one in find_statements(subject)), default=None)
    return stated or (declaration.numbers if declaration else None)


def _day_of(subject: Subject, declaration: Declaration) -> date | None:
    """When a release was declared: as its row says, or when its record's execution ended."""
    windows = subject.project.windows_by_id.get(declaration.record, ())
    end = windows[-1].end if windows else None
    return declaration.date or (end.astimezone(UTC).date() if end else None)


def _is_by(moment: datetime | None, day: date) -> bool:
    return moment is not None and moment.astimezone(UTC).date() <= day


def _stated_at(subject: Subject, then: str) -> str | None:
    """The commit that the matrices stated, as they write it, in a former state of this repository."""
    project = subject.project
    paths = {matrix.path for matrix in subject.documents.matrices}
    tree = project.known_repositories.code.read_files(None, then, paths.__contains__)
    read = content_reader(project.settings, project.scheme)
    for path, data in sorted(tree.files.items()) if tree else ():
        baseline = read_document_file(path, data, project.scheme, read_contents=read).contents.baseline
        found = _HASH.search(baseline.commit.value) if baseline and baseline.commit else None
        if found:
            return found[0]
    return None


def _recent_records(subject: Subject, declaration: Declaration | None, former: _Former) -> tuple[Document, ...]:
    """What speaks of this qualification: its matrices, and the records of what the baseline holds beyond the former one."""
    project = subject.project
    before = former.held.get(subject.repository, frozenset())
    named = {matrix.id for matrix in subject.documents.matrices}
    since = (one for one in subject.changes if one.commit.hash in subject.in_baseline and one.commit.hash not in before)
    named |= {record for entry in since for record in entry.records}
    named |= {document.id for document in open_records_to_qualify(subject)}
    named |= {declaration.record} if declaration and declaration.numbers > former.declaration.numbers else set()
    every = with_children(project, named)
    return tuple(document for document in project.documents if document.id in every)
