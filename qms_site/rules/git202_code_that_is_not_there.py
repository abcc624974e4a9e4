"""A document names code that is not there at the commit that it names with it.

**Why.** `src/pump.py:10-20 @ 1d6172b` says where somebody looked. If that commit has no such file, the file no such lines, or
defines nothing under the name, nobody can see what was meant: the path is misspelt, or the commit is another one. Words before a
hash that may be a branch are looked at only if they end like a file. Of a commit that nobody has, GIT201 tells. Procedures and
templates illustrate: there it is a note.

**Bad.** `src/pump.py:210-230 @ 1d6172b`, where the file has 140 lines.

**Good.** `src/pump.py:110-130 @ 1d6172b`, `tests/test_pump.py::test_stops @ 1d6172b`.

**Fix.** Correct the path, the lines, the name or the commit. `qms-site verify "src/pump.py:110-130 @ 1d6172b"` shows what is there.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.graph.code_references import CodeStatus, DocumentCode, ResolvedCode
from qms_site.project import Project
from qms_site.rules.commits import is_looked_at, severity_in, tell_each_or_all
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each reference of a document; one in all where they are many."""
    told = {(one.document, one.token) for one in project.citations if one.is_nowhere}
    wrong = [
        one
        for one in project.code_references
        if one.found.status not in (CodeStatus.HOLDS, CodeStatus.UNKNOWN)
        and (one.document, one.found.code.commit) not in told
        and is_looked_at(project, one.document)
    ]
    yield from tell_each_or_all(
        [_finding(project, one) for one in wrong], "{} code references of {} lead to nothing at their commits", RULE
    )


def _finding(project: Project, reference: DocumentCode) -> Finding:
    return Finding(
        code=RULE.code,
        severity=severity_in(project, reference.document, RULE.severity),
        message=f"{reference.document} names {_lack(reference.found)}",
        location=Location(path=reference.path, line=reference.line),
        subject=reference.document,
        hint=f'qms-site verify "{reference.found.code.written}"',
    )


def _lack(found: ResolvedCode) -> str:
    code = found.code
    path, commit = found.path or code.path, code.commit[:10]
    match found.status:
        case CodeStatus.NO_COMMIT:
            return f"{code.path} at commit {commit}, which {found.repository or 'no repository'} does not have"
        case CodeStatus.NO_LINES:
            lines = f"line {code.first}" if code.last == code.first else f"lines {code.first}-{code.last}"
            return f"{lines} of {path} at commit {commit}, but {found.reason or 'a folder has none'}"
        case CodeStatus.NO_NAME:
            return f"{code.name} in {path} at commit {commit}, which defines nothing under that name"
        case _:
            return f"{path} at commit {commit}, where {found.repository} has no such file or folder"


RULE = Rule(code="GIT202", title="Code that is not there", severity=Severity.WARNING, check=check, page=__doc__)
