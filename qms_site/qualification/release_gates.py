"""Gates that people answer: the system release that is stated, and who declared it."""

import re
from collections.abc import Iterator
from datetime import UTC, timedelta

from qms_site.qualification.document_gates import why_unread
from qms_site.qualification.gates import Gate, GateName, GateState, Proof
from qms_site.qualification.releases import (
    Declaration,
    Numbers,
    Statement,
    find_declarations,
    find_former,
    find_statements,
)
from qms_site.qualification.subject import Subject, owners_of


def release_gates(subject: Subject, declaration: Declaration | None) -> Iterator[Gate]:
    """The gates of the release, in their order."""
    statements = tuple(find_statements(subject))
    yield _release(subject, statements)
    yield _declaration(subject, declaration, statements)


def _release(subject: Subject, statements: tuple[Statement, ...]) -> Gate:
    documents = [document for own in subject.documents.by_role.values() for document in own]
    clears = owners_of(subject, documents)
    proofs = tuple(
        Proof(text=f"{one.document} states {one.release}", document=one.document, path=one.path, line=one.line)
        for one in statements
    )
    releases = {one.numbers: one.release for one in statements}
    if subject.unread:
        state, reason = GateState.UNKNOWN, why_unread(subject)
    elif not releases:
        state, reason = (
            GateState.NOT_MET,
            f"no specification and no matrix states a release such as {subject.release_name}-1.0",
        )
    elif len(releases) > 1:
        told = ", ".join(releases[numbers] for numbers in sorted(releases))
        state, reason = GateState.NOT_MET, f"its documents state different releases: {told}"
    else:
        numbers, release = next(iter(releases.items()))
        wrong = not_rising(subject, numbers)
        state = GateState.NOT_MET if wrong else GateState.MET
        reason = f"{release} is stated{', ' if wrong else ''}{wrong or ''}"
    return Gate(name=GateName.RELEASE, state=state, reason=reason, clears=clears, proofs=proofs)


def not_rising(subject: Subject, numbers: Numbers, document: str | None = None) -> str | None:
    """The release before that was higher, or the same for another commit; None where it rises.

    Held to what this document stated before, or to what all those of the system did.
    """
    former = tuple(one for one in find_former(subject) if document in (None, one.document))
    highest = max(former, key=lambda one: one.numbers, default=None)
    if highest and highest.numbers > numbers:
        return f"after {subject.release_name}-{highest.numbers[0]}.{highest.numbers[1]}"
    own = subject.qualified_commit
    for one in former:
        commit = one.commit if own and one.numbers == numbers else None
        if own and commit and not _is_same(commit, own):
            return f"which version {one.file.version} of {one.document} stated for {commit[:10]}"
    return None


def _is_same(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _declaration(subject: Subject, declaration: Declaration | None, statements: tuple[Statement, ...]) -> Gate:
    name, clears = GateName.DECLARATION, "the quality lead, in a record"
    if declaration is None and (left_out := subject.shared.records_unread):
        reason = f"the text of {', '.join(left_out)} was not read, which may declare one"
        return Gate(name=name, state=GateState.UNKNOWN, reason=reason, clears=clears)
    if declaration is None:
        reason = "no record declares a release of it"
        return Gate(name=name, state=GateState.NOT_MET, reason=reason, clears=clears)
    proof = Proof(text=declaration.record, document=declaration.record, path=declaration.path, line=declaration.line)
    stated = max((one.numbers for one in statements), default=None)
    told = f"{declaration.record} declares {declaration.release}"
    if declaration.by is None:
        state, reason = GateState.NOT_MET, f"{told}, and names nobody who does"
    elif nobody := _why_no_person(subject, declaration):
        state, reason = GateState.NOT_MET, f"{told}, by {declaration.by}, which is {nobody}"
    elif stated and stated != declaration.numbers:
        state, reason = (
            GateState.NOT_MET,
            f"{told}, and its documents state {subject.release_name}-{stated[0]}.{stated[1]}",
        )
    elif wrong := _why_not_then(subject, declaration):
        state, reason = wrong[0], f"{told}, by {declaration.by} on {declaration.date}, {wrong[1]}"
    else:
        when = f" on {declaration.date}" if declaration.date else ""
        state, reason = GateState.MET, f"{told}, by {declaration.by}{when}"
    return Gate(name=name, state=state, reason=reason, clears=clears, proofs=(proof,))


_NEAR = timedelta(days=1)
"""Days differ by one between time zones."""


def _why_not_then(subject: Subject, declaration: Declaration) -> tuple[GateState, str] | None:
    """Why nobody declared it on the day that it gives: that is yet to come, or what is declared was not there yet."""
    day, as_of, qualified = declaration.date, subject.project.as_of, subject.qualified
    if day is None:
        return None
    if as_of and day - as_of > _NEAR:
        return GateState.NOT_MET, f"which is after {as_of}"
    written = (
        [moment.astimezone(UTC).date() for moment in (qualified.authored, qualified.committed) if moment]
        if qualified
        else []
    )
    if qualified and written and min(written) - day > _NEAR:
        return GateState.UNKNOWN, f"and {qualified.hash[:10]} is of {min(written)}"
    return None


_ROLE = re.compile(
    r"(?:the )?(?:(?:quality|qa|project|system|test|engineering|product|technical|process)\s+){0,3}"
    r"(?:lead|manager|head|owner|assurance|team|unit|department|board|group|committee|responsible|quality|qa)",
    re.IGNORECASE,
)


def _why_no_person(subject: Subject, declaration: Declaration) -> str | None:
    """Why the name under a declaration is that of no person: it is a program's, or a role's."""
    name = declaration.by or ""
    standing = subject.project.people.of_user(name, declaration.date)
    if standing.kind == "agent":
        return "a program"
    roles = {role.role.casefold() for role in subject.project.settings.people.values() if role.role}
    is_role = name.casefold() in roles or _ROLE.fullmatch(name) is not None
    return "a role, and no person" if is_role and not standing.is_known else None


def declared_of(subject: Subject) -> Declaration | None:
    """The declaration of the highest release, one that names somebody before one that does not."""
    return next(reversed(find_declarations(subject)), None)
