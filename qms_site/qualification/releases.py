"""System releases (``QMS-1.4``): where they are stated, and by whom they are declared in records."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from qms_site.markdown.parsing import parse_body
from qms_site.markdown.passages import iter_passages
from qms_site.markdown.shown_lines import shown_lines
from qms_site.qualification.once import once_for_each
from qms_site.qualification.subject import Subject
from qms_site.records.baselines import find_baseline
from qms_site.records.documents import Document
from qms_site.records.files import DocumentFile
from qms_site.records.outcomes import Result

_DECLARES = re.compile(
    r"\b(?:releas\w*|declar\w*|qualification complete|qualified|fit for use|put into (?:use|service))\b", re.IGNORECASE
)
_BY = re.compile(
    r"(?:declared|released|signed|authori[sz]ed)\s+by\W{0,6}(?P<name>[^|\n;:]{2,80}?)\s*(?:\||$|;|,| on | - \d|\*\*)",
    re.IGNORECASE | re.MULTILINE,
)
_DENIES = re.compile(
    r"\b(?:not|never|cannot|can't|isn't|wasn't)\W{1,3}(?:\w{1,20}\W{1,3}){0,2}(?:releas|declar)", re.IGNORECASE
)
_AHEAD = re.compile(r"\b(?:will|shall|to|can|may|must) be (?:releas|declar)", re.IGNORECASE)
"""A sentence about what is to come, or may; an item that was done says so of what was done."""
_NOBODY = re.compile(
    r"[\[\]{}<>_]|\btb[cd]\b|^(?:n/?a|-+|\?+|\.+|x{2,}|name|nobody|none|pending|open|to be .{1,60})$", re.IGNORECASE
)
"""What stands where a name is to be filled in."""
_HASH = re.compile(r"(?<![\w-])[0-9a-f]{7,64}(?![\w-])", re.IGNORECASE)
_MOST_TEXT = 2000
_MOST_BELOW = 300
"""Characters of a line below a declaration: a name stands at its begin, and each line is below several."""
_NEAR = 3
"""Lines after a declaration in which the name of who declares it may stand."""

Numbers = tuple[int, int]


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A release as a specification or a matrix states it."""

    release: str
    numbers: Numbers
    document: str
    path: str
    line: int


class Former(msgspec.Struct, frozen=True, kw_only=True):
    """A release that an earlier version of a document stated."""

    numbers: Numbers
    document: str
    file: DocumentFile

    @property
    def commit(self) -> str | None:
        """The commit that the baseline of that version states, as written; None where it states none."""
        passages = iter_passages(parse_body(self.file.body), first_line=self.file.body_line)
        baseline = find_baseline(passages)
        written = baseline.commit.value if baseline and baseline.commit else self.file.field("qualified_commit")
        match = _HASH.search(written or "")
        return match[0].lower() if match else None


class Declaration(msgspec.Struct, frozen=True, kw_only=True):
    """A release as a record declares it. ``by`` is None where nobody is named."""

    release: str
    numbers: Numbers
    record: str
    by: str | None
    date: date | None
    path: str
    line: int


@once_for_each
def find_statements(subject: Subject) -> tuple[Statement, ...]:
    """Every release of a system that its specifications and matrices state today."""
    return tuple(_statements(subject))


def _statements(subject: Subject) -> Iterator[Statement]:
    form = _form_of(subject)
    documents = [document for own in subject.documents.by_role.values() for document in own]
    for document in documents:
        written = document.file.field("system_release") or ""
        if match := form.search(written[:_MOST_TEXT]):
            yield Statement(
                release=match[0],
                numbers=_numbers_of(match),
                document=document.id,
                path=document.path,
                line=document.file.field_lines.get("system_release", 1),
            )
        body = document.file.body
        for number, line in enumerate(shown_lines(body) if form.search(body) else (), start=document.file.body_line):
            if "release" in line.lower() and (match := form.search(line[:_MOST_TEXT])):
                yield Statement(
                    release=match[0],
                    numbers=_numbers_of(match),
                    document=document.id,
                    path=document.path,
                    line=number,
                )


@once_for_each
def find_former(subject: Subject) -> tuple[Former, ...]:
    """The releases that archived versions of its specifications and matrices stated, without those lower than today's."""
    return tuple(_former(subject))


def _former(subject: Subject) -> Iterator[Former]:
    form = _form_of(subject)
    lowest = min((one.numbers for one in find_statements(subject)), default=None)
    if lowest is None:
        return
    for own in subject.documents.by_role.values():
        for document, file in ((one, file) for one in own for file in one.archived):
            for numbers in dict.fromkeys(_stated_by(file, form, lowest)):
                yield Former(numbers=numbers, document=document.id, file=file)


def _stated_by(file: DocumentFile, form: re.Pattern[str], lowest: Numbers) -> Iterator[Numbers]:
    """The releases from one on that a version states; its body is only parsed where it names such a one."""
    is_named = any(_numbers_of(match) >= lowest for match in form.finditer(file.body))
    lines = (line for line in (shown_lines(file.body) if is_named else ()) if "release" in line.lower())
    told = (line[:_MOST_TEXT] for line in (file.field("system_release") or "", *lines))
    found = (_numbers_of(match) for line in told if (match := form.search(line)))
    return (numbers for numbers in found if numbers >= lowest)


@once_for_each
def find_declarations(subject: Subject) -> tuple[Declaration, ...]:
    """Every release of a system that a record declares, the highest last; records that were not released say nothing yet."""
    records = subject.shared.records_with_release(subject.release_name)
    found = [
        one
        for document in records
        for lines in (shown_lines(document.file.body),)
        for one in (*_in_items(subject, document, lines), *_in_text(subject, document, lines))
    ]
    first = {(one.record, one.release, one.by): one for one in reversed(found)}
    return tuple(sorted(first.values(), key=lambda one: (one.numbers, one.by is not None, one.record)))


def _in_items(subject: Subject, document: Document, lines: Sequence[str]) -> Iterator[Declaration]:
    """Execution items that passed, whose row names the release and whose performer is who declares it."""
    form = _form_of(subject)
    for item in document.file.contents.executions:
        place = item.line - document.file.body_line
        row = lines[place][:_MOST_TEXT] if 0 <= place < len(lines) else item.description
        match = form.search(row)
        if match and item.result is Result.PASS and _DECLARES.search(row) and not _DENIES.search(row):
            yield Declaration(
                release=match[0],
                numbers=_numbers_of(match),
                record=document.id,
                by=_named(item.performer),
                date=item.date,
                path=document.path,
                line=item.line,
            )


def _in_text(subject: Subject, document: Document, lines: Sequence[str]) -> Iterator[Declaration]:
    """Lines that name the release and, there or just below, who declares it."""
    form = _form_of(subject)
    for place, line in enumerate(lines):
        match = form.search(line[:_MOST_TEXT])
        if match is None or not _DECLARES.search(line) or _DENIES.search(line) or _AHEAD.search(line):
            continue
        below = (one[:_MOST_BELOW] for one in lines[place + 1 : place + 1 + _NEAR])
        near = "\n".join((line[:_MOST_TEXT], *below))
        by = _BY.search(near)
        if by and (name := _named(by["name"])):
            yield Declaration(
                release=match[0],
                numbers=_numbers_of(match),
                record=document.id,
                by=name,
                date=None,
                path=document.path,
                line=document.file.body_line + place,
            )


def _named(written: str | None) -> str | None:
    name = (written or "").strip().strip("*_ ")
    return name if name and not _NOBODY.search(name) else None


def _form_of(subject: Subject) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.-]){re.escape(subject.release_name)}-(?P<major>\d{{1,6}})\.(?P<minor>\d{{1,6}})(?![\w+]|\.\d|-)"
    )


def _numbers_of(match: re.Match[str]) -> Numbers:
    return int(match["major"]), int(match["minor"])
