"""What a commit changed, place by place, as the plans of records name places."""

from collections.abc import Iterator

import msgspec

from qms_site.timeline.territory import Touch


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A file, or a submodule, that a commit changed; ``twin`` is where it lay before, or lies now, if it was only moved."""

    path: str
    twin: str | None = None
    is_pointer: bool = False


def changed_places(touch: Touch, folder: str) -> Iterator[Place]:
    """Files of governed code, and submodules, that a commit changed, by their paths as this repository has them."""
    twins = dict(touch.moves)
    for path in touch.paths:
        twin = twins.get(path)
        yield Place(path=f"{folder}{path}", twin=f"{folder}{twin}" if twin else None)
    yield from (Place(path=path, is_pointer=True) for path in touch.pointer_paths)
