"""What a commit's message says of other things: ids of documents, trailers, and the commits that it takes back."""

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache

import msgspec

from qms_site.history.merge_subjects import read_merge_subject
from qms_site.records.references import ReferenceScheme
from qms_site.records.series import find_series
from qms_site.sources.snapshot import Change, CommitRecord
from qms_site.timeline.typed_ids import TypedIds

_MOST_READ = 64 * 1024
"""Letters of a message that are read; what comes after them no person wrote."""
_MORE = re.compile(r"\s*(?:[/,;&.\u2026\u2013-]|(?:and|or|through|thru|to|up|until|till)\b)", re.IGNORECASE)
"""What a range or a list goes on with."""
_TRAILER = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,60}): *(\S.*)")
_REVERTED = re.compile(r"^This reverts commit ([0-9a-f]{7,64})\b", re.MULTILINE)
_REVERT = re.compile(r"(?:Revert|revert:) +\"?(?P<subject>.+?)\"?\s*")


class Trailer(msgspec.Struct, frozen=True):
    """A line such as ``Change: CR-091`` or ``Reviewed-by: ...`` at the end of a message."""

    key: str
    value: str


class Message(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a message cites: ids in subject, body and trailers, each once and in the order of the text.

    ``typed`` are records that it writes as people type (``cr-42``), where it cites none as it is written.
    """

    cites: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()


MessageReader = Callable[[str], Message]


def message_reader(
    scheme: ReferenceScheme, documents: Collection[str], records: Collection[str] = frozenset()
) -> MessageReader:
    """A reader of messages that cite documents of this scheme; ranges and lists count for all that they mean.

    A child may be cited by the last part of its id: ``VAR-005`` is that of a record cited beside it, or the only one so called.
    Where it cites none of the ``records`` as it is written, it counts how people type: ``cr-42`` and ``CR-042-speed``.
    """
    typed = TypedIds(records)
    meant = _meaning(documents, typed)

    def cited(written: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(meant(id_, written) for id_ in written))

    def is_plain(cites: tuple[str, ...]) -> bool:
        return any(id_ in records for id_ in cites)

    @cache
    def alone(id_: str) -> tuple[Message, bool]:
        cites = cited(tuple(_cited(id_, scheme)))
        return Message(cites=cites), is_plain(cites)

    def read(message: str) -> Message:
        text = message[:_MOST_READ]
        first = scheme.documents.search(text)
        cites: tuple[str, ...] = ()
        # Most messages cite one record, and nothing that goes on from it.
        if first and not _MORE.match(text, first.end()) and not scheme.documents.search(text, first.end()):
            told, is_enough = alone(first.group())
            if is_enough:
                return told
            cites = told.cites
        elif first:
            cites = cited(tuple(_cited(text, scheme)))
            if is_plain(cites):
                return Message(cites=cites)
        return Message(cites=cites, typed=tuple(dict.fromkeys(typed.find(_without_target(text)))))

    return read


def _without_target(text: str) -> str:
    """A message without the branch that a merge says it was made into: what came from elsewhere is not of its record."""
    subject, *rest = text.split("\n", 1)
    found = read_merge_subject(subject)
    if found is None or found.into is None:
        return text
    return "\n".join(("".join(subject.rpartition(found.into)[::2]), *rest))


def _meaning(documents: Collection[str], typed: TypedIds) -> Callable[[str, Collection[str]], str]:
    """(id, the ids beside it) to the id of the document that is meant."""
    children: dict[str, list[str]] = {}
    for id_ in documents:
        for dash in re.finditer("-", id_):
            if id_[: dash.start()] in documents:
                children.setdefault(id_[dash.end() :], []).append(id_)

    def meant(id_: str, beside: Collection[str]) -> str:
        if id_ in documents:
            return id_
        own = [child for child in children.get(id_, ()) if child.removesuffix(f"-{id_}") in beside]
        candidates = own or children.get(id_, [])
        if len(candidates) == 1:
            return candidates[0]
        return id_ if candidates else typed.meant_by(id_) or id_

    return meant


def _cited(text: str, scheme: ReferenceScheme) -> Iterator[str]:
    # What has the form of an id and no number (TP) is a word, unless it is a specification's or a template's.
    marks = [mark for mark in scheme.find(text) if "-" in mark.target or any(map(str.isdigit, mark.target))]
    if not marks:
        return
    found = [(mark.start, mark.target) for mark in marks]
    found += ((series.place, id_) for series in find_series(text, marks) for id_ in series.ids())
    yield from dict.fromkeys(id_ for _, id_ in sorted(found, key=lambda entry: entry[0]))


def read_trailers(message: str) -> tuple[Trailer, ...]:
    """The lines of the last paragraph below the subject, where each of them is a trailer or goes on with one."""
    head, _, last = message[:_MOST_READ].rstrip().rpartition("\n\n")
    matches = (
        [_TRAILER.fullmatch(line) for line in last.split("\n") if not line.startswith((" ", "\t"))] if head else []
    )
    return tuple(Trailer(match[1], match[2].strip()) for match in matches if match) if all(matches) else ()


def says_revert(commit: CommitRecord) -> bool:
    """Whether a message says that it takes something back."""
    return commit.message[:_REVERT_LENGTH].lower() == "revert" or _REVERTS in commit.message


def find_reverted(
    commit: CommitRecord,
    by_subject: Callable[[str], str | None],
    by_change: Callable[[tuple[Change, ...]], str | None],
) -> tuple[str, ...]:
    """The commits that one takes back: by the hashes that its message gives, else by the subject that it repeats.

    Where it repeats no subject, what it changed tells: the opposite of another commit.
    """
    named = tuple(dict.fromkeys(_REVERTED.findall(commit.message[:_MOST_READ])))
    if named:
        return named
    subject = subject_taken_back(commit)
    found = (subject and by_subject(subject)) or by_change(opposite_of(commit.changes))
    return (found,) if found else ()


def subject_taken_back(commit: CommitRecord) -> str | None:
    """The subject that the one of a commit repeats as that of what it takes back."""
    match = _REVERT.fullmatch(commit.subject[:_LONGEST_SUBJECT])
    return match["subject"] if match else None


def opposite_of(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """What takes these changes back."""
    return tuple(Change(change.path, change.after, change.before, change.is_pointer) for change in changes)


_REVERT_LENGTH = len("revert")
_REVERTS = "This reverts commit "
_LONGEST_SUBJECT = 1000
