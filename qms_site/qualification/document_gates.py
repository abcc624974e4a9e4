"""Gates that documents answer: which are in force, whether the matrix fits, and whether every requirement has evidence."""

from collections.abc import Iterator, Sequence

from qms_site.graph.cited_versions import CitedVersion, TextChange
from qms_site.qualification.gates import Gate, GateName, GateState, Proof, worst_of
from qms_site.qualification.subject import Subject, owner_of, owners_of
from qms_site.qualification.system_documents import required_items
from qms_site.records.documents import Document
from qms_site.records.items import Item
from qms_site.records.traces import Trace
from qms_site.text import count_of

_ROLES = (
    (GateName.REQUIREMENTS, "requirements", "requirements specification"),
    (GateName.DESIGN, "design", "design specification"),
    (GateName.MATRIX, "matrix", "trace matrix"),
)
_WANTED = frozenset({"warning", "error"})


def document_gates(subject: Subject) -> Iterator[Gate]:
    """The gates of documents, in their order; that of a design specification only where one is wanted, or there is one."""
    for name, role, words in _ROLES:
        documents = subject.documents.by_role.get(role, ())
        if documents or name is not GateName.DESIGN or _wants_design(subject):
            yield _in_force(subject, name, documents, words)
    yield _fit(subject)
    yield _evidence(subject)


def _wants_design(subject: Subject) -> bool:
    rule = subject.project.settings.rules.get("TRC105")
    return rule is not None and rule.level in _WANTED


def _in_force(subject: Subject, name: GateName, documents: Sequence[Document], words: str) -> Gate:
    if not documents:
        reason = f"{subject.title} has no {words}"
        return Gate(name=name, state=GateState.NOT_MET, reason=reason, clears=f"whoever develops {subject.title}")
    told = [_how_it_stands(subject, document) for document in documents]
    return Gate(
        name=name,
        state=worst_of(state for state, _ in told),
        reason="; ".join(reason for _, reason in told),
        clears=", ".join(dict.fromkeys(map(owner_of, documents))),
        proofs=tuple(_proof(subject, document) for document in documents),
    )


def _how_it_stands(subject: Subject, document: Document) -> tuple[GateState, str]:
    timeline = subject.project.timelines_by_id[document.id]
    if timeline.in_force:
        draft = f"; version {timeline.draft} of it is on its way" if timeline.draft else ""
        return GateState.MET, f"version {timeline.in_force} of {document.id} is in force{draft}"
    if document.status is None:
        return GateState.UNKNOWN, f"nothing tells the state of {document.id}"
    return GateState.NOT_MET, f"no version of {document.id} is in force: it is {_label(document.status)}"


def _label(state: str) -> str:
    return state.replace("_", " ").lower()


def _proof(subject: Subject, document: Document) -> Proof:
    version = subject.project.timelines_by_id[document.id].in_force
    text = f"{document.id} {version}" if version else document.id
    return Proof(text=text, document=document.id, path=document.path)


def _fit(subject: Subject) -> Gate:
    """Whether the matrix verified the requirements as they are in force, requirement by requirement."""
    matrices, specifications = subject.documents.matrices, subject.documents.requirements
    clears = owners_of(subject, matrices)
    if not matrices or not specifications:
        what = "trace matrix" if specifications else "requirements specification"
        reason = f"there is no {what} to compare"
        return Gate(name=GateName.FIT, state=GateState.NOT_MET, reason=reason, clears=clears)
    if subject.unread:
        return Gate(name=GateName.FIT, state=GateState.UNKNOWN, reason=why_unread(subject), clears=clears)
    own = {matrix.id for matrix in matrices}
    cited = [one for one in subject.project.cited_versions if one.matrix in own]
    told = [_how_it_fits(subject, document, cited) for document in specifications]
    return Gate(
        name=GateName.FIT,
        state=worst_of(state for state, _, _ in told),
        reason="; ".join(reason for _, reason, _ in told),
        clears=clears,
        proofs=tuple(
            Proof(
                text=f"{one.matrix} states {one.specification} {one.stated}",
                document=one.matrix,
                path=subject.project.documents_by_id[one.matrix].path,
                line=one.line,
            )
            for one in cited
        ),
        details=tuple(detail for _, _, details in told for detail in details),
    )


def _how_it_fits(
    subject: Subject, specification: Document, cited: Sequence[CitedVersion]
) -> tuple[GateState, str, tuple[str, ...]]:
    one = next((one for one in cited if one.specification == specification.id), None)
    if one is None:
        return GateState.UNKNOWN, f"no matrix states which version of {specification.id} it verified", ()
    if one.in_force is None:
        return GateState.NOT_MET, f"no version of {specification.id} is in force that it could fit", ()
    if one.is_in_force:
        verified = f"{one.matrix} verified version {one.stated} of {specification.id}, which is in force"
        edited = tuple(_edited(subject, specification))
        if not edited:
            return GateState.MET, verified, ()
        told = f"{count_of(len(edited), 'requirement')} {'was' if len(edited) == 1 else 'were'} changed under the same number"
        return GateState.NOT_MET, f"{verified}, and {told}", edited
    return _how_texts_fit(subject, specification, one)


def _edited(subject: Subject, specification: Document) -> Iterator[str]:
    """The requirements whose approved text was changed since, and is otherwise still; each with the commit that did it first."""
    project = subject.project
    version = project.timelines_by_id[specification.id].in_force
    lines = frozenset(line.strip() for line in specification.file.body.split("\n"))
    changed = [
        (change.commit, line.text)
        for change in project.trails.text_changes
        if change.document == specification.id and change.version == version
        for line in change.lines
        if (line.text.strip() in lines) is not line.is_removed
    ]
    for item in required_items(project, specification) if changed else ():
        commit = next((commit for commit, text in changed if item.id in text or _is_part(text, item.text)), None)
        if commit:
            yield f"{item.id} was changed by {commit.hash[:10]}"


def _is_part(line: str, text: str) -> bool:
    return bool(line.strip()) and line.strip() in text


def _how_texts_fit(
    subject: Subject, specification: Document, one: CitedVersion
) -> tuple[GateState, str, tuple[str, ...]]:
    """Of a matrix that verified another version: whether the texts of the requirements are the same in both."""
    versions = f"{one.matrix} verified version {one.stated} of {specification.id}, and {one.in_force} is in force"
    if one.known is None:
        return GateState.NOT_MET, f"{versions}; no version {one.stated} is known", ()
    changes = [
        (item.id, subject.project.text_changes.get((one.matrix, item.id), TextChange.UNKNOWN))
        for item in required_items(subject.project, specification)
    ]
    words = {TextChange.CHANGED: "reads otherwise", TextChange.NEW: "is new"}
    changed = tuple(f"{item} {words[change]}" for item, change in changes if change in words)
    if changed:
        return (
            GateState.NOT_MET,
            f"{versions}: {count_of(len(changed), 'requirement')} {'differs' if len(changed) == 1 else 'differ'}",
            changed,
        )
    unknown = tuple(f"{item} could not be compared" for item, change in changes if change is TextChange.UNKNOWN)
    if unknown:
        return GateState.UNKNOWN, f"{versions}: {count_of(len(unknown), 'requirement')} could not be compared", unknown
    return GateState.MET, f"{versions}, in which every requirement reads the same", ()


def required(subject: Subject) -> tuple[tuple[Document, Item], ...]:
    """The requirements of a system, each with its specification."""
    return tuple(
        (document, item)
        for document in subject.documents.requirements
        for item in required_items(subject.project, document)
    )


def withdrawn_in(subject: Subject) -> frozenset[str]:
    """Ids of what its specifications call withdrawn, and none of them requires."""
    items = {item.id for document in subject.documents.requirements for item in document.file.contents.items}
    return frozenset(items - {item.id for _, item in required(subject)})


def traces_of(subject: Subject) -> dict[str, list[tuple[Document, Trace]]]:
    """All traces of its matrices, by the item."""
    found: dict[str, list[tuple[Document, Trace]]] = {}
    for matrix in subject.documents.matrices:
        for trace in matrix.file.contents.traces:
            found.setdefault(trace.item, []).append((matrix, trace))
    return found


def why_unread(subject: Subject) -> str:
    """Why it is not known what the documents of a system state."""
    return f"the text of {', '.join(subject.unread)} was not read"


def _evidence(subject: Subject) -> Gate:
    """Whether each requirement is traced to something; what that comes to is the next gate's question."""
    clears = owners_of(subject, subject.documents.matrices)
    items, traces = required(subject), traces_of(subject)
    if subject.unread:
        return Gate(name=GateName.EVIDENCE, state=GateState.UNKNOWN, reason=why_unread(subject), clears=clears)
    if not items:
        state = GateState.UNKNOWN if subject.documents.requirements else GateState.NOT_MET
        reason = "no requirement was recognised" if subject.documents.requirements else "no requirement is specified"
        return Gate(name=GateName.EVIDENCE, state=state, reason=reason, clears=clears)
    lacking = [
        f"{item.id} has {'no evidence' if item.id in traces else 'no trace'}"
        for _, item in items
        if not any(trace.evidence.is_given for _, trace in traces.get(item.id, ()))
    ]
    with_it = len(items) - len(lacking)
    return Gate(
        name=GateName.EVIDENCE,
        state=GateState.NOT_MET if lacking else GateState.MET,
        reason=f"{with_it} of {count_of(len(items), 'requirement')} {'has' if len(items) == 1 else 'have'} evidence",
        clears=clears,
        proofs=tuple(
            Proof(text=matrix.id, document=matrix.id, path=matrix.path) for matrix in subject.documents.matrices
        ),
        details=tuple(lacking),
    )
