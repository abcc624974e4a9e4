"""A hash begins several commits, and the document does not tell which is meant.

**Why.** An abbreviated hash can be the beginning of a commit in two repositories, or of two commits in one. Facts and pages then
follow the first repository, this one before the others, and that may be the wrong one.

**Bad.** "Moved to 1d6172b", where the histories of `tool` and of `flow` both have such a commit.

**Good.** "Moved to `tool@1d6172b`", "tool was moved to 1d6172b", or more digits.

**Fix.** Name the repository before the hash, or write the hash in full.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.graph.citations import Citation
from qms_site.project import Project
from qms_site.rules.commits import is_looked_at, tell_each_or_all
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each hash of a document; one in all where they are many."""
    doubtful = [
        one for one in project.citations if (one.candidates or one.crowded) and is_looked_at(project, one.document)
    ]
    yield from tell_each_or_all(
        [_finding(one) for one in doubtful], "{} commit hashes of {} are of several commits", RULE
    )


def _finding(citation: Citation) -> Finding:
    who = (
        f"which {' and '.join(citation.candidates)} have"
        if citation.candidates
        else f"with which several commits of {' and '.join(citation.crowded)} begin"
    )
    return Finding(
        code=RULE.code,
        severity=RULE.severity,
        message=f"{citation.document} cites commit {citation.token}, {who}, and does not tell which is meant",
        location=Location(path=citation.path, line=citation.line),
        subject=citation.document,
        hint=f"write {citation.candidates[0]}@{citation.token}, if that is meant"
        if citation.candidates
        else "write more digits",
    )


RULE = Rule(code="GIT203", title="Commit of several repositories", severity=Severity.NOTE, check=check, page=__doc__)
