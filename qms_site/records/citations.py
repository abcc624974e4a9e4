"""Citations: commit hashes that a document writes, with what its text says of them. What they lead to is for the graph."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from qms_site.markdown.frontmatter import FrontMatter, front_texts
from qms_site.markdown.passages import Passage, Row
from qms_site.markdown.regions import Region, RegionKind
from qms_site.records.hashes import HashMark, HashStanding, is_placeholder_hash, scan_hashes
from qms_site.records.stretches import Stretch, iter_stretches


class CitedHash(msgspec.Struct, frozen=True, kw_only=True):
    """A token of one file: its first line, the strongest region that it stands in, and whether the text calls it a commit.

    Where nothing is ``is_called``, only a commit that exists makes it a citation. ``holders`` are names that it is attached
    to (``tool@1e0d63f``): it is called by them, if one is the name of a repository.
    """

    token: str
    region: RegionKind
    line: int
    is_called: bool
    called_line: int
    """Where it is first called a commit; its first line where it never is."""
    holders: tuple[str, ...] = ()


class TableContext(msgspec.Struct, frozen=True, kw_only=True):
    """What tables and front matter say by the head of a column, or by a label: places of texts, by line and text."""

    commits: frozenset[tuple[int, str]] = frozenset()
    others: frozenset[tuple[int, str]] = frozenset()


REGIONS_BY_STRENGTH = (
    RegionKind.TEXT,
    RegionKind.CODE,
    RegionKind.FRONT_MATTER,
    RegionKind.FENCE,
    RegionKind.COMMENT,
)
"""What a document says in words counts more than what it hides or shows as an example."""


def scan_citations(runs: Iterable[Sequence[Region]], context: TableContext) -> tuple[CitedHash, ...]:
    """Every hash-like token of one file, each once, in the order of their first lines; placeholders are none."""
    found: dict[str, CitedHash] = {}
    for run in runs:
        if not any(_MAYBE.search(region.text) for region in run):
            continue
        for stretch in iter_stretches(run, code_mark="`"):
            for mark in scan_hashes(stretch.text):
                if is_placeholder_hash(mark.token):
                    continue
                cited = _cited(stretch, mark, context)
                held = found.get(mark.token)
                found[mark.token] = _join(held, cited) if held else cited
    return tuple(sorted(found.values(), key=lambda cited: cited.line))


def read_context(passages: Iterable[Passage], matter: FrontMatter) -> TableContext:
    """Cells and values of the front matter whose head or label says whether they hold commits or something else."""
    said = [*_front_matter(matter), *(entry for passage in passages if passage.head for entry in _table(passage))]
    return TableContext(
        commits=frozenset((line, token) for role, line, token in said if role),
        others=frozenset((line, token) for role, line, token in said if not role),
    )


_MAYBE = re.compile(r"[0-9a-f]{7}")
_TOKEN = re.compile(r"(?<![\w-])[0-9a-f]{7,40}(?![\w-])")
_TELLING = frozenset({RegionKind.TEXT, RegionKind.CODE, RegionKind.FRONT_MATTER})
_COMMIT_HEAD = re.compile(r"\b(?:commits?|sha|git (?:hash|ref|revision)|changesets?)\b", re.IGNORECASE)
_NO_COMMIT_HEAD = re.compile(
    r"\b(?:dates?|times?|messages?|authors?|counts?|numbers?|digests?|checksums?|sha-?(?:1|224|256|384|512)|md5|"
    r"fingerprints?|u?uids?|guids?|containers?|images?|ids?|keys?|tokens?|runs?|serials?|hash)\b",
    re.IGNORECASE,
)
_POWER = re.compile(r"\d+e\d+")  # of ten
_LONGEST_LABEL = 60
_LABELLED = 2  # cells of a row that is a label and its value
# Code that is nothing but a hash, a range of them, or one with a way from it; longer ones are digests, or ids of containers.
_ALONE = re.compile(r"\s*(?:[0-9a-f]{7,11}|[0-9a-f]{40})(?:\.{2,3}[0-9a-f]{7,40}|[~^]\d{0,3})?\s*")


def _cited(stretch: Stretch, mark: HashMark, context: TableContext) -> CitedHash:
    kind, line = stretch.locate(mark.start)
    here = (line, mark.token)
    is_called = (
        mark.standing is HashStanding.CALLED
        or here in context.commits
        or (_is_alone(stretch, mark) and here not in context.others)
    )
    return CitedHash(
        token=mark.token,
        region=kind,
        line=line,
        is_called=is_called and kind in _TELLING and not mark.token.isalpha(),
        called_line=line,
        holders=(mark.holder,) if mark.holder and kind in _TELLING else (),
    )


def _is_alone(stretch: Stretch, mark: HashMark) -> bool:
    """Whether the token is a piece of code of its own, and not called something else."""
    region = stretch.regions[stretch.index_of(mark.start)]
    return (
        region.kind is RegionKind.CODE
        and mark.standing is HashStanding.PLAIN
        and not _POWER.fullmatch(mark.token)
        and len(region.text) <= _LONGEST_LABEL * 2
        and _ALONE.fullmatch(region.text) is not None
    )


def _join(held: CitedHash, more: CitedHash) -> CitedHash:
    return CitedHash(
        token=held.token,
        region=min(held.region, more.region, key=REGIONS_BY_STRENGTH.index),
        line=min(held.line, more.line),
        is_called=held.is_called or more.is_called,
        called_line=min(
            (cited.called_line for cited in (held, more) if cited.is_called), default=min(held.line, more.line)
        ),
        holders=tuple(dict.fromkeys((*held.holders, *more.holders))),
    )


def _front_matter(matter: FrontMatter) -> Iterator[tuple[bool, int, str]]:
    for key, value in matter.fields.items():
        role = _role_of(key.replace("_", " ").replace("-", " "))
        if role is not None:
            line = matter.lines.get(key, 1)
            yield from ((role, line, token) for text in front_texts(value) for token in _TOKEN.findall(text))


def _table(table: Passage) -> Iterator[tuple[bool, int, str]]:
    roles = [_role_of(cell.text) for cell in table.head.cells] if table.head else []
    for row in (*((table.head,) if table.head else ()), *table.rows):
        label = _role_of(row.cells[0].text) if len(row.cells) == _LABELLED else None
        for place, tokens in _tokens_of(row):
            role = roles[place] if place < len(roles) and row is not table.head else None
            role = label if role is None and place else role
            if role is not None:
                yield from ((role, row.line, token) for token in tokens)


def _tokens_of(row: Row) -> Iterator[tuple[int, Collection[str]]]:
    for place, cell in enumerate(row.cells):
        if tokens := _TOKEN.findall(cell.text):
            yield place, tokens


def _role_of(label: str) -> bool | None:
    """Whether a head or label announces commits, or something else; None where it does neither."""
    if len(label) > _LONGEST_LABEL:
        return None
    is_other = _NO_COMMIT_HEAD.search(label) is not None
    if _COMMIT_HEAD.search(label) and (not is_other or re.search(r"\bcommit (?:hash|sha|id)", label, re.IGNORECASE)):
        return True
    return False if is_other else None
