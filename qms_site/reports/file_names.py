"""Names of files in a package: made by us from ids and names of others, bounded, and safe on every system."""

import re

_OTHER = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 80
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{name}{number}" for name in ("COM", "LPT") for number in range(10))}
)
"""Names that Windows keeps for devices, whatever suffix they have."""


def safe_name(text: str, suffix: str = "") -> str:
    """A name of letters, digits, dots, dashes and underscores that is not hidden, and no device of Windows."""
    plain = _OTHER.sub("-", text).strip("-.")[:_LONGEST].rstrip("-.") or "file"
    return f"{'_' if plain.partition('.')[0].upper() in _RESERVED else ''}{plain}{suffix}"


class NameGiver:
    """Gives each file a path that no other has, also where letters are not told apart by their case."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, folder: str, text: str, suffix: str) -> str:
        """A path in a folder; of files that would be called alike the later ones are numbered."""
        number = 1
        while True:
            path = f"{folder}/{safe_name(text, f'-{number}{suffix}' if number > 1 else suffix)}"
            if path.casefold() not in self._given:
                self._given.add(path.casefold())
                return path
            number += 1
