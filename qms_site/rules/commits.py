"""What the rules on commits and code that documents name share."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import is_illustrating, is_settled
from qms_site.settings import Stage
from qms_site.text import count_of

_MOST_SINGLE = 20


def is_looked_at(project: Project, document: str) -> bool:
    """Whether what a document names is held against git: not in retired ones, nor in what governance found as it was."""
    found = project.documents_by_id[document]
    return not is_settled(project, found) and project.stage_of(found) is not Stage.RETIRED


def severity_in(project: Project, document: str, usual: Severity) -> Severity:
    """How severe it is in a document: a note in those that illustrate."""
    return Severity.NOTE if is_illustrating(project, project.documents_by_id[document]) else usual


def tell_each_or_all(findings: Sequence[Finding], summary: str, rule: Rule) -> Iterator[Finding]:
    """Each of the findings, or one for all where they are many; ``summary`` takes their number, and that of the documents."""
    if len(findings) <= _MOST_SINGLE:
        yield from findings
        return
    documents = dict.fromkeys(finding.subject for finding in findings)
    severity = max((finding.severity for finding in findings), key=lambda one: one.rank)
    first = next(finding for finding in findings if finding.severity is severity)
    yield replace(
        first,
        code=rule.code,
        message=f"{summary.format(len(findings), count_of(len(documents), 'document'))}, such as: {first.message}",
        subject="citations",
    )
