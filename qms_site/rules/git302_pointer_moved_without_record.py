"""The pointer of a submodule moved in commits that cite no record, or before the record that they cite was approved.

**Why.** Moving the pointer is what brings a submodule's code into production, so it is a change like any other. All such moves of
one submodule are one finding for each of the two kinds; only submodules count whose code a system has.

**Bad.** `Update pump submodule`

**Good.** `CR-042: Move pump to the merge of cr-042-speed`

**Fix.** Name the commits in the record of the change that they belong to; from now on, cite the record in the commit that moves the
pointer. History is not rewritten.
"""

from collections.abc import Iterator, Sequence

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.first_approvals import was_before_approval
from qms_site.rules.governed_submodules import governed_moves, governed_submodules
from qms_site.rules.judged_branches import once_written
from qms_site.rules.naming import name_commit, name_some
from qms_site.rules.rule import Rule
from qms_site.text import count_of
from qms_site.timeline.pointers import PointerMove, Submodule


def check(project: Project) -> Iterator[Finding]:
    """At most two findings for each submodule."""
    for submodule in governed_submodules(project):
        moves = governed_moves(project, submodule, RULE.code)
        cited = {id_ for move in moves for id_ in _cited(project, move)}
        missing = {id_ for id_ in cited if not _exists(project, id_)}
        missing -= once_written(project, missing)
        records = {move.commit.hash: [id_ for id_ in _cited(project, move) if id_ not in missing] for move in moves}
        uncited = [move for move in moves if not records[move.commit.hash]]
        early = [move for move in moves if _is_early(project, move, records[move.commit.hash])]
        if uncited:
            yield _finding(submodule, f"{_times(uncited)} in commits that cite no record", uncited)
        if early:
            named = sorted({id_ for move in early for id_ in records[move.commit.hash]})
            yield _finding(
                submodule, f"{_times(early)} before the record cited was approved ({name_some(named)})", early
            )


def _cited(project: Project, move: PointerMove) -> Iterator[str]:
    """Ids of records that a move cites; those count that exist, or existed."""
    for cited in move.cites:
        id_ = project.scheme.parse(cited)
        if id_ and project.settings.is_executable(id_.type):
            yield cited


def _exists(project: Project, id_: str) -> bool:
    """Also by the last part of a child's id, of which several records have one."""
    is_short = any(known.endswith(f"-{id_}") for known in project.documents_by_id)
    return id_ in project.documents_by_id or id_ in project.remembered_ids or is_short


def _is_early(project: Project, move: PointerMove, records: Sequence[str]) -> bool:
    moments = (move.commit.authored, move.commit.committed)
    return bool(records) and all(was_before_approval(project, record, moments) for record in records)


def _times(moves: list[PointerMove]) -> str:
    return "once" if len(moves) == 1 else count_of(len(moves), "time")


def _finding(submodule: Submodule, what: str, moves: list[PointerMove]) -> Finding:
    return Finding(
        code=RULE.code,
        severity=RULE.severity,
        message=f"the pointer of submodule {submodule.path} moved {what}: {name_some(name_commit(move.commit) for move in moves)}",
        location=Location(path=submodule.path),
        subject=submodule.path,
        hint="the commit that moves a pointer cites the record under which it does",
    )


RULE = Rule(code="GIT302", title="Pointer moved without record", severity=Severity.WARNING, check=check, page=__doc__)
