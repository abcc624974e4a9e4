"""A document cites a commit that no repository has.

**Why.** A commit hash in a document is evidence only if somebody can look at the commit. A misspelt hash, or one of a branch that
was rewritten, leads nowhere. Only hashes count that the text calls a commit: by the word, by `@`, by the head of their column, or
because they stand in code by themselves; in the address of a commit at a hosting site, if it is in a repository that is known.
Placeholders such as `abc1234` are none. While a repository is missing that could have a commit, or its clone is shallow or lacks
commits that it was held at, what is not found is not known: that is told once, as a note. Procedures and templates illustrate:
there it is a note.

**Bad.** "Commit: 4e1f0a9" in a closed record, and neither this repository nor any that `qms.toml` names has such a commit.

**Good.** "Commit: 1d6172b", which is in the history of `tool`.

**Fix.** Correct the hash. If the commit is in another repository, name that under `[repositories]` with the path of its clone.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.graph.citations import Citation
from qms_site.project import Project
from qms_site.rules.commits import is_looked_at, severity_in, tell_each_or_all
from qms_site.rules.rule import Rule
from qms_site.text import count_of


def check(project: Project) -> Iterator[Finding]:
    """One finding for each hash of a document; one in all where they are many, and one for what is not known."""
    lost = [one for one in project.citations if one.is_nowhere and is_looked_at(project, one.document)]
    yield from tell_each_or_all(
        [_finding(project, one) for one in lost], "{} commit hashes of {} are in no repository", RULE
    )
    unknown = [one for one in project.citations if one.is_missing]
    if unknown and project.revision.has_git:
        documents = count_of(len({one.document for one in unknown}), "document")
        missing = ", ".join(project.known_repositories.hiding)
        yield Finding(
            code=RULE.code,
            severity=Severity.NOTE,
            message=f"{count_of(len(unknown), 'commit hash', 'commit hashes')} in {documents} cannot be looked up: "
            f"not available, or not as a whole: {missing}",
            subject="repositories",
            hint="fetch those repositories in full",
        )


def _finding(project: Project, citation: Citation) -> Finding:
    who = f"which {citation.repository} does not have" if citation.repository else "which no repository has"
    return Finding(
        code=RULE.code,
        severity=severity_in(project, citation.document, RULE.severity),
        message=f"{citation.document} cites commit {citation.token}, {who}",
        location=Location(path=citation.path, line=citation.called_line),
        subject=citation.document,
        hint="correct the hash, or name its repository in qms.toml",
    )


RULE = Rule(code="GIT201", title="Commit of no repository", severity=Severity.WARNING, check=check, page=__doc__)
