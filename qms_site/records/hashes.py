"""Commit hashes as prose cites them. Whether such a commit exists is asked later, of the repositories."""

import re
from collections.abc import Iterator

# Longer runs are checksums of files. Neither part of a word, of a UUID nor of a file's name.
_FOUND = re.compile(
    r"(?P<word>\b(?i:commits?|hash(?:es)?|sha)\b|@)|(?<![\w-])(?<!\w\.)(?P<hash>[0-9a-f]{7,40})(?![\w-])(?!\.\w)",
)
_BETWEEN = re.compile(r"[\s,;:=()\[\]&+`\u2192]{0,8}(?:and |to )?`?")


def find_hashes(text: str) -> Iterator[str]:
    """Hash-like tokens of a text, each time that they occur.

    Seven digits are most often another number: they count right after a word for a commit, or after another hash.
    """
    ended: int | None = None
    for match in _FOUND.finditer(text):
        token = match["hash"]
        if token is None:
            ended = match.end()
        elif token.isdigit():
            if ended is not None and _BETWEEN.fullmatch(text, ended, match.start()):
                yield token
                ended = match.end()
        elif not token.isalpha():
            yield token
            ended = match.end()
