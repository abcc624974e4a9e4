"""Small questions about text that every room asks: order, counts, lists, digests, safe display."""

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Literal

_LONGEST_NUMBER = 19  # longer runs of digits compare as text: converting them costs more than linear time
_LONGEST_NAME = 1024  # longer texts keep their form: putting many marks in order takes quadratic time
_LONGEST_COMPARED = 100  # comparing two names takes the product of their lengths
_DIGITS = re.compile(r"(\d+)")
_BETWEEN = re.compile(r"[,;\s]+")
# C0 and C1 controls, and the characters that reorder text on a screen (Unicode TR #36, bidirectional spoofing).
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key under which ``CR-9`` comes before ``CR-10`` and letters compare without case."""
    return tuple(
        (0, int(part), "") if part.isdecimal() and len(part) < _LONGEST_NUMBER else (1, 0, part.casefold())
        for part in _DIGITS.split(text)
        if part
    )


def version_numbers(version: str | None) -> tuple[int, ...]:
    """``v8.0`` and ``8`` are one version; nothing for one that is not written in numbers."""
    if version is None or not _VERSION.fullmatch(version.strip()):
        return ()
    numbers = [int(part) for part in re.findall(r"\d+", version)]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def is_same_version(one: str, other: str) -> bool:
    """Whether two versions are one, however they are written."""
    numbers = version_numbers(one)
    return numbers == version_numbers(other) if numbers else one.casefold() == other.casefold()


_VERSION = re.compile(r"[vV]?\d{1,9}(?:\.\d{1,9})*")


def count_of(number: int, noun: str, plural: str | None = None) -> str:
    """``1 document``, ``2 documents``: a number with its noun."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def close_names(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three of the known names that a name may have been meant for, the closest first; of long ones the beginnings count."""
    by_beginning = {one[:_LONGEST_COMPARED]: one for one in known}
    close = difflib.get_close_matches(name[:_LONGEST_COMPARED], by_beginning, n=3)
    return tuple(by_beginning[one] for one in close)


def split_list(text: str) -> tuple[str, ...]:
    """Parts of a text that lists them, with commas, semicolons or blanks between."""
    return tuple(filter(None, _BETWEEN.split(text)))


def read_day(written: str) -> date | None:
    """The day that a text gives in one of the forms that have one meaning only; ``05/03/2026`` has two."""
    text = written.strip()
    match = next((found for form in _DAY_FORMS if (found := form.fullmatch(text))), None)
    try:
        if match is None:
            return date.fromisoformat(text)
        month = match["month"]
        number = int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) + 1
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_FORMS = (
    re.compile(
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?:[T ]\d{2}:[\d:.]*(?: ?[+-][\d:]+|Z)?)?", re.ASCII
    ),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII),
    re.compile(rf"(?P<day>\d{{1,2}})[- ]{_MONTH}[- ](?P<year>\d{{4}})", re.ASCII | re.IGNORECASE),
    re.compile(rf"{_MONTH} (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})", re.ASCII | re.IGNORECASE),
)


def digest_of(data: bytes) -> str:
    """SHA-256 of bytes, 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def composed(text: str) -> str:
    """Text in Unicode's form NFC: a letter with its mark is one character, however a file system took it apart."""
    return _normalise("NFC", text)


def decomposed(text: str) -> str:
    """Text in Unicode's form NFD: a letter and its mark are two characters, as some file systems keep names."""
    return _normalise("NFD", text)


def _normalise(form: Literal["NFC", "NFD"], text: str) -> str:
    return text if text.isascii() or len(text) > _LONGEST_NAME else unicodedata.normalize(form, text)


def printable(text: str) -> str:
    """Text that can be put on a terminal: control and direction-changing characters appear as escapes."""
    return _UNPRINTABLE.sub(lambda match: f"\\x{ord(match.group()):02x}", text)
