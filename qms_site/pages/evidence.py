"""Pages that hold documents against history: which there are, what each shows, and the files that stand beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from qms_site.markdown.options import Heading
from qms_site.views.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePage:
    """One page at ``history/<name>``: the template that renders its view, its sections, and its files by name beside it."""

    name: str
    title: str
    template: str
    view: object
    headings: tuple[Heading, ...] = ()
    is_wide: bool = True
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def uri(self) -> str:
        """Place of its source, as hosts name it."""
        return f"history/{self.name}.md"


def plan_evidence(run: Run) -> tuple[EvidencePage, ...]:
    """The pages of a run, in the order of the navigation; those that have nothing to show are left out."""
    return tuple(_pages(run))


def _pages(_run: Run) -> Iterator[EvidencePage]:
    yield from ()
