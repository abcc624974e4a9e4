"""Digests of files that a text states: SHA-256 or SHA-512 in full, beside the name of a file in a line or a row of a table."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from qms_site.markdown.passages import Passage, PassageKind, Row, Words

ALGORITHMS = {64: "sha256", 128: "sha512"}
"""By the number of hex digits."""

_DIGEST = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-fA-F]{128}|[0-9a-fA-F]{64})(?![0-9A-Za-z])")
_SAID = re.compile(r"\b(?:sha[- ]?(?:256|512)(?:sums?)?|digests?|checksums?)(?![a-z0-9])", re.IGNORECASE)
_CALLED = re.compile(
    r"\b(?:artefacts?|artifacts?|lock[- ]?files?|wheels?|binar(?:y|ies)|installers?|firmware)\b", re.IGNORECASE
)
_TOKEN = re.compile(r"[\w.+@~/\\-]+")
_NAMED = re.compile(r"(?P<stem>.*[^./])\.(?P<suffix>[A-Za-z][A-Za-z0-9]{0,9})", re.DOTALL)
_LONGEST_NAME = 240
_FEWEST_LETTERS = 3
"""Of a stem and a suffix together: ``e.g`` and ``i.e`` are no files."""


class StatedDigest(msgspec.Struct, frozen=True, kw_only=True):
    """The digest of a file as a text states it: ``sha256`` or ``sha512``, in small letters, and in full.

    ``is_called``: the words around call the file a built artefact or a lock file.
    """

    file: str
    algorithm: str
    digest: str
    line: int
    is_called: bool


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    """What is read as one: a paragraph, a list entry, or a row of a table. ``about`` are the words of its columns."""

    text: str
    line: int
    about: str = ""

    @property
    def names(self) -> tuple[tuple[int, str], ...]:
        """The names of files with their places, in their order."""
        found = ((match.start(), _name_of(match[0])) for match in _TOKEN.finditer(self.text))
        return tuple((place, name) for place, name in found if name)


def find_digests(passages: Iterable[Passage]) -> tuple[StatedDigest, ...]:
    """Every digest that stands beside the name of a file: in its own line or row, or where that names none, in the one before.

    The words of the line, or the head of a table, must say that it is a digest. Takes linear time.
    """
    return tuple(found for group in _groups(passages) for found in _digests_in(group))


def _groups(passages: Iterable[Passage]) -> Iterator[list[_Line]]:
    """Lines that belong together: those of a table, and those of text between tables and headings."""
    lines: list[_Line] = []
    for passage in passages:
        if passage.kind in {PassageKind.HEADING, PassageKind.TABLE}:
            yield lines
            lines = []
        if passage.kind is PassageKind.TABLE:
            about = _text_of(passage.head.cells) if passage.head else ""
            rows: Sequence[Row] = (*((passage.head,) if passage.head else ()), *passage.rows)
            yield [_Line(text=_text_of(row.cells), line=row.line, about=about) for row in rows]
        else:
            lines.append(_Line(text=passage.words.text, line=passage.words.line))
    yield lines


def _text_of(cells: Sequence[Words]) -> str:
    return " | ".join(cell.text for cell in cells)


def _digests_in(lines: Iterable[_Line]) -> Iterator[StatedDigest]:
    before: _Line | None = None
    for line in lines:
        # Nearly all lines of all records speak of no digest: that is seen at a glance.
        is_said = _may_say(line.text) or _may_say(line.about)
        digests = list(_DIGEST.finditer(line.text)) if is_said else []
        if digests and (_SAID.search(line.text) or _SAID.search(line.about)):
            names = line.names
            further = before.names[-1:] if before and not names else ()
            words = " ".join((line.text, line.about, before.text if before and further else ""))
            is_called = _CALLED.search(words) is not None
            is_behind = not names or names[0][0] > digests[0].start()
            for match in digests:
                name = _beside(names, match.start(), is_behind=is_behind) if names else next(iter(further), None)
                if name:
                    yield StatedDigest(
                        file=name[1],
                        algorithm=ALGORITHMS[len(match[0])],
                        digest=match[0].lower(),
                        line=line.line,
                        is_called=is_called,
                    )
        before = line if not digests else None


def _may_say(text: str) -> bool:
    small = text.lower()
    return "sha" in small or "digest" in small or "checksum" in small


def _beside(names: Sequence[tuple[int, str]], place: int, *, is_behind: bool) -> tuple[int, str] | None:
    """The nearest name on the side on which this line has them; where there is none any more, the nearest on the other."""
    after = bisect_left(names, (place, ""))
    sides = (names[after : after + 1], names[max(0, after - 1) : after])
    return next(iter((*sides[0], *sides[1]) if is_behind else (*sides[1], *sides[0])), None)


def _name_of(token: str) -> str | None:
    """The name of a file, with its folders, if a token is one."""
    name = token.replace("\\", "/").strip(",;:").rstrip("./").removeprefix("./")
    if len(name) > _LONGEST_NAME or name.startswith("//"):
        return None
    match = _NAMED.fullmatch(name.rpartition("/")[2])
    return name if match and len(match["stem"]) + len(match["suffix"]) >= _FEWEST_LETTERS else None
