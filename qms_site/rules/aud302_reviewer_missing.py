"""Somebody who must review or approve documents of a type did not.

**Why.** Some decisions need certain eyes: quality, safety, the owner of a process. Who that is, the settings say:
`required-reviewers` of the type names roles, people of `[people]`, or user names. Without it this rule is silent. A delegate
counts for whom they act for. The last approval of each document is looked at.

**Bad.** `required-reviewers = ["quality"]` for `SOP`, and nobody with that role reviewed or approved version 2.0.

**Good.** `qa`, who has the role `quality` on that day, reviewed it.

**Fix.** Have it reviewed, in a new version. If a role is missing, add it to `[people]`.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.approvers import day_of
from qms_site.rules.rule import Rule
from qms_site.rules.summing_up import sum_up
from qms_site.timeline.people import normal_name
from qms_site.timeline.rounds import Round

_MOST = 10


def check(project: Project) -> Iterator[Finding]:
    """One finding for each document whose last approval lacks somebody; one in all where they are many."""
    yield from sum_up(
        _check(project),
        "documents were approved without those who must review them",
        subject="audit trail",
        most=_MOST,
    )


def _check(project: Project) -> Iterator[Finding]:
    found: dict[str, tuple[Round, tuple[str, ...]]] = {}
    for document in project.documents:
        known = project.settings.types.get(document.type)
        rounds = project.rounds_by_id[document.id]
        if known is None or not known.required_reviewers or not rounds or project.is_history(rounds[-1].when):
            continue
        missing = tuple(_missing(project, rounds[-1], known.required_reviewers))
        if missing:
            found[document.id] = rounds[-1], missing
    for id_, (round_, missing) in found.items():
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{id_} was approved, and not reviewed by {', '.join(missing)}",
            location=Location(path=round_.path, line=round_.line),
            subject=id_,
            hint=_HINT,
        )


_HINT = "required-reviewers of the type says who must, and [people] who has which role"


def _missing(project: Project, found: Round, required: tuple[str, ...]) -> Iterator[str]:
    people, day = project.people, day_of(found)
    names = (*found.reviewers, *found.approvers)
    present = [people.of_user(name, day) for name in names]
    roles = {normal_name(role) for one in present for role in (*one.roles, *(role for role, _ in one.acting))}
    known = roles | {normal_name(name) for name in names} | {one.identity for one in present}
    for wanted in required:
        if normal_name(wanted) not in known and people.of_user(wanted, day).identity not in known:
            yield wanted


RULE = Rule(code="AUD302", title="Reviewer missing", severity=Severity.WARNING, check=check, page=__doc__)
