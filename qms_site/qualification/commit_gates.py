"""Gates that git answers: the qualified commit, how it reached production, the records it holds, and what came after it."""

from collections.abc import Iterator

from qms_site.project import Project
from qms_site.qualification.acceptance import compare_with_qualified
from qms_site.qualification.document_gates import why_unread
from qms_site.qualification.gates import Gate, GateName, GateState, Proof
from qms_site.qualification.subject import SETTINGS_KEEPER, Subject, owners_of, whoever_fetches
from qms_site.records.documents import Document
from qms_site.settings import Stage
from qms_site.sources.snapshot import CommitRecord
from qms_site.text import count_of
from qms_site.timeline.branches import Branch, BranchMerge
from qms_site.timeline.ledger import LedgerEntry, Standing

_AFTER_CLOSING = frozenset({Stage.CLOSED, Stage.RETIRED})
_UNAUTHORISED = frozenset({Standing.UNCITED, Standing.OUTSIDE})
_NO_COMMIT = "no matrix states the qualified commit"
_MERGE = 2
"""Parents from which on a commit is a merge."""


def commit_gates(subject: Subject) -> Iterator[Gate]:
    """The gates of commits, in their order; that of the execution branch only where the settings want such branches."""
    yield _exists(subject)
    if subject.project.settings.project.execution_branches == "required":
        yield _lies_on_branch(subject)
    yield _is_reachable(subject)
    yield _records_closed(subject)
    yield production_unchanged(subject)


def _gate(subject: Subject, name: GateName, told: tuple[GateState, str], *details: str) -> Gate:
    commit = subject.qualified_commit
    return Gate(
        name=name,
        state=told[0],
        reason=told[1],
        clears=_who_clears(subject, told[0]),
        proofs=(Proof(text=f"commit {commit[:10]}", commit=commit, repository=subject.repository),) if commit else (),
        details=details,
    )


def _who_clears(subject: Subject, state: GateState) -> str:
    """Whoever develops a system; what no matrix states, the owner of the matrix.

    What a clone hides is for whoever can fetch it, and what the settings do not say for whoever keeps them.
    """
    if subject.qualified_commit is None:
        return owners_of(subject, subject.documents.matrices)
    if state is GateState.UNKNOWN and not subject.is_whole:
        return whoever_fetches(subject)
    if state is GateState.UNKNOWN and not subject.is_placed:
        return SETTINGS_KEEPER
    return f"whoever develops {subject.title}"


def _why_not_there(subject: Subject) -> tuple[GateState, str]:
    """Why the qualified commit cannot be found: it is nowhere, or nobody can look."""
    known, commit = subject.known, subject.qualified_commit or ""
    where = known.name if known else subject.repository or "the repository"
    if known is None or not known.is_available:
        return GateState.UNKNOWN, f"{where} is not available"
    if known.count_of(commit) > 1:
        return GateState.UNKNOWN, f"several commits of {where} begin with {commit[:10]}"
    if not known.is_whole:
        return GateState.UNKNOWN, f"{commit[:10]} is not in {where}, whose clone is not whole"
    return GateState.NOT_MET, f"{commit[:10]} is no commit of {where}"


def _without_commit(subject: Subject) -> tuple[GateState, str]:
    """How gates stand of a system whose matrices state no commit, or were not read."""
    return (GateState.UNKNOWN, why_unread(subject)) if subject.unread else (GateState.NOT_MET, _NO_COMMIT)


def _is_there(subject: Subject) -> bool:
    """Whether the repository has the qualified commit, be it that no branch leads to it."""
    return subject.verification is not None and subject.verification.code is not None


def _not_seen(subject: Subject, reason: str) -> tuple[GateState, str]:
    """What a whole clone shows not to be so; of one that is not whole it is not known."""
    if subject.is_whole:
        return GateState.NOT_MET, reason
    return GateState.UNKNOWN, f"{reason}, as far as this clone shows, which is not whole"


def _exists(subject: Subject) -> Gate:
    commit = subject.qualified_commit
    if commit is None:
        return _gate(subject, GateName.QUALIFIED_COMMIT, _without_commit(subject))
    if not _is_there(subject) and subject.qualified is None:
        return _gate(subject, GateName.QUALIFIED_COMMIT, _why_not_there(subject))
    record = subject.qualified
    about = f": {record.subject[:_SUBJECT]}" if record else ""
    return _gate(subject, GateName.QUALIFIED_COMMIT, (GateState.MET, f"{commit[:10]} exists{about}"))


_SUBJECT = 80


def _lies_on_branch(subject: Subject) -> Gate:
    return _gate(subject, GateName.EXECUTION_BRANCH, _where_it_lies(subject))


def _where_it_lies(subject: Subject) -> tuple[GateState, str]:
    record = subject.qualified
    if subject.qualified_commit is None:
        return _without_commit(subject)
    if record is None:
        return _on_no_branch(subject)
    if len(record.parents) >= _MERGE:
        return GateState.NOT_MET, f"{record.hash[:10]} is a merge that was made later"
    branch = subject.shared.execution_branches.get((subject.repository, record.hash))
    if branch is None:
        return _not_seen(subject, f"{record.hash[:10]} lies on no execution branch")
    merge = _merge_of(branch, record)
    if merge and merge.how != "merge":
        return GateState.NOT_MET, f"{record.hash[:10]} lies on {branch.name}, which was merged by {merge.how}"
    return GateState.MET, f"{record.hash[:10]} lies on {branch.name}"


def _on_no_branch(subject: Subject) -> tuple[GateState, str]:
    """How a commit stands that no branch leads to: it is there all the same, or nowhere."""
    if _is_there(subject):
        return _not_seen(subject, f"{(subject.qualified_commit or '')[:10]} exists, and no branch leads to it")
    return _why_not_there(subject)


def _merge_of(branch: Branch, record: CommitRecord) -> BranchMerge | None:
    return next((merge for merge in branch.merges if record in merge.commits), None)


def _is_reachable(subject: Subject) -> Gate:
    return _gate(subject, GateName.REACHABLE, _how_it_is_reached(subject))


def _how_it_is_reached(subject: Subject) -> tuple[GateState, str]:
    commit = subject.qualified_commit
    if commit is None:
        return _without_commit(subject)
    if subject.qualified is None:
        return _on_no_branch(subject)
    where = subject.known.name if subject.known else ""
    if subject.qualified.hash not in subject.on_production:
        return _not_seen(subject, f"production of {where} does not lead to {commit[:10]}{_squashed(subject)}")
    if subject.pointer:
        return _how_pointer_leads(subject, subject.pointer, where, commit)
    return GateState.MET, f"production leads to {commit[:10]}"


def _how_pointer_leads(subject: Subject, pointer: str, where: str, commit: str) -> tuple[GateState, str]:
    if subject.known is None or pointer not in subject.graph.commits:
        return GateState.UNKNOWN, f"the pointer is at {pointer[:10]}, which the clone of {where} does not have"
    if commit not in subject.shared.reached(subject.known, pointer):
        return _not_seen(subject, f"the pointer of {where} is at {pointer[:10]}, which does not lead to {commit[:10]}")
    return GateState.MET, f"production, and the pointer at {pointer[:10]}, lead to {commit[:10]}"


def _squashed(subject: Subject) -> str:
    held = (branch for branch in subject.project.branches if branch.repository == subject.repository)
    found = next((branch for branch in held if subject.qualified in branch.unmerged and branch.merges), None)
    return f": {found.name} was merged by {found.merges[-1].how}" if found else ""


def _records_closed(subject: Subject) -> Gate:
    """Whether the records under which the baseline came about are closed."""
    clears = "whoever executes these records"
    if subject.qualified is None:
        return _gate(subject, GateName.RECORDS_CLOSED, _unknown_baseline(subject))
    if not subject.is_placed:
        return _gate(subject, GateName.RECORDS_CLOSED, _unplaced(subject))
    held = [entry for entry in subject.changes if entry.commit.hash in subject.in_baseline]
    records = list(dict.fromkeys(record for entry in held for record in entry.records))
    known = [subject.project.documents_by_id[record] for record in records if record in subject.project.documents_by_id]
    # What a commit names besides a record that is there may be an example, or a mistake.
    lost = (
        entry.records
        for entry in held
        if not any(record in subject.project.documents_by_id for record in entry.records)
    )
    gone = list(dict.fromkeys(record for written in lost for record in written))
    waiting = [document for document in known if not _is_closed(subject.project, document)]
    count = len(known) + len(gone)
    verb = "is" if count == 1 else "are"
    hidden = ", as far as this clone goes back" if subject.known and subject.known.is_cut else ""
    reason = f"{len(known) - len(waiting)} of {count_of(count, 'record')} in the baseline {verb} closed"
    return Gate(
        name=GateName.RECORDS_CLOSED,
        state=GateState.NOT_MET if waiting else GateState.UNKNOWN if gone or hidden else GateState.MET,
        reason=f"{reason if count else 'no record is known in the baseline'}{'' if waiting else hidden}",
        clears=clears,
        proofs=tuple(
            Proof(text=document.id, document=document.id, path=document.path) for document in waiting or known
        ),
        details=(
            *(f"{document.id} is {_state_of(document.status)}" for document in waiting),
            *(f"{record} is not among the documents" for record in gone),
        ),
    )


def _is_closed(project: Project, document: Document) -> bool:
    """Whether a record was carried out and closed, be it retired since; one that was cancelled never was."""
    stage = project.stage_of(document)
    if stage is not Stage.RETIRED:
        return stage is Stage.CLOSED
    lifecycle = project.settings.lifecycle_of(document.type)
    before = (state for state, following in lifecycle.steps.items() if document.status in following)
    return all(lifecycle.states.get(state) in _AFTER_CLOSING for state in before)


def _state_of(status: str | None) -> str:
    return (status or "without a status").replace("_", " ").lower()


def _unknown_baseline(subject: Subject) -> tuple[GateState, str]:
    if subject.qualified_commit is None:
        return _without_commit(subject)
    return GateState.UNKNOWN, "what the baseline holds is not known, since its commit is on no branch that is there"


def _unplaced(subject: Subject) -> tuple[GateState, str]:
    return GateState.UNKNOWN, f"the settings do not say which code is that of {subject.title}"


def changes_since(subject: Subject) -> tuple[LedgerEntry, ...]:
    """Changes to its code on production that the baseline does not hold, newest first."""
    return tuple(
        entry
        for entry in subject.changes
        if entry.commit.hash not in subject.in_baseline and entry.commit.hash in subject.in_production
    )


def is_uncontrolled(entry: LedgerEntry) -> bool:
    """Whether a change was made without authority."""
    return entry.standing in _UNAUTHORISED


def is_in_progress(project: Project, entry: LedgerEntry) -> bool:
    """Whether a record that speaks for a change is in execution today."""
    documents = (project.documents_by_id.get(record) for record in entry.records)
    return any(document is not None and project.stage_of(document) is Stage.EXECUTION for document in documents)


def production_unchanged(subject: Subject) -> Gate:
    """Whether the system's code on production is that of the baseline; where not, under whose authority it was changed."""
    name = GateName.PRODUCTION_UNCHANGED
    if subject.qualified is None:
        return _gate(subject, name, _unknown_baseline(subject))
    if not subject.is_placed:
        return _gate(subject, name, _unplaced(subject))
    return _gate(subject, name, *_how_it_moved_on(subject))


def _how_it_moved_on(subject: Subject) -> tuple[tuple[GateState, str], *tuple[str, ...]]:
    since = changes_since(subject)
    comparison = compare_with_qualified(subject.project, subject.name)
    if comparison and comparison.is_accepted and since:
        left = "all of it is as it was" if comparison.is_same else comparison.sentence
        reason = f"{count_of(len(since), 'commit')} changed its code since, and {left}"
        return ((GateState.MET, reason),)
    if not since and comparison and comparison.differences:
        reason = f"no commit is known to have changed its code since, and yet: {comparison.sentence}"
        return (GateState.NOT_MET, reason), *(one.sentence for one in comparison.differences)
    if not since and comparison is None:
        reason = "the files of the qualified commit, or those of production, are not known"
        return ((GateState.UNKNOWN, reason),)
    if not since:
        return ((GateState.MET, "nothing of its code was changed since"),)
    uncontrolled = sum(map(is_uncontrolled, since))
    under = sum(is_in_progress(subject.project, entry) for entry in since)
    told = [f"{under} under a record in execution"] if under else []
    told += [f"{uncontrolled} without authority"] if uncontrolled else []
    reason = f"{count_of(len(since), 'commit')} changed its code since" + (f", {', '.join(told)}" if told else "")
    details = (
        f"{entry.commit.hash[:10]} {entry.commit.subject[:_SUBJECT]}: {entry.standing.value if entry.standing else ''}"
        for entry in since
    )
    return (GateState.NOT_MET, reason), *details
