"""Code references: code at a commit, as ``path:10-20 @ 1e0d63f`` and its kin name it. Whether it is there is asked later.

A reference is read outwards from its ``@``, so that however long a text is, only a bounded stretch of it is looked at.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

import msgspec

from qms_site.markdown.regions import Region, RegionKind
from qms_site.records.hashes import is_placeholder_hash
from qms_site.records.stretches import iter_stretches


class WrittenCode(msgspec.Struct, frozen=True, kw_only=True):
    """What a code reference says: a path (or the name of a repository), lines or a name in it, and a commit."""

    written: str
    """On one line and without marks: ``src/pump.py:10-20 @ 1e0d63f``."""
    path: str
    """Relative, with ``/``, without ``.`` and ``..``."""
    commit: str
    first: int | None = None
    last: int | None = None
    name: str | None = None
    """``Class::function``, or only the last part of it."""
    is_certain: bool
    """Whether it can be nothing else. A bare word before a hash may be a branch: then only what is found there tells."""

    @property
    def names_more(self) -> bool:
        """Whether it names lines, or something by its name."""
        return self.first is not None or self.name is not None


class CodeMark(msgspec.Struct, frozen=True):
    """A code reference at its place in a text, and the places of its two halves, marks left out."""

    start: int
    end: int
    code: WrittenCode
    left: tuple[int, int]
    right: tuple[int, int]


class CodeReference(msgspec.Struct, frozen=True, kw_only=True):
    """A code reference of a file; each is there once, at its first line, for the strongest region."""

    code: WrittenCode
    region: RegionKind
    line: int


def scan_code_references(runs: Iterable[Sequence[Region]]) -> tuple[CodeReference, ...]:
    """Every code reference of one file, each once, in the order of their lines."""
    found: dict[str, CodeReference] = {}
    for run in runs:
        if not any("@" in region.text for region in run):
            continue
        for stretch in iter_stretches(run, code_mark="`"):
            for mark in find_code_references(stretch.text):
                kind, line = stretch.locate(mark.left[0])
                held = found.get(mark.code.written)
                if held is None or (held.region in _ILLUSTRATING and kind not in _ILLUSTRATING):
                    found[mark.code.written] = CodeReference(code=mark.code, region=kind, line=line)
    return tuple(sorted(found.values(), key=lambda reference: reference.line))


def find_code_references(text: str) -> Iterator[CodeMark]:
    """The code references of a text, in which code stands between backticks."""
    end = 0
    for match in _AT.finditer(text):
        if is_placeholder_hash(match["hash"]):
            continue
        begin = max(end, match.start() - _LONGEST)
        before = text[begin : match.start()]
        is_marked = match.group().startswith("`")
        start = before.rfind("`") + 1 if is_marked else _begin_of_word(before)
        if is_marked and not start:
            continue
        is_cut = not is_marked and _CUT.search(before, 0, start) is not None
        if is_cut and text[match.end() : match.end() + 1] == "`" and "`" in before:
            start = before.rfind("`") + 1  # a path with blanks, in code of its own
        left = before[start:]
        code = _read_code(left.strip(), match["hash"], is_marked=is_marked or is_cut)
        if code:
            code = msgspec.structs.replace(code, is_certain=code.is_certain and not is_cut)
            place = begin + start
            yield CodeMark(
                place, match.end(), code, (place, place + len(left)), (match.start("hash"), match.end("hash"))
            )
            end = match.end()


def parse_code_reference(text: str) -> WrittenCode | None:
    """The one code reference that a text is, whatever marks it has; None for anything else.

    Whoever asks means the hash, also one that stands for any commit elsewhere.
    """
    plain = text.strip()
    if len(plain) > _LONGEST or any(ord(sign) < ord(" ") for sign in plain):
        return None
    match = _AT.search(_CAPITALS.sub(lambda found: found.group().lower(), plain.replace("`", "")))
    if match is None or match.end() != len(match.string):
        return None
    return _read_code(match.string[: match.start()].strip(), match["hash"], is_marked=True)


_ILLUSTRATING = frozenset({RegionKind.COMMENT, RegionKind.FENCE})
_LONGEST = 400
_AT = re.compile(r"`?\s{0,3}@\s{0,3}`?(?P<hash>[0-9a-f]{7,40})(?![\w-])(?!\.\w)")
# A path that may go on after a blank: its last part so far has no suffix.
_CUT = re.compile(r"[/\\][^\s`|/\\.,;:!?)\]]{1,80}[ \u00a0]\Z")
_CAPITALS = re.compile(r"@\s*[0-9A-Fa-f]{7,40}\Z")
_NO_WORD = frozenset(" \t\n\r\f\v\u00a0`|")
_OPENING = "([\"'\u2018\u201c\u00ab"
_LINES = re.compile(
    r"(?:#L(?P<a>\d{1,7})(?:C\d{1,5})?(?:-L?(?P<b>\d{1,7})(?:C\d{1,5})?)?"
    r"|:L?(?P<c>\d{1,7})(?:[-\u2010-\u2015]L?(?P<d>\d{1,7})|:\d{1,5})?)\Z"
)
# Placeholders (`{path}`, `<path>`), patterns, addresses, and what no path of a repository has.
_NO_PATH = re.compile(r"[{}<>*?|\"\u2026]|\.\.\.|://|[\x00-\x1f\x7f]|\A[A-Za-z]:[/\\]|\A[/\\~]")
_NAME = re.compile(r"[\w$.<>~ -]{1,200}(?:::[\w$.<>~ -]{1,200}){0,8}")
_SUFFIXES = frozenset(
    re.findall(
        r"\w+",
        "py pyi ipynb js jsx mjs cjs ts tsx mts cts vue svelte java kt kts scala groovy gradle go rs c h cc cpp cxx hh hpp "
        "hxx ino cs fs fsx vb swift m mm rb erb php pl pm lua r jl ex exs erl hrl hs ml mli clj dart sh bash zsh fish ps1 "
        "psm1 bat cmd sql html htm css scss less xml xsd xsl json jsonl json5 yaml yml toml ini cfg conf env properties lock "
        "md markdown rst txt adoc csv tsv tex svg png jpg pdf docx xlsx proto graphql tf hcl nix cmake mk s asm vhd vhdl v "
        "sv svh tcl j2 jinja tmpl st scl awl plc l5x",
    )
)
_FILES = frozenset(
    {"Makefile", "Dockerfile", "Containerfile", "Jenkinsfile", "Gemfile", "Rakefile", "Justfile", "Procfile"}
)


def _begin_of_word(before: str) -> int:
    """Where the word at the end of a text begins, without what opens a parenthesis or a quotation."""
    start = len(before)
    while start and before[start - 1] not in _NO_WORD:
        start -= 1
    while start < len(before) and before[start] in _OPENING:
        start += 1
    return start


def _read_code(left: str, commit: str, *, is_marked: bool) -> WrittenCode | None:
    """What stands before the ``@``, taken apart; None for what is no path, and no name of a repository."""
    named, _, name = left.partition("::")
    name = name.partition("[")[0].rstrip("()") if name else ""
    lines = _LINES.search(named)
    path = _normalise(named[: lines.start()] if lines else named)
    if path is None or (name and not _NAME.fullmatch(name)) or (not is_marked and " " in left):
        return None
    first = int(lines["a"] or lines["c"]) if lines else None
    last = int(lines["b"] or lines["d"] or first or 0) if lines else None
    place = PurePosixPath(path)
    is_file = place.suffix[1:].lower() in _SUFFIXES or place.name in _FILES
    return WrittenCode(
        written=f"{left} @ {commit}",
        path=path,
        commit=commit,
        first=first,
        last=last,
        name=name or None,
        is_certain=" " not in path and (is_file or ("/" in path and bool(name or lines))),
    )


def _normalise(written: str) -> str | None:
    """A path as git writes it; None for one that leads out of a repository, or is none."""
    if not written or _NO_PATH.search(written) or not any(map(str.isalpha, written)):
        return None
    path = posixpath.normpath(written.replace("\\", "/"))
    return None if path in {".", ".."} or path.startswith(("../", "/")) else path
