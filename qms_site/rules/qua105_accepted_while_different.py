"""A closed record confirms the acceptance of a system, and what was tested was not what production held when it was closed.

**Why.** Acceptance says that what was tested is in production, file by file. Whoever confirms it and closes the record signs for
that. Looked at are execution items that passed, name the system, and say that acceptance is, or was to be, confirmed. It is told
only where git shows that the difference was there when the record was closed: where neither the system's code on production nor
what was tested was changed since. What came later is no contradiction, and of a system in another repository nothing is told.

**Bad.** CR-050 was closed on 1 March with "Confirm the acceptance of QMS | Pass"; `src/alarm.py` was tested with other contents
than it has had on production since 20 February.

**Good.** The same record, where the files are the same objects, or where the settings exempt the one that differs, with a reason.

**Fix.** Find out which of the two is right; bring what was tested to production under a record, or test what is there.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.qualification.acceptance import accept_system
from qms_site.qualification.gates import GateState
from qms_site.qualification.subject import Subject, find_subjects
from qms_site.records.documents import Document
from qms_site.records.executions import ExecutionItem
from qms_site.records.outcomes import Result
from qms_site.rules.rule import Rule
from qms_site.settings import Stage
from qms_site.sources.snapshot import CommitRecord

_CONFIRMS = re.compile(
    r"\bacceptance\b.{0,80}\bconfirmed\b|\bconfirm(?:ed|s)?\b.{0,40}\bacceptance\b(?! criteri)",
    re.IGNORECASE | re.DOTALL,
)
_MOST_TEXT = 2000


def check(project: Project) -> Iterator[Finding]:
    """One finding for each record that does so, at the item."""
    confirmed = [
        (document, closed, item)
        for document in project.documents
        if project.settings.is_executable(document.type) and project.stage_of(document) is Stage.CLOSED
        for closed in _closed_when(project, document)
        for item in document.file.contents.executions
        if item.result is Result.PASS and _CONFIRMS.search(_row(document, item))
    ]
    for subject in find_subjects(project) if confirmed else ():
        named = re.compile(rf"(?<![\w-])(?:{re.escape(subject.name)}|{re.escape(subject.title)})(?![\w])")
        own = [(document, closed, item) for document, closed, item in confirmed if named.search(_row(document, item))]
        reason = _difference(subject) if own else None
        for document, closed, item in own if reason else ():
            if _stood_so(subject, closed):
                yield Finding(
                    code=RULE.code,
                    severity=RULE.severity,
                    message=f"{document.id} confirms the acceptance of {subject.title}, and was closed while {reason}",
                    location=Location(path=document.path, line=item.line),
                    subject=f"{document.id}#{item.id}",
                    hint=f"qms-site readiness {subject.name} --strict",
                )


def _row(document: Document, item: ExecutionItem) -> str:
    lines, place = document.file.body.split("\n"), item.line - document.file.body_line
    return lines[place][:_MOST_TEXT] if 0 <= place < len(lines) else item.description[:_MOST_TEXT]


def _closed_when(project: Project, document: Document) -> Iterator[datetime]:
    """When a record was closed for the last time."""
    states = project.settings.lifecycle_of(document.type).states
    events = project.timelines_by_id[document.id].events
    moments = [event.when for event in events if event.when and states.get(event.to_state or "") is Stage.CLOSED]
    yield from moments[-1:]


def _difference(subject: Subject) -> str | None:
    """What production has otherwise than what was tested, for a system whose code is in this repository."""
    if subject.settings is None or subject.repository is not None:
        return None
    found = accept_system(subject.project, subject.name)
    trees = next(part for part in found.parts if part.name == "trees")
    return trees.reason if found.comparison and trees.outcome is GateState.NOT_MET else None


def _stood_so(subject: Subject, closed: datetime) -> bool:
    """Whether the code on production, and what was tested, were by then as they are now."""
    trees = subject.project.system_trees[subject.name]
    tested = [one.commit for one in trees.counting_environments] or [subject.qualified_commit]
    commits = subject.known.commit_by_hash if subject.known else {}
    found = [commits.get(commit or "") for commit in tested]
    later = (entry.commit for entry in subject.changes if entry.commit.hash in subject.in_production)
    return all(_is_by(commit, closed) for commit in found) and all(_is_by(commit, closed) for commit in later)


def _is_by(commit: CommitRecord | None, closed: datetime) -> bool:
    return commit is not None and commit.committed is not None and commit.committed <= closed


RULE = Rule(code="QUA105", title="Accepted while different", severity=Severity.WARNING, check=check, page=__doc__)
