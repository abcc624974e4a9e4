"""The baseline of an RTM: which version of the requirements was verified, at which commit, in which run, with which totals."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from qms_site.markdown.frontmatter import FrontMatter
from qms_site.markdown.passages import Passage, PassageKind
from qms_site.records.columns import words_of_header

_PAIR = 2
_FEWEST_KEYS = 3
_VERSION = re.compile(r"(?:\bv|\bversion\s{0,3}|\brev(?:ision)?\.?\s{0,3})(\d+(?:\.\d+)*)", re.IGNORECASE)
_BARE_VERSION = re.compile(r"\s*(\d+(?:\.\d+)*)\s*(?:[(,;].*)?", re.DOTALL)
# The number right after the id of a specification.
_VERSION_OF_ID = re.compile(r"\w-?[US]?RS(?:-\d+)?,?\s+(\d+(?:\.\d+)+)(?![\w.]*\w)")
_NUMBER = re.compile(r"\s*(\d{1,3}(?:[,'\u2019\u00a0\u202f ]\d{3})+|\d{1,9})\b(?!\s*%|[.,]\d)")
_KEY = re.compile(r"(?P<key>[^:|]{1,60}):\s*(?P<value>.+)", re.DOTALL)


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """A value as the baseline states it, without markup, and its line."""

    value: str
    line: int

    @property
    def number(self) -> int | None:
        """The number that the value begins with, ``1204`` of ``1,204``; None if it begins with none, or with a percentage."""
        match = _NUMBER.match(self.value)
        return int(re.sub(r"\D", "", match[1])) if match else None

    @property
    def version(self) -> str | None:
        """The version that the value names: ``8.0`` of ``SDLC-QMS-RS v8.0``, ``SDLC-QMS-RS 8.0``, ``RS, version 8.0``, ``8.0``."""
        match = _VERSION.search(self.value) or _BARE_VERSION.fullmatch(self.value) or _VERSION_OF_ID.search(self.value)
        return match[1] if match else None


class Baseline(msgspec.Struct, frozen=True, kw_only=True):
    """What an RTM states of the state that its evidence holds for; None for what it does not state."""

    rs_version: Stated | None = None
    repository: Stated | None = None
    branch: Stated | None = None
    commit: Stated | None = None
    ci_run: Stated | None = None
    total_tests: Stated | None = None
    passed: Stated | None = None
    failed: Stated | None = None
    system_release: Stated | None = None


# The first field whose words a key has; what says more stands before what says less.
_FIELDS: tuple[tuple[str, tuple[frozenset[str], ...]], ...] = (
    ("commit", (frozenset({"commit"}), frozenset({"sha"}), frozenset({"hash"}))),
    ("branch", (frozenset({"branch"}),)),
    ("repository", (frozenset({"repository"}), frozenset({"repo"}))),
    (
        "rs_version",
        (
            frozenset({"rs"}),
            frozenset({"srs"}),
            frozenset({"specification"}),
            frozenset({"requirements", "spec"}),
            frozenset({"requirements", "version"}),
            frozenset({"requirements", "document"}),
        ),
    ),
    ("ci_run", (frozenset({"run"}), frozenset({"ci"}), frozenset({"pipeline"}), frozenset({"build"}))),
    ("failed", (frozenset({"failed"}), frozenset({"failures"}), frozenset({"fail"}))),
    ("passed", (frozenset({"passed"}), frozenset({"passing"}), frozenset({"pass"}))),
    ("total_tests", (frozenset({"tests"}), frozenset({"total"}))),
    ("system_release", (frozenset({"release"}), frozenset({"software", "version"}), frozenset({"system", "version"}))),
)
# The date of a commit is not the commit, and a total of requirements none of tests.
_ABOUT_ANOTHER = frozenset({"date", "time", "author", "message", "covered", "traced"})
_NUMBERS = frozenset({"total_tests", "passed", "failed"})
_COUNTS = (
    ("passed", re.compile(r"(\d{1,9})\s*(?:/\s*\d{1,9}\s*)?(?:tests\s+)?(?:passed|passing|pass)\b", re.IGNORECASE)),
    ("failed", re.compile(r"(\d{1,9})\s*(?:tests\s+)?(?:failed|failing|failures?)\b", re.IGNORECASE)),
)
_OF_ALL = re.compile(r"\b\d{1,9}\s*(?:/|of)\s*(\d{1,9})\b")


def find_baseline(passages: Iterable[Passage]) -> Baseline | None:
    """The baseline block of an RTM: what stands under a heading that says so, or else the first table or list that has one.

    A table has two columns, of names and of values, or below the heading a single row of values; a list or a paragraph has
    ``**Name:** value``. Without the heading, a commit and two more known names make a baseline.
    """
    groups = [(is_named, fields) for is_named, pairs in _groups(passages) if (fields := _fields_of(pairs))]
    named: dict[str, Stated] = {}
    for _, fields in (group for group in groups if group[0]):
        named = {**fields, **named}
    chosen = named or next((fields for _, fields in groups if len(fields) >= _FEWEST_KEYS and "commit" in fields), {})
    return Baseline(**chosen) if chosen else None


def with_front_matter(baseline: Baseline | None, matter: FrontMatter) -> Baseline | None:
    """The baseline with the qualified commit and the system release of front matter, where the body states none."""
    told = {
        name: Stated(value=value.strip(), line=matter.lines.get(key, 1))
        for key, value in matter.fields.items()
        if (name := _IN_FRONT_MATTER.get(key.strip().lower().replace("_", " ").replace("-", " "))) is not None
        and isinstance(value, str)
        and getattr(baseline, name, None) is None
    }
    return msgspec.structs.replace(baseline or Baseline(), **told) if told else baseline


_IN_FRONT_MATTER = {"qualified commit": "commit", "system release": "system_release"}


def _groups(passages: Iterable[Passage]) -> Iterator[tuple[bool, list[tuple[str, Stated]]]]:
    """Tables and runs of text with their pairs of name and value, and whether a heading above calls them the baseline."""
    level = 0
    pairs: list[tuple[str, Stated]] = []
    for passage in passages:
        if passage.kind in {PassageKind.HEADING, PassageKind.TABLE} and pairs:
            yield level > 0, pairs
            pairs = []
        if passage.kind is PassageKind.HEADING:
            level = level if 0 < level < passage.level else 0
            level = level or (passage.level if "baseline" in words_of_header(passage.words.text) else 0)
        elif passage.kind is PassageKind.TABLE:
            yield level > 0, list(_pairs_of_table(passage, is_named=level > 0))
        else:
            pairs += _pairs_of_text(passage)
    if pairs:
        yield level > 0, pairs


def _pairs_of_table(table: Passage, *, is_named: bool) -> Iterator[tuple[str, Stated]]:
    if is_named and table.head and len(table.head.cells) > _PAIR and len(table.rows) == 1:
        for name, value in zip(table.head.cells, table.rows[0].cells, strict=False):
            yield name.text, Stated(value=value.standing, line=table.rows[0].line)
        return
    # The header of a table of pairs may be its first pair; where it is not, no name is known.
    for row in (*((table.head,) if table.head else ()), *table.rows):
        if len(row.cells) == _PAIR:
            yield row.cells[0].text, Stated(value=row.cells[1].standing, line=row.line)


def _pairs_of_text(passage: Passage) -> Iterator[tuple[str, Stated]]:
    """``**Name:** value``, several in a paragraph; in a list also without bold."""
    words = passage.words
    cursor = 0
    opened: tuple[str, int, int] | None = None
    for bold in words.bolds:
        start = words.text.find(bold.text, cursor)
        cursor = start + len(bold.text)
        if bold.text.endswith(":") or words.text.startswith(":", cursor):
            if opened:
                yield opened[0], Stated(value=words.text[opened[1] : start].strip(" :,;"), line=opened[2])
            opened = (bold.text, cursor, bold.line)
    if opened:
        yield opened[0], Stated(value=words.text[opened[1] :].strip().lstrip(": "), line=opened[2])
    elif passage.kind is PassageKind.ENTRY and (match := _KEY.fullmatch(words.text)):
        yield match["key"], Stated(value=match["value"].strip(), line=words.line)


def _fields_of(pairs: Iterable[tuple[str, Stated]]) -> dict[str, Stated]:
    """The values by the names of our fields, the first of each; counts that one value states together are taken apart."""
    found: dict[str, Stated] = {}
    for key, stated in pairs:
        field = _field_of(key)
        if field is None or not stated.value or (field in _NUMBERS and not stated.value[:1].isdigit()):
            continue
        before = found.get(field)
        if before and field == "rs_version" and before.version and stated.version and before.value != stated.value:
            found[field] = Stated(value=f"{before.value}; {stated.value}", line=before.line)
        found.setdefault(field, stated)
    total = found.get("total_tests")
    for field, pattern in _COUNTS:
        if total and field not in found and (match := pattern.search(total.value)):
            found[field] = Stated(value=match[1], line=total.line)
    if total and (match := _OF_ALL.search(total.value)):
        found["total_tests"] = Stated(value=match[1], line=total.line)
    return found


def _field_of(key: str) -> str | None:
    said = frozenset(words_of_header(key))
    if said & _ABOUT_ANOTHER or said >= {"total", "requirements"}:
        return None
    return next((field for field, wanted in _FIELDS if any(words <= said for words in wanted)), None)
