"""A branch before the merge gate, judged: all checks in their order."""

import shlex
from collections.abc import Iterator

from qms_site.project import Project
from qms_site.qualification.merge_authority import check_citations, check_record, check_scope
from qms_site.qualification.merge_case import MergeCase, find_case
from qms_site.qualification.merge_conflicts import check_conflicts
from qms_site.qualification.merge_evidence import check_evidence, check_specifications
from qms_site.qualification.merge_gate import MergeCheck, MergeGate
from qms_site.qualification.merge_ways import (
    check_branch,
    check_documents,
    check_kind,
    check_way,
)
from qms_site.timeline.branches import Branch


def judge_merge(project: Project, source: str, target: str | None = None) -> MergeGate:
    """Whether a branch may be merged into another one now, into production where none is named.

    Records and specifications are judged as they are in the project, which should be that of production: what a branch says
    of its own record is no authority. Raises UnknownBranchError.
    """
    case = find_case(project, source, target)
    return MergeGate(
        source=case.source.name,
        target=case.target.name,
        repository=case.source.repository,
        role=case.source.role.title,
        record=case.source.record,
        systems=case.systems,
        commit=case.source_tip,
        target_commit=case.target_tip,
        commits=len(case.proposed),
        command=f"git merge --no-ff {shlex.quote(_as_git_calls(case.source))}",
        as_of=project.as_of,
        checks=tuple(_checks(case)),
    )


def _checks(case: MergeCase) -> Iterator[MergeCheck]:
    """All that apply: a record is asked for where production changes, documents are kept out of test environments."""
    yield check_branch(case)
    if case.is_governed:
        yield check_record(case)
        yield check_specifications(case)
    yield check_evidence(case)
    if case.is_governed:
        yield check_scope(case)
        yield check_citations(case)
    yield check_way(case)
    yield check_kind(case)
    yield check_conflicts(case)
    if case.source.role.name == "test":
        yield check_documents(case)


def _as_git_calls(branch: Branch) -> str:
    if branch.is_local or not branch.remotes:
        return f"refs/heads/{branch.name}" if branch.name.startswith("-") else branch.name
    return f"{branch.remotes[0]}/{branch.name}"
