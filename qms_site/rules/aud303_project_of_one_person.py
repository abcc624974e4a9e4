"""One person stands behind all documents, their approvals included.

**Why.** Nobody can be a second pair of eyes to themselves. A project of one person may work well, and whoever relies on its
approvals should know: it is told once, and not of each document, from three approved documents on. Agents are no persons. The
only user of all logs and the only author of all commits are taken for one person, unless `[people]` knows both.

**Bad.** Every commit and every approval is Ada's, and the site says nowhere that `approved` means `approved by the author`.

**Good.** The note stands on the site, or a second person approves.

**Fix.** If several people work under one name, give each their own user name and address, and name them in `[people]`.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.approvers import find_people, is_of_one_person
from qms_site.rules.rule import Rule
from qms_site.rules.trails import brief
from qms_site.text import count_of


def check(project: Project) -> Iterator[Finding]:
    """One note for the project."""
    found = find_people(project) if is_of_one_person(project) else ()
    if not found:
        return
    persons = [standing for standing in found if standing.kind == "person"]
    agents = count_of(len(found) - len(persons), "agent")
    beside = f", beside {agents}" if len(found) > len(persons) else ""
    yield Finding(
        code=RULE.code,
        severity=RULE.severity,
        message=f"one person, {brief(persons[0].name)}, stands behind all documents and approvals{beside}"
        if persons
        else f"no person stands behind the documents and approvals, only {agents}",
        subject="people",
        hint="if several people work under one name, [people] tells them apart",
    )


RULE = Rule(code="AUD303", title="Project of one person", severity=Severity.NOTE, check=check, page=__doc__)
