"""Checks of authority before a merge: the record of the branch, the files that it names, and what each commit cites."""

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from qms_site.paths import MARKDOWN_SUFFIXES, is_inside
from qms_site.qualification.gates import GateState, worst_of
from qms_site.qualification.merge_case import CUT, MergeCase
from qms_site.qualification.merge_gate import MergeCheck, MergeCheckName
from qms_site.records.documents import declared_status
from qms_site.records.files import read_document_file
from qms_site.records.sidecars import Sidecar, read_sidecar
from qms_site.settings import Stage
from qms_site.text import count_of
from qms_site.timeline.ledger import LedgerEntry
from qms_site.timeline.places import Place, changed_places


def check_record(case: MergeCase) -> MergeCheck:
    """Whether the record of the branch is in execution where the branch shall go; what the branch says is only told."""
    state, reason = _how_record_stands(case)
    return MergeCheck(name=MergeCheckName.RECORD, state=state, reason=reason)


def _how_record_stands(case: MergeCase) -> tuple[GateState, str]:
    project, record = case.project, case.source.record
    if record is None:
        return GateState.NOT_MET, f"{case.source.label} names no change record, and none of its commits cites one"
    document, ahead = project.documents_by_id.get(record), _status_on_branch(case, record)
    if document is None:
        told = f"; the branch has it as {_words(ahead)}, which counts once it is on {case.target.name}" if ahead else ""
        return GateState.NOT_MET, f"{record} does not exist on {case.target.name}{told}"
    told = f"; on the branch it is {_words(ahead)}" if ahead and ahead != document.status else ""
    if document.status is None:
        return GateState.UNKNOWN, f"nothing tells the state of {record}{told}"
    is_met = project.stage_of(document) is Stage.EXECUTION
    return GateState.MET if is_met else GateState.NOT_MET, f"{record} is {_words(document.status)}{told}"


def _words(state: str) -> str:
    return state.replace("_", " ").lower()


def _status_on_branch(case: MergeCase, record: str) -> str | None:
    """The state that the head of the branch gives a record, in capitals; None where no commit of it wrote the record."""
    if case.source.repository is not None:
        return None
    is_its = partial(_is_of, case.project.documents_root, record)
    changes = (change for entry in case.proposal.entries for change in entry.commit.changes)
    if not any(is_its(change.path) for change in changes):
        return None
    tree = case.project.known_repositories.code.read_files(None, case.source_tip, is_its)
    told = [_read_status(case, path, data) for path, data in sorted(tree.files.items())] if tree else []
    # Where there is metadata it owns the state; its folder begins with a dot, so that it is sorted before the text.
    written = next(filter(None, told), None)
    id_ = case.project.scheme.parse(record)
    return case.project.settings.state_of(written, id_.type) if written and id_ else None


def _is_of(documents_root: str, record: str, path: str) -> bool:
    place = PurePosixPath(path)
    if place.stem not in (record, f"{record}-draft") or not is_inside(path, documents_root):
        return False
    hidden = [part for part in place.parts[:-1] if part.startswith(".")]
    return hidden == [".meta"] if place.suffix == ".json" else place.suffix in MARKDOWN_SUFFIXES and not hidden


def _read_status(case: MergeCase, path: str, data: bytes) -> str | None:
    if path.endswith(".json"):
        found = read_sidecar(path, data)
        return found.status if isinstance(found, Sidecar) else None
    return declared_status(read_document_file(path, data, case.project.scheme, reads_body=False))


def check_scope(case: MergeCase) -> MergeCheck:
    """Whether the approved texts of the records name each file of governed code, and each submodule, that is changed."""
    if case.why_not_judged:
        return MergeCheck(name=MergeCheckName.SCOPE, state=GateState.UNKNOWN, reason=case.why_not_judged)
    judged = [(path, state) for path, state in sorted(dict(_judged_places(case)).items())]
    outside = tuple(path for path, state in judged if state is GateState.NOT_MET)
    unknown = tuple(path for path, state in judged if state is GateState.UNKNOWN)
    records = ", ".join(_records(case)) or "no record"
    files = count_of(len(judged), "governed file")
    if outside:
        reason = f"outside what {records} names: {len(outside)} of {files}"
        return MergeCheck(name=MergeCheckName.SCOPE, state=GateState.NOT_MET, reason=reason, details=outside)
    if unknown:
        reason = f"the approved text of {records} names no file, so that {len(unknown)} of {files} cannot be judged"
        return MergeCheck(name=MergeCheckName.SCOPE, state=GateState.UNKNOWN, reason=reason, details=unknown)
    reason = f"{records} names all of {files}" if judged else "it changes no governed code"
    return MergeCheck(name=MergeCheckName.SCOPE, state=GateState.MET, reason=reason)


def _records(case: MergeCase, entry: LedgerEntry | None = None) -> tuple[str, ...]:
    """The records that exist among that of the branch and those cited, by all commits or by one."""
    cited = (record for one in ((entry,) if entry else case.entries) for record in one.records)
    named = (*((case.source.record,) if case.source.record else ()), *cited)
    return tuple(record for record in dict.fromkeys(named) if record in case.project.documents_by_id)


def _judged_places(case: MergeCase) -> Iterator[tuple[str, GateState]]:
    """Each place with how it stands, one that several commits changed with the worst last."""
    folder = f"{case.repository.folder}/" if case.repository and case.repository.key is not None else ""
    found: dict[str, GateState] = {}
    for entry in case.entries:
        if entry.is_merge and entry.own is None:
            continue
        records = _records(case, entry)
        for place in changed_places(entry.judged, folder):
            state = _how_named(case, records, place)
            found[place.path] = worst_of((found.get(place.path, state), state))
    return iter(found.items())


def _how_named(case: MergeCase, records: tuple[str, ...], place: Place) -> GateState:
    scopes = case.proposal.scopes
    if any(scopes.has_named(record, place) for record in records):
        return GateState.MET
    is_silent = any(not any(scopes.by_record.get(above) for above in scopes.lineage(record)) for record in records)
    return GateState.UNKNOWN if is_silent else GateState.NOT_MET


def check_citations(case: MergeCase) -> MergeCheck:
    """Whether each commit cites a record, itself or by a merge in the branch, that was in execution when it was written."""
    if case.is_cut:
        reason = f"which commits are its own is not known: {CUT}"
        return MergeCheck(name=MergeCheckName.CITATIONS, state=GateState.UNKNOWN, reason=reason)
    asked = [entry for entry in case.entries if not entry.is_merge or entry.own]
    told = [(entry, *_how_cited(entry)) for entry in asked]
    state = worst_of(found for _, found, _ in told)
    good = sum(found is GateState.MET for _, found, _ in told)
    return MergeCheck(
        name=MergeCheckName.CITATIONS,
        state=state,
        reason=f"under a record that was in execution then: {good} of {count_of(len(told), 'commit')}"
        if told
        else "it brings no commit that governance binds",
        details=tuple(
            f"{entry.commit.hash[:10]} {entry.commit.subject[:_LONGEST]}: {why}"
            for entry, found, why in told
            if found is not GateState.MET
        ),
    )


_LONGEST = 80


def _how_cited(entry: LedgerEntry) -> tuple[GateState, str]:
    if not entry.answers:
        return GateState.NOT_MET, "cites no record"
    verdicts = {answer.verdict for answer in entry.answers}
    if "inside" in verdicts:
        return GateState.MET, ""
    named = ", ".join(dict.fromkeys(entry.records))
    if "unknown" in verdicts:
        return GateState.UNKNOWN, f"nothing tells whether {named} was in execution then"
    return GateState.NOT_MET, f"{named} was not in execution then"
