"""A commit changed an approved text without a new version, or the approved plan of a record without a new approval.

**Why.** Whoever approved has approved these words. Text that changes afterwards under the same version was approved by nobody.
The text at the approval is compared with each later one. What execution fills in may change: columns of its tables, also new
ones, its sections, placeholders, references; so may front matter except the title, histories of revisions, signatures, comments,
blanks, marks of lists, and where lines end. A closed record is locked altogether, until it has a new version.

**Bad.** A file is added to `Files affected` of a record that is in execution. A typing error is mended in an effective procedure.

**Good.** Outcome and performer of an execution item are filled in. The procedure is checked out as a new version.

**Fix.** `git show <commit>` shows the change. Approve it as a new version, or revert it; in a record, a variance tells what was
done beyond its plan.
"""

from collections.abc import Iterator, Sequence

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.rules.naming import name_sorted
from qms_site.rules.rule import Rule
from qms_site.rules.trails import tell_commit
from qms_site.text import count_of
from qms_site.timeline.approved_texts import ApprovedTextChange

_MOST = 10


def check(project: Project) -> Iterator[Finding]:
    """One finding for each document whose approved text was changed; one in all where they are many."""
    found: dict[str, list[ApprovedTextChange]] = {}
    for change in project.trails.text_changes:
        if not project.is_history(change.commit.committed):
            found.setdefault(change.document, []).append(change)
    if len(found) > _MOST:
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"the approved texts of {len(found)} documents were changed without a new version: {name_sorted(found)}",
            subject="audit trail",
            hint="the page of the audit trail names the commits",
        )
        return
    for id_, changes in found.items():
        yield _of_document(project, id_, changes)


def _of_document(project: Project, id_: str, changes: Sequence[ApprovedTextChange]) -> Finding:
    first, *more = changes
    document = project.documents_by_id[id_]
    if project.settings.is_executable(document.type):
        what = f"{count_of(len(first.lines), 'locked line')} of {id_}, which was {first.state}"
    else:
        what = f"{count_of(len(first.lines), 'line')} of {id_}, whose version {first.version} was {first.state}"
    also = f"; {count_of(len(more), 'more commit')} did so too" if more else ""
    line = first.lines[0]
    return Finding(
        code=RULE.code,
        severity=RULE.severity,
        message=f"{tell_commit(first.commit)} changed {what}{also}",
        location=Location(path=document.path),
        subject=id_,
        hint=f"{'gone is' if line.is_removed else 'new is'}: {line.text}",
    )


RULE = Rule(code="AUD204", title="Approved text changed", severity=Severity.WARNING, check=check, page=__doc__)
