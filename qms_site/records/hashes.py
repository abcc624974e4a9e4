"""Hash-like tokens of a text, and what the words around them say they are. Whether such a commit exists is asked later.

Only the text speaks here: seven digits may be a commit or a number of anything, a word may have only letters up to f.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

import msgspec

from qms_site.text import read_day


class HashStanding(StrEnum):
    """What the text says of a token."""

    CALLED = "called"
    """A word for a commit, ``@`` or another hash stands before it."""
    ATTACHED = "attached"
    """A name stands before it without a blank, ``tool@1e0d63f``, or it ends the address of a commit in a repository."""
    PLAIN = "plain"
    """It has letters and digits, and nothing tells more."""
    NUMBER = "number"
    """It has only digits, or only letters: a commit only if there is such a one."""
    OTHER = "other"
    """The words before it name another thing: a digest, a container, a run."""


class HashMark(msgspec.Struct, frozen=True):
    """A token of 7 to 40 hex digits at its place in a text; ``holder`` is the name that it is attached to."""

    start: int
    end: int
    token: str
    standing: HashStanding
    holder: str = ""


def scan_hashes(text: str) -> Iterator[HashMark]:
    """Every hash-like token, in its order, placeholders too. Takes linear time."""
    listed: list[HashMark] = []
    called: int | None = None  # where a word for a commit ended
    for match in _FOUND.finditer(text):
        if match["hash"] is None:
            called = match.end()
            continue
        mark = _mark(text, match, called)
        if listed and not _LISTED.fullmatch(text, listed[-1].end, mark.start):
            yield from _explain(listed)
            listed = []
        listed.append(mark)
        called = None
    yield from _explain(listed)


def find_hashes(text: str) -> Iterator[str]:
    """Tokens of a text that it uses as commits, each time that they occur."""
    for mark in scan_hashes(text):
        if mark.standing in _COMMITS or (mark.standing is HashStanding.ATTACHED and not mark.token.isalpha()):
            yield mark.token


@lru_cache(maxsize=4096)
def is_placeholder_hash(token: str) -> bool:
    """Whether a token stands for any commit, as in an example: ``abc1234``, ``0000000``, ``deadbeef``."""
    if token.startswith(_JOKES) or any(_repeats(token, unit) for unit in (1, 2, 3)):
        return True
    letters = [ord(sign) - ord("a") for sign in token if sign.isalpha()]
    digits = [int(sign) for sign in token if sign.isdigit()]
    return _is_counted(letters, _LETTERS) and _is_counted(digits, _DIGITS)


_FOUND = re.compile(
    r"(?P<word>\b(?i:commit(?:s|ted)?|hash(?:es)?|sha|changesets?)\b/?|@)"
    r"|(?:(?<![\w#-])(?<!\w\.)|(?<=\d-g))(?P<hash>[0-9a-f]{7,40})(?![\w-])(?!\.\w)",
)
_AFTER_WORD = re.compile(r"[\s,;:=()\[\]&+`\u2192]{0,8}(?:(?:and|to|is|was|from) )?`?")
_LISTED = re.compile(r"[\s`)]{0,3}(?:[,;&+/\u2192]|[-=]>|\.{2,3}|and|to|through)[\s`(]{0,3}")
_HOLDER = re.compile(r"[A-Za-z0-9][\w./-]*@\Z")
_LONGEST_HOLDER, _LONGEST_ADDRESS, _REACH = 80, 240, 48
# The page of a commit at a hosting site; it may be of any project.
_ADDRESS = re.compile(r"https?://[^\s<>()`\"'/]+(?:/[\w.~-]+)*?/(?P<name>[\w.-]+?)(?:\.git)?/(?:-/)?commits?/\Z")
_COMMITS = frozenset({HashStanding.CALLED, HashStanding.PLAIN})
_OTHER = re.compile(
    r"\b(?:(?:sha-?(?:1|224|256|384|512)|md5|crc(?:-?32)?|digests?|checksums?|fingerprints?|signatures?|u?uids?|guids?|"
    r"containers?|images?|layers?|sessions?|blobs?|trees?|objects?|index|runs?|jobs?|tickets?|serials?|lots?|batch(?:es)?|tokens?|"
    r"keys?|colou?rs?|address(?:es)?|mac|e-?tags?|ids?)\b|(?:file|content|document|text|data|password|root)s?\b(?=\s+(?:hash|sha)\b))",
    re.IGNORECASE,
)
_UP_TO_IT = re.compile(
    r"(?:\s+(?:of|is|was|the|hash|sha|ids?|no\.?|number|value)\b){0,2}[\s:=#`'\"(\[]{0,6}", re.IGNORECASE
)
_JOKES = (
    *("deadbee", "cafebab", "badc0de", "baddcaf", "feedfac", "facefee", "badcafe", "baadf00", "decafba", "deadc0d"),
    *("c0ffee", "c001d00", "cafed00", "cafef00", "defec8", "8badf00", "b16b00b", "abad1de", "d15ea5e", "f00dbab"),
)
_LETTERS, _DIGITS = 6, 10
_ENOUGH = 3


def _mark(text: str, match: re.Match[str], called: int | None) -> HashMark:
    """What the words before a token say of it."""
    token, start, end = match["hash"], match.start(), match.end()
    if text[start - 1 : start] == "/" and (address := _ADDRESS.search(text, max(0, start - _LONGEST_ADDRESS), start)):
        return HashMark(start, end, token, HashStanding.ATTACHED, address["name"])
    if text[start - 1 : start] == "@" and (holder := _HOLDER.search(text, max(0, start - _LONGEST_HOLDER), start)):
        return HashMark(start, end, token, HashStanding.ATTACHED, holder.group()[:-1])
    is_called = called is not None and _AFTER_WORD.fullmatch(text, called, start) is not None
    is_sure = is_called and not _is_weak(text, called or 0)
    if not is_sure and _names_other(text[max(0, start - _REACH) : start]):
        return HashMark(start, end, token, HashStanding.OTHER)
    if is_called:
        return HashMark(start, end, token, HashStanding.CALLED)
    is_unclear = token.isalpha() or token.isdigit()
    return HashMark(start, end, token, HashStanding.NUMBER if is_unclear else HashStanding.PLAIN)


def _explain(listed: Sequence[HashMark]) -> Iterator[HashMark]:
    """The tokens of one list: a hash shows what its neighbours are, and a list of other things holds no commits."""
    if listed and listed[0].standing is HashStanding.OTHER:
        yield from (_standing(mark, HashStanding.OTHER) for mark in listed)
        return
    shows = len(listed) > 1 and any(mark.standing in _COMMITS for mark in listed)
    for mark in listed:
        is_explained = shows and (
            mark.standing is HashStanding.PLAIN
            or (mark.standing is HashStanding.NUMBER and not mark.token.isalpha() and not _is_day(mark.token))
        )
        yield _standing(mark, HashStanding.CALLED) if is_explained else mark


def _standing(mark: HashMark, standing: HashStanding) -> HashMark:
    return HashMark(mark.start, mark.end, mark.token, standing, mark.holder)


def _is_weak(text: str, ended: int) -> bool:
    """Whether the word that ends there is one for digests of all kinds: ``hash``, ``sha``."""
    return text[max(0, ended - 6) : ended].lower().endswith(("hash", "hashes", "sha"))


def _names_other(before: str) -> bool:
    """Whether the words right before a token name something that is no commit."""
    return any(_UP_TO_IT.fullmatch(before, word.end()) for word in _OTHER.finditer(before))


def _is_day(token: str) -> bool:
    return len(token) == len("20260103") and read_day(f"{token[:4]}-{token[4:6]}-{token[6:]}") is not None


def _repeats(token: str, unit: int) -> bool:
    """Whether a token is its first signs over and over."""
    return (token[:unit] * (len(token) // unit + 1)).startswith(token)


def _is_counted(places: list[int], number: int) -> bool:
    """Whether signs follow each other as they are counted; after the last, or after three of them, the first comes again."""
    run = 1
    for before, after in pairwise(places):
        if after == (before + 1) % number:
            run += 1
        elif run >= _ENOUGH and after <= (number > _LETTERS):
            run = 1
        else:
            return False
    return True
