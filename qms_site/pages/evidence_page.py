"""What a page that holds documents against history is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from qms_site.markdown.options import Heading


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePage:
    """One page at ``history/<name>``: the template that renders its view, its sections, and its files by name beside it."""

    name: str
    title: str
    template: str
    view: object
    headings: tuple[Heading, ...] = ()
    is_wide: bool = True
    """Whether it has use for the room of a table of contents."""
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    context: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    """What the template needs beside the view."""

    @property
    def uri(self) -> str:
        """Place of its source, as hosts name it."""
        return f"history/{self.name}.md"
