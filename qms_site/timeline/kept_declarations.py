"""What former texts of documents declare, as earlier runs read it: of a long history only new texts are read."""

import contextlib
from collections.abc import Mapping, MutableMapping
from types import MappingProxyType

import msgspec

from qms_site.history.statuses import Declared, DeclaredByPlace
from qms_site.markdown.yaml_text import READER
from qms_site.records.ids import IdScheme
from qms_site.text import digest_of

_FEWEST = 200
"""As many texts are read anew in each run before all that is known is written again."""
_DECODER = msgspec.msgpack.Decoder(dict[str, dict[str, Declared]])


class DeclarationKeeper:
    """Declarations by path and blob that were read by the same ids and up to the same size; none where nothing is kept."""

    def __init__(self, kept: MutableMapping[str, bytes] | None, scheme: IdScheme, limit: int) -> None:
        self._kept = kept
        form = repr((READER, scheme.patterns, sorted(scheme.declared), limit))
        self._key = f"declared/{digest_of(form.encode('utf-8', 'surrogateescape'))}"
        self.known: DeclaredByPlace = MappingProxyType(_read(kept.get(self._key) if kept is not None else None))

    def keep(self, declared: DeclaredByPlace) -> None:
        """Keep these, and no others, once there are enough that are new."""
        if self._kept is None or len(declared.keys() - self.known.keys()) < max(_FEWEST, len(self.known) // 10):
            return
        for key in [key for key in self._kept if key.startswith("declared/") and key != self._key]:
            del self._kept[key]
        by_path: dict[str, dict[str, msgspec.Raw]] = {}
        for (path, blob), told in sorted(declared.items(), key=lambda entry: entry[0]):
            if path.isascii() or _is_text(path):
                with contextlib.suppress(UnicodeEncodeError):
                    by_path.setdefault(path, {})[blob] = msgspec.Raw(msgspec.msgpack.encode(told))
        self._kept[self._key] = msgspec.msgpack.encode(by_path)


def _is_text(path: str) -> bool:
    """Whether a path is no bytes that are no UTF-8."""
    return not any("\ud800" <= character <= "\udfff" for character in path)


def _read(data: bytes | None) -> Mapping[tuple[str, str], Declared]:
    try:
        found = _DECODER.decode(data or b"")
    except msgspec.DecodeError:
        return {}
    return {(path, blob): told for path, blobs in found.items() for blob, told in blobs.items()}
