"""Gates that people answer: the system release that is stated, and who declared it."""

from collections.abc import Iterator

from qms_site.qualification.gates import Gate, GateName, GateState, Proof
from qms_site.qualification.releases import Declaration, Statement, find_declarations, find_former, find_statements
from qms_site.qualification.subject import Subject, owner_of


def release_gates(subject: Subject, declaration: Declaration | None) -> Iterator[Gate]:
    """The gates of the release, in their order."""
    statements = tuple(find_statements(subject))
    yield _release(subject, statements)
    yield _declaration(subject, declaration, statements)


def _release(subject: Subject, statements: tuple[Statement, ...]) -> Gate:
    documents = [document for own in subject.documents.by_role.values() for document in own]
    clears = ", ".join(dict.fromkeys(map(owner_of, documents))) or f"whoever develops {subject.title}"
    proofs = tuple(
        Proof(text=f"{one.document} states {one.release}", document=one.document, path=one.path, line=one.line)
        for one in statements
    )
    releases = {one.numbers: one.release for one in statements}
    before = max(find_former(subject), default=None)
    if not releases:
        state, reason = GateState.NOT_MET, f"no specification and no matrix states a release such as {subject.name}-1.0"
    elif len(releases) > 1:
        told = ", ".join(releases[numbers] for numbers in sorted(releases))
        state, reason = GateState.NOT_MET, f"its documents state different releases: {told}"
    else:
        numbers, release = next(iter(releases.items()))
        is_rising = before is None or numbers >= before
        former = f"{subject.name}-{before[0]}.{before[1]}" if before else ""
        state = GateState.MET if is_rising else GateState.NOT_MET
        reason = f"{release} is stated" if is_rising else f"{release} is stated, after {former}"
    return Gate(name=GateName.RELEASE, state=state, reason=reason, clears=clears, proofs=proofs)


def _declaration(subject: Subject, declaration: Declaration | None, statements: tuple[Statement, ...]) -> Gate:
    name, clears = GateName.DECLARATION, "the quality lead, in a record"
    if declaration is None:
        reason = "no record declares a release of it"
        return Gate(name=name, state=GateState.NOT_MET, reason=reason, clears=clears)
    proof = Proof(text=declaration.record, document=declaration.record, path=declaration.path, line=declaration.line)
    stated = max((one.numbers for one in statements), default=None)
    told = f"{declaration.record} declares {declaration.release}"
    if declaration.by is None:
        state, reason = GateState.NOT_MET, f"{told}, and names nobody who does"
    elif stated and stated != declaration.numbers:
        state, reason = GateState.NOT_MET, f"{told}, and its documents state {subject.name}-{stated[0]}.{stated[1]}"
    else:
        when = f" on {declaration.date}" if declaration.date else ""
        state, reason = GateState.MET, f"{told}, by {declaration.by}{when}"
    return Gate(name=name, state=state, reason=reason, clears=clears, proofs=(proof,))


def declared_of(subject: Subject) -> Declaration | None:
    """The declaration of the highest release, one that names somebody before one that does not."""
    return next(reversed(find_declarations(subject)), None)
