"""A test or a comment in the code names a requirement that no document defines.

**Why.** The id is misspelt, or the requirement was renamed or removed, and nobody told the code. What the test shows is counted
nowhere. Ids that a former version of a specification had are told as such. It is a note where no document defines or defined an
item of the same group (`REQ-SIM`), since code may be of two products. Code of this repository is looked at as it was read.

**Bad.** `@pytest.mark.verifies("REQ-SIM-0001")` where the specification has `REQ-SIM-001`.

**Good.** `@pytest.mark.verifies("REQ-SIM-001")`

**Fix.** Correct the id, or remove the mark of a requirement that was withdrawn.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.graph.links import LinkKind, LinkStatus
from qms_site.project import Project
from qms_site.qualification.system_documents import is_read
from qms_site.rules.rule import Rule

_KINDS = {LinkKind.VERIFIES: "verifies", LinkKind.IMPLEMENTS: "implements"}


def check(project: Project) -> Iterator[Finding]:
    """One finding for each test, or function, and id; none while a document is not read, or none defines any item."""
    if not project.definers_by_item or not is_read(project.documents):
        return
    said = _said_now(project)
    groups = {_group(id_) for id_ in (*project.definers_by_item, *project.former.ids)}
    for link in project.links:
        if link.kind in _KINDS and link.status is LinkStatus.DANGLING and (link.source, link.target) in said:
            was = ", which a former version had" if link.target in project.former.ids else ""
            yield Finding(
                code=RULE.code,
                severity=RULE.severity if _group(link.target) in groups else Severity.NOTE,
                message=f"{link.source} says that it {_KINDS[link.kind]} {link.target}, which no document defines{was}",
                location=Location(path=link.path, line=link.line),
                subject=link.target,
            )


def _said_now(project: Project) -> set[tuple[str, str]]:
    """What code says of items (source and id), without that of former commits of this repository: they cannot be corrected."""
    states = [
        state
        for state in project.verifications.states
        if state.repository is not None or state.commit == project.revision.commit
    ]
    verified = {(test.id, item) for state in states for test in state.tests for item in test.verifies}
    return verified | {(one.function or one.path, one.id) for state in states for one in state.markers}


def _group(id_: str) -> str:
    return id_.rpartition("-")[0]


RULE = Rule(code="TRC305", title="Code names an unknown item", severity=Severity.WARNING, check=check, page=__doc__)
