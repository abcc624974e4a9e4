"""What a commit changed, place by place, as the plans of records name places."""

from collections.abc import Callable, Iterator

import msgspec

from qms_site.timeline.territory import Touch


class Place(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A file, or a submodule, that a commit changed; ``twin`` is where it lay before, or lies now, if it was only moved."""

    path: str
    twin: str | None = None
    is_pointer: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is nothing but a path."""
        return self.twin is None and not self.is_pointer


def place_of_file(path: str) -> Place:
    """The place of a file that was not moved."""
    return Place(path=path)


def changed_places(touch: Touch, folder: str, place_of: Callable[[str], Place] = place_of_file) -> Iterator[Place]:
    """Files of governed code, and submodules, that a commit changed, by their paths as this repository has them.

    ``place_of`` may remember the places that it gave.
    """
    twins = dict(touch.moves)
    for path in touch.paths:
        twin = twins.get(path) if twins else None
        yield Place(path=f"{folder}{path}", twin=f"{folder}{twin}") if twin else place_of(f"{folder}{path}")
    yield from (Place(path=path, is_pointer=True) for path in touch.pointer_paths)
