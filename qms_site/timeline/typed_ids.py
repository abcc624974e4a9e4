"""Ids of records as people type them: without case, with fewer zeros, glued to the words that follow."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import lru_cache

from qms_site.text import natural_key

_WORD = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)+(?![A-Za-z0-9_-]|\.\w)")
"""No name of a file: who moves ``CR-042-draft.md`` speaks of the file."""
_APART = re.compile(r"(?<![A-Za-z0-9_-])([A-Z]{2,10})(?: ?#| ?)(\d{1,6})(?!\w|\.\d)")
"""``CR 042``, ``CR042`` and ``CR #42``: in capitals alone, since small letters with a number are words of a sentence."""
_BETWEEN = re.compile("[-_]")
_MOST_PARTS = 10
_LONGEST_WORD = 250
_MOST_KNOWN = 4096


class TypedIds:
    """Finds the records that are meant; two that only their zeros tell apart are meant by nothing but their ids."""

    def __init__(self, records: Collection[str]) -> None:
        keys = {id_: natural_key(id_) for id_ in records}
        counts = Counter(keys.values())
        self._meant = {key: id_ for id_, key in keys.items() if counts[key] == 1}
        # The same few words, names of trailers among them, come in thousands of messages.
        self._look_up = lru_cache(maxsize=_MOST_KNOWN)(self._find_meant)

    def meant_by(self, written: str) -> str | None:
        """The record that an id means which no document has: CR-042 of ``CR-42``."""
        return self._look_up(written)

    def _find_meant(self, written: str) -> str | None:
        return self._meant.get(natural_key(written))

    def find(self, text: str) -> Iterator[str]:
        """The records that words of a text are, or begin with: CR-042 of ``cr-042``, ``CR-42_speed`` and ``CR 42``."""
        for match in _WORD.finditer(text) if self._meant else ():
            parts = _BETWEEN.split(match.group()[:_LONGEST_WORD])[:_MOST_PARTS]
            beginnings = ("-".join(parts[:count]) for count in range(len(parts), 1, -1))
            found = next(filter(None, map(self.meant_by, beginnings)), None)
            if found:
                yield found
        apart = (self.meant_by(f"{match[1]}-{match[2]}") for match in (_APART.finditer(text) if self._meant else ()))
        yield from filter(None, apart)
