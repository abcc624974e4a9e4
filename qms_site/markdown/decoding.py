r"""Bytes of a file to text, without ever refusing a file.

Everything after this module counts lines by `\n` alone, so line ends are settled here, once.
"""

import codecs
from dataclasses import dataclass

_BOM = b"\xef\xbb\xbf"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedText:
    r"""Text with `\n` line ends and no byte order mark, and what had to be replaced to get it."""

    text: str
    problem: str | None
    """One sentence, or None where the bytes were clean."""
    problem_line: int | None
    """1-based line of the first replaced character."""


def decode_text(data: bytes) -> DecodedText:
    """Read UTF-8; invalid bytes and NUL become U+FFFD and are told with the line of the first one.

    UTF-16 with its byte order mark, as some editors save "Unicode", is read as what it is, and told.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace").replace("\0", _REPLACEMENT)
        return DecodedText(text=_normalise(text), problem="The file is UTF-16; save it as UTF-8.", problem_line=None)
    content = data.removeprefix(_BOM)
    problem, offset = None, 0
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        text = content.decode("utf-8", errors="replace")
        problem, offset = f"The file is not valid UTF-8: byte 0x{content[error.start]:02X}.", error.start
    if problem is None and "\0" in text:
        problem, offset = "The file holds a NUL character.", content.index(b"\0")
    return DecodedText(
        text=_normalise(text).replace("\0", _REPLACEMENT),
        problem=problem,
        problem_line=None if problem is None else _line_at(content, offset),
    )


def _normalise(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line_at(content: bytes, offset: int) -> int:
    before = content[:offset]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")
