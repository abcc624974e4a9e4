"""JSON as all reports write it: indented, ending in a newline, and always text that is Unicode."""

import msgspec


def to_json(value: object) -> str:
    """A value, of structs or of plain types, as JSON."""
    return msgspec.json.format(msgspec.json.encode(_clean(msgspec.to_builtins(value))), indent=2).decode() + "\n"


def _clean(value: object) -> object:
    """Paths may hold bytes that are no UTF-8 (as lone surrogates); JSON cannot, so they become U+FFFD."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode() if not value.isascii() else value
        case dict():
            return {key: _clean(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_clean(entry) for entry in value]
        case _:
            return value
