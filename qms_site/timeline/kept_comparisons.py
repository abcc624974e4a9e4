"""How approved texts differ from those that came after them, as earlier runs found it: only what is new is compared."""

from collections.abc import Mapping, MutableMapping
from types import MappingProxyType

import msgspec

from qms_site.text import digest_of
from qms_site.timeline.locked_text import LockedChange

Comparison = tuple[tuple[int, tuple[LockedChange, ...]], ...]
"""Of texts in a row: the places of those that changed what was locked, and how."""
_FEWEST = 50
"""As many rows of texts are compared anew in each run before all that is known is written again."""
_DECODER = msgspec.msgpack.Decoder(dict[str, Comparison])


class ComparisonKeeper:
    """Comparisons by a key that stands for all their texts, of texts up to one size; none where nothing is kept."""

    def __init__(self, kept: MutableMapping[str, bytes] | None, limit: int) -> None:
        self._kept = kept
        self._key = f"compared/{digest_of(repr(limit).encode())}"
        self.known: Mapping[str, Comparison] = MappingProxyType(
            _read(kept.get(self._key) if kept is not None else None)
        )

    def keep(self, compared: Mapping[str, Comparison]) -> None:
        """Keep these, and no others, once there are enough that are new."""
        if self._kept is None or len(compared.keys() - self.known.keys()) < max(_FEWEST, len(self.known) // 10):
            return
        for key in [key for key in self._kept if key.startswith("compared/") and key != self._key]:
            del self._kept[key]
        self._kept[self._key] = msgspec.msgpack.encode(
            {key: found for key, found in sorted(compared.items()) if _is_text(found)}
        )


def _is_text(found: Comparison) -> bool:
    """Whether no line holds what cannot be written as UTF-8."""
    return not any(
        "\ud800" <= sign <= "\udfff"
        for _, lines in found
        for line in lines
        if not line.text.isascii()
        for sign in line.text
    )


def _read(data: bytes | None) -> Mapping[str, Comparison]:
    try:
        return _DECODER.decode(data or b"")
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}
