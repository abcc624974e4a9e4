"""A document did not begin in a state in which documents of its type begin.

**Why.** What begins approved was approved by nobody. The states are those of `first`, of the type or of its lifecycle. Where
commits alone tell, a document may have been drafted on a branch that was squashed: that is a note, it is told from the
beginning of governance on, and for all documents as one.

**Bad.** The first line of `.audit/CR/CR-009.jsonl` is `{"event": "CREATE", "to_status": "IN_EXECUTION"}`.

**Good.** `{"event": "CREATE", "to_status": "DRAFT"}`

**Fix.** Record the deviation; or name the state under `first` of the type, if its documents may begin so.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.rules.naming import name_sorted
from qms_site.rules.rule import Rule
from qms_site.rules.trails import logged_documents, place_of


def check(project: Project) -> Iterator[Finding]:
    """One finding for each log that begins in another state, and one note for all documents that only commits tell of."""
    for document, events in logged_documents(project):
        first = events[0]
        if first is not document.events[0] or "CREAT" not in first.kind.upper() or not first.to_status:
            continue  # of what lies between creation and the first state that is told, the log says nothing
        state = project.settings.state_of(first.to_status, document.type)
        if _is_unusual(project, document, state):
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{document.id} was created in {state}, and not in {_usual(project, document)}",
                location=place_of(first),
                subject=document.id,
            )
    begun = dict(_begun_by_commits(project))
    if begun:
        id_ = next(iter(begun))
        document = project.documents_by_id[id_]
        yield Finding(
            code=RULE.code,
            severity=Severity.NOTE,
            message=f"{id_} is first seen in {begun[id_]}, and not in {_usual(project, document)}"
            if len(begun) == 1
            else f"{len(begun)} documents are first seen in states in which they do not begin: {name_sorted(begun)}",
            location=Location(path=document.path) if len(begun) == 1 else None,
            subject=id_ if len(begun) == 1 else "audit trail",
            hint="what came before was not committed, or on a branch whose commits did not arrive",
        )


def _begun_by_commits(project: Project) -> Iterator[tuple[str, str]]:
    """Documents without a log, and the state of the first commit that has them, where that is none of the usual ones."""
    commits = project.changes.commit_by_hash
    for document in project.documents:
        first = next(iter(project.timelines_by_id[document.id].events), None)
        if document.events or first is None or first.to_state is None or first.kind != "CREATE":
            continue
        commit = commits.get(first.commit or "")
        is_merge = commit is not None and len(commit.parents) > 1
        is_known = not is_merge and project.governed_since is not None
        if is_known and not project.is_history(first.when) and _is_unusual(project, document, first.to_state):
            yield document.id, first.to_state


def _is_unusual(project: Project, document: Document, state: str) -> bool:
    known = project.settings.lifecycle_of(document.type).states
    usual = project.settings.first_states_of(document.type)
    return bool(usual) and state in known and state not in usual


def _usual(project: Project, document: Document) -> str:
    return " or ".join(project.settings.first_states_of(document.type))


RULE = Rule(code="AUD107", title="Unusual first state", severity=Severity.WARNING, check=check, page=__doc__)
